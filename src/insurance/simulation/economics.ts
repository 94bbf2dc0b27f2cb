import type {Figure} from '../../market/volatility/model.js'
import type {Layer} from '../model.js'
import {basisRisk} from '../premium/basis-risk.js'
import {layerPrice, premiumOf, withProbability} from '../premium/layer-economics.js'
import {meanOf} from '../premium/loss-law.js'
import {positionRates} from '../premium/position-premium.js'
import type {Principle} from '../premium/principles.js'
import {participationEquilibria, premiumForCover, type Underwriter} from '../underwriters/participation.js'
import type {
  BasisRow,
  CoverPrice,
  EconomicLayer,
  Economics,
  MarketEconomics,
  ParticipationRow,
} from './economics-model.js'
import type {EconomicsTerms} from './economics-request.js'
import {historyRun, type HistoryRun} from './history-run.js'
import type {LogBars} from './paths/log-bars.js'
import type {PathModelName} from './paths/model.js'
import {OUTPUTS} from './piecewise.js'
import {proportion} from './proportion.js'
import type {Records} from './records.js'
import type {Column, Horizon} from './path-run.js'

/** One side of a study, after its paths were run. */
export interface EconomicsInput {
  readonly column: Column
  readonly terms: EconomicsTerms
  readonly history: LogBars
  readonly horizon: Horizon
  /** Of each law, the one that figures come from first. */
  readonly records: readonly (readonly [PathModelName, Records])[]
}

const none = (because: string): Figure => ({value: null, because})
const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
const mean = (values: Float64Array): number => sum(values) / values.length

/** What the layers of a stack cost, are worth, and earn for those behind them, from the records of the paths and of history. */
export function economicsOf(input: EconomicsInput): Economics {
  const {column, history, horizon, terms} = input
  const past = historyRun(column, history, horizon)
  return {
    principles: terms.principles,
    principlesFrom: terms.principlesFrom,
    riskless: terms.riskless,
    layers: column.stack.layers.flatMap((layer, k) => economicLayer(input, layer, k)),
    market: marketOf(input),
    adequacy: adequacyOf(past, column),
    basis: basisOf(input, past),
    participation: column.stack.layers.flatMap((layer, k) => {
      const supply = terms.supply.get(layer.name)
      return supply === undefined ? [] : [participationOf(input, layer, k, supply)]
    }),
  }
}

const mainOf = ({records}: EconomicsInput): Records => (records[0] as readonly [PathModelName, Records])[1]
const yearsOf = ({horizon}: EconomicsInput): number => horizon.days / 365

/** What a layer says of itself on each path; zeros where it says nothing of the kind. */
const measure = (records: Records, k: number, name: string): Float64Array =>
  records.measures[k]?.[name] ?? new Float64Array(records.paths)

/** Column k of a table with a row a path and a column a layer. */
function columnOf({layers, paths}: Records, table: Float64Array | Uint8Array, k: number): Float64Array {
  return Float64Array.from({length: paths}, (_, row) => table[row * layers + k] as number)
}

/** What reached layer k on each path: what it and those behind it paid. */
function askedOf(records: Records, k: number): Float64Array {
  const {layers, paid, paths} = records
  const asked = new Float64Array(paths)
  for (let row = 0; row < paths; row++) {
    for (let j = k; j < layers; j++) asked[row] = (asked[row] as number) + (paid[row * layers + j] as number)
  }
  return asked
}

const lossesOf = (records: Records, {underwriting}: Layer, k: number): Float64Array =>
  underwriting === undefined ? columnOf(records, records.paid, k) : measure(records, k, 'underwritersLoss')

/** A layer that takes capital, or the fund that traders fill with premiums; no other is bought. */
function economicLayer(input: EconomicsInput, layer: Layer, k: number): EconomicLayer[] {
  const {column, terms} = input
  const {degenerate, kind, name, underwriting} = layer
  if (underwriting === undefined && kind !== 'insurance-fund') return []
  const records = mainOf(input)
  const losses = lossesOf(records, layer, k)
  const income = underwriting === undefined ? measure(records, k, 'premiums') : columnOf(records, records.cost, k)
  const rates = {openInterest: column.book.openInterest, riskless: terms.riskless, years: yearsOf(input)}
  const priced = layerPrice({capital: underwriting?.capital ?? 0, degenerate, income, losses}, terms.principles, rates)
  const price = degenerate === undefined ? pricesOf(input, layer, k, losses) : []
  return [{name, kind, ...(degenerate !== undefined && {degenerate}), ...priced, price}]
}

