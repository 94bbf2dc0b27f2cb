import {readTransaction} from '../../src/governance/read/transaction/read-transaction.js'
import {readBundle, bundled, writeBundle} from '../../src/verify/bundle.js'
import {combined} from '../../src/verify/combine.js'
import {selfTest} from '../../src/verify/self-test.js'
import {verifyTransaction} from '../../src/verify/verify.js'
import {batched, configurator, direct, proposal, WETH} from '../helpers/transactions.js'
import {refusal} from '../helpers/refusal.js'
import {VENUE_CASES} from '../helpers/venue-cases.js'

const SOME = ['a Safe, one call', 'a Safe, execTransaction', 'a Governor, fields', 'a Timelock, scheduleBatch', 'Roles']

it.each(VENUE_CASES.filter(({name}) => SOME.includes(name)))(
  'catches every mutant of $name',
  ({proposal: request, text}) => {
    const {mutants, missed} = selfTest({input: readTransaction(text), proposal: request})
    expect(missed).toEqual([])
    expect(mutants).toBeGreaterThan(50)
  },
)

it('shows what would pass: without a proposal, a hash that is not asked for', () => {
  const input = readTransaction(JSON.stringify(direct(configurator('setSupplyCap', WETH, 1))))
  const {safeTxHash = ''} = verifyTransaction({input}).hashes ?? {}
  expect(selfTest({input, expect: safeTxHash}).missed).toEqual([])
})

describe('a folder with several transactions', () => {
  const cap = proposal('configurator', [{asset: 'WETH', supplyCap: {to: '1 WETH'}}])
  const named = (name: string, transaction: object, expect?: string) => ({
    name,
    verdict: verifyTransaction({
      input: readTransaction(JSON.stringify(transaction)),
      proposal: cap,
      ...(expect === undefined ? {} : {expect}),
    }),
  })
  const [good, bad] = [direct(configurator('setSupplyCap', WETH, 1)), direct(configurator('setSupplyCap', WETH, 2))]

  it('is as good as the worst of them', () => {
    expect(combined([named('a', good)], cap).verdict).toBe('MATCH')
    const both = combined([named('a', good), named('b', bad)], cap)
    expect(both.verdict).toBe('MISMATCH')
    expect(both.reasons).toEqual(['b: 1 statement with another value than the proposal'])
  })

  it('says that two documents were swapped', () => {
    const other = batched(configurator('setSupplyCap', WETH, 1))
    const {safeTxHash} = named('b', other).verdict.hashes ?? {}
    const swapped = combined([named('a', good, safeTxHash), named('b', other)], cap, safeTxHash)
    expect(swapped.diagnosis[0]).toEqual({
      kind: 'sibling',
      message: expect.stringContaining('another transaction here: b'),
    })
  })
})

describe('a bundle', () => {
  const shown = {addresses: [], functions: [], version: '1.0.0'}
  const bundle = {proposal: bundled('p.yaml', 'plimsoll: 1\n'), transactions: [bundled('t.json', '{}')]}

  it('comes back as it was, and carries its digest in its name', () => {
    const {name, text} = writeBundle(bundle, shown)
    expect(name).toMatch(/^plimsoll-bundle-[\da-f]{16}\.json$/)
    expect(readBundle(text, name)).toEqual(bundle)
    expect(writeBundle(bundle, shown)).toEqual({name, text})
    expect(writeBundle({...bundle, proposal: bundled('p.yaml', 'plimsoll: 1')}, shown).name).not.toBe(name)
  })

  it.each([
    ['a text that was changed', (text: string) => text.replace('"{}"', '"{ }"'), 'BUNDLE_DIGEST'],
    ['a missing proposal', (text: string) => text.replace('"proposal"', '"proposals"'), 'BUNDLE_UNREADABLE'],
    ['no transaction', (text: string) => text.replace('"transactions"', '"others"'), 'BUNDLE_UNREADABLE'],
    ['what is no bundle', () => '{}', 'BUNDLE_UNREADABLE'],
    ['what is no JSON', () => 'x', 'TRANSACTION_NOT_JSON'],
  ])('refuses %s', (_what, change, code) => {
    const {text} = writeBundle(bundle, shown)
    expect(refusal(() => readBundle(change(text), 'b.json')).code).toBe(code)
  })
})
