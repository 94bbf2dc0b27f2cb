import fc from 'fast-check'

import {encodeProposal} from '../../src/governance/encode.js'
import type {Proposal} from '../../src/proposal/model.js'
import {verifySafeTransaction} from '../../src/verify/verify.js'
import {CUSTOM, proposal, SPOT} from '../helpers/transactions.js'

// The only place where the two roads meet: what one writes, the other must read as the proposal says.

const transactionOf = (request: Proposal): string => {
  const {artefacts} = encodeProposal(request, {file: 'p.yaml', digest: '0'.repeat(64)})
  return artefacts.find(({name}) => name === 'safe-transaction.json')!.content
}
const agree = (request: Proposal) => {
  expect(verifySafeTransaction(request, transactionOf(request))).toMatchObject({verdict: 'MATCH', reasons: []})
}

const percent = (max: number) => fc.integer({min: 1, max}).map((bps) => `${bps / 100}%`)
const bps = (min: number, max: number) => fc.integer({min, max}).map((value) => `${value}bps`)
const amount = (symbol: string) => fc.integer({min: 1, max: 2 ** 36 - 1}).map((value) => `${value} ${symbol}`)
const setting = (text: fc.Arbitrary<string>) => text.map((to) => ({to}))
const ASSETS = ['WETH', 'wstETH', 'USDC', 'WBTC']

it('aave-v3 through the configurator', () => {
  const change = (asset: string) =>
    fc
      .record(
        {
          collateral: fc.record({
            ltv: setting(percent(6000)),
            liquidationThreshold: setting(bps(6000, 8000)),
            liquidationBonus: fc.record({keep: bps(1, 1000)}),
          }),
          supplyCap: setting(amount(asset)),
          borrowCap: setting(amount(asset)),
          reserveFactor: setting(percent(10_000)),
          liquidationProtocolFee: setting(bps(0, 10_000)),
        },
        {requiredKeys: ['supplyCap']},
      )
      .map(({collateral, ...rest}) => ({asset, ...collateral, ...rest}))
  const changes = fc
    .subarray(ASSETS, {minLength: 1})
    .chain((assets) => fc.tuple(...assets.map((asset) => change(asset))))
  fc.assert(
    fc.property(changes, (list) => {
      agree(proposal('configurator', list))
    }),
  )
})

it('aave-v3 through the risk steward', () => {
  const change = (asset: string) =>
    fc
      .record(
        {
          ltv: setting(percent(8000)),
          liquidationThreshold: setting(bps(8000, 8500)),
          liquidationBonus: setting(bps(1, 1000)),
          supplyCap: setting(amount(asset)),
          borrowCap: setting(amount(asset)),
        },
        {requiredKeys: ['borrowCap']},
      )
      .map((rest) => ({asset, ...rest}))
  const changes = fc
    .subarray(ASSETS, {minLength: 1})
    .chain((assets) => fc.tuple(...assets.map((asset) => change(asset))))
  fc.assert(
    fc.property(changes, (list) => {
      agree(proposal('risk-steward', list))
    }),
  )
})

const UNITS: readonly (readonly [string, fc.Arbitrary<string>])[] = [
  ['bps', bps(0, 10 ** 6)],
  ['percent', fc.nat(1000).map((value) => `${value}%`)],
  ['ppm', bps(0, 10 ** 6)],
  ['wad', percent(10 ** 6)],
  ['wad', amount('ETH')],
  ['ray', percent(10 ** 6)],
  ['rad', amount('DAI')],
  ['ratio:6', bps(0, 10 ** 6)],
  ['token:6', fc.nat(10 ** 9).map((value) => `${value / 1000} USDC`)],
  ['whole-tokens', amount('WETH')],
  ['seconds', fc.nat(10 ** 6).map((value) => `${value}min`)],
  ['raw', fc.bigInt({min: 0n, max: 2n ** 256n - 1n}).map(String)],
]

it.each(UNITS)('custom contracts, unit %s', (unit, text) => {
  fc.assert(
    fc.property(
      text,
      fc.bigInt({min: 0n, max: 2n ** 64n}),
      fc.stringMatching(/^[A-Z]{1,10}-[A-Z]$/),
      (to, id, name) => {
        agree({
          ...CUSTOM,
          contracts: {c: {address: SPOT, abi: ['function set(bytes32 name, uint64 id, uint256 value, bool on)']}},
          changes: [
            {
              asset: 'ETH',
              contract: 'c',
              function: 'set',
              arguments: {name: {text: name}, id: String(id % 2n ** 64n), value: {to, unit, role: 'none'}, on: true},
            },
          ],
        })
      },
    ),
    {numRuns: 15},
  )
})

it('the worked custom proposal', () => {
  // The encoder refuses a call that only keeps; the reader would still compare one.
  agree({...CUSTOM, changes: [CUSTOM.changes[0]!, CUSTOM.changes[2]!]})
})
