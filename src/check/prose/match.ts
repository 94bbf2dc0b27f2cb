import {divide, type Rational} from '../../units/rational.js'
import type {Claim} from './claims.js'
import type {Fact} from './facts.js'
import type {ProseNumber} from './numbers.js'

/**
 * Exactly the value (times `scale`); or rounded to the digits that are written, where rounding is honest.
 * Crosswise, without reducing fractions: this runs for every number against every fact.
 */
function near({value, ulp, digits, rounded}: ProseNumber, {value: fact, standing}: Fact, scale = 1n): boolean {
  const far = value.n * fact.d - fact.n * scale * value.d
  if (far === 0n) return true
  if (digits.length < 2 || (standing === 'stated' && !rounded)) return false
  return (far < 0n ? -far : far) * 2n * ulp.d <= ulp.n * value.d * fact.d
}

/** Whether prose says a fact, in whatever unit. */
export function says(number: ProseNumber, fact: Fact): boolean {
  const {kind, token} = number
  switch (kind) {
    case 'ratio':
    case 'points': {
      return fact.kind === 'ratio' && near(number, fact)
    }
    case 'amount': {
      return fact.kind === 'amount' && sameToken(token, fact.unit) && near(number, fact)
    }
    case 'duration': {
      return fact.kind === 'duration' && near(number, fact)
    }
    case 'count':
    case 'plain': {
      // Without a unit it may be meant in per cent, in basis points, or as it is.
      const scales = fact.kind === 'ratio' ? [1n, 100n, 10_000n] : fact.kind === 'duration' ? [] : [1n]
      return scales.some((scale) => near(number, fact, scale))
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
  const {number, partner, when, settings} = claim
  // Where the file does not say what a change starts from, nobody can say that the text is wrong.
  const unsaid = when === 'before' && [...settings].some(({before, to}) => to !== undefined && before === undefined)
  if (unsaid)
    return partner === undefined || isExplained({...claim, number: partner, partner: undefined, when: 'after'}, facts)
  const own = facts.filter((fact) => isAbout(claim, fact) && says(number, fact))
  if (!partner) return own.length > 0
  const other = facts.filter((fact) => isAbout({...claim, when: undefined}, fact) && says(partner, fact))
  return own.some((fact) => other.some((second) => keyOf(second) === keyOf(fact) && isPair(fact, second)))
}

const isPair = (first: Fact, second: Fact): boolean => first.when === undefined || first.when !== second.when

const SCALED: readonly (readonly [times: bigint, by: bigint, how: string])[] = [
  [1n, 100n, 'is a hundredth of'],
  [100n, 1n, 'is 100 times'],
  [1n, 10_000n, 'is a ten-thousandth of'],
  [10_000n, 1n, 'is 10,000 times'],
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

/** The stated fact that a number almost is: a slip of units before all else; or one digit wrong, or two digits swapped. */
export function almost(number: ProseNumber, facts: readonly Fact[]): {fact: Fact; how: string} | undefined {
  const significant = number.digits.replace(/0+$/, '').length
  if (number.value.n === 0n || significant < 2) return undefined
  const like = facts.filter((fact) => fact.standing === 'stated' && fact.value.n !== 0n && comparable(number, fact))
  for (const fact of like) {
    const [ours, theirs] = [number.value.n * fact.value.d, fact.value.n * number.value.d]
    const slip = SCALED.find(([times, by]) => ours * by === theirs * times)
    if (slip) return {fact, how: slip[2]}
  }
  const near = significant >= 3 ? like.find((fact) => oneDigitApart(number, fact.value)) : undefined
  return near && {fact: near, how: 'is one digit away from'}
}
