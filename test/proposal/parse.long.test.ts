import fc from 'fast-check'

import {PlimsollError} from '../../src/errors.js'
import {MAX_BYTES, parseSource} from '../../src/proposal/parse.js'

const parse = (text: string) => parseSource(new TextEncoder().encode(text), 'p.yaml')
const failure = (bytes: Uint8Array | string): PlimsollError => {
  try {
    parseSource(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes, 'p.yaml')
  } catch (error) {
    if (error instanceof PlimsollError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('what cannot be read', () => {
  it.each([
    ['an empty file', '', 'PROPOSAL_EMPTY', undefined],
    ['only comments', '# nothing\n', 'PROPOSAL_EMPTY', undefined],
    ['a null document', '~\n', 'PROPOSAL_EMPTY', undefined],
    ['duplicate keys', 'a: 1\nb: 2\na: 3\n', 'PROPOSAL_NOT_YAML', 3],
    ['a tab', 'a:\n\tb: 1\n', 'PROPOSAL_NOT_YAML', 2],
    ['an open bracket', 'a: [1, 2\n', 'PROPOSAL_NOT_YAML', 2],
    ['two documents', 'a: 1\n---\nb: 2\n', 'PROPOSAL_NOT_YAML', 2],
    ['an unquoted address', 'a: 0x47c71dFEB55Ebaa431Ae3fbF99Ea50e0D3d30fA8\n', 'PROPOSAL_INEXACT_NUMBER', 1],
    ['more digits than a number keeps', 'x: 1\na: 12345678901234567890\n', 'PROPOSAL_INEXACT_NUMBER', 2],
  ])('%s', (_what, text, code, line) => {
    const error = failure(text)
    expect(error).toMatchObject({code, exit: 2, place: {file: 'p.yaml'}})
    expect(error.place?.line).toBe(line)
    expect(error.message).not.toContain('\n')
  })

  it('an alias bomb', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefghi'.split('').map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[i]}`).join(',')}]`),
    ]
    expect(failure(bomb.join('\n'))).toMatchObject({code: 'PROPOSAL_ALIASES', exit: 2})
  })

  it.each([
    ['explicit keys', 'a: 1\n? b\n: 2\n', 2],
    ['a list as a key', 'a: 1\n[b]: 2\n', 2],
    ['deep brackets', `a: 1\nb: ${'['.repeat(40)}\n`, 2],
    ['keys that differ only in type', '1: a\n"1": b\n', 2],
  ])('%s', (_what, text, line) => {
    expect(failure(text)).toMatchObject({code: 'PROPOSAL_NOT_YAML', place: {line}})
  })

  it('a byte too many', () => {
    expect(failure(new Uint8Array(MAX_BYTES + 1).fill(0x61))).toMatchObject({code: 'PROPOSAL_TOO_LARGE'})
  })

  it('bytes that are not UTF-8, with their line', () => {
    const bytes = Uint8Array.from([...new TextEncoder().encode('a: 1\nb: '), 0xff, 0xfe, 0x0a])
    expect(failure(bytes)).toMatchObject({code: 'PROPOSAL_NOT_UTF8', place: {line: 2}})
  })

  it('never throws anything but our own error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.uint8Array({maxLength: 300})), (input) => {
        try {
          parseSource(typeof input === 'string' ? new TextEncoder().encode(input) : input, 'p.yaml')
        } catch (error) {
          expect(error).toBeInstanceOf(PlimsollError)
        }
      }),
      {numRuns: 2000},
    )
  })
})

describe('places', () => {
  const source = parse('title: x\nchanges:\n  - asset: WETH\n    ltv: {from: 80%, to: 81%}\n')

  it.each([
    [['title'], false, 1, 8],
    [['title'], true, 1, 1],
    [['changes', 0, 'asset'], false, 3, 12],
    [['changes', 0, 'ltv', 'to'], false, 4, 26],
    [['changes', 0, 'ltv', 'to'], true, 4, 22],
    [['changes', 0, 'ltv', 'absent'], false, 4, 10],
    [['nowhere'], false, 1, 1],
  ] as const)('of %j (key %s)', (path, key, line, column) => {
    expect(source.locate(path, key)).toEqual({file: 'p.yaml', line, column})
  })

  it('has the digest of the bytes', () => {
    expect(parse('a: 1\n').digest).toBe('37b128c59f1f5097f73f82691cb519f1f568667faab5ced1b4ab979d36837eae')
    expect(parse('a: 1\n').digest).not.toBe(parse('a: 1 \n').digest)
  })

  it('keeps dates and quoted numbers as the texts they are', () => {
    expect(parse('from: 2018-01-01\nn: "12345678901234567890"\n').value).toEqual({
      from: '2018-01-01',
      n: '12345678901234567890',
    })
  })
})
