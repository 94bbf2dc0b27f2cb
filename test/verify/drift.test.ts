import type {Proposal} from '../../src/proposal/model.js'
import type {ChainState} from '../../src/protocols/state.js'
import {driftOf} from '../../src/verify/drift.js'
import {refusal} from '../helpers/refusal.js'

const proposal = (change: Readonly<Record<string, unknown>>): Proposal => ({
  plimsoll: 1,
  title: 'A change',
  protocol: {name: 'aave-v3', chain: 'ethereum', deployment: 'AaveV3Ethereum', through: 'configurator'},
  changes: [{asset: 'WETH', ...change}],
})

const STATE: ChainState = {
  state: 1,
  protocol: 'aave-v3',
  chainId: 1,
  block: {number: 1, hash: `0x${'0'.repeat(64)}`, timestamp: 0},
  source: 'node eth.example',
  deployments: {AaveV3Ethereum: {WETH: {liquidationThreshold: '83%', supplyCap: '1_800_000 WETH'}}},
  notes: [],
}

it.each([
  [{from: '83%', to: '82.5%'}, 'as said', 'as the file says; becomes 82.50%'],
  [{from: '8300bps', to: '82.5%'}, 'as said', 'as the file says; becomes 82.50%'],
  [{from: '82.5%', to: '82%'}, 'drift', "the chain says 83.00%, the file's from says 82.50%"],
  [{keep: '83%'}, 'as said', 'as the file says; stays'],
  [{keep: '82.5%'}, 'drift', "the chain says 83.00%, the file's keep says 82.50%"],
  [{from: '84%', to: '83%'}, 'applied', 'already applied: the chain says 83.00%'],
  [{to: '83%'}, 'applied', 'already applied: the chain says 83.00%'],
  [{to: '82.5%'}, 'as said', 'the file does not say from where; becomes 82.50%'],
])('%j: %s', (setting, status, text) => {
  const {verdict, lines} = driftOf(proposal({liquidationThreshold: setting}), STATE)
  expect(lines).toMatchObject([{asset: 'WETH', title: 'liquidation threshold', now: '83.00%', status, text}])
  expect(verdict).toBe(status)
})

it('compares amounts with their token', () => {
  const wrong = {supplyCap: {from: '1.8m USDC', to: '2m WETH'}}
  expect(driftOf(proposal(wrong), STATE).verdict).toBe('drift')
  const right = {supplyCap: {from: '1.8m WETH', to: '2m WETH'}}
  expect(driftOf(proposal(right), STATE).lines[0]).toMatchObject({status: 'as said', now: '1,800,000 WETH'})
})

it('cannot tell what the state does not say, and drift is worse', () => {
  const unknown = {ltv: {keep: '80%'}}
  expect(driftOf(proposal(unknown), STATE)).toMatchObject({
    verdict: 'unknown',
    lines: [{text: 'the state does not say'}],
  })
  const both = {...unknown, liquidationThreshold: {keep: '82%'}}
  expect(driftOf(proposal(both), STATE).verdict).toBe('drift')
})

it.each([
  [{protocol: 'compound-v3'}, 'one of compound-v3'],
  [{chainId: 8453}, 'one of base, but the proposal is for ethereum'],
  [{deployments: {AaveV3Base: {}}}, 'about AaveV3Base, not about AaveV3Ethereum'],
])('refuses the state of something else: %j', (other, message) => {
  const error = refusal(() => driftOf(proposal({ltv: {keep: '80%'}}), {...STATE, ...other}))
  expect(error).toMatchObject({code: 'STATE_OTHER', exit: 3, message: expect.stringContaining(message) as string})
})
