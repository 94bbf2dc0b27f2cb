import type {ProseNumber} from './numbers.js'
import type {Segment} from './segments.js'
import {CHANGE_VERB, isHistory, JOINING, USAGE} from './words.js'

/** What a text is read with. */
export interface ReadingGlasses {
  /** Names of the file's parameters. */
  readonly names: RegExp
  /** Symbols of the assets that the file changes. */
  readonly assets: ReadonlySet<string>
  /** Symbols of the market's other assets. */
  readonly others: ReadonlySet<string>
}

const MARK = '\u0001'
const FROM_TO =
  /\bfrom\s+(?:(?:about|around|roughly|its|the|current|a)\s+){0,3}\u0001[^\u0001.;]{0,40}?\b(?:to|towards)\s+(?:[\w-]+\s+){0,3}?\u0001/gi
const PAIR =
  /\u0001\s*(?:→|->|=>|⇒|➜|➔|to|vs\.?|instead of|\(?(?:up|down) from|\(from|\(currently|\(was|\(now)\s*\u0001/gi
const LIST = /\u0001(?:\s*,?\s*(?:and|or|,|\/|&)\s*\u0001)+/gi
const COLUMN =
  /\b(?:current(?:ly)?|present|existing|proposed|recommend(?:ed|ation)?|suggested|from|to|new|old|before|after|now|change|delta|value|target|updated)\b/i
const OLDER = /\b(?:previous|prior|historical|launch|20[12]\d)\b/i

const wordsIn = (text: string): string[] => text.split(/[^\w.]+/)

/** Whether a sentence or row is about other assets only: their figures are not this file's. */
function isForeign(text: string, {assets, others}: ReadingGlasses): boolean {
  const words = wordsIn(text)
  return words.some((word) => others.has(word)) && !words.some((word) => assets.has(word))
}

/** The text of a segment with every number replaced by a mark and blanks, so that patterns see only what stands between. */
function shapeOf(text: string, start: number, numbers: readonly ProseNumber[]): string {
  let shape = ''
  let at = start
  for (const number of numbers) {
    shape += text.slice(at, number.start) + MARK + ' '.repeat(number.end - number.start - 1)
    at = number.end
  }
  return shape
}

function marksIn(shape: string, pattern: RegExp, minimum = 0): Set<number> {
  const found = new Set<number>()
  for (const match of shape.matchAll(pattern)) {
    for (let at = match.index; at < match.index + match[0].length; at++)
      if (shape[at] === MARK && at >= minimum) found.add(at)
  }
  return found
}

/** `82.5% liquidation threshold`, `2m WETH supply cap`: at most an asset or an adjective in between. */
const NAMED_AFTER =
  /^[\s-]*(?:(?:new|current|proposed|maximum|max|liquidation|supply|borrow|[A-Za-z]{0,5}[A-Z]{2,}\w*)[\s-]+){0,3}$/i

function claimsInSentence(shape: string, names: RegExp): Set<number> {
  const hits = [...shape.matchAll(names)].map(({index, 0: name}) => ({start: index, end: index + name.length}))
  const claimed = new Set<number>()
  if (hits.length === 0) return claimed
  for (const at of [...marksIn(shape, FROM_TO), ...marksIn(shape, PAIR)]) {
    const before = shape.slice(0, at)
    const named = hits.findLast(({end}) => end <= at)
    const between = named ? before.slice(named.end) : before
    if (!USAGE.test(between)) claimed.add(at)
  }
  for (let at = shape.indexOf(MARK); at !== -1; at = shape.indexOf(MARK, at + 1)) {
    const named = hits.findLast(({end}) => end <= at)
    const between = named ? shape.slice(named.end, at) : undefined
    const next = hits.find(({start}) => start > at)
    const ahead = next && shape.slice(at + 1, next.start)
    const joined =
      between !== undefined &&
      !between.includes(MARK) &&
      JOINING.test(between.replaceAll(/\b[a-z]{0,5}[A-Z]{2,}\w*\b/g, ''))
    const told =
      named !== undefined &&
      /\b(?:to|by|at)\s+(?:(?:about|around|roughly|only|just|a|the|new)\s+)*$/i.test(shape.slice(0, at)) &&
      CHANGE_VERB.test(shape.slice(0, at)) &&
      !USAGE.test(between ?? '')
    if (joined || told || (ahead !== undefined && ahead.length < 60 && NAMED_AFTER.test(ahead))) claimed.add(at)
  }
  for (const match of shape.matchAll(LIST)) {
    const marks = marksIn(match[0], /\u0001/g)
    const all = [...marks].map((at) => match.index + at)
    if (all.some((at) => claimed.has(at))) for (const at of all) claimed.add(at)
  }
  return claimed
}

function claimsInRow({start, cells = []}: Segment, shape: string, {names}: ReadingGlasses): Set<number> {
  const claimed = new Set<number>()
  const has = (text: string): boolean => text.search(names) !== -1
  const label = cells
    .slice(0, 2)
    .map((cell) => shape.slice(cell.start - start, cell.end - start))
    .join(' ')
  for (const {start: from, end, heading} of cells) {
    const named = has(heading)
    if (USAGE.test(heading) || OLDER.test(heading)) continue
    if (!(named || (COLUMN.test(heading) && has(label)))) continue
    if (USAGE.test(label) && !named) continue
    for (let at = from - start; at < end - start; at++) if (shape[at] === MARK) claimed.add(at)
  }
  return claimed
}

/** The numbers of a segment that are said about one of the file's parameters, and those that may merely look like one. */
export function claimsIn(
  segment: Segment,
  original: string,
  masked: string,
  numbers: readonly ProseNumber[],
  glasses: ReadingGlasses,
): {claimed: ProseNumber[]; open: ProseNumber[]} {
  const {start, end, cells} = segment
  const own = numbers.filter((number) => number.start >= start && number.end <= end)
  const written = original.slice(start, end)
  if (own.length === 0 || isForeign(written, glasses)) return {claimed: [], open: []}
  if (!cells && isHistory(written)) return {claimed: [], open: []}
  const shape = shapeOf(masked, start, own) + masked.slice(own.at(-1)?.end ?? end, end)
  const marks = cells ? claimsInRow(segment, shape, glasses) : claimsInSentence(shape, glasses.names)
  const claimed = own.filter((number) => marks.has(number.start - start))
  const open = own.filter((number) => {
    if (claimed.includes(number)) return false
    const [from, to] = [number.start - start, number.end - start]
    return !USAGE.test(shape.slice(Math.max(0, from - 60), to + 40))
  })
  return {claimed, open}
}
