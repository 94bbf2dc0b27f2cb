import {readdirSync, readFileSync} from 'node:fs'

import {changedDigits, checkForum, loadForums, proposalOf, withDigit} from '../helpers/forum.js'
import {checkViolation} from '../helpers/fuzz-check.js'
import {fuzzedFile} from '../helpers/fuzz-proposals.js'
import type {BenchCase} from './case.js'

const FILES = 20_000

/** Runs `check` over fuzzed files once; both figures come from the one run. */
let done: {violations: number; slowest: number} | undefined
function fuzz(): {violations: number; slowest: number} {
  if (done) return done
  const examples = readdirSync('proposals')
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => readFileSync(`proposals/${name}`, 'utf8'))
  const texts = [...examples, ...loadForums().map(proposalOf)]
  const result = {violations: 0, slowest: 0}
  for (let n = 0; n < FILES; n++) {
    const bytes = fuzzedFile(texts, n)
    const start = performance.now()
    const violation = checkViolation(bytes)
    result.slowest = Math.max(result.slowest, performance.now() - start)
    if (violation === undefined) continue
    result.violations++
    if (result.violations <= 20) process.stderr.write(`file ${n}: ${violation}\n`)
  }
  done = result
  return result
}

/** Every digit that states a value, in the forum texts or in their proposals, changed to every other: the share that goes unnoticed. */
function missedDigits(): number {
  let [tried, missed] = [0, 0]
  for (const forum of loadForums()) {
    for (const [part, offsets] of [
      ['text', forum.stated],
      ['head', changedDigits(forum)],
    ] as const) {
      for (const at of offsets) {
        for (let digit = 0; digit < 10; digit++) {
          if (forum[part][at] === String(digit)) continue
          tried++
          if (checkForum(withDigit(forum, part, at, digit).mutant).length === 0) missed++
        }
      }
    }
  }
  return (100 * missed) / tried
}

const falseAlarms = (): number => {
  const forums = loadForums()
  return forums.reduce((sum, forum) => sum + checkForum(forum).length, 0) / forums.length
}

export const checkCases: readonly BenchCase[] = [
  {id: 'check.fuzz', unit: 'violations', bar: '0', run: () => fuzz().violations},
  {id: 'check.fuzz-slowest', unit: 'ms', bar: '<= 1000', run: () => fuzz().slowest},
  {id: 'check.prose-false-alarms', unit: 'a text', bar: '< 1', run: falseAlarms},
  {id: 'check.prose-missed-digits', unit: '%', bar: '<= 3', run: missedDigits},
]
