import {id, keccak256} from 'ethers'

import {checkSource} from '../../../src/check/check.js'
import {JournaledState} from '../../../src/evm/journaled-state.js'
import {Machine} from '../../../src/evm/machine.js'
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

const venues = ({address}: Contract, proxy: string, more = ''): string =>
  `[{venue: eoa, address: "${HAT}"}, {venue: ds-pause, address: "${address}", proxy: "${proxy}", delay: 2d, eta: ${ETA}${more}}]`

/** What the proposal says, and what the chain has: asset, parameter, value. */
async function saidAndRead(chain: Chain, {proposal}: LoadedProposal): Promise<string[][][]> {
  const said = proposal.changes.flatMap((change, index) =>
    settingsOf(change, ['changes', index]).map(({name, to = ''}) => [
      String(change['asset']),
      name,
      formatQuantity(readWritten(to)),
    ]),
  )
  const header = {number: '0x1', timestamp: `0x${chain.now.toString(16)}`, gasLimit: '0x3938700'}
  const machine = await Machine.create(new JournaledState(await sourceOf(chain)), 1, header)
  const values = await readValues(machine, queriesOf(proposal))
  const read = said.map(([asset = '', name = '']) => {
    const found = values.find((value) => value.asset === asset && value.parameter === name)
    return [asset, name, found ? formatQuantity(found.value) : '']
  })
  return [said, read]
}

/** The code of a spell makes the calls, where these bytes do not. */
async function spellFor(chain: Chain, {calls}: EncodedProposal): Promise<string> {
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
