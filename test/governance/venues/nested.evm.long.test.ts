import {encodeBytes32String, getCreate2Address, keccak256} from 'ethers'

import {addressesOf} from '../../helpers/carry-out.js'
import {Reverted, type Chain, type Contract} from '../../helpers/evm.js'
import {
  CALLS,
  chainWithRecorders,
  DAY,
  deployCompoundTimelock,
  madeBy,
  planned,
  START,
} from '../../helpers/governance.js'
import {
  approvedBy,
  deploySafe,
  execute,
  owners,
  safeLibrary,
  signatures,
  type RealSafeVersion,
} from '../../helpers/safe.js'
import {carryOutAsSimulated, simulated} from '../../helpers/simulated.js'
import {compiled} from '../../helpers/solidity.js'
import {safeContract} from '../../../src/governance/safe-contracts.js'
import type {SafeTransaction} from '../../../src/governance/model.js'
import {openZeppelinTimelock, zodiacInit, zodiacModule} from '../../helpers/zodiac.js'

const KEYS = owners(2)
const ACCOUNT = '0x13A9Cc64344b02Bacc5aD9cF38B5711F1B9EC300'
const NOBODY = `0x${'0'.repeat(40)}`
const SALT = `0x${'cd'.repeat(32)}`
const ZERO_GAS = {safeTxGas: '0', baseGas: '0', gasPrice: '0', gasToken: NOBODY, refundReceiver: NOBODY}

async function putBatches(chain: Chain, versions: readonly RealSafeVersion[]): Promise<void> {
  for (const version of versions) {
    const {address} = safeContract(version, 'multiSendCallOnly', 1)!
    await chain.putCode(address, safeLibrary(version, 'MultiSendCallOnly').deployedBytecode)
  }
}

/** Lets a Safe do something that has nothing to do with the proposal, to set the scene. */
async function sceneBy(safe: Contract, version: RealSafeVersion, data: string, nonce: number): Promise<void> {
  const tx: SafeTransaction = {
    ...{chainId: 1, safe: safe.address, version, to: safe.address, value: '0', data, operation: 0, nonce},
    ...ZERO_GAS,
  }
  const [hash] = await safe.read('getTransactionHash', [
    ...[tx.to, tx.value, tx.data, tx.operation, tx.safeTxGas, tx.baseGas, tx.gasPrice, tx.gasToken, tx.refundReceiver],
    nonce,
  ])
  await execute(safe, tx, signatures(String(hash), KEYS))
}

const enableModule = (safe: Contract, version: RealSafeVersion, module: string, nonce: number): Promise<void> =>
  sceneBy(safe, version, safe.interface.encodeFunctionData('enableModule', [module]), nonce)

test('a Safe that schedules on a timelock behind a Delay: three lines of the file, done to the end', async () => {
  const chain = await chainWithRecorders()
  await putBatches(chain, ['1.4.1'])
  const safe = await deploySafe(chain, '1.4.1', addressesOf(KEYS), 2)
  const avatar = await deploySafe(chain, '1.3.0', addressesOf(KEYS), 2)
  const delay = await chain.deploy(zodiacModule('Delay', 5), [avatar.address, avatar.address, avatar.address, DAY, DAY])
  await enableModule(avatar, '1.3.0', delay.address, 0)
  const enable = delay.interface.encodeFunctionData('enableModule', [safe.address])
  await chain.send(avatar.address, delay.address, enable)
  const timelock = await chain.deploy(openZeppelinTimelock(), [2 * DAY, [avatar.address], [NOBODY], NOBODY])

  const {acts, steps} = planned(
    CALLS,
    {venue: 'safe', address: safe.address, version: '1.4.1', nonce: 0},
    {venue: 'zodiac-delay', address: delay.address, avatar: avatar.address, cooldown: '1d', expiration: '1d'},
    {venue: 'timelock-controller', address: timelock.address, delay: '2d', salt: SALT},
  )
  expect(
    steps.map(({venue, opens, closes}) => [venue!.name, opens.map(({text}) => text), closes.map(({text}) => text)]),
  ).toEqual([
    ['safe', [], []],
    ['zodiac-delay', ['1d after step 1 is done'], ['2d after step 1 is done']],
    ['timelock-controller', ['2d after step 2 is done'], []],
  ])
  const seen = await carryOutAsSimulated(chain, acts, {
    safes: [{contract: safe, keys: KEYS}],
    async after({venue, hashes}) {
      if (venue !== 0) return
      expect((await delay.read('getTxHash', [0]))[0]).toBe(hashes!['queuedTxHash'])
    },
  })
  expect(seen).toEqual(madeBy(timelock.address))
})

