import {AbiCoder, hexlify, id, keccak256, TypedDataEncoder, type TypedDataDomain} from 'ethers'
import fc from 'fast-check'

import {descriptionHash, proposalId} from '../../../src/governance/venues/governor-hashes.js'
import {HASHED_SAFE_VERSIONS, safeHashes} from '../../../src/governance/venues/safe-hashes.js'
import {batchOperationId, compoundTxHash, operationId} from '../../../src/governance/venues/timelock-hashes.js'

// The hashes that are written out word by word, against a general encoder.

const bytes = (min: number, max = min) => fc.uint8Array({minLength: min, maxLength: max}).map((value) => hexlify(value))
const address = fc.oneof(bytes(20), fc.constant(`0x${'0'.repeat(40)}`))
const uint = fc.oneof(fc.bigInt({min: 0n, max: 2n ** 256n - 1n}), fc.bigInt({min: 0n, max: 9n}))
const data = fc.oneof(
  bytes(0),
  bytes(1, 31),
  bytes(32),
  bytes(33, 300),
  bytes(3).map((hex) => hex.toUpperCase().replace('0X', '0x')),
)
const text = fc.oneof(fc.string({unit: 'grapheme'}), fc.constantFrom('', 'a\r\nb\n', '# Grüße — 你好 🏛️'))
const calls = fc.array(fc.record({target: address, value: uint, data}), {maxLength: 4})
const encoded = (types: readonly string[], values: readonly unknown[]) =>
  keccak256(AbiCoder.defaultAbiCoder().encode(types, values))

const member = (type: string, name: string) => ({type, name})
const SAFE_TX = (baseGas: string) => ({
  SafeTx: [
    ...[member('address', 'to'), member('uint256', 'value'), member('bytes', 'data'), member('uint8', 'operation')],
    ...[member('uint256', 'safeTxGas'), member('uint256', baseGas), member('uint256', 'gasPrice')],
    ...[member('address', 'gasToken'), member('address', 'refundReceiver'), member('uint256', 'nonce')],
  ],
})

test('Safe transactions of every version, as EIP-712 says', () => {
  const transactions = fc.record({
    ...{
      chainId: fc.bigInt({min: 1n, max: 2n ** 64n}),
      safe: address,
      version: fc.constantFrom(...HASHED_SAFE_VERSIONS),
    },
    ...{to: address, value: uint, data, operation: fc.constantFrom(0, 1), safeTxGas: uint, baseGas: uint},
    ...{gasPrice: uint, gasToken: address, refundReceiver: address, nonce: uint},
  })
  fc.assert(
    fc.property(transactions, (transaction) => {
      const {chainId, safe: verifyingContract, version} = transaction
      const old = /^(0|1\.[0-2])\./.test(version)
      const domain: TypedDataDomain = old ? {verifyingContract} : {chainId, verifyingContract}
      const types = SAFE_TX(version === '0.1.0' ? 'dataGas' : 'baseGas')
      const message = {...transaction, dataGas: transaction.baseGas}
      expect(safeHashes(transaction)).toEqual({
        domainHash: TypedDataEncoder.hashDomain(domain),
        messageHash: TypedDataEncoder.from(types).hash(message),
        safeTxHash: TypedDataEncoder.hash(domain, types, message),
      })
    }),
    {numRuns: 150},
  )
})

test('ids of governors and timelocks, as the ABI encodes', () => {
  fc.assert(
    fc.property(calls, uint, bytes(32), bytes(32), text, (list, eta, predecessor, salt, signature) => {
      const lists = [list.map(({target}) => target), list.map(({value}) => value), list.map((call) => call.data)]
      const types = ['address[]', 'uint256[]', 'bytes[]']
      const [targets, values, calldatas] = lists as [string[], bigint[], string[]]
      expect(descriptionHash(signature)).toBe(id(signature))
      expect(proposalId({targets, values, calldatas}, salt)).toBe(
        BigInt(encoded([...types, 'bytes32'], [...lists, salt])),
      )
      expect(batchOperationId(list, {predecessor, salt})).toBe(
        encoded([...types, 'bytes32', 'bytes32'], [...lists, predecessor, salt]),
      )
      for (const call of list) {
        const {target, value, data: given} = call
        const single = [target, value, given]
        expect(operationId(call, {predecessor, salt})).toBe(
          encoded(['address', 'uint256', 'bytes', 'bytes32', 'bytes32'], [...single, predecessor, salt]),
        )
        expect(compoundTxHash({...call, signature, eta})).toBe(
          encoded(['address', 'uint256', 'string', 'bytes', 'uint256'], [target, value, signature, given, eta]),
        )
      }
    }),
    {numRuns: 150},
  )
})

test.each([
  ['a negative value', {value: -1n}],
  ['a value beyond 256 bits', {value: 2n ** 256n}],
  ['an operation beyond its byte', {operation: 256}],
  ['no address', {to: '0x12'}],
  ['half a byte', {data: '0x123'}],
  ['no hex', {data: '0xzz'}],
])('%s is never hashed', (_, changes) => {
  const zero = `0x${'0'.repeat(40)}`
  const fields = {chainId: 1, safe: zero, version: '1.3.0', to: zero, value: 0, data: '0x', operation: 0, nonce: 0}
  const gas = {safeTxGas: 0, baseGas: 0, gasPrice: 0, gasToken: zero, refundReceiver: zero}
  expect(() => safeHashes({...fields, ...gas, ...changes})).toThrow('Bug in Plimsoll')
})
