import {checkSource} from '../../../src/check/check.js'
import {simulate, type Simulation} from '../../../src/evm/simulate.js'
import {encodeProposal} from '../../../src/governance/encode.js'
import type {SetterCall} from '../../../src/protocols/encode-call.js'
import {parseSource} from '../../../src/proposal/parse.js'
import {Chain, type Contract} from '../../helpers/evm.js'
import {sourceOf} from '../../helpers/simulated.js'
import {compiled} from '../../helpers/solidity.js'

const GOVERNOR = '0x000000000000000000000000000000000000bEEF'
const COLLATERAL = '0x00000000000000000000000000000000DeaDBeef'
const START = 1_700_000_000
const DAY = 86_400

let chain: Chain
let vault: Contract

/** 30 days from 87% down to 84.01%. */
beforeEach(async () => {
  chain = await Chain.create()
  chain.pass(START)
  vault = await chain.deploy(compiled('EulerVault'), [GOVERNOR])
  await vault.send('setLTV', [COLLATERAL, 8400, 8700, 0], {from: GOVERNOR})
  await vault.send('setLTV', [COLLATERAL, 8250, 8401, 30 * DAY], {from: GOVERNOR})
})

const liquidationNow = async (): Promise<bigint> => (await vault.read('LTVLiquidation', [COLLATERAL]))[0] as bigint
const full = async (): Promise<bigint[]> => [...(await vault.read('LTVFull', [COLLATERAL]))] as bigint[]

async function proposed(change: string): Promise<{simulation: Simulation; calls: readonly SetterCall[]}> {
  const text = `plimsoll: 1
title: while a ramp runs
protocol: {name: euler-v2, chain: ethereum, deployment: eUSDC-2, underlying: USDC, through: governor}
contracts:
  eUSDC-2: {address: "${vault.address}", decimals: 6}
  eWETH-2: {address: "${COLLATERAL}"}
changes:
  - {asset: eWETH-2, ${change}}
governance: [{venue: eoa, address: "${GOVERNOR}"}]
`
  const {proposal: found, findings} = checkSource(parseSource(Buffer.from(text), 'p.yaml'))
  if (!found) throw new Error(findings.map(({message}) => message).join('\n'))
  const encoded = encodeProposal(found.proposal, found)
  const header = {number: '0x1', timestamp: `0x${chain.now.toString(16)}`, gasLimit: '0x3938700'}
  const {simulation} = await simulate(found.proposal, encoded, {chainId: 1, header, source: await sourceOf(chain)})
  return {simulation, calls: encoded.calls}
}

/** What is simulated as said, and then done. */
async function done(change: string): Promise<Simulation['values']> {
  const {simulation, calls} = await proposed(change)
  expect(simulation).toMatchObject({verdict: 'AS SAID', reasons: [], warnings: []})
  for (const {to, data} of calls) await chain.send(GOVERNOR, to, data)
  return simulation.values
}

test('the target stands from the beginning; where the ramp is comes down to it', async () => {
  const written = [8250n, 8401n, 8700n, BigInt(START + 30 * DAY), BigInt(30 * DAY)]
  const seen: [seconds: number, liquidation: bigint][] = []
  for (const seconds of [0, 1, 15 * DAY, 30 * DAY - 1, 30 * DAY, 31 * DAY]) {
    chain.pass(START + seconds - chain.now)
    expect(await full()).toEqual(written)
    seen.push([seconds, await liquidationNow()])
  }
  expect(seen).toEqual([
    [0, 8700n],
    [1, 8699n],
    [15 * DAY, 8550n],
    [30 * DAY - 1, 8401n],
    [30 * DAY, 8401n],
    [31 * DAY, 8401n],
  ])
})

describe('in the middle of it', () => {
  beforeEach(() => {
    chain.pass(15 * DAY)
  })

  test('a proposal is held against the target, before and after, and the ramp goes on', async () => {
    const values = await done(
      'borrowLTV: {from: 82.5%, to: 80%}, liquidationLTV: {keep: 84.01%}, rampDuration: {from: 30d, to: 15d}',
    )
    expect(values.map(({parameter, before, after}) => [parameter, before, after])).toEqual([
      ['borrowLTV', '82.50%', '80.00%'],
      ['liquidationLTV', '84.01%', '84.01%'],
      ['rampDuration', '30d', '15d'],
    ])
    expect(await full()).toEqual([8000n, 8401n, 8550n, BigInt(START + 30 * DAY), BigInt(15 * DAY)])
    chain.pass(7.5 * DAY)
    expect(await liquidationNow()).toBe(8475n)
  })

  test('a duration of nothing ends it at once', async () => {
    await done('borrowLTV: {keep: 82.5%}, liquidationLTV: {keep: 84.01%}, rampDuration: {from: 30d, to: 0s}')
    expect(await liquidationNow()).toBe(8401n)
  })

  test('a higher target below where it is ramps, and one at where it is does not', async () => {
    const change = (to: string): string =>
      `borrowLTV: {keep: 82.5%}, liquidationLTV: {from: 84.01%, to: ${to}}, rampDuration: {from: 30d, to: 1d}`
    const {simulation} = await proposed(change('85.5%'))
    expect(simulation.verdict).toBe('NOT AS SAID')
    expect(simulation.reasons.join('\n')).toContain('E_LTVLiquidation()')
    await done(change('85.49%'))
    expect(await full()).toEqual([8250n, 8549n, 8550n, BigInt(START + 16 * DAY), BigInt(DAY)])
  })
})

test('after it, its duration still stands, and nothing but what is lowered ramps', async () => {
  chain.pass(30 * DAY)
  const again = 'borrowLTV: {from: 82.5%, to: 80%}, liquidationLTV: {keep: 84.01%}, rampDuration: {from: 30d, to: 15d}'
  const {simulation} = await proposed(again)
  expect(simulation.reasons.join('\n')).toContain('E_LTVLiquidation()')
  await done('borrowLTV: {from: 82.5%, to: 80%}, liquidationLTV: {keep: 84.01%}, rampDuration: {from: 30d, to: 0s}')
  expect(await liquidationNow()).toBe(8401n)
})
