import {readdirSync} from 'node:fs'
import path from 'node:path'

import {loadPolicy} from '../../../src/edge/load-policy.js'
import {SHIPPED} from '../../../src/check/policy/find-policy.js'
import {unitLimit} from '../../../src/check/policy/unit-limit.js'
import {PROTOCOLS} from '../../../src/protocols/registry.js'
import {PARAMETERS as AAVE} from '../../../src/protocols/aave-v3/parameters.js'
import {PARAMETERS as COMPOUND} from '../../../src/protocols/compound-v3/parameters.js'
import {PARAMETERS as EULER} from '../../../src/protocols/euler-v2/parameters.js'
import {PARAMETERS as GMX} from '../../../src/protocols/gmx-v2/parameters.js'
import {PARAMETERS as MAKER} from '../../../src/protocols/maker/parameters.js'
import {PARAMETERS as SYNTHETIX} from '../../../src/protocols/synthetix-v3/parameters.js'
import type {ParameterInfo} from '../../../src/protocols/model.js'
import type {Spelling} from '../../../src/protocols/spelling.js'
import {parseAmount} from '../../../src/units/amount.js'
import {parseRatio} from '../../../src/units/ratio.js'
import {formatRatio} from '../../../src/units/ratio.js'
import {ROOT} from '../../helpers/cli.js'

const TABLES: Readonly<Record<string, readonly (ParameterInfo & {readonly spelling: Spelling})[]>> = {
  'aave-v3': AAVE,
  'compound-v3': COMPOUND,
  'euler-v2': EULER,
  'gmx-v2': GMX,
  maker: MAKER,
  'synthetix-v3': SYNTHETIX,
}
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

it('every policy is for a protocol of its own, and limits its parameters in their own units', () => {
  for (const {name, appliesTo, limits} of SHIPPED) {
    const parameters = TABLES[appliesTo.protocol]
    if (parameters === undefined) throw new Error(`${name} is for ${appliesTo.protocol}`)
    for (const limit of limits) {
      const {id, spelling} = parameters.find((each) => each.id === limit.parameter)!
      const token = /(?:USD|tokens)$/.exec(limit.max ?? limit.min ?? '')?.[0] ?? ''
      const units = unitLimit(limit, {subject: token, perOne: 1n, read: (text) => spelling.read(text, token)})
      expect([id, units]).toEqual([limit.parameter, expect.anything()])
    }
    expect(new Set(limits.map(({parameter}) => parameter)).size).toBe(limits.length)
  }
})

it('the ranges of gmx-v2-config are those of the contract in its 1e30', () => {
  const ranges = Object.fromEntries(
    named('gmx-v2-config').limits.map((limit) => {
      const {spelling, kind} = GMX.find(({id}) => id === limit.parameter)!
      const perOne = kind === 'duration' || kind === 'boolean' ? 1n : 10n ** 30n
      const {min, max} = unitLimit(limit, {subject: 'GMX', perOne, read: (text) => spelling.read(text, 'USD')})
      return [limit.parameter, max ?? min]
    }),
  )
  expect(ranges).toMatchObject({
    minCollateralFactor: 5n * 10n ** 28n,
    minCollateralUsd: 10n ** 31n,
    maxPnlFactorForAdlShort: 10n ** 30n,
    positionImpactExponentFactorNegative: 3n * 10n ** 30n,
    borrowingExponentFactorLong: 2n * 10n ** 30n,
    fundingFactor: 10n ** 28n,
    maxFundingFactorPerSecond: 10n ** 23n,
    fundingIncreaseFactorPerSecond: 10n ** 23n / 3600n,
    fundingDecreaseFactorPerSecond: 10n ** 23n / 86_400n,
    borrowingFactorLong: 5n * 10n ** 22n,
    maxLendableImpactUsd: 50_000n * 10n ** 30n,
    sequencerGraceDuration: 7200n,
    claimableCollateralDelay: 86_400n,
  })
  // Every parameter that the Config holds to a range is named, and no other but the switch.
  const bounded = GMX.filter(({accepts}) => accepts !== 'no limit on chain').map(({id}) => id)
  expect(Object.keys(ranges).toSorted()).toEqual([...new Set([...bounded, 'isMarketDisabled'])].toSorted())
})

it('synthetix-v3-perps names every parameter, and refuses no value', () => {
  const {limits} = named('synthetix-v3-perps')
  expect(limits.map(({parameter}) => parameter)).toEqual(SYNTHETIX.map(({id}) => id))
  expect(limits.filter(({min, ...rest}) => !/^0\D*$|^0x0+$/.test(min ?? '') || Object.keys(rest).length > 1)).toEqual(
    [],
  )
})
