import {AbiCoder, encodeBytes32String, parseUnits} from 'ethers'

import {maker} from '../../../src/protocols/maker/definition.js'
import {makerGetters} from '../../../src/protocols/maker/getters.js'
import {makerReader} from '../../../src/protocols/maker/read.js'
import {makerSetter} from '../../../src/protocols/maker/set.js'
import type {Change, ProtocolRequest} from '../../../src/protocols/model.js'
import {rational} from '../../../src/units/rational.js'
import {writeQuantity} from '../../../src/units/written.js'
import {readCalls} from '../../../src/verify/verify.js'
import {rawOf, says} from '../../helpers/roads.js'
import {refusal} from '../../helpers/refusal.js'

const request = (changes: readonly Change[], contracts: ProtocolRequest['contracts'] = {}): ProtocolRequest => ({
  protocol: {name: 'maker', chain: 1, deployment: 'MakerEthereum', through: 'spell'},
  contracts,
  changes,
})
const calls = (...changes: Change[]) => makerSetter.calls(request(changes))
const signatures = (...changes: Change[]) => calls(...changes).map(({signature, to}) => [signature, to])
const SPOT = '0x65C79fcB50Ca1594B025960e539eD7A9a6D434A3'
const JUG = '0x19c0976f590D67707E62397C87829d896Dc0f1F1'
const VAT = '0x35D1b3F3D7966A1DFe207aa4514C12a259A0492B'
const CLIP = '0xc67963a226eddd77B91aD8c421630A1b0AdFF270'

test('files a liquidation ratio byte for byte, and pokes', () => {
  const [file, poke] = calls({asset: 'ETH-A', liquidationRatio: {to: '145%'}})
  expect(file).toMatchObject({
    to: SPOT,
    data: `0x1a0b287e${'4554482d41'.padEnd(64, '0')}${'6d6174'.padEnd(64, '0')}${'4af69718154b9f1ea000000'.padStart(64, '0')}`,
  })
  expect(poke?.data.slice(0, 10)).toBe('0x1504460f')
})

test('brings the contracts up to date around what needs it', () => {
  expect(signatures({asset: 'ETH-A', stabilityFee: {to: '1.000000001x'}})).toEqual([
    ['drip(bytes32)', JUG],
    ['file(bytes32,bytes32,uint256)', JUG],
  ])
  expect(signatures({asset: 'ETH-A', minimumDebt: {to: '7_500 DAI'}}).map(([name]) => name)).toEqual([
    'file(bytes32,bytes32,uint256)',
    'upchost()',
  ])
  expect(signatures({asset: 'ETH-A', debtCeiling: {to: '10m DAI'}})).toEqual([['file(bytes32,bytes32,uint256)', VAT]])
})

test('counts in rays, rads and wads', () => {
  const data = (change: Change) => calls(change)[0]?.arguments
  expect(data({asset: 'ETH-A', debtCeiling: {to: '10m DAI'}})).toMatchObject({
    what: encodeBytes32String('line'),
    data: parseUnits('10000000', 45).toString(),
  })
  expect(data({asset: 'ETH-A', liquidationPenalty: {to: '13%'}})).toMatchObject({
    data: parseUnits('1.13', 18).toString(),
  })
  expect(data({asset: 'ETH-A', auctionDuration: {to: '2h'}})).toMatchObject({data: '7200'})
  expect(data({asset: 'ETH-A', auctionDuration: {to: '9007199254740991s'}})).toMatchObject({data: '9007199254740991'})
  expect(data({asset: 'DAI', debtAuctionTokens: {to: '250 MKR'}})).toMatchObject({
    data: parseUnits('250', 18).toString(),
  })
  expect(data({asset: 'DAI', surplusBuffer: {to: '60m DAI'}})).toMatchObject({what: encodeBytes32String('hump')})
})

test.each<[string, Change, RegExp]>([
  ['half a level', {asset: 'ETH-A', auctionStop: {to: '1.5'}}, /are 1 and 2/],
  ['a fee below one', {asset: 'ETH-A', stabilityFee: {to: '0.99x'}}, /100\.00% to 100\.0000021979553151239153027%/],
  [
    'a fee finer than a ray',
    {asset: 'ETH-A', stabilityFee: {to: '1.0000000010000000000000000001x'}},
    /nearest that fit/,
  ],
  ['a chip that would be cut', {asset: 'ETH-A', keeperShare: {to: '1900%'}}, /wad in 64 bits/],
  ['a tip that would be cut', {asset: 'ETH-A', keeperFlat: {to: '7_000bn DAI'}}, /rad in 192 bits/],
  [
    'a debt and a penalty whose product is beyond 256 bits',
    {asset: 'ETH-A', minimumDebt: {to: '100_000bn DAI'}, liquidationPenalty: {to: '16%'}},
    /upchost would revert/,
  ],
  ['a negative', {asset: 'ETH-A', debtCeiling: {to: '-1 DAI'}}, /outside what the contract can hold/],
  ['a third', {asset: 'ETH-A', liquidationRatio: {to: '4/3'}}, /are 133\.3{25}% and 133\.3{24}4%/],
  ['another token', {asset: 'ETH-A', debtCeiling: {to: '1 USDC'}}, /the contract counts DAI/],
  [
    'a parameter of the system on an ilk',
    {asset: 'ETH-A', surplusBuffer: {to: '1 DAI'}},
    /change of `DAI`, not of ETH-A/,
  ],
  ['a parameter of an ilk on the system', {asset: 'DAI', debtCeiling: {to: '1 DAI'}}, /stands for the whole system/],
  ['a name that is no ilk', {asset: 'eth a', debtCeiling: {to: '1 DAI'}}, /no name of an ilk/],
  ['a Clipper that is not known', {asset: 'ETH-C', auctionDuration: {to: '2h'}}, /address of MCD_CLIP_ETH_C/],
  ['half of AutoLine', {asset: 'ETH-A', autoLineGap: {to: '1m DAI'}}, /autoLineMax and autoLineCooldown are missing/],
])('refuses %s', (_what, change, message) => {
  expect(refusal(() => calls(change)).message).toMatch(message)
})

