import {id, keccak256} from 'ethers'

import {checkSource} from '../../../src/check/check.js'
import {JournaledState} from '../../../src/evm/journaled-state.js'
import {Machine} from '../../../src/evm/machine.js'
import {simulate, type Simulation} from '../../../src/evm/simulate.js'
import {queriesOf, readValues} from '../../../src/evm/values.js'
import {encodeProposal, type EncodedProposal} from '../../../src/governance/encode.js'
import {safeContract} from '../../../src/governance/safe-contracts.js'
import type {LoadedProposal} from '../../../src/proposal/model.js'
import {parseSource} from '../../../src/proposal/parse.js'
import {settingsOf} from '../../../src/proposal/settings.js'
import {formatQuantity} from '../../../src/units/quantity.js'
import {readWritten} from '../../../src/units/written.js'
import {Chain, type Contract} from '../../helpers/evm.js'
import {MAKER_CHANGES, putMakerCore} from '../../helpers/maker-core.js'
import {safeLibrary} from '../../helpers/safe.js'
import {carryOutAsSimulated, sourceOf} from '../../helpers/simulated.js'
import {compiled} from '../../helpers/solidity.js'

const DAY = 86_400
const START = 1_700_000_000
const ETA = START + 5 * DAY
/** Who holds the hat. */
const HAT = '0x13A9Cc64344b02Bacc5aD9cF38B5711F1B9EC300'

async function paused(): Promise<{chain: Chain; pause: Contract; proxy: string}> {
  const chain = await Chain.create()
  chain.pass(START)
  const pause = await chain.deploy(compiled('Pause'), [2 * DAY], {from: HAT})
  const proxy = String((await pause.read('proxy'))[0])
  await putMakerCore(chain, proxy)
  const batch = safeContract('1.4.1', 'multiSendCallOnly', 1)!
  await chain.putCode(batch.address, safeLibrary('1.4.1', 'MultiSendCallOnly').deployedBytecode)
  return {chain, pause, proxy}
}

function encoded(governance: string): {loaded: LoadedProposal; result: EncodedProposal} {
  const head = 'protocol: {name: maker, chain: ethereum, deployment: MakerEthereum, through: spell}'
  const text = `plimsoll: 1\ntitle: through the pause\n${head}\nchanges:${MAKER_CHANGES}governance: ${governance}\n`
  const {proposal: loaded, findings} = checkSource(parseSource(Buffer.from(text), 'p.yaml'))
  if (!loaded) throw new Error(findings.map(({message}) => message).join('\n'))
  return {loaded, result: encodeProposal(loaded.proposal, loaded)}
}

/** Only the pause: nobody is named who plots. */
const alone = ({address}: Contract, proxy: string, more = ''): string =>
  `[{venue: ds-pause, address: "${address}", proxy: "${proxy}", delay: 2d, eta: ${ETA}${more}}]`

const venues = ({address}: Contract, proxy: string, more = ''): string =>
  `[{venue: eoa, address: "${HAT}"}, {venue: ds-pause, address: "${address}", proxy: "${proxy}", delay: 2d, eta: ${ETA}${more}}]`

const headerOf = ({now}: Chain) => ({number: '0x1', timestamp: `0x${now.toString(16)}`, gasLimit: '0x3938700'}) as const

async function simulation(chain: Chain, governance: string): Promise<Simulation> {
  const {loaded, result} = encoded(governance)
  const on = {chainId: 1, header: headerOf(chain), source: await sourceOf(chain)}
  return (await simulate(loaded.proposal, result, on)).simulation
}

/** What the proposal says, and what the chain has: asset, parameter, value. */
async function saidAndRead(chain: Chain, {proposal}: LoadedProposal): Promise<string[][][]> {
  const said = proposal.changes.flatMap((change, index) =>
    settingsOf(change, ['changes', index]).map(({name, to = ''}) => [
      String(change['asset']),
      name,
      formatQuantity(readWritten(to)),
    ]),
  )
  const machine = await Machine.create(new JournaledState(await sourceOf(chain)), 1, headerOf(chain))
  const values = await readValues(machine, queriesOf(proposal))
  const read = said.map(([asset = '', name = '']) => {
    const found = values.find((value) => value.asset === asset && value.parameter === name)
    return [asset, name, found ? formatQuantity(found.value) : '']
  })
  return [said, read]
}

/** The code of a spell makes the calls, where these bytes do not. */
async function spellFor(chain: Chain, {calls}: Pick<EncodedProposal, 'calls'>): Promise<string> {
  const {address} = await chain.deploy(compiled('SpellAction', 'Pause'), [calls.map(({to, data}) => [to, data])])
  const codeHash = keccak256(await chain.getCode(address))
  return `, action: {address: "${address}", codeHash: "${codeHash}", fax: "${id('execute()').slice(0, 10)}"}`
}

