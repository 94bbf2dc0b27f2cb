import {parseSource} from '../../src/proposal/parse.js'
import {rewrite, type Rewrite} from '../../src/proposal/rewrite.js'
import {refusal} from '../helpers/refusal.js'

const source = (text: string) => parseSource(new TextEncoder().encode(text), 'p.yaml')
const NOTHING: Rewrite = {set: [], keep: [], remove: []}
const apply = (text: string, edits: Partial<Rewrite>) => rewrite(source(text), {...NOTHING, ...edits})

const FILE = `# A comment that stays.
title: 'Old: title' # why
summary: |
  Two
  lines.
changes:
  # the first
  - asset: WETH
    ltv: {from: 80.5%, to: "80%"} # half a point
    liquidationBonus: {keep: 5%}
  # the second
  - asset: USDC
    supplyCap:
      from: 1_000 USDC # now
      to: 2_000 USDC
governance: [{venue: safe, nonce: 42}]
`

it('without edits it is the same text', () => {
  expect(apply(FILE, {})).toBe(FILE)
})

it('sets scalars in the quotes that they had', () => {
  const set = [
    {path: ['title'], value: "It's new"},
    {path: ['changes', 0, 'ltv', 'from'], value: '81%'},
    {path: ['changes', 0, 'ltv', 'to'], value: '80.5%'},
    {path: ['governance', 0, 'nonce'], value: 43},
    {path: ['summary'], value: 'One\n\nother'},
  ]
  expect(apply(FILE, {set})).toBe(
    FILE.replace("'Old: title'", "'It''s new'")
      .replace('{from: 80.5%, to: "80%"}', '{from: 81%, to: "80.5%"}')
      .replace('nonce: 42', 'nonce: 43')
      .replace('  Two\n  lines.\n', '  One\n\n  other\n'),
  )
})

it.each([
  ['a colon', 'a: b'],
  ['a comment', 'a #b'],
  ['a number', '42'],
  ['brackets', '[x]'],
  ['nothing special', 'plain words (step 1 of 2)'],
])('a plain text stays the text it is: %s', (_what, value) => {
  const text = apply('title: old\nnext: 1\n', {set: [{path: ['title'], value}]})
  expect(source(text).value).toEqual({title: value, next: 1})
})

it('makes settings kept, in flow and in block style', () => {
  const keep = [
    {path: ['changes', 0, 'ltv'], value: '81%'},
    {path: ['changes', 1, 'supplyCap'], value: '2_000 USDC'},
  ]
  expect(apply(FILE, {keep})).toBe(
    FILE.replace('{from: 80.5%, to: "80%"}', '{keep: "81%"}').replace(
      '      from: 1_000 USDC # now\n      to: 2_000',
      '      keep: 2_000',
    ),
  )
})

it.each([
  ['to first', '{to: 2%, from: 1%}', '{keep: 2%}'],
  ['others behind', '{from: 1%, to: 2%, unit: bps, role: none}', '{keep: 2%, unit: bps, role: none}'],
  ['others before', '{unit: bps, role: none, to: 2%, from: 1%}', '{unit: bps, role: none, keep: 2%}'],
  ['no from', '{to: 2%}', '{keep: 2%}'],
])('a kept setting, %s', (_what, before, after) => {
  const keep = [{path: ['a'], value: '2%'}]
  expect(apply(`a: ${before}\n`, {keep})).toBe(`a: ${after}\n`)
})

it('leaves items out, with their lines', () => {
  expect(apply(FILE, {remove: [['changes', 1]]})).toBe(
    FILE.replace('  - asset: USDC\n    supplyCap:\n      from: 1_000 USDC # now\n      to: 2_000 USDC\n', ''),
  )
  const first = apply(FILE, {remove: [['changes', 0]]})
  expect(first).not.toContain('WETH')
  expect(source(first).value).toMatchObject({changes: [{asset: 'USDC'}], governance: [{nonce: 42}]})
})

it.each([
  ['first', 0, '[{b: 2}, {c: 3}]'],
  ['middle', 1, '[{a: 1}, {c: 3}]'],
  ['last', 2, '[{a: 1}, {b: 2}]'],
])('leaves items of flow lists out: the %s', (_what, index, left) => {
  expect(apply('list: [{a: 1}, {b: 2}, {c: 3}]\n', {remove: [['list', index]]})).toBe(`list: ${left}\n`)
})

it('a last line without a line break, and Windows line breaks', () => {
  expect(apply('a:\n  - x: 1\n  - x: 2', {remove: [['a', 1]]})).toBe('a:\n  - x: 1\n')
  expect(apply('t: a\r\nb: 1\r\n', {set: [{path: ['t'], value: 'c'}]})).toBe('t: c\r\nb: 1\r\n')
})

it('refuses what stands behind an alias', () => {
  const error = refusal(() => apply('a: &x {to: 1%}\nb: *x\n', {set: [{path: ['b', 'to'], value: '2%'}]}))
  expect(error.code).toBe('PROPOSAL_REWRITE')
  expect(error.place).toMatchObject({line: 2})
})