test('a collateral ratio has a role, a penalty has none', () => {
  const values = maker.riskValues(
    request([
      {
        asset: 'ETH-A',
        liquidationRatio: {from: '150%', to: '145%'},
        liquidationPenalty: {to: '13%'},
        debtCeiling: {to: '1m DAI'},
      },
    ]),
  )
  expect(values.map(({role, before, after}) => [role, before, after])).toEqual([
    ['collateralRatio', rational(3, 2), rational(29, 20)],
    ['cap', undefined, rational(1_000_000)],
  ])
})

describe('the second road', () => {
  const clip = {MCD_CLIP_ETH_B: {address: '0x000000000000000000000000000000000000bEEF'}}
  const proposal = request(
    [
      {
        asset: 'ETH-B',
        liquidationRatio: {to: '130%'},
        stabilityFee: {to: '1.000000001x'},
        liquidationPenalty: {to: '13%'},
        keeperFlat: {to: '250 DAI'},
      },
      {asset: 'DAI', surplusBuffer: {to: '60m DAI'}},
    ],
    clip,
  )
  const encoded = makerSetter.calls(proposal).map((call) => rawOf(call, 1))

  test('says what each file does, by its target and its word', () => {
    expect(readCalls(encoded, proposal, makerReader).statements.map(({text}) => text)).toEqual([
      'Maker Ethereum: ETH-B fee collection becomes up to date',
      'Maker Ethereum: ETH-B stability fee factor per second becomes 100.0000001%',
      'Maker Ethereum: ETH-B liquidation ratio becomes 130.00%',
      'Maker Ethereum: ETH-B liquidation price becomes up to date',
      'Maker Ethereum: ETH-B liquidation penalty becomes 13.00%',
      'Maker Ethereum: ETH-B least debt with penalty becomes up to date',
      'Maker Ethereum: ETH-B keeper flat fee becomes 250 DAI',
      'Maker Ethereum: system surplus buffer becomes 60,000,000 DAI',
    ])
    expect(says(makerReader, proposal, encoded)).toBe(true)
  })

  test.each([
    ['a fee before its drip', 0, 1, /drip of eth-b must come before/],
    ['a poke before its ratio', 2, 3, /poke of eth-b must come after/],
    ['upchost before its penalty', 4, 5, /upchost of eth-b must come after/],
  ])('%s is no match', (_what, a, b, message) => {
    const swapped = encoded.with(a, encoded[b]!).with(b, encoded[a]!)
    expect(readCalls(swapped, proposal, makerReader).problems.join()).toMatch(message)
    expect(says(makerReader, proposal, swapped)).toBe(false)
  })

  test('the same bytes on another contract say something else, or nothing', () => {
    const mat = encoded[2]!
    expect(makerReader.read({...mat, to: VAT}, proposal)).toBeUndefined()
    const line = request([{asset: 'ETH-A', debtCeiling: {to: '1 DAI'}}])
    const [call] = makerSetter.calls(line)
    expect(makerReader.read(rawOf({...call!, to: JUG}, 1), line)).toBeUndefined()
  })
})

test('getters ask every contract of an ilk, and read each in its unit', () => {
  const coder = AbiCoder.defaultAbiCoder()
  const queries = makerGetters.queries(request([]), ['ETH-A'])
  expect(queries.map(({to}) => to)).toContain(CLIP)
  const spot = queries.find(({to}) => to === SPOT)!
  expect(spot.data.slice(0, 10)).toBe('0xd9638d36')
  expect(spot.data.slice(10)).toBe(encodeBytes32String('ETH-A').slice(2))
  const says = (to: string, types: string[], values: unknown[]) =>
    queries
      .find((query) => query.to === to)!
      .decode(coder.encode(types, values))
      .map(({parameter, value}) => [parameter, writeQuantity(value)])
  expect(says(SPOT, ['address', 'uint256'], [SPOT, parseUnits('1.45', 27)])).toEqual([['liquidationRatio', '145%']])
  expect(
    says(
      '0x135954d155898D42C90D2a57824C690e0c7BEf1B',
      ['address', 'uint256', 'uint256', 'uint256'],
      [CLIP, parseUnits('1.13', 18), parseUnits('1', 45), 0],
    ),
  ).toEqual([
    ['liquidationPenalty', '13%'],
    ['liquidationLimit', '1 DAI'],
  ])
  expect(makerGetters.queries(request([]), ['DAI'])).toHaveLength(8)
})
