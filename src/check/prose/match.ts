import {compare, divide, multiply, rational, subtract, type Rational} from '../../units/rational.js'
import type {Claim} from './claims.js'
import type {Fact} from './facts.js'
import type {ProseNumber} from './numbers.js'

const HALF = rational(1n, 2n)
const positive = ({n, d}: Rational): Rational => ({n: n < 0n ? -n : n, d})

/** Exactly the value; or rounded to the digits that are written, where rounding is honest. */
function near({value, ulp, digits, rounded}: ProseNumber, wanted: Rational, {standing}: Fact): boolean {
  const far = positive(subtract(value, wanted))
  if (far.n === 0n) return true
  const loose = digits.length >= 2 && (rounded || standing !== 'stated')
  return loose && compare(far, multiply(ulp, HALF)) <= 0
}

/** Whether prose says a fact, in whatever unit. */
export function says(number: ProseNumber, fact: Fact): boolean {
  const {kind, token} = number
  switch (kind) {
    case 'ratio':
    case 'points': {
      return fact.kind === 'ratio' && near(number, fact.value, fact)
    }
    case 'amount': {
      return fact.kind === 'amount' && sameToken(token, fact.unit) && near(number, fact.value, fact)
    }
    case 'duration': {
      return fact.kind === 'duration' && near(number, fact.value, fact)
    }
    case 'count':
    case 'plain': {
      // Without a unit it may be meant in per cent, in basis points, or as it is.
      const scales = fact.kind === 'ratio' ? [1n, 100n, 10_000n] : fact.kind === 'duration' ? [] : [1n]
      return scales.some((scale) => near(number, multiply(fact.value, rational(scale)), fact))
    }
  }
}

const SUFFIX = /(?:\.?[a-z]|[0n])$/

/** `USDC` in prose may be `USDCn` in the address book. */
const sameToken = (a = '', b = ''): boolean =>
  a.toLowerCase() === b.toLowerCase() ||
  a.toLowerCase() === b.replace(SUFFIX, '').toLowerCase() ||
  a.replace('.', '') === b

/** Whether a fact is of the kind, the time and the subject that a claim is about. */
function isAbout({mode, when, settings, assets, derives}: Claim, fact: Fact): boolean {
  if (mode === 'nonce') return fact.label.startsWith('nonce')
  if (mode === 'value' && fact.standing !== 'stated' && fact.standing !== 'figure') return false
  if (when !== undefined && fact.when !== undefined && fact.when !== when) return false
  if (fact.setting) return settings.has(fact.setting)
  return fact.asset === undefined || (assets.has(fact.asset) && (derives || mode === 'any'))
}

const keyOf = ({label}: Fact): string => label

/** Whether some fact explains a claim; for a pair, one and the same fact before and after the change. */
export function isExplained(claim: Claim, facts: readonly Fact[]): boolean {
  const {number, partner} = claim
  const own = facts.filter((fact) => isAbout(claim, fact) && says(number, fact))
  if (!partner) return own.length > 0
  const other = facts.filter((fact) => isAbout({...claim, when: undefined}, fact) && says(partner, fact))
  return own.some((fact) => other.some((second) => keyOf(second) === keyOf(fact) && isPair(fact, second)))
}

const isPair = (first: Fact, second: Fact): boolean => first.when === undefined || first.when !== second.when

const SCALED: readonly (readonly [Rational, string])[] = [
  [rational(1n, 100n), 'is a hundredth of'],
  [rational(100n), 'is 100 times'],
  [rational(1n, 10_000n), 'is a ten-thousandth of'],
  [rational(10_000n), 'is 10,000 times'],
]

const comparable = ({kind, token}: ProseNumber, fact: Fact): boolean =>
  kind === 'ratio'
    ? fact.kind === 'ratio'
    : fact.kind === 'amount' && (kind === 'plain' || (kind === 'amount' && sameToken(token, fact.unit)))

/** Both written down to the number's own last digit: one digit differs, or two neighbours are swapped. */
function oneDigitApart({value, ulp}: ProseNumber, other: Rational): boolean {
  const counts = [divide(value, ulp), divide(other, ulp)]
  if (counts.some(({d}) => d !== 1n)) return false
  const [a = '', b = ''] = counts.map(({n}) => n.toString())
  if (a.length !== b.length) return false
  const differing = Array.from(a).flatMap((digit, index) => (digit === b[index] ? [] : [index]))
  const [first = 0, second = 0] = differing
  const swapped = differing.length === 2 && second === first + 1 && a[first] === b[second] && a[second] === b[first]
  return differing.length === 1 || swapped
}

/** The stated fact that a number almost is: a slip of units, one digit wrong, or two digits swapped. */
export function almost(number: ProseNumber, facts: readonly Fact[]): {fact: Fact; how: string} | undefined {
  const significant = number.digits.replace(/0+$/, '').length
  if (number.value.n === 0n) return undefined
  for (const fact of facts) {
    if (fact.standing !== 'stated' || fact.value.n === 0n || !comparable(number, fact)) continue
    const slip = SCALED.find(([scale]) => compare(number.value, multiply(fact.value, scale)) === 0)
    if (slip && significant >= 2) return {fact, how: slip[1]}
    if (significant >= 3 && oneDigitApart(number, fact.value)) return {fact, how: 'is one digit away from'}
  }
  return undefined
}
