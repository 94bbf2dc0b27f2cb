import {multiply, parseDecimal, rational, type Rational} from '../../units/rational.js'

/** A number in prose, as it is written. */
export interface ProseNumber {
  readonly start: number
  readonly end: number
  /** As in the text, with its unit. */
  readonly text: string
  readonly kind: 'amount' | 'count' | 'duration' | 'plain' | 'points' | 'ratio'
  /** Ratios as such (82.5% is 0.825), durations in seconds, all else as the number. Never negative. */
  readonly value: Rational
  /** The token of an amount, when it is named. */
  readonly token: string | undefined
  /** What the last written digit counts. */
  readonly ulp: Rational
  /** Digits that say something: `82.5` has three. */
  readonly digits: string
  /** Whether the text says that it is rounded: "about", `~`. */
  readonly rounded: boolean
}

const RATIO_UNITS: readonly (readonly [RegExp, Rational, 'points' | 'ratio'])[] = [
  [/^(?:bps?|basis[\s-]points?)(?![a-z])/i, rational(1n, 10_000n), 'ratio'],
  [/^(?:pp|p\.p\.|percentage[\s-]points?|%[\s-]?points?|points?)(?![a-z])/i, rational(1n, 100n), 'points'],
  [/^(?:%|percent(?!age)|per\scent|pct\b)/i, rational(1n, 100n), 'ratio'],
  [/^‰/, rational(1n, 1000n), 'ratio'],
  [/^(?:x|×|-?fold)(?![a-z])/i, rational(1n), 'ratio'],
  [/^\/\s?100(?!\d)/, rational(1n, 100n), 'ratio'],
  [/^\/\s?1000(?!\d)/, rational(1n, 1000n), 'ratio'],
  [/^\/\s?10_?000(?!\d)/, rational(1n, 10_000n), 'ratio'],
]
const SCALES: readonly (readonly [RegExp, bigint])[] = [
  [/^(?:k|thousand)(?![a-z])/i, 1000n],
  [/^(?:mm|mn|m|million|mio)(?![a-z])/i, 1_000_000n],
  [/^(?:bn|b|billion)(?![a-z])/i, 1_000_000_000n],
]
const DURATIONS: readonly (readonly [RegExp, bigint])[] = [
  [/^(?:seconds?|secs?|s)(?![a-z])/i, 1n],
  [/^(?:minutes?|mins?)(?![a-z])/i, 60n],
  [/^(?:hours?|hrs?|h)(?![a-z])/i, 3600n],
  [/^(?:days?|d)(?![a-z])/i, 86_400n],
  [/^(?:weeks?|w)(?![a-z])/i, 604_800n],
  [/^(?:months?)(?![a-z])/i, 2_629_746n],
  [/^(?:years?|yrs?)(?![a-z])/i, 31_556_952n],
]
const NUMBER =
  /(?<![\w.,]|\d[-–])(?<currency>US\$|[$€£])?\s?(?<whole>\d{1,3}(?:[,_'’\u00a0\u202f\u2009]\d{3})+(?!\d)|\d{1,3}(?: \d{3}){2,}(?!\d)|\d+(?:_\d+)*)(?<fraction>\.\d+|,\d{1,2}(?=\s?%))?/gu
const APPROXIMATELY =
  /(?:[~≈]|\b(?:about|almost|approximately|approx\.|around|circa|close to|just (?:over|under)|nearly|over|roughly|some))\s*$/i
const TOKEN = /^[\s\u00a0]?(?<token>[A-Za-z][\w.]*)/
const LIKE_A_TOKEN = /^(?:[a-z]{0,6}[A-Z]{2,}[A-Za-z]*|[a-z]{1,4}[A-Z]{2,}\w*)$/
const CONNECTOR =
  /^(?:a|about|above|after|against|and|are|as|at|before|below|but|by|down|each|for|from|if|in|instead|into|is|it|keeps?|leaves?|more|of|on|or|over|per|respectively|since|so|than|that|the|then|there|they|this|through|to|under|until|up|was|were|when|where|which|while|will|with|would)$/i

function firstOf<T>(table: readonly (readonly [RegExp, ...T[]])[], text: string): [length: number, ...T[]] | undefined {
  for (const [pattern, ...rest] of table) {
    const match = pattern.exec(text)
    if (match) return [match[0].length, ...rest]
  }
  return undefined
}

interface Written {
  readonly value: Rational
  readonly ulp: Rational
  readonly digits: string
}

function written(whole: string, fraction = ''): Written {
  const [head, tail] = [whole.replaceAll(/\D/g, ''), fraction.slice(1)]
  const value = parseDecimal(tail === '' ? head : `${head}.${tail}`) ?? rational(0n)
  return {value, ulp: rational(1n, 10n ** BigInt(tail.length)), digits: `${head}${tail}`.replace(/^0+/, '')}
}

type Reading = Pick<ProseNumber, 'kind' | 'token' | 'ulp' | 'value'> & {
  readonly length: number
  readonly scaled?: boolean
}

/** What follows the digits: a unit, a scale and a token, a duration, or a noun that is counted. */
function readUnit(
  {value, ulp}: Written,
  rest: string,
  currency: string | undefined,
  tokens: ReadonlySet<string>,
): Reading {
  const gap = /^[\s\u00a0\u202f-]?/.exec(rest)?.[0].length ?? 0
  const tail = rest.slice(gap)
  const times = (factor: Rational) => ({value: multiply(value, factor), ulp: multiply(ulp, factor)})
  const ratio = RATIO_UNITS.find(([pattern]) => pattern.test(tail))
  if (ratio && currency === undefined) {
    const [pattern, factor, kind] = ratio
    return {...times(factor), kind, token: undefined, length: gap + (pattern.exec(tail)?.[0].length ?? 0)}
  }
  const [scaleLength = 0, scale = 1n] = firstOf(SCALES, tail) ?? []
  const scaled = times(rational(scale))
  const after = scaleLength > 0 ? gap + scaleLength : 0
  const word = TOKEN.exec(rest.slice(after))
  const name = word?.groups?.['token']?.replace(/\.$/, '') ?? ''
  if (tokens.has(name) || LIKE_A_TOKEN.test(name)) {
    const length = after + (word?.[0].length ?? 0) - (word?.groups?.['token']?.endsWith('.') ? 1 : 0)
    return {...scaled, kind: 'amount', token: name, length}
  }
  if (currency !== undefined) return {...scaled, kind: 'amount', token: 'USD', length: after}
  const [durationLength, seconds] = (scaleLength === 0 ? firstOf(DURATIONS, tail) : undefined) ?? []
  if (durationLength !== undefined && seconds !== undefined) {
    return {...times(rational(seconds)), kind: 'duration', token: undefined, length: gap + durationLength}
  }
  const share = /^\s+(?:out\s+)?of\s+(?:the|those|these|all|\d)/.test(rest)
  const formula = /^\s*[-−–+×*/=]\s*(?:\(|[A-Za-z])/.test(rest)
  const counted = scale === 1n && (share || formula || (/^[a-z]/.test(name) && !CONNECTOR.test(name)))
  return {...scaled, kind: counted ? 'count' : 'plain', token: undefined, length: after}
}

/** Every number of a masked text. @param tokens symbols that name a token beside those that look like one */
export function numbersIn(masked: string, tokens: ReadonlySet<string>): ProseNumber[] {
  return [...masked.matchAll(NUMBER)].flatMap((match): ProseNumber[] => {
    const {whole = '', fraction, currency} = match.groups ?? {}
    const start = match.index + (/^\s/.test(match[0]) ? 1 : 0)
    const end = match.index + match[0].length
    const rest = masked.slice(end, end + 60)
    const own = written(whole, fraction)
    const {length, ...read} = readUnit(own, rest, currency, tokens)
    if (/^[A-Za-z]/.test(rest.slice(length))) return [] // part of a word: 1INCH, 3CRV
    const year =
      read.kind === 'plain' && fraction === undefined && /^(?:19|20)\d\d$/.test(whole) && !/^\s*(?:->|→|=>)/.test(rest)
    if (year) return []
    const rounded = APPROXIMATELY.test(masked.slice(Math.max(0, start - 20), start))
    return [
      {...read, start, end: end + length, text: masked.slice(start, end + length).trim(), digits: own.digits, rounded},
    ]
  })
}
