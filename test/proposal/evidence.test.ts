import {createHash} from 'node:crypto'

import {
  EVIDENCE_PATTERN,
  evidenceDigest,
  evidenceLine,
  readEvidence,
  withEvidence,
  withoutEvidence,
  type Evidence,
} from '../../src/proposal/evidence.js'

const EVIDENCE: Evidence = {
  plimsoll: '0.1.0',
  proposal: 'ab'.repeat(32),
  inputs: {'ETH-USDT': '12'.repeat(32), 'my book, v2': '34'.repeat(32)},
  seeds: {fund: 1, book: 7},
  figures: {coverage: '97.1234%', badDebt: '0.0000%'},
}
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

test('the digest is over figures, inputs, version, proposal and seeds, keys in order', () => {
  const text =
    '{"figures":{"badDebt":"0.0000%","coverage":"97.1234%"},' +
    `"inputs":{"ETH-USDT":"${'12'.repeat(32)}","my book, v2":"${'34'.repeat(32)}"},` +
    `"plimsoll":"0.1.0","proposal":"${'ab'.repeat(32)}","seeds":{"book":7,"fund":1}}`
  expect(evidenceDigest(EVIDENCE)).toBe(sha256(text))
})

test('one line says all of it, and is read back', () => {
  const line = evidenceLine(EVIDENCE)
  expect(line).toBe(
    `sha256 ${evidenceDigest(EVIDENCE)}, plimsoll 0.1.0, proposal abababababababab, ETH-USDT 1212121212121212, ` +
      'my-book--v2 3434343434343434, book seed 7, fund seed 1, badDebt 0.0000%, coverage 97.1234%',
  )
  expect(line).toMatch(new RegExp(EVIDENCE_PATTERN))
  expect(readEvidence(line)).toEqual({
    digest: evidenceDigest(EVIDENCE),
    plimsoll: '0.1.0',
    proposal: 'abababababababab',
    inputs: {'ETH-USDT': '1212121212121212', 'my-book--v2': '3434343434343434'},
    seeds: {book: 7, fund: 1},
    figures: {coverage: '97.1234%', badDebt: '0.0000%'},
  })
})

test.each(['', 'sha256 12', evidenceLine(EVIDENCE).toUpperCase(), `${evidenceLine(EVIDENCE)}\nmore`])(
  'is no evidence line: %j',
  (line) => {
    expect(readEvidence(line)).toBeUndefined()
  },
)

test.each([
  ['a plain end', 'plimsoll: 1\ntitle: x\n'],
  ['no newline at the end', 'plimsoll: 1\ntitle: x'],
  ['CRLF', 'plimsoll: 1\r\ntitle: x\r\n'],
])('the line stands at the end and leaves the rest alone: %s', (_what, text) => {
  const sealed = withEvidence(text, EVIDENCE)
  expect(sealed.text.startsWith(text)).toBe(true)
  expect(withoutEvidence(sealed.text).trimEnd()).toBe(text.trimEnd())
  expect(readEvidence(sealed.line)?.proposal).toBe(sha256(withoutEvidence(sealed.text)).slice(0, 16))
  expect(withEvidence(sealed.text, EVIDENCE)).toEqual(sealed)
})
