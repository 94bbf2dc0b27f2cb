import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {fileURLToPath} from 'node:url'

import {checkSource} from '../../src/check/check.js'
import {parseSource} from '../../src/proposal/parse.js'

const folder = fileURLToPath(new URL('prose', import.meta.url))

/** A forum text: the proposal in front, the summary behind. */
interface Forum {
  readonly head: string
  readonly text: string
  /** Offsets of the digits that state a value of the file: marked `{{82.5}}` in the text. */
  readonly stated: readonly number[]
}

function load(file: string): Forum {
  const [, head = '', marked = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(
    readFileSync(path.join(folder, file), 'utf8'),
  )!
  const stated: number[] = []
  let text = ''
  for (const [index, piece] of marked
    .trimEnd()
    .split(/\{\{|\}\}/)
    .entries()) {
    if (index % 2 === 1)
      for (const [at, character] of [...piece].entries()) if (/\d/.test(character)) stated.push(text.length + at)
    text += piece
  }
  return {head, text, stated}
}

const FORUMS = readdirSync(folder)
  .filter((file) => file.endsWith('.md'))
  .sort()
  .map((file): [string, Forum] => [file, load(file)])

const whole = ({head, text}: Forum): string =>
  `plimsoll: 1\n${head}\ndiscussion: https://governance.aave.com/\nsummary: |\n${text.replaceAll(/^(?=.)/gm, '  ')}\n`

const check = (forum: Forum) => checkSource(parseSource(new TextEncoder().encode(whole(forum)), 'p.yaml')).findings

describe.each(FORUMS)('%s', (_file, forum) => {
  it('raises no false alarm', () => {
    const lines = whole(forum).split('\n')
    expect(check(forum).map(({line, rule, message}) => `${rule}: ${message} | ${lines[line - 1] ?? ''}`)).toEqual([])
  })
})

/** Every digit of the values of a head's settings, as offsets. */
function digitsOfChanges({head}: Forum): number[] {
  return [...head.matchAll(/\b(from|to): '?([\d_.]+)(?=%|bps|m? [A-Z]|m? [a-z]+[A-Z])/g)].flatMap(
    ({index, 1: key, 2: value}) => {
      const start = index + key!.length + 2
      return [...value!].flatMap((character, at) => (/\d/.test(character) ? [start + at] : []))
    },
  )
}

const replaceAt = (text: string, at: number, digit: string): string => text.slice(0, at) + digit + text.slice(at + 1)

/** Every way to change one digit, and whether the check sees it. */
function mutants(
  forums: readonly (readonly [string, Forum])[],
  offsets: (forum: Forum) => readonly number[],
  part: 'head' | 'text',
) {
  const missed: string[] = []
  let tried = 0
  for (const [file, forum] of forums) {
    for (const at of offsets(forum)) {
      for (const digit of '0123456789') {
        const before = forum[part]
        if (before[at] === digit) continue
        const after = replaceAt(before, at, digit)
        tried++
        if (check({...forum, [part]: after}).length > 0) continue
        const start = before.lastIndexOf('\n', at) + 1
        missed.push(`${file}: ${after.slice(Math.max(start, at - 30), at + 12)}`)
      }
    }
  }
  return {tried, missed}
}

it('catches one changed digit in the changes', () => {
  const {tried, missed} = mutants(FORUMS, digitsOfChanges, 'head')
  console.log(tried, missed.length, missed.join('\n'))
  expect(missed).toEqual([])
})
it('catches one changed digit in the text', () => {
  const {tried, missed} = mutants(FORUMS, ({stated}) => stated, 'text')
  console.log(tried, missed.length, missed.join('\n'))
  expect(missed).toEqual([])
})
