import type {Act} from '../../../src/governance/model.js'
import type {Hands} from '../../helpers/carry-out.js'
import {artifact, type Chain, type Contract} from '../../helpers/evm.js'
import {
  CALLS,
  chainWithRecorders,
  DAY,
  deployCompoundTimelock,
  madeBy,
  planned,
  waffleArtifact,
} from '../../helpers/governance.js'
import {carryOutAsSimulated, simulated} from '../../helpers/simulated.js'
import {compiled} from '../../helpers/solidity.js'

const ADMIN = '0x00000000000000000000000000000000000000A1'
const VOTER = '0x00000000000000000000000000000000000000b1'
const NOBODY = `0x${'0'.repeat(40)}`
const GOVERNOR = '0x0000000000000000000000000000000000009071'

/** A token with votes, all of which the voter has. */
async function votes(chain: Chain): Promise<string> {
  const token = await chain.deploy(compiled('Votes'), [], {from: VOTER})
  await token.send('delegate', [VOTER], {from: VOTER})
  return token.address
}

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
    const governor = await chain.deploy(compiled(name), [timelock.address, await votes(chain)])
    const [role] = await timelock.read('PROPOSER_ROLE')
    await timelock.send('grantRole', [role, governor.address], {from: ADMIN})

    const calls = CALLS.slice(0, count)
    const venue = {venue: 'oz-governor', address: governor.address, version}
    const {acts, steps} = planned(calls, {...venue, timelock: {address: timelock.address, delay: '2d'}})
    const {proposalId, descriptionHash, operationId} = acts.at(-1)!.hashes!
    const lists = [calls.map(({to}) => to), calls.map(({value}) => value), calls.map(({data}) => data)]
    expect((await governor.read('hashProposal', [...lists, descriptionHash]))[0]).toBe(BigInt(proposalId!))

    expect(await carryOutAsSimulated(chain, acts, voting(chain, governor, proposalId!, 1))).toEqual(
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

/** Answers every call with one number: PUSH12, PUSH0, MSTORE, RETURN 32 bytes. */
const answering = (number: bigint): string => `0x6b${number.toString(16).padStart(24, '0')}5f5260205ff3`

interface Numbered {
  readonly governor: Contract
  readonly timelock: Contract
  /** What it numbers its next proposal. */
  readonly id: number
  readonly support: boolean | number
  /** Blocks that its vote takes. */
  readonly period: number
}

/** Uniswap's GovernorAlpha, with a token in which everybody always had 10^27 votes. */
async function alpha(chain: Chain): Promise<Numbered> {
  const timelock = await deployCompoundTimelock(chain, GOVERNOR)
  await chain.putCode(ADMIN, answering(10n ** 27n))
  const built = waffleArtifact('@uniswap/governance/build/GovernorAlpha.json')
  await chain.copy((await chain.deploy(built, [timelock.address, ADMIN])).address, GOVERNOR)
  return {governor: chain.at(GOVERNOR, built.abi), timelock, id: 1, support: true, period: 40_321}
}

/** Venus' first GovernorBravo behind its proxy, which took the timelock over from a governor with seven proposals. */
async function bravo(chain: Chain): Promise<Numbered> {
  const [vault, before] = ['0x00000000000000000000000000000000000000A5', '0x00000000000000000000000000000000000000A6']
  const timelock = await deployCompoundTimelock(chain, ADMIN)
  await chain.putCode(vault, answering(10n ** 27n))
  await chain.putCode(before, answering(7n))
  const folder = '@venusprotocol/governance-contracts/artifacts/contracts/legacy'
  const code = artifact(`${folder}/GovernorBravoDelegateV1.sol/GovernorBravoDelegateV1.json`)
  const proxy = artifact(`${folder}/GovenorBravoV1.sol/GovernorBravoDelegatorV1.json`)
  const {address: implementation} = await chain.deploy(code)
  const settings = [3600, 1, 150_000n * 10n ** 18n, ADMIN]
  const {address} = await chain.deploy(proxy, [timelock.address, vault, ADMIN, implementation, ...settings])
  const governor = chain.at(address, code.abi)
  await timelock.send('setPendingAdmin', [address], {from: timelock.address})
  await governor.send('_initiate', [before], {from: ADMIN})
  return {governor, timelock, id: 8, support: 1, period: 3601}
}

test.each([
  ['GovernorAlpha of Uniswap', 'signature', alpha],
  ['GovernorAlpha of Uniswap', 'calldata', alpha],
  ['GovernorBravo of Venus', 'signature', bravo],
  ['GovernorBravo of Venus', 'calldata', bravo],
])('the real %s over a real Compound Timelock: propose, queue, execute, in %s style', async (_, style, deploy) => {
  const chain = await chainWithRecorders()
  const {governor, timelock, id, support, period} = await deploy(chain)
  const venue = {venue: 'governor-bravo', address: governor.address, style, proposalId: id}
  const behind = {address: timelock.address, delay: '2d'}
  const {acts} = planned(CALLS, {...venue, timelock: behind})
  // Told the eta that queue gave, the plan names the hashes that the timelock was given.
  const after = async ({key}: Act): Promise<void> => {
    if (!key.includes('queue')) return
    const {eta} = await governor.read('proposals', [id])
    const told = planned(CALLS, {...venue, eta: Number(eta), timelock: behind})
    for (const name of ['txHash1', 'txHash2', 'txHash3']) {
      const [queued] = await timelock.read('queuedTransactions', [told.acts.at(-1)!.hashes![name]])
      expect(queued).toBe(true)
    }
  }
  const untold = planned(CALLS, {...venue, proposalId: undefined, timelock: behind})
  const {walked, seen} = await simulated(chain, untold.acts)
  expect([walked.path, walked.failure]).toEqual(['steps', undefined])
  expect(walked.assumed).toContain(`the governor numbers the proposal ${id} here, which the file does not`)
  expect(walked.steps.map(({acted}) => acted !== undefined)).toEqual([true, true, false, false])
  expect(seen).toEqual(madeBy(timelock.address))

  const hands = {...voting(chain, governor, BigInt(id), support, period), after}
  expect(await carryOutAsSimulated(chain, acts, hands)).toEqual(madeBy(timelock.address))
  const {targets, signatures, calldatas} = await governor.read('getActions', [id])
  expect([...targets]).toEqual(CALLS.map(({to}) => to))
  expect(signatures[0]).toBe(style === 'signature' ? CALLS[0]!.signature : '')
  expect(calldatas[0]).toBe(style === 'signature' ? `0x${CALLS[0]!.data.slice(10)}` : CALLS[0]!.data)
})

test('a real numbered OpenZeppelin governor over a real Compound Timelock, as CompoundGovernor is', async () => {
  const chain = await chainWithRecorders()
  const timelock = await deployCompoundTimelock(chain, GOVERNOR)
  const built = compiled('SequentialGovernor')
  const deployed = await chain.deploy(built, [timelock.address, await votes(chain)])
  await chain.copy(deployed.address, GOVERNOR)
  const governor = chain.at(GOVERNOR, built.abi)

  const venue = {venue: 'compound-governor', address: GOVERNOR, proposalId: 1}
  const {acts} = planned(CALLS, {...venue, timelock: {address: timelock.address, delay: '2d'}})
  expect(await carryOutAsSimulated(chain, acts, voting(chain, governor, 1n, 1))).toEqual(madeBy(timelock.address))
  expect((await governor.read('state', [1]))[0]).toBe(7n)
})