test('a Delay executes until its expiration, to the second, and strictly in order', async () => {
  const chain = await chainWithRecorders()
  const avatar = await deploySafe(chain, '1.4.1', addressesOf(KEYS), 2)
  const delay = await chain.deploy(zodiacModule('Delay', 5), [avatar.address, avatar.address, avatar.address, DAY, DAY])
  await enableModule(avatar, '1.4.1', delay.address, 0)
  await chain.send(avatar.address, delay.address, delay.interface.encodeFunctionData('enableModule', [ACCOUNT]))
  const {acts, steps} = planned(
    CALLS,
    {venue: 'eoa', address: ACCOUNT},
    {venue: 'zodiac-delay', address: delay.address, avatar: avatar.address, cooldown: '1d', expiration: '1d'},
  )
  expect(steps.map(({sender}) => sender.address ?? sender.role)).toEqual([
    ...Array.from({length: 3}, () => ACCOUNT),
    ...Array.from({length: 3}, () => 'any account'),
  ])
  expect(steps.slice(3).map(({closes}) => closes[0]!.text)).toEqual(
    [1, 2, 3].map((step) => `2d after step ${step} is done`),
  )
  const send = (index: number) => chain.send(ACCOUNT, acts[index]!.transaction!.to, acts[index]!.transaction!.data)
  for (const index of [0, 1, 2]) await send(index)
  chain.pass(DAY)
  await expect(send(4)).rejects.toThrow(Reverted)
  await send(3)
  chain.pass(DAY)
  expect((await send(4)).logs.some(({address}) => address === CALLS[1]!.to)).toBe(true)
  chain.pass(1)
  await expect(send(5)).rejects.toThrow(Reverted)
})

test('Safes own Safes, three deep, by approveHash', async () => {
  const chain = await chainWithRecorders()
  await putBatches(chain, ['1.3.0', '1.4.1', '1.5.0'])
  const outer = await deploySafe(chain, '1.3.0', addressesOf(KEYS), 2)
  const middle = await deploySafe(chain, '1.4.1', [outer.address, ACCOUNT], 1)
  const inner = await deploySafe(chain, '1.5.0', [ACCOUNT, middle.address], 1)
  const {acts, steps} = planned(
    CALLS,
    {venue: 'safe', address: outer.address, version: '1.3.0', nonce: 0},
    {venue: 'safe', address: middle.address, version: '1.4.1', nonce: 0},
    {venue: 'safe', address: inner.address, version: '1.5.0', nonce: 0},
  )
  expect(steps.map(({safeTransaction}) => safeTransaction)).toEqual([
    'safe-transaction.json',
    'safe-transaction-2.json',
    'safe-transaction-3.json',
  ])
  expect(acts.map(({notes}) => notes!.join(' '))).toEqual([
    expect.not.stringContaining('approval'),
    expect.stringContaining(approvedBy(outer.address)),
    expect.stringContaining(approvedBy(middle.address)),
  ])
  const {walked} = await simulated(chain, acts)
  expect(walked.assumed).toEqual([`2 of the owners of the Safe ${outer.address} approve`])
  const safes = [
    {contract: outer, keys: KEYS},
    {contract: middle, approvedBy: outer.address},
    {contract: inner, approvedBy: middle.address},
  ]
  expect(await carryOutAsSimulated(chain, acts, {safes})).toEqual(madeBy(inner.address))
})

test('a Safe that is admin of a Compound Timelock acts twice, with a nonce for each', async () => {
  const chain = await chainWithRecorders()
  await putBatches(chain, ['1.4.1'])
  const safe = await deploySafe(chain, '1.4.1', addressesOf(KEYS), 2)
  const timelock = await deployCompoundTimelock(chain, safe.address)
  const items = (nonce: unknown) => [
    {venue: 'safe', address: safe.address, version: '1.4.1', nonce},
    {venue: 'compound-timelock', address: timelock.address, delay: '2d', eta: START + 3 * DAY, style: 'calldata'},
  ]
  expect(() => planned(CALLS, ...items(0))).toThrow(/makes 2 transactions, but `nonce:` names 1/)
  const {acts} = planned(CALLS, ...items([0, 1]))
  expect(await carryOutAsSimulated(chain, acts, {safes: [{contract: safe, keys: KEYS}]})).toEqual(
    madeBy(timelock.address),
  )
})

