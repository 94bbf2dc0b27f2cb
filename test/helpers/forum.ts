import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'

import {checkSource} from '../../src/check/check.js'
import type {Finding} from '../../src/check/finding.js'
import {parseSource} from '../../src/proposal/parse.js'

/** A forum text with its proposal. */
export interface Forum {
  readonly file: string
  /** The proposal, without its summary. */
  readonly head: string
  /** What becomes the summary. */
  readonly text: string
  /** Offsets of the digits that state a value of the proposal: marked `{{82.5}}` in the file. */
  readonly stated: readonly number[]
}

function load(folder: string, file: string): Forum {
  const [, head = '', marked = ''] =
    /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(readFileSync(path.join(folder, file), 'utf8')) ?? []
  const stated: number[] = []
  let text = ''
  for (const [index, piece] of marked
    .trimEnd()
    .split(/\{\{|\}\}/)
    .entries()) {
    const digits = index % 2 === 1 ? [...piece.matchAll(/\d/g)] : []
    stated.push(...digits.map((digit) => text.length + digit.index))
    text += piece
  }
  return {file, head, text, stated}
}

/** The texts of `test/check/prose`. */
export function loadForums(folder = 'test/check/prose'): Forum[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .sort()
    .map((file) => load(folder, file))
}

/** The whole proposal file. */
export const proposalOf = ({head, text}: Forum): string =>
  `plimsoll: 1\n${head}\ndiscussion: https://governance.aave.com/\nsummary: |\n${text.replaceAll(/^(?=.)/gm, '  ')}\n`

export const checkForum = (forum: Forum): readonly Finding[] =>
  checkSource(parseSource(new TextEncoder().encode(proposalOf(forum)), forum.file)).findings

/** Offsets of the digits of the values that a proposal changes, in its head. */
export function changedDigits({head}: Forum): number[] {
  const values = /\b(from|to): '?([\d_.]+)(?=%|bps|m? [A-Z]|m? [a-z]+[A-Z])/g
  return [...head.matchAll(values)].flatMap(({index, 1: key = '', 2: value = ''}) =>
    [...value.matchAll(/\d/g)].map((digit) => index + key.length + 2 + digit.index),
  )
}

/** The forum with one digit of a part replaced, as a whole and as a line that shows where. */
export function withDigit(
  forum: Forum,
  part: 'head' | 'text',
  at: number,
  digit: number,
): {mutant: Forum; shown: string} {
  const before = forum[part]
  const after = before.slice(0, at) + String(digit) + before.slice(at + 1)
  const shown = `${forum.file}: ${before.slice(Math.max(0, at - 30), at)}[${before[at] ?? ''} -> ${digit}]${before.slice(at + 1, at + 12)}`
  return {mutant: {...forum, [part]: after}, shown: shown.replaceAll('\n', ' ')}
}
