import {PlimsollError} from '../../errors.js'
import {formatAmount, parseAmount} from '../../units/amount.js'
import {formatDuration, parseDuration} from '../../units/duration.js'
import {formatRatio, parseRatio} from '../../units/ratio.js'
import {formatExact, parseDecimal, rational, toNumber, type Rational} from '../../units/rational.js'

/** What the text of a value may be. */
type Spelling = 'amount' | 'duration' | 'number' | 'ratio'

/** How a contract counts: `perOne` of its integers make one. */
export interface CustomUnit {
  readonly name: string
  readonly perOne: bigint
  readonly spellings: readonly Spelling[]
}

const NAMED: Readonly<Record<string, Omit<CustomUnit, 'name'>>> = {
  bps: {perOne: 10_000n, spellings: ['ratio']},
  percent: {perOne: 100n, spellings: ['ratio']},
  ppm: {perOne: 1_000_000n, spellings: ['ratio']},
  wad: {perOne: 10n ** 18n, spellings: ['ratio', 'amount']},
  ray: {perOne: 10n ** 27n, spellings: ['ratio', 'amount']},
  rad: {perOne: 10n ** 45n, spellings: ['ratio', 'amount']},
  'whole-tokens': {perOne: 1n, spellings: ['amount']},
  seconds: {perOne: 1n, spellings: ['duration']},
  raw: {perOne: 1n, spellings: ['number']},
}
const SCALED = /^(ratio|token):(0|[1-9]\d?)$/

export const UNIT_NAMES: readonly string[] = Object.keys(NAMED)

/** The units that a setting of a custom contract may have, for the schema. */
export const UNIT_PATTERN = `^(${UNIT_NAMES.join('|')}|(ratio|token):(0|[1-9]\\d?))$`

/**
 * `bps`, `percent`, `ppm` count ratios; `wad`, `ray`, `rad` (18, 27, 45 decimals) ratios or amounts; `ratio:<decimals>` and
 * `token:<decimals>` one of the two; `whole-tokens`, `seconds`, and `raw`, the bare integer.
 * @throws CUSTOM_UNKNOWN_UNIT
 */
export function customUnit(name: string): CustomUnit {
  const named = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined
  if (named) return {name, ...named}
  const [, kind, decimals] = SCALED.exec(name) ?? []
  if (kind !== undefined) {
    return {name, perOne: 10n ** BigInt(decimals ?? 0), spellings: [kind === 'ratio' ? 'ratio' : 'amount']}
  }
  throw new PlimsollError('CUSTOM_UNKNOWN_UNIT', `There is no unit called \`${name}\`.`, {
    suggestions: [`Use one of ${UNIT_NAMES.join(', ')}, ratio:<decimals> or token:<decimals>.`],
  })
}

/** A value as the user wrote it, and how to write another of its kind. */
export interface CustomValue {
  readonly kind: Spelling
  readonly value: Rational
  readonly show: (value: Rational) => string
}

function readAs(spelling: Spelling, text: string): CustomValue {
  switch (spelling) {
    case 'amount': {
      const {value, unit} = parseAmount(text)
      return {kind: spelling, value, show: (other) => formatAmount({value: other, unit})}
    }
    case 'duration': {
      const show = (other: Rational) => (other.d === 1n ? formatDuration(toNumber(other)) : `${formatExact(other)}s`)
      return {kind: spelling, value: rational(parseDuration(text)), show}
    }
    case 'number': {
      const value = parseDecimal(text.trim())
      if (!value) {
        throw new PlimsollError('UNITS_NOT_A_NUMBER', `\`${text}\` is not a plain number, which the unit raw takes.`)
      }
      return {kind: spelling, value, show: (other) => formatExact(other)}
    }
    case 'ratio': {
      return {kind: spelling, value: parseRatio(text), show: formatRatio}
    }
  }
}

/** Reads the text of a setting in its unit, exactly. @throws UNITS_* when it is not of that unit's kind. */
export function parseCustom({spellings}: CustomUnit, text: string): CustomValue {
  const [first, second] = spellings
  if (second !== undefined && /[A-Za-z][\w.+-]*$/.test(text) && !/\d\s?(bps|x)$/.test(text)) return readAs(second, text)
  return readAs(first ?? 'number', text)
}
