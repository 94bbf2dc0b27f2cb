// Values as a proposal spells them, and what they are in a contract's integers: by moving the point of the decimal text, with
// none of the product's arithmetic.

/** A stream of pseudo-random numbers (mulberry32), the same for the same seed. */
export interface Random {
  /** From 0 to 2^32 - 1. */
  word(): number
  /** From `min` to `max`, both included: the ends, few bits or many, all of them often. */
  between(min: bigint, max: bigint): bigint
  pick<T>(items: readonly T[]): T
}

export function randomOf(seed: number): Random {
  let state = seed >>> 0
  const word = (): number => {
    state = (state + 0x6d_2b_79_f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const bits = (count: number): bigint => {
    let value = 0n
    for (let have = 0; have < count; have += 32) value = (value << 32n) | BigInt(word())
    return BigInt.asUintN(count, value)
  }
  return {
    word,
    between(min, max) {
      const width = max - min
      const size = width.toString(2).length
      const kind = word() % 16
      if (kind === 0) return min
      if (kind === 1) return max
      const offset = bits(kind < 9 ? size : 1 + (word() % size))
      return min + (offset > width ? offset % (width + 1n) : offset)
    },
    pick: (items) => items[word() % items.length]!,
  }
}

/** The digits of a decimal with its point moved to the right; nothing may be left behind the point. */
export function shifted(decimal: string, places: number): bigint {
  const [whole = '', part = ''] = decimal.replaceAll('_', '').split('.')
  const digits = part.replace(/0+$/, '')
  if (digits.length > places) throw new Error(`${decimal} has more than ${places} decimals`)
  return BigInt(whole + digits.padEnd(places, '0'))
}

/** The integer with so many of its digits behind the point; fewer than none are zeros at the end. */
function pointed(value: bigint, places: number): string {
  if (places <= 0) return (value * 10n ** BigInt(-places)).toString()
  const text = value.toString().padStart(places + 1, '0')
  const decimals = text.slice(-places).replace(/0+$/, '')
  return text.slice(0, -places) + (decimals === '' ? '' : `.${decimals}`)
}

const grouped = (decimal: string): string =>
  decimal.replace(/^\d+/, (whole) => whole.replaceAll(/\B(?=(\d{3})+$)/g, '_'))

/** What calls carry. */
export type Raw = bigint | boolean | string

/** How values of a parameter are drawn, spelt and counted. */
export interface Kind {
  readonly min: bigint
  readonly max: bigint
  /** Only multiples of it are drawn. */
  readonly step: bigint
  readonly draw?: (random: Random) => bigint
  spell(units: bigint, random: Random): string
  /** From the text alone. */
  raw(text: string): Raw
  /** Half a step above; absent where there is nothing between two values. */
  halfway?(units: bigint): string
}

type Bounds = {readonly min?: bigint; readonly max: bigint; readonly step?: bigint}
const bounds = ({min = 0n, max, step = 1n}: Bounds) => ({min, max, step})

const SHARES = {'%': 2, bps: 4, x: 0} as const
type ShareUnit = keyof typeof SHARES

/** A ratio of which 10^decimals units make one. */
export const ratio = (decimals: number, of: Bounds, units: readonly ShareUnit[] = ['%', 'bps', 'x']): Kind => ({
  ...bounds(of),
  spell(value, random) {
    const unit = random.pick(units)
    const number = pointed(value, decimals - SHARES[unit])
    return `${random.word() % 2 === 0 ? grouped(number) : number}${unit}`
  },
  halfway: (value) => `${pointed(value * 10n + 5n * (of.step ?? 1n), decimals - 1)}%`,
  raw(text) {
    const unit = units.find((name) => text.endsWith(name))!
    return shifted(pointedAt(text.slice(0, -unit.length), -SHARES[unit]), decimals)
  },
})

/** A decimal with its point moved to the left. */
function pointedAt(decimal: string, places: number): string {
  const [whole = '', part = ''] = decimal.replaceAll('_', '').split('.')
  const digits = whole.padStart(1 - places, '0') + part
  const point = digits.length - part.length + places
  return `${digits.slice(0, point)}.${digits.slice(point)}`
}

const THOUSANDS = {'': 0, k: 3, m: 6, bn: 9} as const

/** An amount of a token with so many decimals. */
export const amount = (symbol: string, decimals: number, of: Bounds): Kind => ({
  ...bounds(of),
  spell(value, random) {
    const name = random.pick(Object.keys(THOUSANDS) as (keyof typeof THOUSANDS)[])
    return `${grouped(pointed(value, decimals + THOUSANDS[name]))}${name} ${symbol}`
  },
  halfway: (value) => `${pointed(value * 10n + 5n * (of.step ?? 1n), decimals + 1)} ${symbol}`,
  raw(text) {
    const [, number = '', name = '', token] = /^([\d_.]+)(k|m|bn)? (\S+)$/.exec(text)!
    if (token !== symbol) throw new Error(`${text} is not in ${symbol}`)
    return shifted(number, decimals + THOUSANDS[name as keyof typeof THOUSANDS])
  },
})

const TIMES: readonly (readonly [string, bigint])[] = [
  ['s', 1n],
  ['min', 60n],
  ['h', 3600n],
  ['d', 86_400n],
  ['w', 604_800n],
]

export const duration = (max: bigint, min = 0n): Kind => ({
  min,
  max,
  step: 1n,
  draw(random) {
    const [, size] = random.pick(TIMES)
    const value = random.between(min, max)
    return value - (value % size) < min ? value : value - (value % size)
  },
  spell(value, random) {
    const [unit, size] = random.pick(TIMES.filter(([, seconds]) => value % seconds === 0n))
    return `${value / size}${unit}`
  },
  halfway: (value) => `${value}.5s`,
  raw(text) {
    const [, count = '', unit = ''] = /^(\d+)([a-z]+)$/.exec(text)!
    return BigInt(count) * TIMES.find(([name]) => name === unit)![1]
  },
})

/** A bare number of which 10^decimals units make one. */
export const number = (decimals: number, of: Bounds): Kind => ({
  ...bounds(of),
  spell: (value) => pointed(value, decimals),
  halfway: (value) => pointed(value * 10n + 5n * (of.step ?? 1n), decimals + 1),
  raw: (text) => shifted(text, decimals),
})

export const yesNo: Kind = {
  min: 0n,
  max: 1n,
  step: 1n,
  spell: (value) => (value === 1n ? 'yes' : 'no'),
  raw: (text) => text === 'yes',
}

const LETTERS = Array.from('abzAZ09#.:-_/() é€')

/** A text without blanks at its ends; of any number only the text counts. */
export const words: Kind = {
  min: 0n,
  max: 0n,
  step: 1n,
  spell(_, random) {
    const middle = Array.from({length: random.word() % 60}, () => random.pick(LETTERS)).join('')
    return `${random.pick(LETTERS)}${middle}${random.pick(LETTERS)}`.trim() || 'x'
  },
  raw: (text) => text,
}