test('a Safe that alone may execute on its timelock acts twice too', async () => {
  const chain = await chainWithRecorders()
  const safe = await deploySafe(chain, '1.5.0', addressesOf(KEYS), 2)
  const timelock = await chain.deploy(openZeppelinTimelock(), [2 * DAY, [safe.address], [safe.address], NOBODY])
  const {acts, steps} = planned(
    CALLS,
    {venue: 'safe', address: safe.address, version: '1.5.0', nonce: [0, 1]},
    {venue: 'timelock-controller', address: timelock.address, delay: '2d', salt: SALT, executor: 'outer'},
  )
  expect(steps.map(({safeTransaction}) => safeTransaction)).toEqual([
    'safe-transaction.json',
    'safe-transaction-2.json',
  ])
  expect(await carryOutAsSimulated(chain, acts, {safes: [{contract: safe, keys: KEYS}]})).toEqual(
    madeBy(timelock.address),
  )
})

test.each([
  ['2', 'RISK', encodeBytes32String('RISK')],
  ['1', 7, 7],
])('a member of a role of real Zodiac Roles %s acts as the avatar', async (version, role, key) => {
  const chain = await chainWithRecorders()
  const avatar = await deploySafe(chain, '1.4.1', addressesOf(KEYS), 2)
  const args = [avatar.address, avatar.address, avatar.address]
  if (version === '1') {
    // The library stands where the package's factory would put it: its address is linked into the module.
    const {initCode, salt} = zodiacInit('Permissions')
    const factory = '0xce0042B868300000d44A59004Da54A005ffdcf9f'
    const library = await chain.deploy({contractName: 'Permissions', abi: [], bytecode: initCode, deployedBytecode: ''})
    await chain.copy(library.address, getCreate2Address(factory, salt, keccak256(initCode)))
  }
  const roles = await chain.deploy(zodiacModule(`RolesV${version}`, 3), args)
  await enableModule(avatar, '1.4.1', roles.address, 0)
  const set = (name: string, ...values: unknown[]) =>
    chain.send(avatar.address, roles.address, roles.interface.encodeFunctionData(name, values))
  await set('assignRoles', ACCOUNT, [key], [true])
  for (const {to} of CALLS.slice(0, 2)) await set('allowTarget', key, to, 0)

  const venue = {venue: 'zodiac-roles', address: roles.address, avatar: avatar.address, version, role}
  const {acts} = planned(CALLS, {venue: 'eoa', address: ACCOUNT}, venue)
  expect(await carryOutAsSimulated(chain, acts, {})).toEqual(madeBy(avatar.address))
  const {to, data} = acts[0]!.transaction!
  const others = planned(CALLS, {venue: 'eoa', address: roles.address}, venue)
  expect((await simulated(chain, others.acts)).walked.failure).toMatch(/fails: reverts/)
  await expect(chain.send(NOBODY, to, data)).rejects.toThrow(Reverted)
})

test('a pause plots and executes a batch of calls as its proxy, under its own hash', async () => {
  const chain = await chainWithRecorders()
  await putBatches(chain, ['1.4.1'])
  const pause = await chain.deploy(compiled('Pause'), [2 * DAY], {from: ACCOUNT})
  const [proxy] = await pause.read('proxy')
  const venue = {venue: 'ds-pause', address: pause.address, proxy: String(proxy), delay: '2d', eta: START + 3 * DAY}
  const {acts, steps} = planned(CALLS, {venue: 'eoa', address: ACCOUNT}, venue)
  expect(steps[0]!.closes[0]!.at).toBe(START + DAY)
  const after = async () => {
    if (chain.now < START + 3 * DAY) expect((await pause.read('plans', [acts[0]!.hashes!['planHash']]))[0]).toBe(true)
  }
  expect(await carryOutAsSimulated(chain, acts, {after})).toEqual(madeBy(String(proxy)))
})
