import type {Quantity} from '../../units/quantity.js'
import {add, compare, divide, isZero, multiply, ONE, rational, subtract, type Rational} from '../../units/rational.js'
import {criteriaOf} from '../criteria.js'
import {listAt, lookAt, textAt, textsIn} from '../look.js'
import {readQuantity, titleOf, type ReadSetting} from '../settings.js'

/** A figure that the file gives, or that follows from it. */
export interface Fact {
  readonly kind: 'amount' | 'duration' | 'number' | 'ratio'
  /** Never negative. */
  readonly value: Rational
  readonly unit: string | undefined
  /**
   * `stated`: a value of a setting, which prose must say exactly. What follows from values may be rounded: a `figure` (a
   * buffer, a leverage), a `step` (a difference, a percentage). `other`: settings of the backtest, nonces, counts.
   */
  readonly standing: 'figure' | 'other' | 'stated' | 'step'
  /** "liquidation threshold of WETH". */
  readonly label: string
  /** Whether it holds before or after the change; undefined where that makes no difference. */
  readonly when: 'after' | 'before' | undefined
  /** The setting, or else the asset, that it belongs to. */
  readonly setting: ReadSetting | undefined
  readonly asset: string | undefined
}

type When = 'after' | 'before'
type Bare = Pick<Fact, 'kind' | 'standing' | 'unit' | 'value' | 'when'> & {readonly what: string}

const positive = ({n, d}: Rational): Rational => ({n: n < 0n ? -n : n, d})
const ratio = (what: string, value: Rational, standing: Fact['standing'], when?: When): Bare => ({
  kind: 'ratio',
  value: positive(value),
  unit: undefined,
  standing,
  when,
  what,
})

/** The step between two values: as a difference, as a share of the old one, as a multiple. */
function steps({kind, unit}: Pick<Fact, 'kind' | 'unit'>, before: Rational, after: Rational): Bare[] {
  const difference = positive(subtract(after, before))
  const own: Bare = {kind, unit, value: difference, standing: 'step', when: undefined, what: 'step'}
  if (isZero(before) || isZero(after)) return [own]
  return [
    own,
    ratio('change in per cent', divide(difference, before), 'step'),
    ratio('new by old', divide(after, before), 'step'),
    ratio('old by new', divide(before, after), 'step'),
  ]
}

/** A quantity as a plain number with its unit; undefined when it is no number. */
function measured(quantity: Quantity | undefined): Pick<Fact, 'kind' | 'unit' | 'value'> | undefined {
  switch (quantity?.kind) {
    case 'amount': {
      return {kind: 'amount', value: positive(quantity.value), unit: quantity.unit}
    }
    case 'duration': {
      return {kind: 'duration', value: rational(quantity.seconds), unit: undefined}
    }
    case 'number':
    case 'ratio': {
      return {kind: quantity.kind, value: positive(quantity.value), unit: undefined}
    }
    default: {
      return undefined
    }
  }
}

/** What follows from one value by its role. */
function figuresOf(role: ReadSetting['role'], value: Rational, when: When | undefined): Bare[] {
  const figure = (what: string, result: Rational): Bare => ratio(what, result, 'figure', when)
  switch (role) {
    case 'liquidationBonus': {
      return [figure('1 + bonus', add(ONE, value))]
    }
    case 'initialMargin':
    case 'maintenanceMargin': {
      return isZero(value) ? [] : [figure('leverage', divide(ONE, value))]
    }
    case 'collateralRatio': {
      return isZero(value)
        ? []
        : [
            figure('fall until it is under water', subtract(ONE, divide(ONE, value))),
            figure('1 / value', divide(ONE, value)),
          ]
    }
    case 'loanToValue': {
      const leverage = compare(value, ONE) < 0 ? [figure('leverage', divide(ONE, subtract(ONE, value)))] : []
      return [...leverage, ratio('1 - value', subtract(ONE, value), 'step', when)]
    }
    case 'liquidationThreshold': {
      return [ratio('1 - value', subtract(ONE, value), 'step', when)]
    }
    default: {
      return []
    }
  }
}

