import {AbiCoder, Interface} from 'ethers'
import fc from 'fast-check'

import {aaveV3Setter} from '../../../src/protocols/aave-v3/set.js'
import {findDeployment} from '../../../src/protocols/aave-v3/deployments.js'
import type {Change, ProtocolRequest} from '../../../src/protocols/model.js'
import {refusal} from '../../helpers/refusal.js'
import vectors from '../../fixtures/safe-vectors.json' with {type: 'json'}

const {configurator, riskSteward, assets} = findDeployment('AaveV3Ethereum')
const WETH = assets['WETH']!.underlying
const KEEP = BigInt('0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffd5')

function request(through: string, changes: readonly Change[], protocol: Partial<ProtocolRequest['protocol']> = {}) {
  return {protocol: {name: 'aave-v3', chain: 1, deployment: 'AaveV3Ethereum', through, ...protocol}, changes}
}
const configure = (...changes: Change[]) => aaveV3Setter.calls(request('configurator', changes))
const steward = (...changes: Change[]) => aaveV3Setter.calls(request('risk-steward', changes))
const METIS = {chain: 'metis', deployment: 'AaveV3Metis'}

const FULL = {ltv: {to: '80.5%'}, liquidationThreshold: {to: '83%'}, liquidationBonus: {keep: '5%'}}

describe('through the configurator', () => {
  test('makes the calldata of the worked examples', () => {
    const calls = configure({asset: 'WETH', ...FULL, supplyCap: {to: '1.8m WETH'}})
    expect(calls.map(({data}) => data)).toEqual(vectors.calldatas)
    expect(calls.map(({to}) => to)).toEqual([configurator, configurator])
    expect(calls.every(({value}) => value === 0n)).toBe(true)
  })

  test('says in one line what each call does', () => {
    const titles = configure(
      {asset: 'WETH', ...FULL, ltv: {from: '80%', to: '80.5%'}, borrowCap: {from: '1m WETH', to: '0 WETH'}},
      {asset: 'USDC', reserveFactor: {to: '10%'}},
    ).map(({title}) => title)
    expect(titles).toEqual([
      'WETH: loan-to-value 80% -> 80.5%, liquidation threshold becomes 83%, liquidation bonus stays 5%',
      'WETH: borrow cap 1m WETH -> 0 WETH',
      'USDC: reserve factor becomes 10%',
    ])
  })

  test('makes no call for what is only kept', () => {
    const kept = {ltv: {keep: '80%'}, liquidationBonus: {keep: '5%'}, supplyCap: {keep: '1 WETH'}}
    expect(configure({asset: 'WETH', ...kept})).toEqual([])
    expect(configure({asset: 'WETH', ...kept, borrowCap: {to: '1 WETH'}})).toHaveLength(1)
  })

  test('stores no bonus for an asset that is taken out of collateral', () => {
    const zero = {ltv: {to: '0%'}, liquidationThreshold: {to: '0%'}, liquidationBonus: {to: '0%'}}
    const [call] = configure({asset: 'WETH', ...zero})
    expect(call?.arguments).toMatchObject({ltv: '0', liquidationThreshold: '0', liquidationBonus: '0'})
    expect(call?.title).toContain('reverts while anyone supplies WETH')
  })

  test('any values that fit come back from the bytes unchanged', () => {
    const bps = (max: number) => fc.integer({min: 1, max})
    fc.assert(
      fc.property(bps(9000), bps(9000), bps(1000), fc.bigInt({min: 0n, max: 2n ** 36n - 1n}), (a, b, bonus, cap) => {
        const [ltv, threshold] = [Math.min(a, b), Math.max(a, b)]
        const calls = configure({
          asset: 'WETH',
          ltv: {to: `${ltv}bps`},
          liquidationThreshold: {to: `${threshold / 100}%`},
          liquidationBonus: {to: `${bonus}/10000`},
          supplyCap: {to: `${cap} WETH`},
        })
        const words = calls.flatMap(({data}) => {
          const body = `0x${data.slice(10)}`
          const types = Array.from({length: (body.length - 2) / 64}, () => 'uint256')
          return AbiCoder.defaultAbiCoder().decode(types, body).toArray().slice(1) as bigint[]
        })
        expect(words).toEqual([BigInt(ltv), BigInt(threshold), BigInt(10_000 + bonus), cap])
      }),
    )
  })
})

