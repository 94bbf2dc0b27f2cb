import {digestWithoutEvidence, evidenceLine, withEvidence, type Evidence} from '../../src/proposal/evidence.js'
import type {Proposal} from '../../src/proposal/model.js'
import {withEvidenceOf} from '../../src/verify/evidence.js'
import type {Verdict} from '../../src/verify/model.js'
import {proposal} from '../helpers/transactions.js'

const TEXT = 'plimsoll: 1\n'
const SEALED = withEvidence(TEXT, {
  plimsoll: '0.1.0',
  inputs: {'ETH-USDT': '12'.repeat(32)},
  seeds: {book: 7},
  figures: {coverage: '97.1234%'},
})
const FOUND: Evidence = {
  plimsoll: '0.2.0',
  proposal: digestWithoutEvidence(TEXT),
  inputs: {'ETH-USDT': '12'.repeat(32)},
  seeds: {book: 7},
  figures: {coverage: '97.1234%'},
}
const MATCH: Verdict = {
  verdict: 'MATCH',
  statements: [],
  hashes: undefined,
  warnings: [],
  reasons: [],
  diagnosis: [],
  notes: [],
}
const BASE: Proposal = {
  ...proposal('configurator', [{asset: 'WETH', supplyCap: {to: '1 WETH'}}]),
  evidence: SEALED.line,
}
const GOVERNOR = {venue: 'oz-governor', address: `0x${'11'.repeat(20)}`}
const of = (found: Error | Evidence | undefined, text = SEALED.text, request = BASE) =>
  withEvidenceOf(MATCH, {proposal: request, text}, found)

test('says that a Safe transaction is bound off-chain only', () => {
  const {evidence, notes, verdict} = of(undefined, SEALED.text, {...BASE, governance: [{venue: 'safe'}]})
  expect([verdict, evidence?.onChain]).toEqual(['MATCH', false])
  expect(notes[0]).toMatch(/off-chain only, by the sha256 of the file.*--evidence/)
})

test('says that a governor carries the line, unless its own description leaves it out', () => {
  expect(of(undefined, SEALED.text, {...BASE, governance: [GOVERNOR]}).notes[0]).toContain('stands in the description')
  const silent = {...BASE, governance: [{...GOVERNOR, description: 'Mine.'}]}
  expect(of(undefined, SEALED.text, silent).evidence?.onChain).toBe(false)
})

test('the text may not have changed since', () => {
  expect(of(undefined, SEALED.text).warnings).toEqual([])
  expect(of(undefined, `${SEALED.text}# more\n`).warnings).toMatchObject([{id: 'evidence-stale', severity: 'danger'}])
})

test('holds when the same is computed again, by another version too, and within the tolerance', () => {
  expect(of(FOUND)).toMatchObject({verdict: 'MATCH', evidence: {recomputed: {differences: [], tolerance: 1e-6}}})
  expect(of({...FOUND, figures: {coverage: '97.1235%'}}).verdict).toBe('MATCH')
})

test.each([
  ['coverage is 97.1236%', {figures: {coverage: '97.1236%'}}],
  ['badDebt is 0.1000%; the line says nothing of it', {figures: {...FOUND.figures, badDebt: '0.1000%'}}],
  [
    'ETH-USDT had sha256 1212121212121212..., and is now 9912121212121212...',
    {inputs: {'ETH-USDT': `99${'12'.repeat(31)}`}},
  ],
  ['its sha256 is', {inputs: {'ETH-USDT': `${'12'.repeat(31)}99`}}],
  ['book had seed 7, and is now 8', {seeds: {book: 8}}],
  ['another than it was made of', {proposal: 'ff'.repeat(32)}],
])('does not hold: %s', (said, change) => {
  const {reasons, verdict} = of({...FOUND, ...change})
  expect(verdict).toBe('MISMATCH')
  expect(reasons.join('\n')).toContain(said)
})

test('cannot tell when it cannot be computed again, or there is none', () => {
  expect(of(new Error('no prices'))).toMatchObject({
    verdict: 'CANNOT TELL',
    reasons: [expect.stringContaining('no prices')],
  })
  const without = Object.fromEntries(Object.entries(BASE).filter(([key]) => key !== 'evidence')) as unknown as Proposal
  expect(of(new Error('no line'), TEXT, without).verdict).toBe('CANNOT TELL')
  expect(of(undefined, TEXT, without)).toEqual(MATCH)
})

test('a line whose figure was touched up is caught by its digest', () => {
  const line = SEALED.line.replace('97.1234%', '97.1235%')
  const touched = {...BASE, evidence: line}
  expect(line).not.toBe(evidenceLine(FOUND))
  expect(of({...FOUND, figures: {coverage: '97.1235%'}}, SEALED.text, touched).verdict).toBe('MISMATCH')
})
