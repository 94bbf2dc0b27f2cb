import fc from 'fast-check'

import {batchContract, BATCH_CONTRACTS, standsOn} from '../../../src/governance/read/known-contracts.js'
import {innerCalls} from '../../../src/governance/read/calls.js'
import {unpackMultiSend} from '../../../src/governance/read/multisend.js'
import {
  BATCH,
  BROAD_ITEMS,
  CALL_ONLY,
  configurator,
  CONFIGURATOR,
  multiSend,
  pack,
  WETH,
  ZERO,
  type Item,
} from '../../helpers/transactions.js'

const word = (value: bigint) => value.toString(16).padStart(64, '0')
const wrapped = (length: bigint, body: string, offset = 32n) => `0x8d80ff0a${word(offset)}${word(length)}${body}`

it('unpacks the worked batch', () => {
  const {items, problems} = unpackMultiSend(BATCH)
  expect(problems).toEqual([])
  expect(items.map(({to, data, operation, value}) => [to, data.slice(0, 10), operation, value])).toEqual([
    [CONFIGURATOR.toLowerCase(), '0x7c4e560b', 0, 0n],
    [CONFIGURATOR.toLowerCase(), '0x571f03e5', 0, 0n],
  ])
})

it('gives back any batch that ethers packs', () => {
  const bytes = (options: {minLength?: number; maxLength: number}) =>
    fc.uint8Array(options).map((data) => `0x${Buffer.from(data).toString('hex')}`)
  const item = fc.record({
    to: bytes({minLength: 20, maxLength: 20}),
    data: bytes({maxLength: 80}),
    value: fc.bigInt({min: 0n, max: 2n ** 256n - 1n}),
    operation: fc.nat(255),
  })
  fc.assert(
    fc.property(fc.array(item, {minLength: 1, maxLength: 5}), (items) => {
      expect(unpackMultiSend(multiSend(items))).toEqual({items, problems: []})
    }),
  )
})

const packed = pack(BROAD_ITEMS).slice(2)
const size = BigInt(packed.length / 2)
const zeros = '0'.repeat((64 - (packed.length % 64)) % 64)
it.each([
  ['another function', `0x8d80ff0b${BATCH.slice(10)}`],
  ['no more than a selector', '0x8d80ff0a'],
  ['another offset', wrapped(size, packed + zeros, 64n)],
  ['a length beyond the bytes', wrapped(size + 32n, packed + zeros)],
  ['a length of 2^255', wrapped(2n ** 255n, packed + zeros)],
  ['a length one short', wrapped(size - 1n, packed + zeros)],
  ['dirty padding', wrapped(size, `${packed}${zeros.slice(0, -1)}1`)],
  ['no padding', wrapped(size, packed)],
  ['a word too much', wrapped(size, `${packed}${zeros}${'0'.repeat(64)}`)],
  ['trailing bytes', wrapped(size, `${packed}${zeros}ff`)],
  ['an item of 2^255 bytes', wrapped(85n, `00${CONFIGURATOR.slice(2)}${word(0n)}${word(2n ** 255n)}`.padEnd(192, '0'))],
  ['an item cut off', wrapped(10n, '00'.repeat(32))],
  ['no item', wrapped(0n, '')],
])('has a problem with %s', (_what, data) => {
  expect(unpackMultiSend(data.toLowerCase()).problems).toHaveLength(1)
})

const run = (items: readonly Item[], change: object = {}) =>
  innerCalls({to: CALL_ONLY['1.3.0'], value: 0n, data: multiSend(items), operation: 1, version: '1.3.0', ...change}, 1)
const call = configurator('setSupplyCap', WETH, 1)

it('takes a direct call as it is', () => {
  const {calls, problems} = run([], {to: CONFIGURATOR, data: call.data, operation: 0})
  expect(problems).toEqual([])
  expect(calls).toEqual([{chainId: 1, to: CONFIGURATOR, value: 0n, data: call.data}])
})