describe('through the risk steward', () => {
  const caps = new Interface(['function updateCaps((address,uint256,uint256)[])'])

  test('one call a function, for all assets, in the order supply cap then borrow cap', () => {
    const calls = steward(
      {asset: 'WETH', supplyCap: {to: '2m WETH'}},
      {asset: 'USDC', borrowCap: {from: '1m USDC', to: '2m USDC'}, supplyCap: {keep: '3m USDC'}},
    )
    expect(calls).toHaveLength(1)
    expect(calls[0]?.to).toBe(riskSteward)
    expect((caps.parseTransaction({data: calls[0]!.data})!.args.toArray(true) as unknown[])[0]).toEqual([
      [WETH, 2_000_000n, KEEP],
      [assets['USDC']!.underlying, KEEP, 2_000_000n],
    ])
  })

  test('takes the function of the generation that stands at the address', () => {
    const change = {
      asset: 'WETH',
      ltv: {to: '80%'},
      liquidationThreshold: {to: '82.5%'},
      liquidationBonus: {keep: '5%'},
    }
    const [plain] = steward(change)
    expect(plain?.data.slice(0, 10)).toBe('0x02da32ae')
    const [withCeiling] = aaveV3Setter.calls(request('risk-steward', [change], {...METIS, version: '3.6'}))
    expect(withCeiling?.data.slice(0, 10)).toBe('0x09d83328')
    const words = withCeiling!.data
      .slice(10)
      .match(/.{64}/g)!
      .map((word) => BigInt(`0x${word}`))
    expect(words.slice(3)).toEqual([8000n, 8250n, KEEP, KEEP, KEEP])
    const [later] = aaveV3Setter.calls(request('risk-steward', [change], {...METIS, version: '3.7'}))
    expect(later?.data.slice(0, 10)).toBe('0x02da32ae')
  })

  test('never guesses the generation', () => {
    const changes = [{asset: 'WETH', supplyCap: {to: '1 WETH'}}]
    const unknown = refusal(() => aaveV3Setter.calls(request('risk-steward', changes, METIS)))
    expect(unknown).toMatchObject({code: 'AAVE_STEWARD_VERSION'})
    expect(unknown.suggestions.join(' ')).toContain('version: "3.6"')
    expect(refusal(() => aaveV3Setter.calls(request('risk-steward', changes, {version: '3.6'}))).message).toContain(
      'is of the 3.7 generation',
    )
    expect(
      refusal(() => aaveV3Setter.calls(request('risk-steward', changes, {...METIS, version: '3.0'}))),
    ).toMatchObject({
      code: 'AAVE_STEWARD_VERSION',
    })
    const horizon = {deployment: 'AaveV3EthereumHorizon'}
    const gho = [{asset: 'GHO', supplyCap: {to: '1 GHO'}}]
    expect(refusal(() => aaveV3Setter.calls(request('risk-steward', gho, horizon)))).toMatchObject({
      code: 'AAVE_NO_STEWARD',
    })
  })

  test('warns in the title that a kept loan-to-value is written again', () => {
    expect(steward({asset: 'WETH', liquidationBonus: {to: '4%'}})[0]?.title).toContain('while WETH is frozen')
    expect(steward({asset: 'WETH', ltv: {to: '4%'}})[0]?.title).not.toContain('frozen')
  })

  test.each<[string, Change, string]>([
    ['zero', {ltv: {to: '0%'}}, 'InvalidUpdateToZero'],
    ['a removed cap', {supplyCap: {from: '1 WETH', to: '0 WETH'}}, 'InvalidUpdateToZero'],
    ['a first cap', {borrowCap: {from: '0 WETH', to: '1 WETH'}}, 'UpdateNotInRange'],
    ['the reserve factor', {reserveFactor: {to: '10%'}}, 'no function for it'],
    ['the liquidation protocol fee', {liquidationProtocolFee: {to: '10%'}}, 'KEEP_CURRENT'],
    ['what is no collateral', {ltv: {to: '1%'}, liquidationThreshold: {from: '0%', to: '2%'}}, 'not collateral now'],
    [
      'what is kept at no collateral',
      {liquidationBonus: {to: '5%'}, liquidationThreshold: {keep: '0%'}},
      'not collateral',
    ],
  ])('refuses %s', (_, values, text) => {
    const error = refusal(() => steward({asset: 'WETH', ...values}))
    expect(error).toMatchObject({code: 'AAVE_NOT_FOR_STEWARD'})
    expect(error.message).toContain(text)
    expect(error.suggestions.join(' ')).toContain('through: configurator')
  })

  test('lets what it cannot change be kept', () => {
    const kept = {reserveFactor: {keep: '15%'}, liquidationProtocolFee: {keep: '10%'}}
    expect(steward({asset: 'WETH', ltv: {to: '80%'}, ...kept})).toHaveLength(1)
  })

  test('checks kept values too', () => {
    const change = {asset: 'WETH', ltv: {to: '84%'}, liquidationThreshold: {keep: '83%'}}
    expect(refusal(() => steward(change))).toMatchObject({code: 'AAVE_WOULD_REVERT'})
  })
})

