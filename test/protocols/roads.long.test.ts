import fc from 'fast-check'

import {PlimsollError} from '../../src/errors.js'
import {TABLE as UMBRELLA} from '../../src/protocols/aave-umbrella/parameters.js'
import {aaveUmbrellaReader} from '../../src/protocols/aave-umbrella/read.js'
import {aaveUmbrellaSetter} from '../../src/protocols/aave-umbrella/set.js'
import {compoundV3Reader} from '../../src/protocols/compound-v3/read.js'
import {compoundV3Setter} from '../../src/protocols/compound-v3/set.js'
import {TABLE as COMPOUND} from '../../src/protocols/compound-v3/parameters.js'
import {TABLE as EULER, type EulerSubject} from '../../src/protocols/euler-v2/parameters.js'
import {eulerV2Reader} from '../../src/protocols/euler-v2/read.js'
import {eulerV2Setter} from '../../src/protocols/euler-v2/set.js'
import {TABLE as GMX} from '../../src/protocols/gmx-v2/parameters.js'
import {gmxV2Reader} from '../../src/protocols/gmx-v2/read.js'
import {gmxV2Setter} from '../../src/protocols/gmx-v2/set.js'
import {TABLE as MAKER} from '../../src/protocols/maker/parameters.js'
import {makerReader} from '../../src/protocols/maker/read.js'
import {makerSetter} from '../../src/protocols/maker/set.js'
import type {SetterCall} from '../../src/protocols/encode-call.js'
import {protocolNamed} from '../../src/protocols/registry.js'
import type {ProtocolRequest} from '../../src/protocols/model.js'
import {PACKS} from '../../src/protocols/synthetix-v3/packs.js'
import {TABLE as SYNTHETIX} from '../../src/protocols/synthetix-v3/parameters.js'
import {synthetixV3Reader} from '../../src/protocols/synthetix-v3/read.js'
import {synthetixV3Setter} from '../../src/protocols/synthetix-v3/set.js'
import {encodedByOx, mutated, proposals, rawOf, says, wordsIn, type Roads} from '../helpers/roads.js'

// Every protocol's two roads, from random proposals: what is encoded equals what another ABI library encodes from the
// contracts' own ABIs, reads back as what the file says, and no changed word of it does.

const roads = <S>(of: Roads<S>): Roads<never> => of as unknown as Roads<never>

/** What 16 bits can hold, in units: a mantissa and a power of ten. */
const caps = fc.tuple(fc.bigInt({min: 1n, max: 1023n}), fc.bigInt({min: 0n, max: 24n})).map(([m, e]) => m * 10n ** e)

const euler = (through: string): Roads<EulerSubject> => ({
  table: EULER,
  setter: eulerV2Setter,
  reader: eulerV2Reader,
  chainId: 1,
  protocol: {name: 'euler-v2', chain: 'ethereum', deployment: 'eUSDC-2', underlying: 'USDC', through},
  contracts: {
    'eUSDC-2': {address: '0x000000000000000000000000000000000000bEEF', decimals: 6},
    'eWETH-2': {address: '0x00000000000000000000000000000000DeaDBeef'},
  },
  subjects: [{asset: 'eWETH-2'}, {asset: 'USDC'}],
  packs: [
    ['borrowLTV', 'liquidationLTV', 'rampDuration'],
    ['supplyCap', 'borrowCap'],
  ],
  values: {supplyCap: caps, borrowCap: caps},
})

const ROADS: Readonly<Record<string, Roads<never>>> = {
  'compound-v3': roads({
    table: COMPOUND,
    setter: compoundV3Setter,
    reader: compoundV3Reader,
    chainId: 1,
    protocol: {name: 'compound-v3', chain: 'ethereum', deployment: 'cUSDCv3Ethereum', through: 'governor'},
    contracts: {TKN: {address: '0x000000000000000000000000000000000000bEEF', decimals: 3}},
    subjects: [{asset: 'WETH'}, {asset: 'WBTC'}, {asset: 'TKN'}, {asset: 'USDC'}],
    packs: [],
  }),
  maker: roads({
    table: MAKER,
    setter: makerSetter,
    reader: makerReader,
    chainId: 1,
    protocol: {name: 'maker', chain: 'ethereum', deployment: 'MakerEthereum', through: 'spell'},
    contracts: {
      MCD_CLIP_ETH_B: {address: '0x000000000000000000000000000000000000bEEF'},
      MCD_CLIP_CALC_ETH_B: {address: '0x00000000000000000000000000000000DeaDBeef'},
    },
    subjects: [{asset: 'ETH-A'}, {asset: 'ETH-B'}, {asset: 'DAI'}],
    packs: [['autoLineMax', 'autoLineGap', 'autoLineCooldown']],
  }),
  'gmx-v2': roads({
    table: GMX,
    setter: gmxV2Setter,
    reader: gmxV2Reader,
    chainId: 42_161,
    protocol: {name: 'gmx-v2', chain: 'arbitrum', deployment: 'GmxV2Arbitrum', through: 'config-keeper'},
    contracts: {'TKN-USD': {address: '0x000000000000000000000000000000000000bEEF'}},
    subjects: [
      {asset: 'ETH-USD', longToken: 'WETH', shortToken: 'USDCn'},
      {asset: 'TKN-USD', longToken: 'WBTC', shortToken: 'USDCn'},
      {asset: 'GMX'},
    ],
    packs: [],
  }),
  'synthetix-v3': roads({
    table: SYNTHETIX,
    setter: synthetixV3Setter,
    reader: synthetixV3Reader,
    chainId: 8453,
    protocol: {name: 'synthetix-v3', chain: 'base', deployment: 'SynthetixV3Base', through: 'owner'},
    subjects: [{asset: 'ETH', market: 100}, {asset: 'wstETH', collateral: 3}, {asset: 'USD'}],
    packs: PACKS,
  }),
  'aave-umbrella': roads({
    table: UMBRELLA,
    setter: aaveUmbrellaSetter,
    reader: aaveUmbrellaReader,
    chainId: 1,
    protocol: {name: 'aave-umbrella', chain: 'ethereum', deployment: 'UmbrellaEthereum', through: 'admin'},
    subjects: [
      {asset: 'WETH', stake: 'STK_WA_WETH_V1'},
      {asset: 'USDC', stake: 'STK_WA_USDC_V1'},
    ],
    packs: [['liquidationFee', 'priceOracle']],
  }),
  'euler-v2': roads(euler('governor')),
  'euler-v2 through access-control': roads({...euler('access-control'), tail: 20}),
}