test.each(['a batch', 'a spell'])(
  'every parameter through the pause by %s: plotted, waited for, read back',
  async (by) => {
    const {chain, pause, proxy} = await paused()
    const calls = encoded(venues(pause, proxy)).result
    const more = by === 'a spell' ? await spellFor(chain, calls) : ''
    const {loaded, result} = encoded(venues(pause, proxy, more))
    const [before, none] = await saidAndRead(chain, loaded)
    expect(none).not.toEqual(before)
    let plotted = 0
    await carryOutAsSimulated(chain, result.acts, {
      async after({hashes}) {
        const [stands] = await pause.read('plans', [hashes?.['planHash']])
        if (stands === true) plotted++
      },
    })
    expect({plotted, now: chain.now}).toEqual({plotted: 1, now: ETA})
    const [said, read] = await saidAndRead(chain, loaded)
    expect(read).toEqual(said)
    expect(said).toHaveLength(25)
  },
)

test('the pause takes no plan but at the delay before its time, and no code but the one that was plotted', async () => {
  const {chain, pause, proxy} = await paused()
  const calls = encoded(venues(pause, proxy)).result
  const [plot, exec] = encoded(venues(pause, proxy, await spellFor(chain, calls))).result.acts
  const send = (act = plot, from = HAT) => chain.send(from, act!.transaction!.to, act!.transaction!.data)
  await expect(send(plot, proxy)).rejects.toThrow('ds-auth-unauthorized')
  await expect(send(exec)).rejects.toThrow('ds-pause-unplotted-plan')
  const {chain: late, pause: other, proxy: itsProxy} = await paused()
  late.pass(3 * DAY + 1)
  const [tooLate] = encoded(venues(other, itsProxy)).result.acts
  const {to, data} = tooLate!.transaction!
  await expect(late.send(HAT, to, data)).rejects.toThrow('ds-pause-delay-not-respected')
  chain.pass(3 * DAY)
  await send()
  chain.pass(2 * DAY - 1)
  await expect(send(exec)).rejects.toThrow('ds-pause-premature-exec')
  chain.pass(1)
  const action = String(pause.interface.decodeFunctionData('exec', exec!.transaction!.data)[0])
  const code = await chain.getCode(action)
  await chain.putCode(action, `${code}00`)
  await expect(send(exec)).rejects.toThrow('ds-pause-wrong-codehash')
  await chain.putCode(action, code)
  await send(exec)
  await expect(send(exec)).rejects.toThrow('ds-pause-unplotted-plan')
})

test('a spell is executed by its own code, whoever plots it', async () => {
  const {chain, pause, proxy} = await paused()
  const {calls} = encoded(alone(pause, proxy)).result
  const right = await simulation(chain, alone(pause, proxy, await spellFor(chain, {calls})))
  expect(right).toMatchObject({verdict: 'AS SAID', path: 'steps'})
  expect(right.steps.map(({from, acted}) => [from, acted])).toEqual([
    [pause.address, 'by the contract itself, which may do it too'],
    [expect.any(String), undefined],
  ])
  const idle = await simulation(chain, alone(pause, proxy, await spellFor(chain, {calls: []})))
  expect(idle).toMatchObject({verdict: 'NOT AS SAID', path: 'steps'})
  expect(idle.reasons).toHaveLength(25)
  const wrong = calls.map((call, index) => (index === 7 ? {...call, to: HAT, data: '0x'} : call))
  const other = await simulation(chain, alone(pause, proxy, await spellFor(chain, {calls: wrong})))
  expect(other).toMatchObject({verdict: 'NOT AS SAID', reasons: [expect.stringContaining('ETH-A')]})
  const failing = await simulation(chain, alone(pause, proxy, await spellFor(chain, {calls: calls.slice(1)})))
  expect(failing).toMatchObject({verdict: 'NOT AS SAID', reasons: [expect.stringContaining('Execute the plan')]})
})

test('a plan that stands on the chain already is not plotted again', async () => {
  const {chain, pause, proxy} = await paused()
  const {chain: other, pause: unplotted, proxy: itsProxy} = await paused()
  const [plot] = encoded(alone(pause, proxy)).result.acts
  await chain.send(HAT, pause.address, plot!.transaction!.data)
  for (const each of [chain, other]) each.pass(4 * DAY)
  for (const governance of [alone, venues]) {
    const {verdict, steps, assumed} = await simulation(chain, governance(pause, proxy))
    expect([verdict, steps.length, assumed]).toEqual([
      'AS SAID',
      1,
      [expect.stringMatching(/^"Plot the plan .*" has been done on this chain already$/)],
    ])
    const late = await simulation(other, governance(unplotted, itsProxy))
    expect(late).toMatchObject({verdict: 'NOT AS SAID', reasons: [expect.stringContaining('was possible until')]})
  }
})

test('where the spell cannot be executed, its calls alone are no answer', async () => {
  const {chain, pause, proxy} = await paused()
  const timelock = 'timelock: {address: "0x6d903f6003cca6255D85CcA4D3B5E5146dC33925", delay: 2d}'
  const governor = `{venue: governor-bravo, address: "0xc0Da02939E1441F497fd74F78cE7Decb17B66529", style: calldata, ${timelock}}`
  const before = (more: string): string => alone(pause, proxy, more).replace('[', `[${governor}, `)
  const more = await spellFor(chain, {calls: []})
  expect(await simulation(chain, before(''))).toMatchObject({verdict: 'AS SAID', path: 'calls'})
  const spell = await simulation(chain, before(more))
  expect(spell).toMatchObject({verdict: 'CANNOT TELL', path: 'calls'})
  expect(spell.reasons.join()).toMatch(/the code of 0x\w{40}, which is to make the calls, has not been executed/)
})