describe('refusals', () => {
  test.each<[string, Change, string, string]>([
    [
      'a missing part',
      {ltv: {to: '80%'}},
      'PROTOCOL_INCOMPLETE',
      'liquidationThreshold and liquidationBonus are missing',
    ],
    [
      'ltv above the threshold',
      {...FULL, ltv: {to: '83.01%'}},
      'AAVE_WOULD_REVERT',
      "InvalidReserveParams ('20' before",
    ],
    ['a bonus of nothing', {...FULL, liquidationBonus: {to: '0%'}}, 'AAVE_WOULD_REVERT', 'must be above 0%'],
    ['more than all', {...FULL, liquidationThreshold: {to: '96%'}}, 'AAVE_WOULD_REVERT', '100.80%'],
    [
      'a bonus without threshold',
      {...FULL, ltv: {to: '0%'}, liquidationThreshold: {to: '0%'}},
      'AAVE_WOULD_REVERT',
      'must be 0% too',
    ],
    ['a value between two bps', {...FULL, ltv: {to: '80.555%'}}, 'UNITS_DOES_NOT_FIT', '80.55% and 80.56%'],
    [
      'a `from` that cannot be',
      {...FULL, ltv: {from: '80.555%', to: '80%'}},
      'UNITS_DOES_NOT_FIT',
      'WETH ltv: 80.555%',
    ],
    ['a negative value', {...FULL, ltv: {to: '-1%'}}, 'UNITS_DOES_NOT_FIT', 'outside'],
    ['part of a token', {supplyCap: {to: '1.5 WETH'}}, 'UNITS_DOES_NOT_FIT', '1 WETH and 2 WETH'],
    ['too large a cap', {supplyCap: {to: '68719476736 WETH'}}, 'UNITS_DOES_NOT_FIT', '68,719,476,735 WETH'],
    ['a cap in another token', {supplyCap: {to: '5 USDC'}}, 'AAVE_WRONG_TOKEN', 'counts the asset itself'],
    ['a fee above everything', {reserveFactor: {to: '100.01%'}}, 'UNITS_DOES_NOT_FIT', '100.00%'],
    ['a bare number', {reserveFactor: {to: '10'}}, 'UNITS_NOT_A_RATIO', 'WETH reserveFactor: `10` is a bare number'],
  ])('%s', (_, values, code, text) => {
    const error = refusal(() => configure({asset: 'WETH', ...values}))
    expect(error.code).toBe(code)
    expect(error.message).toContain(text)
  })

  test('a missing part says what to add', () => {
    const error = refusal(() => configure({asset: 'WETH', ltv: {to: '80%'}, liquidationThreshold: {keep: '83%'}}))
    expect(error.suggestions).toEqual(['Add `liquidationBonus: { keep: <the current value> }`, or change it too.'])
  })

  test('the same asset twice', () => {
    const error = refusal(() =>
      configure({asset: 'WETH', supplyCap: {to: '1 WETH'}}, {asset: 'WETH', borrowCap: {to: '1 WETH'}}),
    )
    expect(error.code).toBe('PROTOCOL_TWICE')
  })

  test('contracts of its own', () => {
    const own = {
      ...request('configurator', [{asset: 'WETH', supplyCap: {to: '1 WETH'}}]),
      contracts: {a: {address: WETH}},
    }
    expect(refusal(() => aaveV3Setter.calls(own)).code).toBe('AAVE_CONTRACTS')
  })

  test('a chain that is not the market’s', () => {
    const change = {asset: 'WETH', supplyCap: {to: '1 WETH'}}
    const error = refusal(() => aaveV3Setter.calls(request('configurator', [change], {chain: 'base'})))
    expect(error).toMatchObject({code: 'AAVE_WRONG_CHAIN'})
    expect(error.suggestions[0]).toContain('chain: ethereum')
  })
})
