import type {Act} from '../../../src/governance/model.js'
import {carryOut, type Hands} from '../../helpers/carry-out.js'
import {artifact, Chain, type Contract} from '../../helpers/evm.js'
import {
  CALLS,
  chainWithRecorders,
  DAY,
  deployCompoundTimelock,
  madeBy,
  planned,
  waffleArtifact,
} from '../../helpers/governance.js'
import {compiled} from '../../helpers/solidity.js'

const ADMIN = '0x00000000000000000000000000000000000000A1'
const VOTER = '0x00000000000000000000000000000000000000b1'
const NOBODY = `0x${'0'.repeat(40)}`
const GOVERNOR = '0x0000000000000000000000000000000000009071'

/** Votes as soon as that is possible, and lets the voting period end. */
const voting = (
  chain: Chain,
  governor: Contract,
  id: bigint | string,
  support: boolean | number,
  blocks = 11,
): Hands => ({
  senderOf: () => VOTER,
  async without() {
    chain.pass(24, 2)
    await governor.send('castVote', [id, support], {from: VOTER})
    chain.pass(12 * blocks, blocks)
  },
})

describe.each([
  ['4', 'contracts-v4', 'GovernorV4'],
  ['5', 'contracts', 'GovernorV5'],
])('a real OpenZeppelin governor %s.x over its TimelockController', (version, folder, name) => {
  test.each([1, 3])('proposes, queues and executes %i call(s) under our hashes', async (count) => {
    const chain = await chainWithRecorders()
    const built = artifact(`@openzeppelin/${folder}/build/contracts/TimelockController.json`)
    const timelock = await chain.deploy(built, [2 * DAY, [], [NOBODY], ADMIN])
    const governor = await chain.deploy(compiled(name), [timelock.address])
    const [role] = await timelock.read('PROPOSER_ROLE')
    await timelock.send('grantRole', [role, governor.address], {from: ADMIN})

    const calls = CALLS.slice(0, count)
    const venue = {venue: 'oz-governor', address: governor.address, version}
    const {acts, steps} = planned(calls, {...venue, timelock: {address: timelock.address, delay: '2d'}})
    const {proposalId, descriptionHash, operationId} = acts.at(-1)!.hashes!
    const lists = [calls.map(({to}) => to), calls.map(({value}) => value), calls.map(({data}) => data)]
    expect((await governor.read('hashProposal', [...lists, descriptionHash]))[0]).toBe(BigInt(proposalId!))

    expect(await carryOut(chain, acts, voting(chain, governor, proposalId!, 1))).toEqual(
      madeBy(timelock.address, calls),
    )
    expect((await governor.read('state', [proposalId]))[0]).toBe(7n)
    expect((await timelock.read('isOperationDone', [operationId]))[0]).toBe(true)
    expect(steps.map(({sender, transaction}) => [sender.role.split(' ')[0], Boolean(transaction)])).toEqual([
      ['an', true],
      ['everyone', false],
      ['any', true],
      ['any', true],
    ])
  })
})

test('a real GovernorAlpha over a real Compound Timelock: propose, queue, execute, in both styles', async () => {
  for (const style of ['signature', 'calldata']) {
    const chain = await chainWithRecorders()
    const timelock = await deployCompoundTimelock(chain, GOVERNOR)
    // A token in which everybody always had 10^27 votes: PUSH12 10^27, PUSH0, MSTORE, RETURN 32 bytes.
    await chain.putCode(ADMIN, '0x6b033b2e3c9fd0803ce80000005f5260205ff3')
    const alpha = waffleArtifact('@uniswap/governance/build/GovernorAlpha.json')
    const deployed = await chain.deploy(alpha, [timelock.address, ADMIN])
    await chain.copy(deployed.address, GOVERNOR)
    const governor = chain.at(GOVERNOR, alpha.abi)

    const venue = {venue: 'governor-bravo', address: GOVERNOR, style, proposalId: 1}
    const {acts} = planned(CALLS, {...venue, timelock: {address: timelock.address, delay: '2d'}})
    // Told the eta that queue gave, the plan names the hashes that the timelock was given.
    const after = async ({key}: Act): Promise<void> => {
      if (!key.includes('queue')) return
      const {eta} = await governor.read('proposals', [1])
      const told = planned(CALLS, {...venue, eta: Number(eta), timelock: {address: timelock.address, delay: '2d'}})
      for (const name of ['txHash1', 'txHash2', 'txHash3']) {
        const [queued] = await timelock.read('queuedTransactions', [told.acts.at(-1)!.hashes![name]])
        expect(queued).toBe(true)
      }
    }
    const hands = {...voting(chain, governor, 1n, true, 40_321), after}
    expect(await carryOut(chain, acts, hands)).toEqual(madeBy(timelock.address))
    const {targets, signatures, calldatas} = await governor.read('getActions', [1])
    expect([...targets]).toEqual(CALLS.map(({to}) => to))
    expect(signatures[0]).toBe(style === 'signature' ? CALLS[0]!.signature : '')
    expect(calldatas[0]).toBe(style === 'signature' ? `0x${CALLS[0]!.data.slice(10)}` : CALLS[0]!.data)
  }
})

test('a real numbered OpenZeppelin governor over a real Compound Timelock, as CompoundGovernor is', async () => {
  const chain = await chainWithRecorders()
  const timelock = await deployCompoundTimelock(chain, GOVERNOR)
  const built = compiled('SequentialGovernor')
  const deployed = await chain.deploy(built, [timelock.address])
  await chain.copy(deployed.address, GOVERNOR)
  const governor = chain.at(GOVERNOR, built.abi)

  const venue = {venue: 'compound-governor', address: GOVERNOR, proposalId: 1}
  const {acts} = planned(CALLS, {...venue, timelock: {address: timelock.address, delay: '2d'}})
  expect(await carryOut(chain, acts, voting(chain, governor, 1n, 1))).toEqual(madeBy(timelock.address))
  expect((await governor.read('state', [1]))[0]).toBe(7n)
})