/** The price of cover as the chance that it is needed moves, what it then costs held still; and by the other laws. */
function pricesOf(input: EconomicsInput, layer: Layer, k: number, losses: Float64Array): CoverPrice[] {
  const [principle] = input.terms.principles as readonly [Principle]
  const years = yearsOf(input)
  const hit = proportion(
    losses.reduce((sum, loss) => sum + (loss > 0 ? 1 : 0), 0),
    losses.length,
  )
  if (hit.hits === 0) return []
  const at = (from: string, probability: number, of = losses): CoverPrice => {
    const law = withProbability(of, probability)
    if (law === undefined) {
      const unreached = none('none of its paths reached it')
      return {from, probability, expectedLoss: unreached, premium: unreached}
    }
    const premium = premiumOf(principle, law, of.length)
    return {
      from,
      probability,
      expectedLoss: {value: meanOf(law) / years},
      premium: premium.value === null ? premium : {value: premium.value / years},
    }
  }
  const others = input.records.slice(1).map(([name, records]): CoverPrice => {
    const own = lossesOf(records, layer, k)
    return at(name, own.filter((loss) => loss > 0).length / own.length, own)
  })
  const [name] = input.records[0] as readonly [PathModelName, Records]
  return [
    at('half the chance', hit.value / 2),
    at(name, hit.value),
    ...(hit.atMost < 1 ? [at('its upper bound', hit.atMost)] : []),
    ...(hit.value <= 0.5 ? [at('twice the chance', hit.value * 2)] : []),
    ...others,
  ]
}

function marketOf(input: EconomicsInput): MarketEconomics {
  const {column, horizon, terms} = input
  const records = mainOf(input)
  const {openInterest} = column.book
  const years = yearsOf(input)
  const asked = askedOf(records, column.funds[0] as number)
  const endless = endlessMean(column, (input.records[0] as readonly [PathModelName, Records])[0])
  const priced = layerPrice({capital: 0, income: new Float64Array(records.paths), losses: asked}, terms.principles, {
    openInterest,
    riskless: terms.riskless,
    years,
  })
  const [first] = priced.premiums as readonly [(typeof priced.premiums)[number]]
  const premium = endless === undefined ? first.premium : none(endless)
  const need = endless === undefined ? {value: mean(asked) / years} : none(endless)
  return {
    openInterest,
    expectedLoss: endless === undefined ? priced.expectedLoss : none(endless),
    premiums:
      endless === undefined ? priced.premiums : priced.premiums.map((each) => ({...each, premium, rate: premium})),
    positions: premium.value === null ? {because: premium.because} : positionsOf(column, premium.value, horizon),
    flows: flowsOf(column, records, years, need),
  }
}

/** Why a stack says nothing of money that flows into its fund: only insurance funds are filled by the venue. */
function unfilled({funds, stack}: Column): string | undefined {
  const layer = stack.layers[funds[0] as number]
  return layer === undefined || layer.kind === 'insurance-fund'
    ? undefined
    : `${layer.name} is its owners' money: no premiums, fees or penalties flow into it`
}

function flowsOf(column: Column, records: Records, years: number, asked: Figure): MarketEconomics['flows'] {
  const because = unfilled(column)
  if (because !== undefined) return {because}
  const total = (name: string): number =>
    column.funds.reduce((sum, k) => sum + mean(measure(records, k, name)) / years, 0)
  const [income, charges] = [total('income'), total('charges')]
  const withdrawn = column.funds.some((k) => Number(column.stack.layers[k]?.terms['withdrawal']) > 0)
  return {income, charges, asked, verdict: verdictOf(income - charges, asked, withdrawn)}
}

/** Net profit condition of the fund: Asmussen & Albrecher, Ruin Probabilities (2010), IV.1: without it ruin is certain in the end. */
function verdictOf(kept: number, {value: asked}: Figure, withdrawn: boolean): string {
  if (asked === null) return 'what is asked of it has no mean: no income is enough in the long run'
  if (asked === 0) return 'no path asks anything of it'
  if (kept <= asked) {
    return 'less flows in than is asked of it on average: whatever its size, it runs dry in the long run'
  }
  return `more flows in than is asked of it on average${withdrawn ? ', while the treasury leaves it there' : ''}`
}

/** Rises at which it is looked whether losses grow without end: 1,000 and 10,000 times the price. */
const FAR = [Math.log(1e3), Math.log(1e4)] as const

/**
 * Why all that reaches the fund has no expected value, where it has none: a short loses without limit as the price rises, and
 * the exponential of a Student-t variate has no mean, whatever its degrees of freedom.
 */
export function endlessMean(column: Column, law: PathModelName): string | undefined {
  if (law !== 'garch-t') return undefined
  const [near, far] = FAR.map((rise) => {
    const out = new Float64Array(OUTPUTS.length)
    column.book.day(0, rise, rise, out)
    return out[0] as number
  }) as [number, number]
  if (!(far > 2 * near)) return undefined
  return 'infinite: shorts lose without limit, and a price whose logarithm has Student-t moves has no mean; put another law first in `models`'
}