it('takes a MultiSendCallOnly of another version with a warning', () => {
  const {calls, problems, warnings} = run([call, call], {to: CALL_ONLY['1.4.1']})
  expect([calls.length, problems.length]).toEqual([2, 0])
  expect(warnings).toMatchObject([{id: 'multisend-version'}])
})

it('takes a MultiSend whose items are all calls, with a warning where there was MultiSendCallOnly', () => {
  const to = '0xA238CBeb142c10Ef7Ad8442C6D1f9E89e07e7761'
  expect(run([call, call], {to})).toMatchObject({problems: [], warnings: [{id: 'multisend-delegate'}]})
  expect(run([call], {to, version: '1.2.0'})).toMatchObject({problems: [], warnings: []})
  expect(run([{...call, operation: 1}], {to}).problems).toEqual(['item 1 of the batch is a delegatecall'])
})

it.each([
  ['an unknown contract', {to: CONFIGURATOR}, [call]],
  ['a MultiSendCallOnly that stands on zkSync only', {to: '0xf220D3b4DFb23C4ade8C88E526C1353AbAcbC38F'}, [call]],
  ['value on the delegatecall', {value: 1n}, [call]],
  ['an item that delegates', {}, [call, {...call, operation: 1}]],
  ['an item of an unknown operation', {}, [{...call, operation: 2}]],
  ['an item to the zero address', {}, [{...call, to: ZERO}]],
  ['a batch in the batch', {}, [{to: CONFIGURATOR, data: multiSend([call])}]],
  ['a batch contract in the batch', {}, [{to: CALL_ONLY['1.4.1'], data: '0x'}]],
  ['a direct call to the zero address', {operation: 0, to: ZERO}, [call]],
])('has a problem with %s', (_what, change, items) => {
  expect(run(items, change).problems).toHaveLength(1)
})

it('knows where the batch contracts stand', () => {
  const where = (address: string, chain: number) => standsOn(batchContract(address)!, chain)
  expect(where('0xf220D3b4DFb23C4ade8C88E526C1353AbAcbC38F', 324)).toBe(true)
  expect(where('0xA83c336B20401Af773B6219BA5027174338D1836', 137)).toBe(false)
  expect(where(CALL_ONLY['1.3.0'], 999_999)).toBeUndefined()
  expect(run([call]).warnings).toEqual([])
  expect(
    innerCalls({to: CALL_ONLY['1.3.0'], value: 0n, data: multiSend([call]), operation: 1, version: '1.3.0'}, 999_999)
      .warnings,
  ).toMatchObject([{id: 'multisend-chain', severity: 'danger'}])
})

it('agrees with the package of Safe deployments', async () => {
  const {default: fs} = await import('node:fs')
  for (const {name, version, address} of BATCH_CONTRACTS) {
    const file = name === 'MultiSend' ? 'multi_send' : 'multi_send_call_only'
    const path = `node_modules/@safe-global/safe-deployments/dist/assets/v${version}/${file}.json`
    const {deployments, networkAddresses} = JSON.parse(fs.readFileSync(path, 'utf8')) as {
      deployments: Record<string, {address: string}>
      networkAddresses: Record<string, string | string[]>
    }
    const kind = Object.keys(deployments).find((key) => deployments[key]?.address === address)
    expect([address, kind]).toEqual([address, expect.any(String)])
    for (const chain of [
      1, 10, 56, 100, 137, 143, 146, 196, 324, 1088, 1868, 4326, 5000, 8453, 9745, 42161, 42220, 43113, 43114, 57073,
      59144, 84532, 421614, 534352, 763373, 11155111, 11155420, 1666600000,
    ]) {
      const listed = [networkAddresses[chain] ?? []].flat().includes(kind!)
      expect([address, chain, standsOn(batchContract(address)!, chain)]).toEqual([address, chain, listed])
    }
  }
})
