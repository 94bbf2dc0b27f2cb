import {getAddress, getCreate2Address, keccak256} from 'ethers'

import {lastCallsOf} from '../../../src/evm/simulate.js'
import type {Proposal} from '../../../src/proposal/model.js'
import {addressesOf} from '../../helpers/carry-out.js'
import {CALLS, chainWithRecorders, madeBy, planned} from '../../helpers/governance.js'
import {deploySafe, owners, safeLibrary} from '../../helpers/safe.js'
import {carryOutAsSimulated, simulated} from '../../helpers/simulated.js'
import {compiled} from '../../helpers/solidity.js'
import {zodiacInit, zodiacModule} from '../../helpers/zodiac.js'

const VOTER = '0x00000000000000000000000000000000000000b1'
/** The words of the package's own arguments: ten of the head, and the length of an empty name. */
const ARGUMENTS = 11

test.each([1, 3])(
  "Zodiac's OzGovernor over a real Safe proposes and executes %i call(s) under our hashes",
  async (count) => {
    const chain = await chainWithRecorders()
    const safe = await deploySafe(chain, '1.4.1', addressesOf(owners(2)), 2)
    const batches = await chain.deploy(safeLibrary('1.4.1', 'MultiSend'))
    const token = await chain.deploy(compiled('Votes'), [], {from: VOTER})
    await token.send('delegate', [VOTER], {from: VOTER})
    chain.pass(12, 1)
    // The library stands where the package's factory would put it: its address is linked into the module.
    const {initCode, salt} = zodiacInit('MultisendEncoder')
    const factory = '0xce0042B868300000d44A59004Da54A005ffdcf9f'
    const encoder = {contractName: 'MultisendEncoder', abi: [], bytecode: initCode, deployedBytecode: ''}
    await chain.copy((await chain.deploy(encoder)).address, getCreate2Address(factory, salt, keccak256(initCode)))
    const governor = await chain.deploy(zodiacModule('OzGovernor', ARGUMENTS), [
      ...[safe.address, safe.address, batches.address, token.address, 'Risk governor'],
      ...[1, 10, 1, 4, 0],
    ])
    await safe.send('enableModule', [governor.address], {from: safe.address})

    const calls = CALLS.slice(0, count)
    const item = {venue: 'oz-governor', address: governor.address, version: '4', avatar: safe.address}
    const {acts} = planned(calls, item)
    const {proposalId, descriptionHash} = acts.at(-1)!.hashes!
    const lists = [calls.map(({to}) => to), calls.map(({value}) => value), calls.map(({data}) => data)]
    expect(await governor.read('hashProposal', [...lists, descriptionHash])).toEqual([BigInt(proposalId!)])

    const seen = await carryOutAsSimulated(chain, acts, {
      senderOf: () => VOTER,
      async without() {
        chain.pass(24, 2)
        await governor.send('castVote', [proposalId, 1], {from: VOTER})
        chain.pass(132, 11)
      },
    })
    expect(seen).toEqual(madeBy(safe.address, calls))
    expect(await governor.read('state', [proposalId])).toEqual([7n])
  },
)

test('where its steps cannot be walked, the calls come from the avatar', async () => {
  const chain = await chainWithRecorders()
  const [avatar, nothing] = ['0xa30d9c1ca20ceb6539D21C9A22Dd1EFc2C33120E', '0x000000000000000000000000000000000000c0de']
  const item = {venue: 'oz-governor', address: getAddress(nothing), version: '5', avatar}
  const {acts, steps} = planned(CALLS, item)
  expect(steps.at(-1)?.notes).toContain(`The avatar ${avatar} must be the authority.`)
  const proposal = {governance: [item]} as unknown as Proposal
  const {walked, seen} = await simulated(chain, acts, lastCallsOf(proposal, {calls: CALLS as never}))
  expect(walked).toMatchObject({path: 'calls', assumed: [expect.stringContaining(`as made by ${avatar}`)]})
  expect(seen).toEqual(madeBy(avatar))

  const timelock = {address: avatar, delay: '1d'}
  expect(() => planned(CALLS, {...item, timelock})).toThrow('both a `timelock` and an `avatar`')
})
