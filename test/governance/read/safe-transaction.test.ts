import fc from 'fast-check'

import {readSafeFields} from '../../../src/governance/read/safe-transaction.js'
import {readTransaction} from '../../../src/governance/read/transaction/read-transaction.js'
import {PlimsollError} from '../../../src/errors.js'
import {BROAD_ITEMS, batched, SAFE, WETH} from '../../helpers/transactions.js'

/** The fields of a transaction's text. */
function readSafeTransaction(text: string) {
  const input = readTransaction(text)
  if (input.kind !== 'safe') throw new PlimsollError('TEST', `${text} is no Safe transaction`)
  return readSafeFields(input)
}

const good = batched(...BROAD_ITEMS)
const read = (change: Record<string, unknown> = {}) => readSafeTransaction(JSON.stringify({...good, ...change}))
const problem = (field: string, value: unknown) => read({[field]: value}).problems
const sources = (source: string) => readSafeTransaction(JSON.stringify(good).replace('"nonce":42', `"nonce":${source}`))

it('reads a whole transaction', () => {
  const {all, problems, unknown} = read()
  expect(problems).toEqual([])
  expect(unknown).toEqual([])
  expect(all).toMatchObject({chainId: 1n, safe: SAFE, version: '1.3.0', nonce: 42n, operation: 1, value: 0n})
})

it.each(['0x2a', '42'])('reads an integer from the string %s', (text) => {
  expect(read({nonce: text}).all?.nonce).toBe(42n)
})

it('keeps an integer beyond 2^53 that is a string exact', () => {
  expect(read({baseGas: '9007199254740993'}).fields.baseGas).toBe(9007199254740993n)
})

it.each(['9007199254740993', '1e3', '42.0', '42.00000000000000000001', '-1', '-0', '1e400'])(
  'refuses the number %s',
  (source) => {
    expect(sources(source).problems).toHaveLength(1)
    expect(sources(source).fields.nonce).toBeUndefined()
  },
)

it.each([
  ['safe', SAFE.slice(0, -1)],
  ['safe', SAFE.replace('c', 'C')],
  ['safe', `${SAFE}00`],
  ['safe', 1],
  ['to', null],
  ['to', WETH.slice(2)],
  ['data', '0x123'],
  ['data', '0xzz'],
  ['data', 'ff'],
  ['data', 7],
  ['value', '-1'],
  ['value', '1.5'],
  ['value', '007'],
  ['value', ' 1'],
  ['value', String(2n ** 256n)],
  ['value', `0x1${'0'.repeat(64)}`],
  ['value', '9'.repeat(1_000_000)],
  ['value', ''],
  ['value', '0x'],
  ['value', true],
  ['value', [1]],
  ['operation', 2],
  ['operation', '0x100'],
  ['version', 'latest'],
  ['version', 1.3],
  ['nonce', {}],
])('makes %s = %p a problem of that field', (field, value) => {
  expect(problem(field, value)).toMatchObject([{field}])
})

it.each(Object.keys(good))('makes a missing %s a problem', (field) => {
  const {problems, all} = read({[field]: undefined})
  expect(problems).toEqual([{field, message: 'is missing'}])
  expect(all).toBeUndefined()
})

it('takes addresses in one case, and data in either', () => {
  expect(read({safe: SAFE.toLowerCase(), data: `0x${good.data.slice(2).toUpperCase()}`}).all).toEqual(read().all)
})

it('names fields that it does not know', () => {
  expect(read({extra: {to: 1}, note: '0x'}).unknown).toEqual(['extra', 'note'])
})

it.each([
  ['at the end', (text: string) => text.replace(/}$/, ',"nonce":43}')],
  ['with escapes', (text: string) => text.replace(/^{/, String.raw`{"n\u006fnce":42,`)],
  ['equal', (text: string) => text.replace(/^{/, '{"nonce":42,')],
])('makes a repeated key a problem: %s', (_how, change) => {
  const {problems, all} = readSafeTransaction(change(JSON.stringify(good)))
  expect(problems).toMatchObject([{field: 'nonce', message: expect.stringContaining('twice')}])
  expect(all).toBeUndefined()
})

it('finds repeated keys at any depth, and only repeated keys', () => {
  const duplicates = (extra: string) =>
    readSafeTransaction(JSON.stringify(good).replace(/}$/, `,"x":${extra}}`)).problems.length
  expect(duplicates('[{"a":1,"a":2}]')).toBe(1)
  expect(duplicates('[{"a":{"a":1}},{"a":"a,\\"a\\":1"},["a","a"]]')).toBe(0)
})

it.each(['', 'x', '{', '[]', '1', 'null', '"{}"', '{"a":1,}', '\u{FEFF}{}'])('throws for %p', (text) => {
  expect(() => readSafeTransaction(text)).toThrow(PlimsollError)
})

// Words alone may be a spelling of a field: `safe_tx_gas`.
const name = fc.oneof(
  fc.string().map((text) => `${text}#`),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'valueOf', ' to', 'to.'),
)

it('splits any object as JSON.parse does', () => {
  fc.assert(
    fc.property(fc.dictionary(name, fc.jsonValue()), fc.nat(3), (object, indent) => {
      const {unknown, problems} = readSafeTransaction(JSON.stringify(object, undefined, indent))
      const known = Object.keys(good)
      expect(unknown.toSorted()).toEqual(
        Object.keys(JSON.parse(JSON.stringify(object)) as object)
          .filter((key) => !known.includes(key))
          .toSorted(),
      )
      expect(problems.filter(({message}) => message.includes('twice'))).toEqual([])
    }),
  )
})
