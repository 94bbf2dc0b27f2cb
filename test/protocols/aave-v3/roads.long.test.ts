import fc from 'fast-check'

import {PlimsollError} from '../../../src/errors.js'
import {TABLE} from '../../../src/protocols/aave-v3/parameters.js'
import {aaveV3Reader} from '../../../src/protocols/aave-v3/read.js'
import {aaveV3Setter} from '../../../src/protocols/aave-v3/set.js'
import {notForStewards} from '../../../src/protocols/aave-v3/steward-refusals.js'
import {generationFor} from '../../../src/protocols/aave-v3/stewards.js'
import type {AaveSubject} from '../../../src/protocols/aave-v3/subject.js'
import type {SetterCall} from '../../../src/protocols/encode-call.js'
import type {ProtocolRequest} from '../../../src/protocols/model.js'
import {encodedByOx, mutated, proposals, rawOf, says, wordsIn, type Roads} from '../../helpers/roads.js'

// Both roads of Aave v3 in each release and each generation of the risk steward, from random proposals: what is encoded
// equals what another ABI library encodes from the contracts' own ABIs, and reads back as what the file says.

const bps = (min: bigint, max: bigint): fc.Arbitrary<bigint> => fc.bigInt({min, max})
/** A text as the table carries it: the digit 1, then its bytes. */
const labels = fc
  .constantFrom('ETH correlated', 'sUSDe / USDC, USDT', 'BTC – wrapped', 'a label of more than thirty-two bytes in all')
  .map((text) => BigInt(`0x1${Buffer.from(text, 'utf8').toString('hex')}`))
const VALUES = {
  ltv: bps(1n, 8000n),
  liquidationThreshold: bps(8000n, 9000n),
  liquidationBonus: bps(1n, 1000n),
  eModeLtv: bps(1n, 9000n),
  eModeLiquidationThreshold: bps(9000n, 9500n),
  eModeLiquidationBonus: bps(1n, 500n),
  eModeLabel: labels,
  baseVariableBorrowRate: bps(0n, 10_000n),
  variableRateSlope1: bps(0n, 10_000n),
  variableRateSlope2: bps(10_000n, 50_000n),
  // A pause has no grace period.
  paused: fc.constant(0n),
}

const COLLATERAL = ['ltv', 'liquidationThreshold', 'liquidationBonus']
const RATES = ['optimalUsageRatio', 'baseVariableBorrowRate', 'variableRateSlope1', 'variableRateSlope2']
const EMODE = ['eModeLtv', 'eModeLiquidationThreshold', 'eModeLiquidationBonus', 'eModeLabel']

function configurator(version: string): Roads<AaveSubject> {
  const rest = version < '3.2' ? ['eModePriceSource'] : version === '3.7' ? ['eModeIsolated'] : []
  const strategy = ['3.1', '3.2', '3.3'].includes(version) ? ['interestRateStrategy'] : []
  return {
    table: TABLE,
    setter: aaveV3Setter,
    reader: aaveV3Reader,
    chainId: 1,
    protocol: {name: 'aave-v3', chain: 'ethereum', deployment: 'AaveV3Ethereum', through: 'configurator', version},
    subjects: [
      {asset: 'WETH'},
      {asset: 'USDC'},
      {asset: 'eMode 1'},
      ...(version < '3.2' ? [] : [{asset: 'WETH in eMode 1'}, {asset: 'USDC in eMode 255'}]),
    ],
    packs: [COLLATERAL, [...RATES, ...strategy], [...EMODE, ...rest], ['paused', 'gracePeriod']],
    values: VALUES,
  }
}

function steward(version: string, deployment: string, chain: string, chainId: number): Roads<AaveSubject> {
  const generation = generationFor(version)
  const parameters = TABLE.parameters.filter(({id}) => notForStewards(id, generation) === undefined)
  return {
    ...configurator(version),
    table: {...TABLE, parameters},
    chainId,
    protocol: {name: 'aave-v3', chain, deployment, through: 'risk-steward', version},
    subjects: [{asset: 'WETH'}, {asset: 'mUSDC'}, ...(generation === 'A' ? [] : [{asset: 'eMode 7'}])].map((subject) =>
      subject.asset === 'mUSDC' && chainId === 1 ? {asset: 'USDC'} : subject,
    ),
    packs: [],
    // The steward takes nothing down to 0, and slopes are compared with what is kept only on the chain.
    values: Object.fromEntries(
      parameters.map(({id}) => [
        id,
        (VALUES as Readonly<Record<string, fc.Arbitrary<bigint> | undefined>>)[id] ??
          (RATES.includes(id) ? bps(100n, 9900n) : bps(1n, 10n ** 9n)),
      ]),
    ),
  }
}

const ROADS = {
  ...Object.fromEntries(
    ['3.0', '3.1', '3.2', '3.3', '3.4', '3.5', '3.6', '3.7'].map((each) => [each, configurator(each)]),
  ),
  'steward 3.1': steward('3.1', 'AaveV3Metis', 'metis', 1088),
  'steward 3.6': steward('3.6', 'AaveV3Metis', 'metis', 1088),
  'steward 3.7': steward('3.7', 'AaveV3Ethereum', 'ethereum', 1),
}

const REFUSED = /WOULD_REVERT/

function callsOf(roads: Roads<AaveSubject>, request: ProtocolRequest): SetterCall[] {
  try {
    return roads.setter.calls(request)
  } catch (error) {
    if (error instanceof PlimsollError && REFUSED.test(error.code)) return []
    throw error
  }
}

describe.each(Object.entries(ROADS))('%s', (name, roads) => {
  const runs = {numRuns: 60, seed: 11}

  test('another ABI library encodes the same, and the bytes say what the file says', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(proposals(roads), (request) => {
        const encoded = callsOf(roads, request)
        for (const call of encoded) {
          seen.add(call.signature)
          if (call.data !== encodedByOx(call)) throw new Error(`${call.signature}: ${call.data}`)
        }
        if (encoded.length === 0) return
        const calls = encoded.map((call) => rawOf(call, roads.chainId))
        expect(says(roads.reader, request, calls)).toBe(true)
      }),
      runs,
    )
    expect(seen.size).toBeGreaterThan(name.startsWith('steward') ? 2 : 8)
  })

  test('a changed word, a call too few or too many is not what the file says', () => {
    const change = fc.constantFrom<(value: bigint) => bigint>(
      (value) => value * 100n,
      (value) => value / 100n,
      (value) => value + 1n,
      (value) => value - 1n,
    )
    let tried = 0
    fc.assert(
      fc.property(proposals(roads), fc.nat(), fc.nat(), change, (request, which, where, change) => {
        const encoded = callsOf(roads, request)
        if (encoded.length === 0) return
        const calls = encoded.map((call) => rawOf(call, roads.chainId))
        const at = which % calls.length
        expect(says(roads.reader, request, calls.toSpliced(at, 1))).toBe(false)
        expect(says(roads.reader, request, [...calls, calls[at]!])).toBe(false)
        const {data} = calls[at]!
        const changed = mutated(data, where % wordsIn(data), change)
        if (changed === data) return
        tried++
        expect(says(roads.reader, request, calls.with(at, {...calls[at]!, data: changed}))).toBe(false)
      }),
      {...runs, numRuns: 40},
    )
    expect(tried).toBeGreaterThan(10)
  })
})
