import {lookAt, textAt} from '../look.js'
import type {RuleContext} from '../rule.js'
import {claimsIn, type ReadingGlasses} from './claims.js'
import {factsOf, type Fact} from './facts.js'
import {maskMarkdown} from './mask.js'
import {numbersIn, type ProseNumber} from './numbers.js'
import {segmentsOf, type Segment} from './segments.js'
import {namesOf} from './words.js'

/** The title or the summary, read. */
export interface ProsePart {
  readonly path: readonly string[]
  readonly text: string
  readonly masked: string
  readonly segments: readonly Segment[]
  readonly numbers: readonly ProseNumber[]
  /** Numbers that are said about a parameter of the file. */
  readonly claimed: readonly ProseNumber[]
  /** Numbers that may be anything, and are looked at only when they almost are a value of the file. */
  readonly open: readonly ProseNumber[]
}

export interface Prose {
  readonly parts: readonly ProsePart[]
  readonly facts: readonly Fact[]
  readonly glasses: ReadingGlasses
}

function readPart(key: string, text: string, glasses: ReadingGlasses): ProsePart {
  const masked = maskMarkdown(text)
  const numbers = numbersIn(masked, glasses.assets)
  const segments = segmentsOf(masked)
  const found = segments.map((segment) => claimsIn(segment, text, masked, numbers, glasses))
  const claimed = key === 'title' ? numbers.filter(({kind}) => kind !== 'count') : found.flatMap((one) => one.claimed)
  return {
    path: [key],
    text,
    masked,
    segments,
    numbers,
    claimed: claimed.filter(({kind}) => kind !== 'count'),
    open: key === 'title' ? [] : found.flatMap(({open}) => open),
  }
}

/** Reads title and summary of a file against its changes. */
export function readProse({value, request, definition, settings}: RuleContext): Prose {
  const assets = new Set(settings.flatMap(({asset}) => (asset === '' ? [] : [asset])))
  const known = definition.assets(request) ?? []
  const functions = request.changes.flatMap((_change, index) => {
    const name = lookAt(value, ['changes', index, 'function'])
    return typeof name === 'string' ? [name.replace(/\(.*$/s, '')] : []
  })
  const glasses: ReadingGlasses = {
    names: namesOf(settings, functions),
    assets,
    others: new Set(known.filter((symbol) => !assets.has(symbol) && /[A-Z]{2}/.test(symbol))),
  }
  const parts = ['title', 'summary'].flatMap((key) => {
    const text = textAt(value, [key])
    return text === undefined ? [] : [readPart(key, text, glasses)]
  })
  return {parts, facts: factsOf(value, settings), glasses}
}
