import {Ajv} from 'ajv'

import {SAFE_VERSIONS, type SafeVersion, type VenueContext} from '../../../src/governance/model.js'
import {safeContract} from '../../../src/governance/safe-contracts.js'
import {builderChecksum, builderFile} from '../../../src/governance/venues/safe-builder.js'
import {safeHashes} from '../../../src/governance/venues/safe-hashes.js'
import {safe} from '../../../src/governance/venues/safe.js'
import {VENUES, venueNamed} from '../../../src/governance/venues/registry.js'
import vectors from '../../fixtures/safe-vectors.json' with {type: 'json'}
import venueVectors from '../../fixtures/venue-vectors.json' with {type: 'json'}
import {refusal} from '../../helpers/refusal.js'
import {wrapCalls} from '../../helpers/venues.js'

const CALLS = vectors.calldatas.map((data) => ({to: vectors.poolConfigurator, value: 0n, data, title: ''}))
const CONTEXT = {chainId: 1}
const ZERO = '0x0000000000000000000000000000000000000000'
const wrap = (fields: Record<string, unknown>, calls = CALLS, context: Partial<VenueContext> = CONTEXT) =>
  wrapCalls(safe, calls, fields, context)
const {safe: address, safeTxHash} = vectors.safe['1.4.1']
const ITEM = {address, version: '1.4.1', nonce: 42}

describe('worked values', () => {
  test.each(SAFE_VERSIONS)('hashes of a Safe %s', (version: SafeVersion) => {
    const expected = venueVectors.safe.versions[version]
    const hashes = safeHashes({
      chainId: 1,
      safe: expected.safe,
      version,
      to: '0x9641d764fc13c8B624c04430C7356C1C7C8102e2',
      value: '0',
      data: vectors.multiSend.call,
      operation: 1,
      safeTxGas: '0',
      baseGas: '0',
      gasPrice: '0',
      gasToken: ZERO,
      refundReceiver: ZERO,
      nonce: 42,
    })
    expect(hashes).toEqual({
      domainHash: expected.domainSeparator,
      messageHash: vectors.structHash,
      safeTxHash: expected.safeTxHash,
    })
  })

  test('the whole way: two calls, the batch, the hash, the approval by an outer Safe', () => {
    const {safeTransaction, hashes, turns} = wrap(ITEM, CALLS, {
      ...CONTEXT,
      index: 1,
      outer: vectors.safe['1.5.0'].safe,
    })
    expect(safeTransaction).toEqual({
      chainId: 1,
      safe: address,
      version: '1.4.1',
      to: '0x9641d764fc13c8B624c04430C7356C1C7C8102e2',
      value: '0',
      data: vectors.multiSend.call,
      operation: 1,
      safeTxGas: '0',
      baseGas: '0',
      gasPrice: '0',
      gasToken: ZERO,
      refundReceiver: ZERO,
      nonce: 42,
    })
    expect(hashes.safeTxHash).toBe(safeTxHash)
    expect(turns[0]!.calls.map(({to, data}) => [to, data])).toEqual([[address, vectors.approveHashCall]])
  })

  test('the checksum of a Transaction Builder file, which leaves out the name', () => {
    expect(builderChecksum(vectors.builder)).toBe(vectors.builder.meta.checksum)
    const renamed = {...vectors.builder, meta: {...vectors.builder.meta, name: 'other'}}
    expect(builderChecksum(renamed)).toBe(vectors.builder.meta.checksum)
    const elsewhere = {...vectors.builder, chainId: '2'}
    expect(builderChecksum(elsewhere)).not.toBe(vectors.builder.meta.checksum)
  })

  test('our Transaction Builder file is that of the worked example, but for the time', () => {
    const account = vectors.builder.meta.createdFromSafeAddress
    const file = builderFile(CALLS.slice(1), {chainId: 1, safe: account, name: 'Risk update', description: ''})
    const {checksum, ...meta} = file.meta
    expect({...file, meta, createdAt: vectors.builder.createdAt}).toEqual({
      ...vectors.builder,
      meta: {...vectors.builder.meta, checksum: undefined},
    })
    expect(file.createdAt).toBe(0)
    expect(checksum).toBe(builderChecksum(file))
  })
})