function ofSetting(setting: ReadSetting): Bare[] {
  const {keep, role} = setting
  const [before, after] = [measured(setting.before), measured(setting.after)]
  const ends: (readonly [Pick<Fact, 'kind' | 'unit' | 'value'> | undefined, When | undefined])[] =
    keep === undefined
      ? [
          [before, 'before'],
          [after, 'after'],
        ]
      : [[after, undefined]]
  const values = ends.flatMap(([end, when]): Bare[] =>
    end ? [{...end, standing: 'stated', when, what: ''}, ...figuresOf(role, end.value, when)] : [],
  )
  const moved = keep === undefined && before && after && before.kind === after.kind && before.unit === after.unit
  return moved ? [...values, ...steps(after, before.value, after.value)] : values
}

/** Buffers and gaps of one asset, before and after. */
function ofAsset(settings: readonly ReadSetting[]): Bare[] {
  const find = (role: string, when: When): Rational | undefined => {
    const quantity = settings.find((setting) => setting.role === role)?.[when]
    return quantity?.kind === 'ratio' ? quantity.value : undefined
  }
  const figures = (when: When): Record<string, Rational | undefined> => {
    const [lt, bonus, ltv] = ['liquidationThreshold', 'liquidationBonus', 'loanToValue'].map((role) => find(role, when))
    const covered = lt && bonus && multiply(lt, add(ONE, bonus))
    return {
      'threshold x (1 + bonus)': covered,
      'buffer 1 - threshold x (1 + bonus)': covered && subtract(ONE, covered),
      'gap between LTV and threshold': lt && ltv && subtract(lt, ltv),
      'price move from the LTV to the threshold': lt && ltv && !isZero(lt) ? subtract(ONE, divide(ltv, lt)) : undefined,
    }
  }
  const [before, after] = [figures('before'), figures('after')]
  return Object.keys(after).flatMap((what): Bare[] => {
    const [old, next] = [before[what], after[what]]
    return [
      ...(old ? [ratio(what, old, 'figure', 'before')] : []),
      ...(next ? [ratio(what, next, 'figure', 'after')] : []),
      ...(old && next ? steps({kind: 'ratio', unit: undefined}, positive(old), positive(next)) : []),
    ]
  })
}

/** Settings of the backtest and the policy, criteria, nonces, and how many things there are. */
function ofFile(value: unknown, settings: readonly ReadSetting[]): Bare[] {
  const other = (quantity: Quantity | undefined, what: string): Bare[] => {
    const read = measured(quantity)
    return read ? [{...read, standing: 'other', when: undefined, what}] : []
  }
  const counted = (numbers: readonly unknown[], what: string): Bare[] =>
    numbers.flatMap((number) =>
      typeof number === 'number' && Number.isSafeInteger(number)
        ? other({kind: 'number', value: rational(number)}, what)
        : [],
    )
  const texts = ['backtest', 'policy'].flatMap((key) => textsIn(lookAt(value, [key]), [key]))
  const confidence = readQuantity(textAt(value, ['backtest', 'confidence']) ?? '')
  const limits = [
    ...criteriaOf(value).map(({limit}) => limit),
    ...(confidence?.kind === 'ratio' ? [confidence.value] : []),
  ]
  const nonces = listAt(value, ['governance']).map((_item, index) => lookAt(value, ['governance', index, 'nonce']))
  const counts = [listAt(value, ['changes']).length, settings.filter(({to}) => to !== undefined).length]
  return [
    ...texts.flatMap(({text, path}) => other(readQuantity(text), path.join('.'))),
    ...limits.flatMap((limit) => [
      ratio('criterion', limit, 'other'),
      ratio('1 - criterion', subtract(ONE, limit), 'other'),
    ]),
    ...counted(nonces, 'nonce'),
    ...counted(counts, 'count'),
  ]
}

/** Every figure that prose may state about a file. */
export function factsOf(value: unknown, settings: readonly ReadSetting[]): Fact[] {
  const assets = [...new Set(settings.map(({asset}) => asset))]
  const named = ({what, ...bare}: Bare, subject: string, rest: Pick<Fact, 'asset' | 'setting'>): Fact => ({
    ...bare,
    ...rest,
    label: what === '' ? subject : `${what} (${subject})`,
  })
  return [
    ...settings.flatMap((setting) =>
      ofSetting(setting).map((bare) =>
        named(bare, `${titleOf(setting)} of ${setting.asset}`, {setting, asset: setting.asset}),
      ),
    ),
    ...assets.flatMap((asset) =>
      ofAsset(settings.filter((setting) => setting.asset === asset)).map((bare) =>
        named(bare, asset, {setting: undefined, asset}),
      ),
    ),
    ...ofFile(value, settings).map((bare) => named(bare, 'file', {setting: undefined, asset: undefined})),
  ]
}
