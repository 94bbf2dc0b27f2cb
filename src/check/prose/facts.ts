import {
  add,
  compare,
  divide,
  isZero,
  multiply,
  ONE,
  rational,
  subtract,
  ZERO,
  type Rational,
} from '../../units/rational.js'
import {criteriaOf} from '../criteria.js'
import {listAt, lookAt, textAt, textsIn} from '../look.js'
import {titleOf, readQuantity, type ReadSetting} from '../settings.js'
import type {ProseNumber} from './numbers.js'

/** A figure that the file gives, or that follows from it. */
export interface Fact {
  readonly kind: 'amount' | 'duration' | 'number' | 'ratio'
  readonly value: Rational
  readonly unit: string | undefined
  /** `stated` is written in the file, and prose must say it exactly; `derived` follows from it, and prose may round it. */
  readonly standing: 'derived' | 'stated'
  /** "liquidationThreshold of WETH, to". */
  readonly label: string
  /** The setting that it belongs to. */
  readonly setting: ReadSetting | undefined
}

const positive = ({n, d}: Rational): Rational => ({n: n < 0n ? -n : n, d})

type Draft = Omit<Fact, 'label' | 'setting' | 'standing' | 'unit'> & {readonly what: string; readonly unit?: string}

/** The step between two values: as a difference, as a share of the old, as a multiple. */
function steps(kind: Fact['kind'], before: Rational, after: Rational, unit: string | undefined, what: string): Draft[] {
  const difference = positive(subtract(after, before))
  const relative: Draft[] =
    isZero(before) || isZero(after)
      ? []
      : [
          {kind: 'ratio', value: divide(difference, positive(before)), what: `${what}, change in per cent`},
          {kind: 'ratio', value: positive(divide(after, before)), what: `${what}, new by old`},
          {kind: 'ratio', value: positive(divide(before, after)), what: `${what}, old by new`},
        ]
  return [{kind, value: difference, ...(unit === undefined ? {} : {unit}), what: `${what}, step`}, ...relative]
}

function ofSetting(setting: ReadSetting): Fact[] {
  const {before, after, asset, role} = setting
  const label = `${titleOf(setting)} of ${asset}`
  const stated = [
    ['from', setting.keep === undefined ? before : undefined],
    [setting.keep === undefined ? 'to' : 'kept', after],
  ] as const
  const facts: Fact[] = []
  const values: Rational[] = []
  for (const [word, quantity] of stated) {
    if (
      !quantity ||
      quantity.kind === 'address' ||
      quantity.kind === 'boolean' ||
      quantity.kind === 'bytes' ||
      quantity.kind === 'text'
    )
      continue
    const value = quantity.kind === 'duration' ? rational(quantity.seconds) : quantity.value
    const unit = quantity.kind === 'amount' ? quantity.unit : undefined
    facts.push({kind: quantity.kind, value, unit, standing: 'stated', label: `${label}, ${word}`, setting})
    values.push(value)
    const derived: [string, Rational][] = []
    if (role === 'liquidationBonus') derived.push(['1 + bonus', add(ONE, value)])
    if ((role === 'initialMargin' || role === 'maintenanceMargin') && !isZero(value))
      derived.push(['leverage', divide(ONE, value)])
    if (role === 'loanToValue' && compare(value, ONE) < 0) derived.push(['leverage', divide(ONE, subtract(ONE, value))])
    if (role === 'liquidationThreshold' || role === 'loanToValue') derived.push(['1 - value', subtract(ONE, value)])
    facts.push(
      ...derived.map(([what, figure]): Fact => ({
        kind: 'ratio',
        value: figure,
        unit: undefined,
        standing: 'derived',
        label: `${label}, ${what}`,
        setting,
      })),
    )
  }
  const [first] = facts
  const [old, next] = values
  if (first && old && next) {
    facts.push(
      ...steps(first.kind, old, next, first.unit, label).map(({what, unit, ...fact}): Fact => ({
        ...fact,
        unit,
        standing: 'derived',
        label: what,
        setting,
      })),
    )
  }
  return facts
}

/** Buffers and gaps of one asset, before and after. */
function ofAsset(settings: readonly ReadSetting[]): Draft[] {
  const find = (role: string, when: 'after' | 'before'): Rational | undefined => {
    const quantity = settings.find((setting) => setting.role === role)?.[when]
    return quantity?.kind === 'ratio' ? quantity.value : undefined
  }
  const figures = (when: 'after' | 'before'): Record<string, Rational | undefined> => {
    const [lt, bonus, ltv] = ['liquidationThreshold', 'liquidationBonus', 'loanToValue'].map((role) => find(role, when))
    const covered = lt && bonus && multiply(lt, add(ONE, bonus))
    return {
      'threshold x (1 + bonus)': covered,
      'buffer 1 - threshold x (1 + bonus)': covered && subtract(ONE, covered),
      'threshold - LTV': lt && ltv && subtract(lt, ltv),
      'price move from the LTV to the threshold': lt && ltv && !isZero(lt) ? subtract(ONE, divide(ltv, lt)) : undefined,
    }
  }
  const [before, after] = [figures('before'), figures('after')]
  return Object.keys(after).flatMap((what): Draft[] => {
    const [old, next] = [before[what], after[what]]
    const own = [old, next].flatMap((value): Draft[] => (value ? [{kind: 'ratio', value, what}] : []))
    return [...own, ...(old && next ? steps('ratio', old, next, undefined, what) : [])]
  })
}

