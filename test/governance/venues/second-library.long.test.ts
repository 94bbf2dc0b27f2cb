import {concat, dataSlice} from 'ethers'
import fc from 'fast-check'
import * as AbiFunction from 'ox/AbiFunction'
import * as AbiParameters from 'ox/AbiParameters'
import * as Address from 'ox/Address'
import * as Hash from 'ox/Hash'
import type {Hex} from 'ox/Hex'

import type {VenueCall, VenueItem} from '../../../src/governance/model.js'
import {planOf} from '../../../src/governance/plan.js'
import {multiSend} from '../../../src/governance/venues/multi-send.js'
import {safeHashes} from '../../../src/governance/venues/safe-hashes.js'

// What venues write equals what an ABI library that they do not use makes of the same values.

const RUNS = {numRuns: 50}
const hex = (length: number) =>
  fc.uint8Array({minLength: length, maxLength: length}).map((bytes): Hex => `0x${Buffer.from(bytes).toString('hex')}`)
const data = fc.uint8Array({minLength: 4, maxLength: 90}).map((bytes): Hex => `0x${Buffer.from(bytes).toString('hex')}`)
const address = hex(20).map((text) => Address.checksum(text))
const uint = fc.bigInt({min: 0n, max: 2n ** 256n - 1n})
const call = fc.record({to: address, value: uint, data, title: fc.constant('call')})
const calls = fc.uniqueArray(call, {minLength: 1, maxLength: 4, selector: ({data: bytes}) => bytes})
const AT = '0x64b761D848206f447Fe2dd461b0c635Ec39EbB27'
const text = fc.string({unit: 'grapheme', minLength: 1, maxLength: 60}).filter((words) => !/\p{Cs}/u.test(words))

const actsOf = (list: readonly VenueCall[], item: VenueItem) =>
  planOf(list, [item], {chainId: 1, title: 'T', description: '# T', authority: 'a'}).acts
const sent = (list: readonly VenueCall[], item: VenueItem): (string | undefined)[] =>
  actsOf(list, item).flatMap(({transaction}) => (transaction ? [transaction.data] : []))
const parsed = new Map<string, AbiFunction.AbiFunction>()
function encoded(signature: string, args: readonly unknown[]): string {
  const made: unknown = parsed.get(signature) ?? AbiFunction.from<string>(`function ${signature}` as never)
  const known = made as AbiFunction.AbiFunction
  parsed.set(signature, known)
  return AbiFunction.encodeData(known, args as never)
}
const hashed = (types: readonly string[], values: readonly unknown[]): string =>
  Hash.keccak256(AbiParameters.encode(AbiParameters.from<readonly string[]>(types as never) as never, values as never))
const lists = (list: readonly VenueCall[]) =>
  [list.map(({to}) => to), list.map(({value}) => value), list.map((item) => item.data)] as const

test('TimelockController', () => {
  fc.assert(
    fc.property(calls, hex(32), hex(32), fc.integer({min: 1, max: 10_000}), (list, salt, predecessor, hours) => {
      const item = {venue: 'timelock-controller', address: AT, delay: `${hours}h`, salt, predecessor}
      const [first, ...others] = list
      const what = others.length === 0 ? [first!.to, first!.value, first!.data] : lists(list)
      const kinds = others.length === 0 ? 'address,uint256,bytes' : 'address[],uint256[],bytes[]'
      const name = others.length === 0 ? '' : 'Batch'
      expect(sent(list, item)).toEqual([
        encoded(`schedule${name}(${kinds},bytes32,bytes32,uint256)`, [
          ...what,
          predecessor,
          salt,
          BigInt(hours) * 3600n,
        ]),
        encoded(`execute${name}(${kinds},bytes32,bytes32)`, [...what, predecessor, salt]),
      ])
      const id = hashed([...kinds.split(','), 'bytes32', 'bytes32'], [...what, predecessor, salt])
      expect(actsOf(list, item)[1]!.hashes).toEqual({operationId: id})
    }),
    RUNS,
  )
})

test('OpenZeppelin governor, whatever the description', () => {
  fc.assert(
    fc.property(calls, text, (list, description) => {
      const item = {venue: 'oz-governor', address: AT, version: '5', description}
      const hash = Hash.keccak256(new TextEncoder().encode(description), {as: 'Hex'})
      expect(sent(list, item)).toEqual([
        encoded('propose(address[],uint256[],bytes[],string)', [...lists(list), description]),
        encoded('execute(address[],uint256[],bytes[],bytes32)', [...lists(list), hash]),
      ])
      const id = BigInt(hashed(['address[]', 'uint256[]', 'bytes[]', 'bytes32'], [...lists(list), hash]))
      expect(actsOf(list, item).at(-1)!.hashes).toEqual({proposalId: id.toString(), descriptionHash: hash})
    }),
    RUNS,
  )
})

