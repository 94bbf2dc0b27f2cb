import {carryOut, type Hands} from '../../helpers/carry-out.js'
import {ANYONE, artifact, Reverted} from '../../helpers/evm.js'
import {
  CALLS,
  chainWithRecorders,
  DAY,
  deployCompoundTimelock,
  madeBy,
  planned,
  START,
  TARGET,
} from '../../helpers/governance.js'

const SALT = `0x${'ab'.repeat(32)}`
const from = (sender: string): Hands => ({senderOf: () => sender})

describe.each(['contracts-v4', 'contracts'])('the real TimelockController of @openzeppelin/%s', (folder) => {
  const ADMIN = '0x00000000000000000000000000000000000000A1'

  async function setUp() {
    const chain = await chainWithRecorders()
    const built = artifact(`@openzeppelin/${folder}/build/contracts/TimelockController.json`)
    const timelock = await chain.deploy(built, [2 * DAY, [ADMIN], [ADMIN], ADMIN])
    return {chain, timelock}
  }

  test.each([1, 3])('schedules and executes %i call(s) at the first second that the plan says', async (count) => {
    const {chain, timelock} = await setUp()
    const calls = CALLS.slice(0, count)
    const item = {venue: 'timelock-controller', address: timelock.address, delay: '2d', salt: SALT}
    const {acts, steps} = planned(calls, item)
    expect(acts.map(({window}) => window.opens.length)).toEqual([0, 1])
    expect(steps[1]!.opens).toEqual([{afterStep: 1, seconds: 2 * DAY, text: '2d after step 1 is done'}])
    expect(await carryOut(chain, acts, from(ADMIN))).toEqual(madeBy(timelock.address, calls))
    const predecessor = `0x${'0'.repeat(64)}`
    const hashed =
      count === 1
        ? await timelock.read('hashOperation', [TARGET, 0, calls[0]!.data, predecessor, SALT])
        : await timelock.read('hashOperationBatch', [
            calls.map(({to}) => to),
            calls.map(({value}) => value),
            calls.map(({data}) => data),
            predecessor,
            SALT,
          ])
    expect(acts[1]!.hashes!['operationId']).toBe(hashed[0])
    expect((await timelock.read('isOperationDone', [hashed[0]]))[0]).toBe(true)
  })

  test('waits for its predecessor', async () => {
    const {chain, timelock} = await setUp()
    const item = {venue: 'timelock-controller', address: timelock.address, delay: '2d', salt: SALT}
    const first = planned(CALLS.slice(0, 1), item)
    const second = planned(CALLS.slice(1, 2), {...item, predecessor: first.acts[1]!.hashes!['operationId']})
    const send = async (index: number, {acts}: typeof first) => {
      const {to, data} = acts[index]!.transaction!
      await chain.send(ADMIN, to, data)
    }
    await send(0, first)
    await send(0, second)
    chain.pass(2 * DAY)
    await expect(send(1, second)).rejects.toThrow(Reverted)
    await send(1, first)
    await send(1, second)
  })

  test('refuses a delay below its minimum', async () => {
    const {chain, timelock} = await setUp()
    const item = {venue: 'timelock-controller', address: timelock.address, delay: '1d', salt: SALT}
    await expect(carryOut(chain, planned(CALLS, item).acts, from(ADMIN))).rejects.toThrow(Reverted)
  })
})

describe('the real Compound Timelock', () => {
  const ADMIN = '0x00000000000000000000000000000000000000A2'
  const ETA = START + 3 * DAY

  async function setUp() {
    const chain = await chainWithRecorders()
    const timelock = await deployCompoundTimelock(chain, ADMIN)
    const item = {venue: 'compound-timelock', address: timelock.address, delay: '2d', eta: ETA}
    return {chain, timelock, item}
  }

  test.each(['signature', 'calldata'])('queues and executes in %s style, under its own hashes', async (style) => {
    const {chain, timelock, item} = await setUp()
    const {acts} = planned(CALLS, {...item, style})
    const queue = acts.slice(0, 3)
    await carryOut(chain, queue, from(ADMIN))
    for (const name of ['txHash1', 'txHash2', 'txHash3']) {
      expect((await timelock.read('queuedTransactions', [queue[0]!.hashes![name]]))[0]).toBe(true)
    }
    expect(await carryOut(chain, acts.slice(3), from(ADMIN))).toEqual(madeBy(timelock.address))
  })

  test('the bounds are the contract’s, to the second: queued until eta - delay, executed until eta + grace', async () => {
    for (const late of [0, 1]) {
      const {chain, item} = await setUp()
      const {acts, steps} = planned(CALLS.slice(0, 1), {...item, style: 'calldata'})
      expect(steps.map(({closes}) => closes[0]!.at)).toEqual([ETA - 2 * DAY, ETA + 14 * DAY])
      const sent = async (index: number) =>
        chain.send(ADMIN, acts[index]!.transaction!.to, acts[index]!.transaction!.data)
      chain.pass(ETA - 2 * DAY - chain.now + late)
      if (late === 1) {
        await expect(sent(0)).rejects.toThrow(/satisfy delay/)
        continue
      }
      await sent(0)
      chain.pass(ETA + 14 * DAY - chain.now)
      await expect(chain.send(ANYONE, acts[1]!.transaction!.to, acts[1]!.transaction!.data)).rejects.toThrow(/admin/)
      await sent(1)
    }
    const {chain, item} = await setUp()
    const {acts} = planned(CALLS.slice(0, 1), {...item, style: 'calldata'})
    await chain.send(ADMIN, acts[0]!.transaction!.to, acts[0]!.transaction!.data)
    chain.pass(ETA + 14 * DAY + 1 - chain.now)
    await expect(chain.send(ADMIN, acts[1]!.transaction!.to, acts[1]!.transaction!.data)).rejects.toThrow(/stale/)
  })
})
