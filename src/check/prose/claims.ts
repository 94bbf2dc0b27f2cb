import type {ProseNumber} from './numbers.js'
import type {Finder, Scope} from './scope.js'
import type {Segment} from './segments.js'
import {CHANGE_VERB, isHistory, JOINING, USAGE} from './words.js'

/** A number that is said about the file's parameters. */
export interface Claim extends Scope {
  readonly number: ProseNumber
  /** The other end of `from A to B`, where this is A. */
  readonly partner: ProseNumber | undefined
  /** `value`: it must be a value, not a step or a percentage; `nonce`: it must be a nonce of the file. */
  readonly mode: 'any' | 'nonce' | 'value'
  readonly when: 'after' | 'before' | undefined
}

const MARK = '\ue000'
const FROM_TO =
  /\bfrom\s+(?:(?:about|around|roughly|its|the|current|a)\s+){0,3}\ue000[^\ue000.;]{0,40}?\b(?:to|towards)\s+(?:[\w-]+\s+){0,3}?\ue000/gi
const ARROW = /\ue000\s*(?:→|->|=>|⇒|➜|➔|to)\s*\ue000/gi
const BACKWARDS = /\ue000\s*(?:instead of|\(?(?:up|down) from|\(from|\(currently|\(was|\(now)\s*\ue000/gi
const LIST = /\ue000(?:\s*,?\s*(?:and|or|,|\/|&)\s*\ue000)+/gi
const COLUMN =
  /\b(?:current(?:ly)?|present|existing|proposed|recommend(?:ed|ation)?|suggested|from|to|new|old|before|after|now|change|delta|value|target|updated)\b/i
const COLUMN_BEFORE = /\b(?:current(?:ly)?|present|existing|from|old|before|now)\b/i
const COLUMN_AFTER = /\b(?:proposed|recommend(?:ed|ation)?|suggested|to|new|after|target|updated)\b/i
const COLUMN_STEP = /\b(?:change|delta|difference|step)\b/i
const OLDER = /\b(?:previous|prior|historical|launch|20[12]\d)\b/i
/** `82.5% liquidation threshold`, `2m WETH supply cap`: at most an asset or an adjective in between. */
const NAMED_AFTER =
  /^[\s-]*(?:(?:new|current|proposed|maximum|max|liquidation|supply|borrow|[a-z]{0,5}[A-Z]{2,}\w*)[\s-]+){0,3}$/
const SYMBOLS = /\b[a-z]{0,5}[A-Z]{2,}[\w.]*\b/g
const PREPOSITION = /\b(?<word>to|by|at)\s+(?:(?:about|around|roughly|only|just|a|the|new)\s+)*$/i
const STEP =
  /\b(?:by|(?:cut|reduction|increase|raise|decrease|step|change) of)\s*(?:(?:about|a|another|only|just)\s+)*[+−-]?\s*$/i

/** `we support 240,000 weETH`: what is proposed, without naming the parameter. */
const PROPOSED = /\b(?:support|propos|recommend|suggest|request)\w*\s+(?:(?:a|an|the|to|setting|up to)\s+)*$/i
/** `the new 140%.`, with nothing after it that it could be the new value of. */
const THE_NEW = /\bthe (?:new|proposed)\s+\ue000\s*(?:[.,;)]|$)/gi
/** `72,000 -> 90,000 wstETH (+25%)` */
const IN_BRACKETS = /\ue000\s*\(\s*[+−-]\s*\ue000/g
const PRONOUN = /\b(?:it|they|both|these|this|that)\b/i
/** How many characters before a number say what it is, and what it is about. */
const NEAR = 160
const FAR = 400
const NONCE = /\bnonce\s*(?:of|is|:|=|#)?\s*$/i

type Found = Pick<Claim, 'mode' | 'when'> & {
  readonly partnerAt?: number
  /** The text that names what the number is about. */
  readonly about: string
}

/** The text of a segment with every number replaced by a mark and blanks, so that patterns see only what stands between. */
function shapeOf(masked: string, {start, end}: Segment, numbers: readonly ProseNumber[]): string {
  let shape = ''
  let at = start
  for (const number of numbers) {
    shape += masked.slice(at, number.start) + MARK + ' '.repeat(number.end - number.start - 1)
    at = number.end
  }
  return shape + masked.slice(at, end)
}

const marksIn = (shape: string, pattern: RegExp): number[][] =>
  [...shape.matchAll(pattern)].map((match) => {
    const end = match.index + match[0].length
    const marks: number[] = []
    for (let at = shape.indexOf(MARK, match.index); at !== -1 && at < end; at = shape.indexOf(MARK, at + 1))
      marks.push(at)
    return marks
  })

/** What stands right before a pair says what moves; words further ahead need not. */
const lastWords = (text: string): string => text.trimEnd().split(/\s+/).slice(-4).join(' ')

function pairsIn(shape: string, prefix: string, between: (at: number) => string, found: Map<number, Found>): void {
  for (const [pattern, turned] of [
    [FROM_TO, false],
    [ARROW, false],
    [BACKWARDS, true],
  ] as const) {
    for (const marks of marksIn(shape, pattern)) {
      const [first = -1, second = -1] = turned ? marks.toReversed() : [marks[0], marks.at(-1)]
      const start = Math.min(first, second)
      if (
        second === -1 ||
        found.has(first) ||
        USAGE.test(lastWords(between(start))) ||
        STEP.test(shape.slice(Math.max(0, start - NEAR), start))
      )
        continue
      const about = prefix + shape.slice(Math.max(0, start - FAR), start)
      found.set(first, {mode: 'value', when: 'before', partnerAt: second, about})
      found.set(second, {mode: 'value', when: 'after', about})
    }
  }
}

/** Numbers that a sentence gives as a value or a step of a parameter. */
function inSentence(
  shape: string,
  finder: Finder,
  kindAt: (at: number) => string | undefined,
  inherited: string,
): Map<number, Found> {
  const found = new Map<number, Found>()
  for (let at = shape.indexOf(MARK); at !== -1; at = shape.indexOf(MARK, at + 1)) {
    const before = shape.slice(Math.max(0, at - NEAR), at)
    if (NONCE.test(before)) found.set(at, {mode: 'nonce', when: undefined, about: ''})
    if (kindAt(at) === 'amount' && PROPOSED.test(before)) found.set(at, {mode: 'value', when: undefined, about: ''})
  }
  for (const [at = -1] of marksIn(shape, THE_NEW)) {
    if (kindAt(at) === 'ratio') found.set(at, {mode: 'value', when: 'after', about: ''})
  }
  const own = finder.hits(shape)
  const spoken = own.length === 0 && PRONOUN.test(shape) && inherited !== ''
  const hits = spoken ? [{start: 0, end: 0}] : own
  if (hits.length === 0) return found
  const prefix = spoken ? inherited : ''
  const named = (at: number) => hits.findLast(({end}) => end <= at)
  const between = (at: number): string => shape.slice(Math.max(named(at)?.end ?? 0, at - NEAR), at)
  pairsIn(shape, prefix, between, found)
  for (let at = shape.indexOf(MARK); at !== -1; at = shape.indexOf(MARK, at + 1)) {
    if (found.has(at)) continue
    const [before, gap] = [shape.slice(Math.max(0, at - NEAR), at), between(at)]
    const next = hits.find(({start}) => start > at)
    const ahead = next ? shape.slice(at + 1, next.start) : undefined
    const has = named(at) !== undefined
    const joined = has && !gap.includes(MARK) && JOINING.test(gap.replaceAll(SYMBOLS, ''))
    const told = has && PREPOSITION.test(before) && CHANGE_VERB.test(before) && !USAGE.test(gap)
    const isPart = kindAt(at) === 'points' && /^\s*of\s+(?:the\s+)?$/.test(ahead ?? '')
    const isBefore = isPart || (ahead !== undefined && ahead.length < 60 && NAMED_AFTER.test(ahead))
    if (!joined && !told && !isBefore) continue
    const kind = kindAt(at)
    const free = isBefore || STEP.test(before) || /[+−±]\s*$/.test(before) || kind === 'points'
    const about =
      isBefore && !joined && !told ? shape.slice(at, next?.end) : prefix + shape.slice(Math.max(0, at - FAR), at)
    found.set(at, {mode: free ? 'any' : 'value', when: undefined, about})
  }
  for (const [first = -1, second = -1] of marksIn(shape, IN_BRACKETS)) {
    const model = found.get(first)
    if (model) found.set(second, {mode: 'any', when: undefined, about: model.about})
  }
  for (const marks of marksIn(shape, LIST)) {
    const model = marks.map((at) => [kindAt(at), found.get(at)] as const).find(([, claim]) => claim)
    for (const at of marks)
      if (model?.[1] && !found.has(at) && kindAt(at) === model[0])
        found.set(at, {mode: model[1].mode, when: undefined, about: prefix + shape.slice(Math.max(0, at - FAR), at)})
  }
  return found
}

/** Numbers that a row of a table gives for a parameter, by the row's name and the column's heading. */
function inRow({start, cells = []}: Segment, shape: string, original: string, finder: Finder): Map<number, Found> {
  const found = new Map<number, Found>()
  const label = cells
    .slice(0, 2)
    .filter((cell) => !shape.slice(cell.start - start, cell.end - start).includes(MARK))
    .map((cell) => original.slice(cell.start, cell.end))
    .join(' ')
  for (const {start: from, end, heading} of cells) {
    const named = finder.hits(heading).length > 0
    if (USAGE.test(heading) || OLDER.test(heading) || (USAGE.test(label) && !named)) continue
    if (!named && !(COLUMN.test(heading) && finder.hits(label).length > 0)) continue
    const kind = `${heading} ${label}`
    const [isOld, isNew] = [COLUMN_BEFORE.test(kind), COLUMN_AFTER.test(kind)]
    const when = isOld === isNew ? undefined : isOld ? 'before' : 'after'
    for (let at = shape.indexOf(MARK, from - start); at !== -1 && at < end - start; at = shape.indexOf(MARK, at + 1)) {
      found.set(at, {mode: COLUMN_STEP.test(kind) ? 'any' : 'value', when, about: kind})
    }
  }
  return found
}

/**
 * The numbers of a segment that are said about one of the file's parameters, and those that merely stand beside its name.
 * @param own the numbers of the segment
 * @param inherited the sentence before, which `it` may speak of; empty when it names nothing of the file
 * @param measures whether a number is of a kind that some setting of the file has
 */
export function claimsIn(
  segment: Segment,
  text: {readonly original: string; readonly masked: string},
  own: readonly ProseNumber[],
  finder: Finder,
  measures: (number: ProseNumber) => boolean,
  inherited = '',
): {claims: Claim[]; open: ProseNumber[]} {
  const {start, end, cells} = segment
  const written = text.original.slice(start, end)
  if (own.length === 0 || finder.isForeign(written)) return {claims: [], open: []}
  if (!cells && isHistory(written)) return {claims: [], open: []}
  const shape = shapeOf(text.masked, segment, own)
  const byPlace = new Map(own.map((number) => [number.start - start, number]))
  const numberAt = (at: number | undefined) => (at === undefined ? undefined : byPlace.get(at))
  const found = cells
    ? inRow(segment, shape, text.original, finder)
    : inSentence(shape, finder, (at) => numberAt(at)?.kind, inherited)
  const claims = own.flatMap((number): Claim[] => {
    const claim = found.get(number.start - start)
    if (!claim || number.kind === 'count' || (claim.mode !== 'nonce' && !measures(number))) return []
    const {mode, when, partnerAt, about} = claim
    const partner = numberAt(partnerAt)
    return [
      {
        number,
        mode,
        when,
        partner: partner && measures(partner) ? partner : undefined,
        ...finder.scope(cells ? about : written, about),
      },
    ]
  })
  const named = cells !== undefined || finder.hits(shape).length > 0
  const open = own.filter((number) => {
    const [from, to] = [number.start - start, number.end - start]
    return named && !found.has(from) && !USAGE.test(shape.slice(Math.max(0, from - 60), to + 40))
  })
  return {claims, open}
}