describe('batch contracts', () => {
  test.each([
    ['1.3.0', 1, '0x40A2aCCbd92BCA938b02010E17A5b8929b49130D', 'canonical'],
    ['1.3.0', 10, '0xA1dabEF33b3B82c7814B6D82A79e50F4AC44102B', 'eip155'],
    ['1.3.0', 324, '0xf220D3b4DFb23C4ade8C88E526C1353AbAcbC38F', 'zksync'],
    ['1.4.1', 1, '0x9641d764fc13c8B624c04430C7356C1C7C8102e2', 'canonical'],
  ] as const)('of Safe %s on chain %i', (version, chainId, expected, kind) => {
    expect(safeContract(version, 'multiSendCallOnly', chainId)).toMatchObject({address: expected, kind})
    const {safeTransaction} = wrap({...ITEM, version}, CALLS, {...CONTEXT, chainId})
    expect(safeTransaction.to).toBe(expected)
  })

  test('on a chain without one, only a single call can be made', () => {
    const context = {...CONTEXT, chainId: 999_999}
    expect(refusal(() => wrap(ITEM, CALLS, context))).toMatchObject({code: 'SAFE_NO_MULTISEND'})
    expect(wrap(ITEM, CALLS.slice(0, 1), context).safeTransaction).toMatchObject({operation: 0})
  })
})

describe('refusals', () => {
  test.each<[string, Record<string, unknown>, string, string]>([
    ['no nonce', {nonce: undefined}, 'SAFE_NO_NONCE', 'no `nonce:`'],
    ['a nonce in quotes', {nonce: '42'}, 'SAFE_NO_NONCE', 'no `nonce:`'],
    ['a version to come', {version: '1.6.0'}, 'SAFE_VERSION', '1.6.0'],
    ['more nonces than transactions', {nonce: [42, 43]}, 'SAFE_NONCES', '1 transaction, but `nonce:` names 2'],
    ['an unknown batch', {batch: 'multicall'}, 'VENUE_BAD_CHOICE', '`batch`'],
    ['no address', {address: undefined}, 'VENUE_BAD_ADDRESS', '`address`'],
    ['a wrong checksum', {address: address.toLowerCase()}, 'VENUE_BAD_ADDRESS', 'checksum'],
    ['a wrong checksum elsewhere', {gasToken: address.toLowerCase()}, 'VENUE_BAD_ADDRESS', 'gasToken'],
    ['a rounded number', {gasPrice: 2 ** 60}, 'VENUE_BAD_NUMBER', 'gasPrice'],
    ['a negative number', {baseGas: -1}, 'VENUE_BAD_NUMBER', 'baseGas'],
    ['too large a number', {baseGas: String(2n ** 256n)}, 'VENUE_BAD_NUMBER', 'baseGas'],
  ])('%s', (_, fields, code, text) => {
    const error = refusal(() => wrap({...ITEM, ...fields}))
    expect(error.code).toBe(code)
    expect(error.message).toContain(text)
  })

  test('nothing to do, and a call to the zero address', () => {
    expect(refusal(() => wrap(ITEM, [])).code).toBe('SAFE_NO_CALLS')
    expect(refusal(() => wrap(ITEM, [{...CALLS[0]!, to: ZERO}])).code).toBe('SAFE_ZERO_ADDRESS')
  })

  test('an unknown venue', () => {
    expect(new Set(VENUES.map(({name}) => name)).size).toBe(VENUES.length)
    expect(refusal(() => venueNamed('parliament'))).toMatchObject({code: 'VENUE_UNKNOWN'})
  })
})

test('the schema compiles strictly, and takes what the venue takes', () => {
  const accepts = new Ajv({strict: true, allowUnionTypes: true}).compile(safe.schema)
  expect(accepts({...ITEM, safeTxGas: 0, gasPrice: '1000'})).toBe(true)
  expect(accepts({...ITEM, gasPrice: '007'})).toBe(false)
  expect(accepts({...ITEM, version: '1.1.0'})).toBe(false)
  expect(accepts({...ITEM, version: '1.1.1', nonce: [42, 43], batch: 'MultiSend'})).toBe(true)
  expect(accepts({...ITEM, nonce: -1})).toBe(false)
})
