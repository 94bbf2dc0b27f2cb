import {ZeroAddress, ZeroHash} from 'ethers'

import {artifact} from '../helpers/evm.js'
import {CALLS, chainWithRecorders, DAY, deployCompoundTimelock, madeBy, planned, START} from '../helpers/governance.js'
import {simulated} from '../helpers/simulated.js'

// Plans that name nobody for what only some may do: an account of that standing does it, by the contract's own rules.

const ADMIN = '0x00000000000000000000000000000000000000A1'
const SALT = `0x${'ab'.repeat(32)}`

describe.each(['contracts-v4', 'contracts'])('the TimelockController of @openzeppelin/%s', (folder) => {
  async function deployed(executor = ADMIN) {
    const chain = await chainWithRecorders()
    const built = artifact(`@openzeppelin/${folder}/build/contracts/TimelockController.json`)
    const timelock = await chain.deploy(built, [2 * DAY, [ADMIN], [executor], ZeroAddress])
    const item = {venue: 'timelock-controller', address: timelock.address, delay: '2d', salt: SALT}
    const last = {calls: CALLS, account: timelock.address}
    return {chain, timelock, item, last}
  }
  const GIVEN = ['PROPOSER_ROLE', 'EXECUTOR_ROLE'].map((role) => `by an account with ${role}, which is given`)

  test.each([
    ['one account', ADMIN, GIVEN],
    ['anybody', ZeroAddress, [GIVEN[0], undefined]],
  ])('schedules and executes where %s may execute', async (_, executor, acted) => {
    const {chain, timelock, item, last} = await deployed(executor)
    const {walked, seen, changed} = await simulated(chain, planned(CALLS, item).acts, last)
    expect(walked).toMatchObject({path: 'steps', assumed: []})
    expect(walked.failure).toBeUndefined()
    expect(walked.steps.map((step) => step.acted)).toEqual(acted)
    expect(walked.steps[1]!.time - walked.steps[0]!.time).toBe(2 * DAY)
    expect(seen).toEqual(madeBy(timelock.address))
    // What was given is taken back: all that changes is the operation's timestamp, and what the calls change.
    expect(changed.filter((address) => address === timelock.address.toLowerCase())).toHaveLength(1)
  })

  test('a delay below its minimum fails, as it would for its proposer', async () => {
    const {chain, item, last} = await deployed()
    const {walked, seen} = await simulated(chain, planned(CALLS, {...item, delay: '1d'}).acts, last)
    expect(walked).toMatchObject({
      path: 'steps',
      failure: expect.stringMatching(/^"Schedule .* fails: reverts/) as string,
    })
    expect(seen).toEqual([])
  })

  test('what waits for another operation is told by its calls alone, and says for which', async () => {
    const {chain, timelock, item, last} = await deployed()
    const {walked, seen} = await simulated(chain, planned(CALLS, {...item, predecessor: SALT}).acts, last)
    expect(walked.path).toBe('calls')
    expect(walked.assumed[0]).toContain(`has to wait until operation ${SALT} is done`)
    expect(seen).toEqual(madeBy(timelock.address))
  })

  test('one that cannot give its own roles is told by its calls alone, and says what is missing', async () => {
    const {chain, timelock, item, last} = await deployed()
    const role = folder === 'contracts' ? ZeroHash : ((await timelock.read('TIMELOCK_ADMIN_ROLE'))[0] as string)
    await timelock.send('revokeRole', [role, timelock.address], {from: timelock.address})
    const {walked} = await simulated(chain, planned(CALLS, item).acts, last)
    expect(walked.path).toBe('calls')
    expect(walked.assumed[0]).toContain('a proposer (PROPOSER_ROLE) of the timelock')
  })
})

test('the admin of a Compound Timelock is asked for, and keeps its times', async () => {
  const chain = await chainWithRecorders()
  const timelock = await deployCompoundTimelock(chain, ADMIN)
  const item = {
    venue: 'compound-timelock',
    address: timelock.address,
    delay: '2d',
    eta: START + 3 * DAY,
    style: 'calldata',
  }
  const {walked, seen} = await simulated(chain, planned(CALLS.slice(0, 1), item).acts)
  expect(walked.path).toBe('steps')
  expect(walked.steps.map(({from, acted}) => [from, acted])).toEqual([
    [ADMIN.toLowerCase(), undefined],
    [ADMIN.toLowerCase(), undefined],
  ])
  expect(seen).toEqual(madeBy(timelock.address, CALLS.slice(0, 1)))
  const late = planned(CALLS.slice(0, 1), {...item, eta: START + DAY})
  expect((await simulated(chain, late.acts)).walked.failure).toContain('was possible until')
})
