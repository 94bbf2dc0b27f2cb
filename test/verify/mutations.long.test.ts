import fc from 'fast-check'

import {PlimsollError} from '../../src/errors.js'
import type {SafeTransaction} from '../../src/governance/model.js'
import {BATCH_CONTRACTS} from '../../src/governance/read/known-contracts.js'
import type {Proposal} from '../../src/proposal/model.js'
import {verifySafeTransaction} from '../../src/verify/verify.js'
import {
  batched,
  BROAD,
  BROAD_ITEMS,
  configurator,
  CUSTOM,
  CUSTOM_ITEMS,
  direct,
  proposal,
  STEWARDED,
  STEWARDED_ITEMS,
  WETH,
  type Item,
} from '../helpers/transactions.js'

const verdictOf = (request: Proposal, transaction: object) =>
  verifySafeTransaction(request, JSON.stringify(transaction)).verdict

const CAP = proposal('configurator', [{asset: 'WETH', supplyCap: {to: '2m WETH'}}])
const CASES: readonly (readonly [string, Proposal, SafeTransaction, readonly Item[]])[] = [
  [
    'a direct call',
    CAP,
    direct(configurator('setSupplyCap', WETH, 2_000_000)),
    [configurator('setSupplyCap', WETH, 2_000_000)],
  ],
  ['the configurator', BROAD, batched(...BROAD_ITEMS), BROAD_ITEMS],
  ['the risk steward', STEWARDED, batched(...STEWARDED_ITEMS), STEWARDED_ITEMS],
  ['custom contracts', CUSTOM, batched(...CUSTOM_ITEMS), CUSTOM_ITEMS],
]
const uint = fc.bigInt({min: 0n, max: 2n ** 256n - 1n})
const address = fc.uint8Array({minLength: 20, maxLength: 20}).map((bytes) => `0x${Buffer.from(bytes).toString('hex')}`)

/** One spelling for each scalar: 42, "42" and "0x2a" are the same integer, and stay a match. */
const spelled = (value: unknown): string | undefined => {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const text = String(value).toLowerCase()
  return /^(?:0x[\da-f]{1,64}|\d{1,78})$/.test(text) ? String(BigInt(text)) : text
}

describe.each(CASES)('%s', (_what, request, transaction, items) => {
  it('matches before it is changed', () => {
    expect(verdictOf(request, transaction)).toBe('MATCH')
  })

  it('every single byte of the data counts', () => {
    const bytes = Buffer.from(transaction.data.slice(2), 'hex')
    const passed: string[] = []
    for (let at = 0; at < bytes.length; at++) {
      const mask = 1 + ((at * 37) % 255)
      const changed = Buffer.from(bytes)
      changed.writeUInt8(bytes.readUInt8(at) ^ mask, at)
      if (verdictOf(request, {...transaction, data: `0x${changed.toString('hex')}`}) !== 'MISMATCH') {
        passed.push(`${at} ^ ${mask}`)
      }
    }
    expect(passed).toEqual([])
  })

  it('no byte can be any other', () => {
    const bytes = Buffer.from(transaction.data.slice(2), 'hex')
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({min: 1, max: 255}), (at, mask) => {
        const changed = Buffer.from(bytes)
        changed.writeUInt8(bytes.readUInt8(at) ^ mask, at)
        expect(verdictOf(request, {...transaction, data: `0x${changed.toString('hex')}`})).toBe('MISMATCH')
      }),
    )
  })

  it('no bytes can be cut, added or repeated', () => {
    const {data} = transaction
    const place = fc.nat((data.length - 2) / 2)
    fc.assert(
      fc.property(place, place, fc.uint8Array({minLength: 1, maxLength: 70}), (a, b, extra) => {
        const cut = 2 + 2 * a
        const hex = Buffer.from(extra).toString('hex')
        expect(verdictOf(request, {...transaction, data: data.slice(0, cut) + hex + data.slice(cut)})).toBe('MISMATCH')
        if (a === b) return
        const [from, to] = a < b ? [a, b] : [b, a]
        expect(verdictOf(request, {...transaction, data: data.slice(0, 2 + 2 * from) + data.slice(2 + 2 * to)})).toBe(
          'MISMATCH',
        )
      }),
    )
  })

  it.each(['chainId', 'value', 'safeTxGas', 'baseGas', 'gasPrice', 'nonce'] as const)(
    '%s can have no other value',
    (field) => {
      fc.assert(
        fc.property(uint, (value) => {
          fc.pre(value !== BigInt(transaction[field]))
          expect(verdictOf(request, {...transaction, [field]: String(value)})).toBe('MISMATCH')
        }),
        {numRuns: 25},
      )
    },
  )

  it.each(['safe', 'to', 'gasToken', 'refundReceiver'] as const)('%s can be no other address', (field) => {
    const known = BATCH_CONTRACTS.map((contract) => contract.address.toLowerCase())
    fc.assert(
      fc.property(address, (value) => {
        fc.pre(value !== transaction[field].toLowerCase() && !(field === 'to' && known.includes(value)))
        expect(verdictOf(request, {...transaction, [field]: value})).toBe('MISMATCH')
      }),
      {numRuns: 25},
    )
  })

  it('no field can be another JSON value, or be missing', () => {
    const field = fc.constantFrom(...(Object.keys(transaction) as (keyof SafeTransaction)[]))
    fc.assert(
      fc.property(field, fc.oneof(fc.jsonValue(), fc.constant(undefined)), (name, value) => {
        fc.pre(spelled(value) !== spelled(transaction[name]))
        expect(verdictOf(request, {...transaction, [name]: value})).toBe('MISMATCH')
      }),
      {numRuns: 200},
    )
  })

  it('no call can be added, left out or made twice', () => {
    for (let at = 0; at < items.length; at++) {
      expect(
        verdictOf(
          request,
          batched(
            ...items.slice(0, at),
            ...items.slice(at + 1),
            ...(items.length === 1 ? [{to: WETH, data: '0x'}] : []),
          ),
        ),
      ).toBe('MISMATCH')
      expect(verdictOf(request, batched(...items, items[at]!))).toBe('MISMATCH')
      for (const [, , , others] of CASES) {
        const [extra] = others.filter((other) => !items.some((own) => own.data === other.data))
        if (extra)
          expect(verdictOf(request, batched(...items.slice(0, at), extra, ...items.slice(at)))).toBe('MISMATCH')
      }
    }
  })

  it('independent calls can stand in any order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...items], {minLength: items.length}), (order) => {
        expect(verdictOf(request, batched(...order))).toBe('MATCH')
      }),
      {numRuns: 30},
    )
  })

  it('is no match for another proposal', () => {
    for (const [, other] of CASES) if (other !== request) expect(verdictOf(other, transaction)).toBe('MISMATCH')
  })
})

