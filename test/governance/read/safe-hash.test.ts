import fc from 'fast-check'
import {id, TypedDataEncoder} from 'ethers'

import {DOMAIN_TYPE_HASH, SAFE_TX_TYPE_HASH, safeHashes} from '../../../src/governance/read/safe-hash.js'
import {BATCH} from '../../helpers/transactions.js'

const SAFE_TX =
  'SafeTx(address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 baseGas,uint256 gasPrice,address gasToken,address refundReceiver,uint256 nonce)'
const ZERO = `0x${'0'.repeat(40)}`
const transaction = {
  chainId: 1,
  safe: '0xa30d9c1ca20ceb6539D21C9A22Dd1EFc2C33120E',
  to: '0x9641d764fc13c8B624c04430C7356C1C7C8102e2',
  value: '0',
  data: BATCH,
  operation: 1,
  safeTxGas: '0',
  baseGas: '0',
  gasPrice: '0',
  gasToken: ZERO,
  refundReceiver: ZERO,
  nonce: 42,
}

it('uses the hashes of the two EIP-712 types', () => {
  expect(`0x${SAFE_TX_TYPE_HASH}`).toBe(id(SAFE_TX))
  expect(`0x${DOMAIN_TYPE_HASH}`).toBe(id('EIP712Domain(uint256 chainId,address verifyingContract)'))
})

// PROTOCOLS 11.7: values that the real contracts returned.
it.each([
  [
    '1.3.0',
    '0x7525aA386d1cb7A591c236271aeeBc7fEEa7943D',
    '0xb06430c7644d4733b458e9cf1f9f8400bcebffd988e2cd3e779e7d22dc32eadb',
    '0xbb2859e3df2bc39e208084e5e87257aad1e01df0a9e0fd1f842d909e79e63195',
  ],
  [
    '1.4.1',
    '0xa30d9c1ca20ceb6539D21C9A22Dd1EFc2C33120E',
    '0x5d187ac974f4b7515f27ef91f44aad0a234a24fda8ea8b3436ec1536d251101e',
    '0x91649ef9ea64a5012af924b1e9ffa39f8646276f7b25c9c5d620f7589f023c9c',
  ],
  [
    '1.5.0',
    '0xB5a4F9112DB027F5430C1BFD4DC6076042Caa139',
    '0x6a28196a000efe0ec42e36a0dfd3cb26bf1f7ba967447714d394cfce7ff5e71e',
    '0xfb8be06916249014c0dd6084331c2436d7f203867501e9a06e78a50c31e97060',
  ],
])('hashes as Safe %s does', (_version, safe, domainHash, safeTxHash) => {
  const messageHash = '0xf95bab3a320c4d566ea05bc256706ffdf5be5367359e7805755f4f8e14cf5b2f'
  expect(safeHashes({...transaction, safe})).toEqual({domainHash, messageHash, safeTxHash})
})

it('agrees with ethers on any transaction', () => {
  const uint = fc.bigInt({min: 0n, max: 2n ** 256n - 1n})
  const address = fc
    .uint8Array({minLength: 20, maxLength: 20})
    .map((bytes) => `0x${Buffer.from(bytes).toString('hex')}`)
  const types = {
    SafeTx: SAFE_TX.slice(7, -1)
      .split(',')
      .map((field) => ({type: field.split(' ')[0]!, name: field.split(' ')[1]!})),
  }
  const any = fc.record({
    chainId: uint,
    safe: address,
    to: address,
    value: uint,
    data: fc.uint8Array({maxLength: 100}).map((bytes) => `0x${Buffer.from(bytes).toString('hex')}`),
    operation: fc.integer({min: 0, max: 1}),
    safeTxGas: uint,
    baseGas: uint,
    gasPrice: uint,
    gasToken: address,
    refundReceiver: address,
    nonce: uint,
  })
  fc.assert(
    fc.property(any, ({chainId, safe, ...message}) => {
      const domain = {chainId, verifyingContract: safe}
      expect(safeHashes({chainId, safe, ...message})).toEqual({
        domainHash: TypedDataEncoder.hashDomain(domain),
        messageHash: TypedDataEncoder.hashStruct('SafeTx', types, message),
        safeTxHash: TypedDataEncoder.hash(domain, types, message),
      })
    }),
  )
})