/** What the contracts would refuse whatever the values are is refused here too, and is not what is tested. */
const REFUSED = /WOULD_REVERT|UNITS_DOES_NOT_FIT/

function callsOf(roads: Roads<never>, request: ProtocolRequest): SetterCall[] {
  try {
    return roads.setter.calls(request)
  } catch (error) {
    if (error instanceof PlimsollError && REFUSED.test(error.code)) return []
    throw error
  }
}

describe.each(Object.entries(ROADS))('%s', (name, roads) => {
  const runs = {numRuns: 80, seed: 7}

  test('another ABI library encodes the same, and the bytes say what the file says', () => {
    let calls = 0
    fc.assert(
      fc.property(proposals(roads), (request) => {
        const encoded = callsOf(roads, request)
        calls += encoded.length
        for (const call of encoded) {
          const own = roads.tail === undefined ? call.data : call.data.slice(0, -2 * roads.tail)
          if (own !== encodedByOx(call)) throw new Error(`${call.signature}: ${call.data}`)
        }
        if (encoded.length === 0) return
        expect(
          says(
            roads.reader,
            request,
            encoded.map((call) => rawOf(call, roads.chainId)),
          ),
        ).toBe(true)
      }),
      runs,
    )
    expect(calls).toBeGreaterThan(50)
  })

  test('a word that is scaled, shifted or cut is not what the file says', () => {
    const change = fc.constantFrom<(value: bigint) => bigint>(
      (value) => value * 100n,
      (value) => value * 10n ** 9n,
      (value) => value / 100n,
      (value) => value + 1n,
      (value) => value - 1n,
    )
    let tried = 0
    fc.assert(
      fc.property(proposals(roads), fc.nat(), fc.nat(), change, (request, which, where, change) => {
        const encoded = callsOf(roads, request)
        if (encoded.length === 0) return
        const at = which % encoded.length
        const {data} = encoded[at]!
        const words = wordsIn(data, roads.tail)
        if (words === 0) return
        const changed = mutated(data, where % words, change)
        if (changed === data) return
        tried++
        const calls = encoded.map((call, index) => rawOf(index === at ? {...call, data: changed} : call, roads.chainId))
        expect(says(roads.reader, request, calls)).toBe(false)
      }),
      runs,
    )
    expect(tried).toBeGreaterThan(20)
  })

  test('a call that is missing or one too many is not what the file says', () => {
    fc.assert(
      fc.property(proposals(roads), fc.nat(), (request, which) => {
        const calls = callsOf(roads, request).map((call) => rawOf(call, roads.chainId))
        if (calls.length === 0) return
        const at = which % calls.length
        expect(says(roads.reader, request, calls.toSpliced(at, 1))).toBe(false)
        expect(says(roads.reader, request, [...calls, calls[at]!])).toBe(false)
      }),
      {...runs, numRuns: 20},
    )
  })

  test('what a risk model and a policy read is what is encoded', () => {
    const definition = protocolNamed(name.replace(/ .*$/, ''))
    fc.assert(
      fc.property(proposals(roads), (request) => {
        if (callsOf(roads, request).length === 0) return
        const governed = definition.governedValues(request)
        expect(governed.length).toBeGreaterThan(0)
        for (const {after, perOne, path, ...value} of governed) {
          const {to, keep} = request.changes[Number(path[1])]![String(path[2])] as {to?: string; keep?: string}
          const {n, d} = value.read(to ?? keep ?? '')
          expect(n * perOne).toBe(after * d)
        }
      }),
      {...runs, numRuns: 20},
    )
  })
})