test('Compound Timelock and GovernorBravo', () => {
  fc.assert(
    fc.property(calls, text, fc.integer({min: 1_000_000_000, max: 4_000_000_000}), (list, description, eta) => {
      const timelock = {venue: 'compound-timelock', address: AT, delay: '2d', eta, style: 'calldata'}
      const signature = '(address,uint256,string,bytes,uint256)'
      const args = list.map((item) => [item.to, item.value, '', item.data, BigInt(eta)])
      expect(sent(list, timelock)).toEqual([
        ...args.map((values) => encoded(`queueTransaction${signature}`, values)),
        ...args.map((values) => encoded(`executeTransaction${signature}`, values)),
      ])
      const hashes = args.map((values) => hashed(signature.slice(1, -1).split(','), values))
      expect(Object.values(actsOf(list, timelock)[0]!.hashes!)).toEqual(hashes)

      const named = list.map((item) => ({...item, signature: 'set(uint256)'}))
      const style = {style: 'signature', description, timelock: {address: AT, delay: '2d'}}
      const [targets, values] = lists(list)
      const bodies = list.map((item) => dataSlice(item.data, 4))
      expect(sent(named, {venue: 'governor-bravo', address: AT, ...style})).toEqual([
        encoded('propose(address[],uint256[],string[],bytes[],string)', [
          ...[targets, values, list.map(() => 'set(uint256)'), bodies, description],
        ]),
      ])
    }),
    RUNS,
  )
})

test('Zodiac, DSPause and Aave payloads', () => {
  fc.assert(
    fc.property(calls, hex(32), (list, role) => {
      const module = {address: AT, avatar: AT}
      const kinds = '(address,uint256,bytes,uint8'
      const args = list.map((item) => [item.to, item.value, item.data, 0])
      expect(sent(list, {venue: 'zodiac-delay', ...module, cooldown: '1d'})).toEqual([
        ...args.map((values) => encoded(`execTransactionFromModule${kinds})`, values)),
        ...args.map((values) => encoded(`executeNextTx${kinds})`, values)),
      ])
      expect(sent(list, {venue: 'zodiac-roles', ...module, version: '2', role})).toEqual(
        args.map((values) => encoded(`execTransactionWithRole${kinds},bytes32,bool)`, [...values, role, true])),
      )
      const action = {address: AT, codeHash: role, fax: list[0]!.data}
      const plan = [AT, role, list[0]!.data, 1_800_000_000n]
      const pause = {venue: 'ds-pause', address: AT, proxy: AT, delay: '2d', eta: 1_800_000_000, action}
      expect(sent(list, pause)[0]).toBe(encoded('plot(address,bytes32,bytes,uint256)', plan))
      expect(actsOf(list, pause)[0]!.hashes).toEqual({
        planHash: hashed(['address', 'bytes32', 'bytes', 'uint256'], plan),
      })
      const aave = {payloadsController: AT, executor: AT, accessLevel: 2, delay: '7d', governance: AT, votingPortal: AT}
      const [payload] = sent(list, {venue: 'aave-governance-v3', ...aave, ipfsHash: role, cancellationFee: 0})
      const actions = list.map((item) => [item.to, false, 2, item.value, '', item.data])
      expect(payload).toBe(encoded('createPayload((address,bool,uint8,uint256,string,bytes)[])', [actions]))
    }),
    RUNS,
  )
})

test('Safe: batches, and hashes of every version', () => {
  const TYPE =
    'SafeTx(address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 baseGas,uint256 gasPrice,address gasToken,address refundReceiver,uint256 nonce)'
  const typeHash = (type: string): Hex => Hash.keccak256(new TextEncoder().encode(type), {as: 'Hex'})
  const fields = fc.record({
    ...{to: address, value: uint, data, operation: fc.constantFrom(0, 1), safeTxGas: uint, baseGas: uint},
    ...{gasPrice: uint, gasToken: address, refundReceiver: address, nonce: uint, safe: address, chainId: uint},
  })
  fc.assert(
    fc.property(calls, fields, fc.constantFrom('0.1.0', '1.1.1', '1.3.0', '1.5.0+L2'), (list, tx, version) => {
      const packed = list.map((item) =>
        AbiParameters.encodePacked(
          ['uint8', 'address', 'uint256', 'uint256', 'bytes'],
          [0, item.to, item.value, BigInt((item.data.length - 2) / 2), item.data],
        ),
      )
      expect(multiSend(list)).toBe(encoded('multiSend(bytes)', [concat(packed)]))

      const old = version === '0.1.0' || version === '1.1.1'
      const type = version === '0.1.0' ? TYPE.replace('baseGas', 'dataGas') : TYPE
      const domain = old
        ? hashed(['bytes32', 'address'], [typeHash('EIP712Domain(address verifyingContract)'), tx.safe])
        : hashed(
            ['bytes32', 'uint256', 'address'],
            [typeHash('EIP712Domain(uint256 chainId,address verifyingContract)'), tx.chainId, tx.safe],
          )
      const order = ['operation', 'safeTxGas', 'baseGas', 'gasPrice', 'gasToken', 'refundReceiver', 'nonce'] as const
      const message = hashed(
        [
          'bytes32',
          'address',
          'uint256',
          'bytes32',
          'uint8',
          'uint256',
          'uint256',
          'uint256',
          'address',
          'address',
          'uint256',
        ],
        [typeHash(type), tx.to, tx.value, Hash.keccak256(tx.data), ...order.map((name) => tx[name])],
      )
      expect(safeHashes({...tx, version})).toEqual({
        domainHash: domain,
        messageHash: message,
        safeTxHash: Hash.keccak256(concat(['0x1901', domain, message]) as Hex),
      })
    }),
    RUNS,
  )
})
