import {carryOut} from '../../helpers/carry-out.js'
import type {Chain, Contract} from '../../helpers/evm.js'
import {CALLS, chainWithRecorders, DAY, madeBy, planned} from '../../helpers/governance.js'
import {simulated} from '../../helpers/simulated.js'
import {compiled} from '../../helpers/solidity.js'
import type {Act} from '../../../src/governance/model.js'

const ACCOUNT = '0x13A9Cc64344b02Bacc5aD9cF38B5711F1B9EC300'

const aaveItem = (payloads: Contract, executor: string) => ({
  venue: 'aave-governance-v3',
  payloadsController: payloads.address,
  executor,
  accessLevel: 1,
  delay: '1d',
  payloadId: 0,
  governance: payloads.address,
  votingPortal: ACCOUNT,
  ipfsHash: 'QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWvzYEW',
  cancellationFee: '50000000000000000',
  proposalId: 0,
})

/** What a plan leaves to others: the cool-downs, the vote and the bridge; each act fails until they are over. */
async function othersDo(chain: Chain, payloads: Contract, {key}: Act, next: Act | undefined): Promise<void> {
  const tooEarly = async (error: string) => {
    const {to, data} = next!.transaction!
    await expect(chain.send(ACCOUNT, to, data)).rejects.toThrow(new RegExp(`^${error}$`))
  }
  if (key.includes('/propose')) {
    chain.pass(DAY)
    await tooEarly('8')
    chain.pass(1)
  }
  if (key.includes('/activate')) {
    chain.pass(3 * DAY + 1)
    await tooEarly('7')
    await payloads.send('queueProposal', [0, 1_500_000, 0], {from: ACCOUNT})
    expect((await payloads.read('getProposalState', [0]))[0]).toBe(3n)
    chain.pass(DAY - 1)
    await tooEarly('10')
    chain.pass(1)
  }
  if (key.includes('/execute')) {
    await tooEarly('33')
    await payloads.send('deliver')
  }
}

test('an Aave payload is created, proposed, voted on, queued and executed, to the second', async () => {
  const chain = await chainWithRecorders()
  const payloads = await chain.deploy(compiled('Payloads'), [DAY])
  const [executor] = await payloads.read('executor')
  const {acts, steps} = planned(CALLS, aaveItem(payloads, String(executor)))
  expect(steps.map(({chainId}) => chainId)).toEqual([1, 1, 1, 1, 1])
  expect(steps.flatMap(({opens}) => opens.map(({text}) => text))).toEqual([
    'once step 1 is done',
    'once step 2 is done, and the cool-down before the vote is over (getVotingConfig)',
    'once step 3 is done, and the vote has passed (state 3, Queued) and the cool-down after it is over (COOLDOWN_PERIOD)',
    '86401s after step 4 is done, and its message has reached the PayloadsController',
  ])
  // The votes are not this file's to give.
  expect((await simulated(chain, acts)).walked.path).toBe('calls')
  const after = (act: Act) => othersDo(chain, payloads, act, acts[acts.indexOf(act) + 1])
  expect(await carryOut(chain, acts, {after})).toEqual(madeBy(String(executor)))
  expect((await payloads.read('ipfsHash'))[0]).toBe(
    '0x9d6c2be50f706953479ab9df2ce3edca90b68053c00b3004b7f0accbe7b65e43',
  )
  expect(acts[0]!.transaction!.data.slice(0, 10)).toBe('0xe8733894')
})

test('what Aave governance lets pass no longer: each step closes at the second that the plan says', async () => {
  for (const late of [0, 1]) {
    const chain = await chainWithRecorders()
    const payloads = await chain.deploy(compiled('Payloads'), [DAY])
    const [executor] = await payloads.read('executor')
    const {acts} = planned(CALLS, aaveItem(payloads, String(executor)))
    const done = new Map<string, number>()
    const send = async (act: Act | undefined) => {
      const {to, data, value} = act!.transaction!
      await chain.send(ACCOUNT, to, data, value)
      done.set(act!.key, chain.now)
    }
    /** Goes to the last second of one of an act's bounds, or one further; what `take` does is taken then, or refused so. */
    const last = async (act: Act | undefined, bound: number, error: string, take: () => Promise<unknown>) => {
      const moment = act!.window.closes[bound]!
      if (!('after' in moment)) throw new Error('no bound after a step')
      chain.pass(done.get(moment.after)! + moment.seconds! + late - chain.now)
      if (late === 0) await take()
      else await expect(take()).rejects.toThrow(new RegExp(`^${error}$`))
    }
    const [create, propose, activate, execute, payload] = acts
    // A proposal that nobody puts to the vote.
    await send(create)
    await send(propose)
    await last(activate, 0, '5', () => send(activate))
    // One whose votes are in, but which nobody executes.
    const again = async () => {
      await payloads.send('reset')
      await send(create)
      await send(propose)
      chain.pass(DAY + 1)
      await send(activate)
      chain.pass(3 * DAY + 1)
      await payloads.send('queueProposal', [0, 1_500_000, 0], {from: ACCOUNT})
    }
    await again()
    await last(execute, 0, '7', () => send(execute))
    // One whose message is long on its way, and one whose payload nobody executes.
    for (const [act, bound, error] of [
      [execute, 1, '36'],
      [payload, 0, '33'],
    ] as const) {
      await again()
      chain.pass(DAY)
      await send(execute)
      if (act === payload) await payloads.send('deliver')
      await last(act, bound, error, () => (act === payload ? send(payload) : payloads.send('deliver')))
    }
  }
})