/** The market's premium among the positions of the book, by leverage. */
function positionsOf(column: Column, premium: number, {startVariance}: Horizon): MarketEconomics['positions'] {
  const equityAt = (ratio: number): Float64Array => Float64Array.from(column.book.accounts(ratio, 1).equity)
  const [now, up] = [equityAt(1), equityAt(1.001)]
  const notional = Float64Array.from(column.book.accounts(1, 1).notional)
  const positions = Array.from(notional, (size, i) => {
    const side = (up[i] as number) > (now[i] as number) ? 1 : -1
    const margin = (now[i] as number) / size
    return {bankruptcy: Math.max(1e-9, 1 - side * margin), leverage: 1 / margin, notional: size}
  })
  const rates = positionRates(positions, premium, Math.sqrt(startVariance * 365), 1 / 365)
  const order = [...positions.keys()].sort(
    (a, b) => (positions[b]?.leverage as number) - (positions[a]?.leverage as number),
  )
  const tenths = 10
  if (order.length < tenths) return {because: 'a book of fewer than ten positions has no tenths'}
  return Array.from({length: tenths}, (_, tenth) => {
    const from = Math.floor((tenth * order.length) / tenths)
    const members = order.slice(from, Math.floor(((tenth + 1) * order.length) / tenths))
    const over = (of: (i: number) => number): number => members.reduce((total, i) => total + of(i), 0)
    const size = over((i) => notional[i] as number)
    const margin = over((i) => (notional[i] as number) / (positions[i]?.leverage as number))
    return {leverage: size / margin, rate: over((i) => (rates[i] as number) * (notional[i] as number)) / size}
  })
}

function adequacyOf({adequacy, days, measures, rates}: HistoryRun, column: Column): Economics['adequacy'] {
  const because = unfilled(column)
  if (because !== undefined) return {because}
  const {breakEvenRate, deepest, longestBehind, losses, lossRatio, premiums} = adequacy
  return {
    days,
    rate: {
      low: rates.reduce((a, b) => Math.min(a, b)),
      high: rates.reduce((a, b) => Math.max(a, b)),
      mean: mean(rates),
    },
    ...{premiums, losses, breakEvenRate, deepest, longestBehind},
    lossRatio: premiums > 0 ? {value: lossRatio} : none('no premium is charged on open interest'),
    income: column.funds.reduce((total, k) => total + (measures[k]?.['income'] ?? 0), 0),
  }
}

function basisOf(input: EconomicsInput, past: HistoryRun): BasisRow[] {
  const {column, horizon} = input
  const records = mainOf(input)
  return column.stack.layers.flatMap(({kind, name}, k) => {
    if (kind !== 'parametric-cover') return []
    const named = Object.entries(records.measures[k] ?? {})
    const sums = Object.fromEntries(named.map(([each, values]) => [each, sum(values)]))
    const steps = records.paths * horizon.days
    return [
      {
        layer: name,
        simulated: basisRisk(sums, steps, steps / 365),
        history: basisRisk(past.measures[k] ?? {}, past.days, past.days / 365),
      },
    ]
  })
}

/** At which size of its capital those who would stand behind a layer are content to. */
function participationOf(
  input: EconomicsInput,
  layer: Layer,
  k: number,
  supply: readonly Underwriter[],
): ParticipationRow {
  const records = mainOf(input)
  const years = yearsOf(input)
  const {capital = 0, claim, income} = layer.underwriting ?? {}
  const asked = [...supply].sort((a, b) => a.requiredReturn - b.requiredReturn)
  const said = {layer: layer.name, capital: capital < Infinity ? capital : null, supply: asked}
  if (layer.degenerate !== undefined && claim === undefined) {
    return {...said, equilibria: [], priceOfCapital: none(layer.degenerate), because: layer.degenerate}
  }
  const claims = claim === undefined ? lossesOf(records, layer, k) : askedOf(records, k).map(claim)
  const premium = income === undefined ? mean(columnOf(records, records.cost, k)) / years : 0
  const expectedLoss = (size: number): number =>
    claims.reduce((sum, loss) => sum + Math.min(loss, size), 0) / claims.length / years
  const market = {
    expectedLoss,
    rewards: (size: number): number => income?.(size, expectedLoss(size)) ?? 0,
  }
  const known = capital > 0 && capital < Infinity
  const price = known ? premiumForCover(supply, market, capital) : undefined
  return {
    ...said,
    equilibria: participationEquilibria(supply, {...market, premium}),
    priceOfCapital:
      price !== undefined
        ? {value: price}
        : none(known ? 'all underwriters together have less' : (layer.degenerate ?? 'nothing limits what it may pay')),
  }
}
