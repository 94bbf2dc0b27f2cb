import {AbiCoder, id as keccak, keccak256} from 'ethers'
import {readdirSync} from 'node:fs'
import path from 'node:path'

import {loadPolicy} from '../../../src/edge/load-policy.js'
import {SHIPPED} from '../../../src/check/policy/find-policy.js'
import {unitLimit} from '../../../src/check/policy/unit-limit.js'
import {PROTOCOLS} from '../../../src/protocols/registry.js'
import {customUnit, parseCustom} from '../../../src/protocols/custom/units.js'
import {parseAmount} from '../../../src/units/amount.js'
import {parseRatio} from '../../../src/units/ratio.js'
import {formatRatio} from '../../../src/units/ratio.js'
import {ROOT} from '../../helpers/cli.js'

const FOLDER = path.join(ROOT, 'src/check/policy/shipped')
const named = (name: string) => SHIPPED.find((policy) => policy.name === name)!
const days = (n: number) => n * 86_400

it('each file is one policy that its own schema accepts, and the build has them all', async () => {
  const files = readdirSync(FOLDER)
  expect(SHIPPED.map(({name}) => `${name}.yaml`)).toEqual(files.sort())
  for (const [index, file] of files.entries()) expect(await loadPolicy(path.join(FOLDER, file))).toEqual(SHIPPED[index])
})

it('every policy names its source, but for the template', () => {
  expect(SHIPPED.filter(({source}) => source === undefined).map(({name}) => name)).toEqual(['template-house-limits'])
})

it('aave-risk-steward is the table of the deploy script, in bps and seconds', () => {
  const {limits} = named('aave-risk-steward')
  const table = limits.map((limit) => {
    const kind = PROTOCOLS[0]!.parameters.find(({id}) => id === limit.parameter)!.kind
    const read = (text: string) => (kind === 'amount' ? parseAmount(text).value : parseRatio(text))
    const {change, minDelay, zero, fixed} = unitLimit(limit, {
      subject: 'WETH',
      perOne: kind === 'amount' ? 1n : 10_000n,
      read,
    })
    const most = change && ('absolute' in change ? change.absolute : `${formatRatio(change.relative)} of now`)
    return [limit.parameter, fixed ? 'fixed' : most, minDelay, zero]
  })
  expect(table).toEqual([
    ['ltv', 50n, days(3), 'refused'],
    ['liquidationThreshold', 50n, days(3), 'refused'],
    ['liquidationBonus', 50n, days(3), 'refused'],
    ['supplyCap', '100.00% of now', days(3), 'refused'],
    ['borrowCap', '100.00% of now', days(3), 'refused'],
    ['debtCeiling', '20.00% of now', days(3), 'refused'],
    ['optimalUsageRatio', 300n, days(3), undefined],
    ['baseVariableBorrowRate', 100n, days(3), undefined],
    ['variableRateSlope1', 100n, days(3), undefined],
    ['variableRateSlope2', 2000n, days(3), undefined],
    ['eModeLtv', 50n, days(3), 'refused'],
    ['eModeLiquidationThreshold', 10n, days(3), 'refused'],
    ['eModeLiquidationBonus', 50n, days(3), 'refused'],
    ['reserveFactor', 'fixed', 0, undefined],
    ['liquidationProtocolFee', 'fixed', 0, undefined],
    ...table.slice(15).map(([parameter]) => [parameter, 'fixed', 0, undefined]),
  ])
})

it('every parameter of a protocol is named by its policies', () => {
  for (const name of ['aave-risk-steward', 'aave-configurator']) {
    const known = PROTOCOLS.find((protocol) => protocol.name === 'aave-v3')!.parameters.map(({id}) => id)
    expect(named(name).limits.map(({parameter}) => parameter)).toEqual(expect.arrayContaining(known))
  }
})

it('the base keys of GMX are the hashes of their names, and the ranges those of the contract in its 1e30', () => {
  const {limits} = named('gmx-v2-config')
  const ranges: Record<string, bigint> = {}
  for (const limit of limits) {
    const {title = '', where} = limit
    expect(where).toEqual({baseKey: keccak256(AbiCoder.defaultAbiCoder().encode(['string'], [title]))})
    const unit = customUnit(title.endsWith('_USD') ? 'token:30' : 'ratio:30')
    const {max} = unitLimit(limit, {subject: 'ETH', perOne: unit.perOne, read: (text) => parseCustom(unit, text).value})
    ranges[title] = max!
  }
  expect(ranges).toMatchObject({
    MIN_COLLATERAL_FACTOR: 5n * 10n ** 28n,
    MIN_COLLATERAL_USD: 10n ** 31n,
    POSITION_IMPACT_EXPONENT_FACTOR: 3n * 10n ** 30n,
    MAX_FUNDING_FACTOR_PER_SECOND: 10n ** 23n,
    FUNDING_INCREASE_FACTOR_PER_SECOND: 10n ** 23n / 3600n,
    FUNDING_DECREASE_FACTOR_PER_SECOND: 10n ** 23n / 86_400n,
    BORROWING_FACTOR: 5n * 10n ** 22n,
    MAX_LENDABLE_IMPACT_USD: 50_000n * 10n ** 30n,
  })
})

it('functions of custom policies are those that the contracts have', () => {
  // Selectors from the contracts' own ABIs, with the argument types that the names stand for.
  const signatures: Record<string, [string, string]> = {
    updateAssetBorrowCollateralFactor: ['(address,address,uint64)', '0xb73585f1'],
    updateAssetLiquidateCollateralFactor: ['(address,address,uint64)', '0x77a7dafd'],
    updateAssetLiquidationFactor: ['(address,address,uint64)', '0xecb9a875'],
    setStoreFrontPriceFactor: ['(address,uint64)', '0x9340d433'],
    setBaseMinForRewards: ['(address,uint104)', '0xd89e834f'],
    setLTV: ['(address,uint16,uint16,uint32)', '0x4bca3d5b'],
    setMaxLiquidationDiscount: ['(uint16)', '0xb4113ba7'],
    setInterestFee: ['(uint16)', '0x60cb90ef'],
    setUint: ['(bytes32,bytes,uint256)', '0xa43f85c5'],
    updateReferrerShare: ['(address,uint256)', '0x6809fb4d'],
    file: ['(bytes32,uint256)', '0x29ae8114'],
  }
  const used = SHIPPED.flatMap(({limits}) => limits.flatMap((limit) => limit.function ?? []))
  expect([...new Set(used)].sort()).toEqual(Object.keys(signatures).sort())
  for (const [name, [types, selector]] of Object.entries(signatures)) {
    expect(keccak(name + types).slice(0, 10)).toBe(selector)
  }
})
