import fc from 'fast-check'
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
}

function load(file: string): Forum {
  const [, head = '', text = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(readFileSync(path.join(folder, file), 'utf8'))!
  return {head, text: text.trimEnd()}
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
  return [...head.matchAll(/\b(from|to): '?([\d_.]+)(?=%|bps|m? [A-Z]|m? [a-z]+[A-Z])/g)].flatMap(({index, 1: key, 2: value}) => {
    const start = index + key!.length + 2
    return [...value!].flatMap((character, at) => (/\d/.test(character) ? [start + at] : []))
  })
}

/** Offsets of digits in the text that state a `from` or `to` of the head: found by their spelling, told apart by their lines. */
const replaceAt = (text: string, at: number, digit: string): string => text.slice(0, at) + digit + text.slice(at + 1)

it('catches one changed digit in the changes', () => {
  const missed: string[] = []
  let tried = 0
  for (const [file, forum] of FORUMS) {
    for (const at of digitsOfChanges(forum)) {
      for (const digit of '0123456789') {
        if (forum.head[at] === digit) continue
        const head = replaceAt(forum.head, at, digit)
        tried++
        if (check({...forum, head}).length === 0) missed.push(`${file}: ${head.split('\n').find((line, index) => line !== forum.head.split('\n')[index]) ?? ''}`)
      }
    }
  }
  console.log(tried, missed)
  expect(missed).toEqual([])
})