describe('whatever the text is', () => {
  const answer = (text: string): string => {
    try {
      return verifySafeTransaction(BROAD, text).verdict
    } catch (error) {
      if (error instanceof PlimsollError) return error.code
      throw error
    }
  }
  const good = batched(...BROAD_ITEMS)

  it('random text is refused, never a match', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({unit: 'binary'}), fc.json()), (text) => answer(text) !== 'MATCH'),
      {numRuns: 300},
    )
  })

  it('random fields are no match', () => {
    const fields = Object.fromEntries(
      Object.keys(good).map((name) => [name, fc.oneof(fc.jsonValue(), fc.constant(good[name as keyof typeof good]))]),
    )
    fc.assert(
      fc.property(fc.record(fields, {requiredKeys: []}), (record) => {
        fc.pre(Object.entries(good).some(([name, value]) => spelled(record[name]) !== spelled(value)))
        return answer(JSON.stringify(record)) !== 'MATCH'
      }),
      {numRuns: 300},
    )
  })

  it('random data is no match', () => {
    const data = fc.uint8Array({maxLength: 400}).map((bytes) => Buffer.from(bytes).toString('hex'))
    const heads = fc.constantFrom(
      '',
      '7c4e560b',
      '571f03e5',
      '8d80ff0a',
      '09d83328',
      '02da32ae',
      '55caa163',
      '1a0b287e',
    )
    fc.assert(
      fc.property(
        heads,
        data,
        fc.constantFrom(BROAD, STEWARDED, CUSTOM),
        fc.boolean(),
        (head, body, request, isBatch) => {
          const item = {
            to:
              request === CUSTOM
                ? CUSTOM_ITEMS[0]!.to
                : request === STEWARDED
                  ? STEWARDED_ITEMS[0]!.to
                  : BROAD_ITEMS[0]!.to,
            data: `0x${head}${body}`,
          }
          expect(verdictOf(request, isBatch ? batched(item) : direct(item))).toBe('MISMATCH')
          expect(verdictOf(request, {...good, data: `0x8d80ff0a${body}`})).toBe('MISMATCH')
        },
      ),
      {numRuns: 300},
    )
  })
})

describe('bombs', () => {
  it('a declared length of 2^255 is answered, not allocated', () => {
    const bomb = 2n ** 255n
    const word = bomb.toString(16).padStart(64, '0')
    const offset = 32n.toString(16).padStart(64, '0')
    const list = {to: STEWARDED_ITEMS[0]!.to, data: `0x09d83328${offset}${word}${'0'.repeat(64)}`}
    expect(verdictOf(STEWARDED, direct(list))).toBe('MISMATCH')
    expect(verdictOf(BROAD, {...batched(...BROAD_ITEMS), data: `0x8d80ff0a${offset}${word}`})).toBe('MISMATCH')
  })

  it('deep and long JSON is read without a crash', () => {
    expect(() => verifySafeTransaction(BROAD, `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`)).not.toThrow(
      RangeError,
    )
    expect(verdictOf(BROAD, {...batched(...BROAD_ITEMS), data: `0x${'00'.repeat(2_000_000)}`})).toBe('MISMATCH')
  })
})