/** Settings of the backtest, nonces, criteria, and how many things there are. */
function ofFile(value: unknown, settings: readonly ReadSetting[]): Draft[] {
  const texts = ['backtest', 'policy'].flatMap((key) => textsIn(lookAt(value, [key])))
  const quantities = texts.flatMap(({text, path}): Draft[] => {
    const read = readQuantity(text)
    if (read?.kind === 'ratio' || read?.kind === 'amount') return [{...read, what: path.join('.')}]
    return read?.kind === 'duration' ? [{kind: 'duration', value: rational(read.seconds), what: path.join('.')}] : []
  })
  const confidence = readQuantity(textAt(value, ['backtest', 'confidence']) ?? '')
  const aims = confidence?.kind === 'ratio' ? [confidence.value] : []
  const limits = [...criteriaOf(value).map(({limit}) => limit), ...aims]
  const numbers = listAt(value, ['governance']).map((_item, index) => lookAt(value, ['governance', index, 'nonce']))
  const counts = [listAt(value, ['changes']).length, settings.filter(({to}) => to !== undefined).length]
  return [
    ...quantities,
    ...limits.flatMap((limit): Draft[] => [
      {kind: 'ratio', value: limit, what: 'criterion'},
      {kind: 'ratio', value: subtract(ONE, limit), what: '1 - criterion'},
    ]),
    ...[...numbers, ...counts].flatMap((number): Draft[] =>
      typeof number === 'number' && Number.isSafeInteger(number)
        ? [{kind: 'number', value: rational(number), what: 'nonce or count'}]
        : [],
    ),
  ]
}

/** Every figure that prose may state about a file. */
export function factsOf(value: unknown, settings: readonly ReadSetting[]): Fact[] {
  const assets = [...new Set(settings.map(({asset}) => asset))]
  const drafts = [
    ...assets.flatMap((asset) => ofAsset(settings.filter((setting) => setting.asset === asset))),
    ...ofFile(value, settings),
  ]
  return [
    ...settings.flatMap(ofSetting),
    ...drafts.map(({what, unit, ...draft}): Fact => ({
      ...draft,
      unit,
      standing: 'derived',
      label: what,
      setting: undefined,
    })),
  ]
}

const half = (ulp: Rational): Rational => multiply(ulp, rational(1n, 2n))

function near(number: ProseNumber, value: Rational, fact: Fact, scale = ONE): boolean {
  const far = positive(subtract(number.value, value))
  if (far.n === 0n) return true
  const loose =
    fact.standing === 'derived'
      ? number.digits.length >= 2 || number.rounded
      : number.rounded && number.digits.length >= 2
  return loose && compare(far, half(multiply(number.ulp, scale))) <= 0
}

/** Whether prose says a fact: in any unit, rounded where that is honest. */
export function says(number: ProseNumber, fact: Fact): boolean {
  const value = positive(fact.value)
  if (value.n === 0n && number.value.n !== 0n) return false
  switch (number.kind) {
    case 'ratio':
    case 'points': {
      return fact.kind === 'ratio' && near(number, value, fact)
    }
    case 'amount': {
      return (
        fact.kind === 'amount' && fact.unit?.toLowerCase() === number.token?.toLowerCase() && near(number, value, fact)
      )
    }
    case 'duration': {
      return fact.kind === 'duration' && near(number, value, fact)
    }
    case 'count':
    case 'plain': {
      if (fact.kind === 'ratio') {
        return [1n, 100n, 10_000n].some((scale) => near(number, multiply(value, rational(scale)), fact))
      }
      return fact.kind !== 'duration' && near(number, value, fact)
    }
  }
}

/** The stated fact that a number almost is: one digit wrong, two digits swapped, or 100 or 10,000 times too much or too little. */
export function almost(number: ProseNumber, facts: readonly Fact[]): {fact: Fact; how: string} | undefined {
  if (number.value.n === 0n || compare(number.value, ZERO) <= 0) return undefined
  for (const fact of facts) {
    if (fact.standing !== 'stated' || fact.value.n === 0n || !comparable(number, fact)) continue
    const value = positive(fact.value)
    for (const [scale, how] of SCALED) {
      const other = multiply(value, scale)
      if (number.digits.replace(/0+$/, '').length >= 2 && compare(number.value, other) === 0) return {fact, how}
    }
    if (number.digits.length >= 3 && oneDigitApart(number, value)) return {fact, how: 'is one digit away from'}
  }
  return undefined
}

const SCALED: readonly (readonly [Rational, string])[] = [
  [rational(1n, 100n), 'is a hundredth of'],
  [rational(100n), 'is 100 times'],
  [rational(1n, 10_000n), 'is a ten-thousandth of'],
  [rational(10_000n), 'is 10,000 times'],
]

const comparable = (number: ProseNumber, fact: Fact): boolean =>
  number.kind === 'ratio'
    ? fact.kind === 'ratio'
    : number.kind === 'amount'
      ? fact.kind === 'amount' && fact.unit?.toLowerCase() === number.token?.toLowerCase()
      : number.kind === 'plain' && fact.kind === 'amount'

/** Both written with the number's own last digit, compared digit by digit. */
function oneDigitApart({value, ulp}: ProseNumber, other: Rational): boolean {
  const counts = [divide(value, ulp), divide(other, ulp)]
  if (counts.some(({d}) => d !== 1n)) return false
  const [a = '', b = ''] = counts.map(({n}) => n.toString())
  if (a.length !== b.length) return false
  const differing = [...a].flatMap((digit, index) => (digit === b[index] ? [] : [index]))
  const [first = 0, second = 0] = differing
  return (
    differing.length === 1 ||
    (differing.length === 2 && second === first + 1 && a[first] === b[second] && a[second] === b[first])
  )
}
