import * as Hash from 'ox/Hash'
import * as Hex from 'ox/Hex'

import {unformatted} from './formatting.js'

/**
 * The description that a proposal has on a governor: its title as a heading, an empty line, the summary without blanks at its
 * end; then, where it has evidence, an empty line and that line.
 */
export function expectedDescription({
  title,
  summary = '',
  evidence,
}: {
  readonly title: string
  readonly summary?: string
  readonly evidence?: string
}): string {
  const said = summary.trim() === '' ? [] : [summary.trimEnd()]
  return [`# ${title}`, ...said, ...(evidence === undefined ? [] : [`Evidence: ${evidence}`])].join('\n\n')
}

/** What a governor hashes of a description: its UTF-8 bytes, to the last newline. */
export const descriptionHash = (text: string): string => Hash.keccak256(Hex.fromString(text))

/** One edit that leaves the words alone and changes the bytes. */
interface Edit {
  readonly said: string
  readonly apply: (text: string) => string
}

const EDITS: readonly Edit[] = [
  {said: 'a newline at the end', apply: (text) => `${text}\n`},
  {said: 'the newlines at the end taken away', apply: (text) => text.replace(/[\r\n]+$/, '')},
  {said: 'blanks at the end taken away', apply: (text) => text.trimEnd()},
  {said: 'blanks at both ends taken away', apply: (text) => text.trim()},
  {said: 'CRLF line ends', apply: (text) => text.replaceAll(/\r?\n/g, '\r\n')},
  {said: 'LF line ends', apply: (text) => text.replaceAll('\r\n', '\n')},
  {said: String.raw`"\n" written out as two characters`, apply: (text) => text.replaceAll('\n', String.raw`\n`)},
  {said: String.raw`newlines for written-out "\n"`, apply: (text) => text.replaceAll(String.raw`\n`, '\n')},
  {said: 'a byte order mark in front', apply: (text) => `\uFEFF${text}`},
  {said: 'the byte order mark taken away', apply: (text) => text.replace(/^\uFEFF/, '')},
  {said: 'the Unicode form NFC', apply: (text) => text.normalize('NFC')},
  {said: 'the Unicode form NFD', apply: (text) => text.normalize('NFD')},
]

/** Edits that formatters of Markdown make, each way round. */
const FORMATTING: readonly Edit[] = [
  {said: 'blanks at the ends of lines taken away', apply: (text) => text.replaceAll(/[ \t]+$/gm, '')},
  {
    said: 'lines joined (a paragraph reflowed)',
    apply: (text) => text.replaceAll(/([^\n])\n(?=[^\n#>|*+\-\d\s])/g, '$1 '),
  },
  {said: '`-` for `*` as bullets', apply: (text) => text.replaceAll(/^(\s*)\*(?=\s)/gm, '$1-')},
  {said: '`*` for `-` as bullets', apply: (text) => text.replaceAll(/^(\s*)-(?=\s)/gm, '$1*')},
  {
    said: '`_` for `*` around emphasis',
    apply: (text) => text.replaceAll(/(?<![*\w])\*(?![*\s])([^*\n]+)\*(?!\*)/g, '_$1_'),
  },
  {
    said: '`*` for `_` around emphasis',
    apply: (text) => text.replaceAll(/(?<![_\w])_(?![_\s])([^_\n]+)_(?![_\w])/g, '*$1*'),
  },
  {said: '`**` for `__` around strong text', apply: (text) => text.replaceAll(/__([^_\n]+)__/g, '**$1**')},
  {said: 'empty lines after headings', apply: (text) => text.replaceAll(/^(#{1,6} .*)\n(?!\n)/gm, '$1\n\n')},
  {said: 'no empty lines after headings', apply: (text) => text.replaceAll(/^(#{1,6} .*)\n\n+/gm, '$1\n')},
  {said: 'empty lines made one', apply: (text) => text.replaceAll(/\n{3,}/g, '\n\n')},
  {said: 'backslashes before punctuation taken away', apply: (text) => text.replaceAll(/\\([_*[\]()#+.!~<>-])/g, '$1')},
  {said: 'one blank for several', apply: (text) => text.replaceAll(/(\S) {2,}(?=\S)/g, '$1 ')},
  {said: 'one blank after bullets', apply: (text) => text.replaceAll(/^(\s*(?:[-*+]|\d+\.)) {2,}/gm, '$1 ')},
  {
    said: 'straight quotes',
    apply: (text) => text.replaceAll(/[\u2018\u2019]/g, "'").replaceAll(/[\u201C\u201D]/g, '"'),
  },
]

const MAX_SEARCH = 100_000
/** How much may be hashed to look for an explanation: about a second. */
const MAX_WORK = 8_000_000

/**
 * The edits, one, or several together, after which `test` says yes; in words. Undefined when none does, or none within what
 * may be spent: `weight` is what one test costs beside the text itself, in characters.
 */
export function explainingEdits(text: string, test: (text: string) => boolean, weight = 0): string | undefined {
  if (text.length > MAX_SEARCH) return undefined
  for (const {said, apply} of [...EDITS, ...FORMATTING]) {
    const edited = apply(text)
    if (edited !== text && test(edited)) return said
  }
  let left = Math.floor(MAX_WORK / (text.length + weight + 100))
  for (const {said, text: before} of unformatted(text)) {
    if (left-- <= 0) return undefined
    if (test(before)) return said.join(', ')
  }
  // The other way round: formatters change several things at once, with one of the simple edits on top.
  for (const state of formattings(text)) {
    for (const {said, apply} of [{said: '', apply: (same: string) => same}, ...EDITS]) {
      if (left-- <= 0) return undefined
      const edited = apply(state.text)
      if (test(edited)) return [...state.said, ...(said === '' ? [] : [said])].join(', ')
    }
  }
  return undefined
}

/** The text after every set of the edits that formatters make. */
function formattings(text: string): {text: string; said: readonly string[]}[] {
  const seen = new Set<string>([text])
  let states: {text: string; said: readonly string[]}[] = [{text, said: []}]
  for (const {said, apply} of FORMATTING) {
    const next: typeof states = []
    for (const state of states) {
      const edited = apply(state.text)
      if (seen.has(edited)) continue
      seen.add(edited)
      next.push({text: edited, said: [...state.said, said]})
    }
    states = [...states, ...next]
    if (states.length > 256) break
  }
  return states
}

/** What is left of a text when everything that a formatter may touch is taken out of it. */
function words(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/[\s\\*_`#>|+=~-]+|\d+[.)]\s/g, '')
    .toLowerCase()
}

/** Why two descriptions differ, in words. */
export function describeDrift(given: string, meant: string): string {
  const edits = explainingEdits(given, (text) => text === meant)
  if (edits !== undefined) return `the description would be the proposal's with ${edits}`
  if (words(given) === words(meant)) {
    return "the description has the proposal's words, but a formatter or an editor has changed its blanks, line ends or marks: the bytes count"
  }
  let at = 0
  while (at < given.length && given.charAt(at) === meant.charAt(at)) at++
  const line = given.slice(0, at).split('\n').length
  return `the description says something else than the proposal, from line ${line} on`
}
