import {computeAddress, Interface, keccak256, parseEther} from 'ethers'

import {CHAIN_BOUND_SAFE_VERSIONS, type SafeTransaction, type VenueCall} from '../../../src/governance/model.js'
import {safeContract} from '../../../src/governance/safe-contracts.js'
import {safe as venue} from '../../../src/governance/venues/safe.js'
import {Chain, Reverted} from '../../helpers/evm.js'
import {wrapCalls, type Wrapped} from '../../helpers/venues.js'
import {approvedBy, deploySafe, execute, hashOnChain, owners, safeLibrary, signatures} from '../../helpers/safe.js'

/** Emits its calldata as one event: CALLDATACOPY to 0, LOG0, STOP. */
const RECORDER = '0x365f5f37365fa000'
const TARGET = '0x64b761D848206f447Fe2dd461b0c635Ec39EbB27'
const OTHER = '0x13a9CC64344b02bACC5AD9Cf38B5711F1B9ec3d4'
const CALLS: readonly VenueCall[] = [
  {to: TARGET, value: 0n, data: '0x571f03e5' + '00'.repeat(63) + '2a', title: 'first'},
  {to: OTHER, value: 7n, data: '0xd14a098301', title: 'second, of odd length and with value'},
  {to: TARGET, value: 0n, data: '0x', title: 'third, empty'},
]
const KEYS = owners(3)
const [first, second] = KEYS.map((key) => [key] as const)

const wrap = (calls: readonly VenueCall[], fields: Record<string, unknown>, outer?: string): Wrapped =>
  wrapCalls(venue, calls, fields, {outer, index: outer === undefined ? 0 : 1})

describe.each(CHAIN_BOUND_SAFE_VERSIONS)('a real Safe %s', (version) => {
  const batch = safeContract(version, 'multiSendCallOnly', 1)!

  async function setUp() {
    const chain = await Chain.create()
    await chain.putCode(batch.address, safeLibrary(version, 'MultiSendCallOnly').deployedBytecode)
    for (const address of [TARGET, OTHER]) await chain.putCode(address, RECORDER)
    const account = await deploySafe(chain, version, KEYS.map(computeAddress), 2)
    return {chain, account}
  }

  const signed = ({hashes}: Wrapped) => signatures(hashes.safeTxHash, KEYS.slice(0, 2))

  test('MultiSendCallOnly of the package has the code hash of the table', async () => {
    const {chain} = await setUp()
    expect(keccak256(await chain.getCode(batch.address))).toBe(batch.codeHash)
  })

  test.each([1, 3])('computes our hashes for %i call(s)', async (count) => {
    const {account} = await setUp()
    const {safeTransaction, hashes} = wrap(CALLS.slice(0, count), {address: account.address, version, nonce: 5})
    expect(await hashOnChain(account, safeTransaction)).toBe(hashes.safeTxHash)
    expect(String((await account.read('domainSeparator'))[0])).toBe(hashes.domainHash)
  })

  test('computes our hash with every gas field set', async () => {
    const {account} = await setUp()
    const {safeTransaction, hashes} = wrap(CALLS.slice(0, 1), {
      address: account.address,
      version,
      nonce: 12,
      safeTxGas: 1,
      baseGas: '2',
      gasPrice: '115792089237316195423570985008687907853269984665640564039457584007913129639935',
      gasToken: TARGET,
      refundReceiver: OTHER,
    })
    expect(await hashOnChain(account, safeTransaction)).toBe(hashes.safeTxHash)
  })

  test('executes one call directly', async () => {
    const {account} = await setUp()
    const result = wrap(CALLS.slice(0, 1), {address: account.address, version, nonce: 0})
    expect(result.safeTransaction).toMatchObject({to: TARGET, operation: 0, data: CALLS[0]!.data})
    const logs = await execute(account, result.safeTransaction, signed(result))
    expect(logs.filter(({address}) => address === TARGET).map(({data}) => data)).toEqual([CALLS[0]!.data])
    expect(String((await account.read('nonce'))[0])).toBe('1')
  })

  test('executes several calls in order, in one batch', async () => {
    const {chain, account} = await setUp()
    await chain.send(TARGET, account.address, '0x', parseEther('1'))
    const result = wrap(CALLS, {address: account.address, version, nonce: 0})
    expect(result.safeTransaction).toMatchObject({to: batch.address, operation: 1, value: '0'})
    const logs = await execute(account, result.safeTransaction, signed(result))
    const recorded = logs.filter(({address}) => [TARGET, OTHER].includes(address))
    expect(recorded.map(({address, data}) => [address, data])).toEqual(CALLS.map(({to, data}) => [to, data]))
  })

  test('executes several calls through MultiSend, where that is asked for', async () => {
    const {chain, account} = await setUp()
    await chain.send(TARGET, account.address, '0x', parseEther('1'))
    // MultiSend knows its own address from the time when it was deployed.
    const {address} = await chain.deploy(safeLibrary(version, 'MultiSend'))
    const result = wrap(CALLS, {address: account.address, version, nonce: 0, batch: 'MultiSend'})
    expect(result.safeTransaction.to).toBe(safeContract(version, 'multiSend', 1)!.address)
    const moved = {...result.safeTransaction, to: address}
    const logs = await execute(account, moved, signatures(await hashOnChain(account, moved), KEYS.slice(0, 2)))
    expect(logs.filter(({address: at}) => [TARGET, OTHER].includes(at)).map(({data}) => data)).toEqual(
      CALLS.map(({data}) => data),
    )
  })

  test('refuses signatures of a transaction that differs in one field', async () => {
    const {account} = await setUp()
    const result = wrap(CALLS.slice(0, 1), {address: account.address, version, nonce: 0})
    const other: SafeTransaction = {...result.safeTransaction, data: '0xdeadbeef'}
    await expect(execute(account, other, signed(result))).rejects.toThrow(Reverted)
    await expect(execute(account, {...result.safeTransaction, operation: 1}, signed(result))).rejects.toThrow(Reverted)
  })

  test('asks an outer Safe for exactly the approval that the inner one accepts', async () => {
    const {chain} = await setUp()
    const outer = await deploySafe(chain, version, first!.map(computeAddress), 1)
    const inner = await deploySafe(chain, version, [outer.address, ...second!.map(computeAddress)], 1)
    const innerResult = wrap(CALLS.slice(0, 1), {address: inner.address, version, nonce: 0}, outer.address)
    const {safeTransaction, hashes} = innerResult
    await expect(execute(inner, safeTransaction, approvedBy(outer.address))).rejects.toThrow(Reverted)
    const outerResult = wrap(innerResult.turns[0]!.calls, {address: outer.address, version, nonce: 0})
    await execute(outer, outerResult.safeTransaction, signatures(outerResult.hashes.safeTxHash, first!))
    const [approved] = await inner.read('approvedHashes', [outer.address, hashes.safeTxHash])
    expect(approved).toBe(1n)
    expect(innerResult.acts[0]!.notes!.join(' ')).toContain(approvedBy(outer.address))
    const logs = await execute(inner, safeTransaction, approvedBy(outer.address))
    expect(logs.filter(({address}) => address === TARGET)).toHaveLength(1)
  })
})

test('the batch is the call of the real MultiSendCallOnly ABI', () => {
  const {safeTransaction} = wrap(CALLS, {address: TARGET, version: '1.4.1', nonce: 0})
  const abi = new Interface(safeLibrary('1.4.1', 'MultiSendCallOnly').abi)
  expect(abi.parseTransaction({data: safeTransaction.data})?.name).toBe('multiSend')
})
