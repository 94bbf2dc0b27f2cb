import type {VolatilityComparison} from '../backtest/compare/volatility-models.js'
import type {Figure} from '../market/volatility/model.js'
import type {Ranking} from '../market/volatility/rank.js'
import type {ModelStudy, RiskReport} from '../market/volatility/study.js'
import type {TailStudy} from '../market/volatility/tail-study.js'
import {PIPED_WIDTH} from './series-text.js'
import {columns, definitions, sparkline} from './text.js'

const number = (value: number): string => String(Number(value.toPrecision(6)))
const orNone = (value: number | null | undefined): string => (typeof value === 'number' ? number(value) : '-')
const figure = (what: Figure): string => (what.value === null ? `none: ${what.because}` : number(what.value))
const percent = (ratio: number): string => `${Number((100 * ratio).toPrecision(6))}%`

interface Input {
  readonly name: string
  readonly taken: string
  readonly values: number
  readonly digest: string
}

type Shown =
  | ({readonly kind: 'comparison'; readonly data: Input} & VolatilityComparison)
  | {readonly kind: 'model'; readonly data: Input; readonly study: ModelStudy; readonly variances: Float64Array}
  | {readonly kind: 'tail'; readonly data: Input; readonly tail: TailStudy}

/** What `plimsoll volatility` prints. */
export function volatilityText(shown: Shown, terminal: number | undefined): string {
  if (shown.kind === 'comparison') return rankingText(shown.data, shown.comparison, shown.confidenceSet.pValues)
  if (shown.kind === 'tail') return tailText(shown.data, shown.tail, terminal)
  return modelText(shown.data, shown.study, shown.variances, terminal)
}

/** A fitted model: parameters with their errors, what follows from them, and the volatility as a line of blocks. */
function modelText(
  {name, taken, digest}: Input,
  study: ModelStudy,
  variances: Float64Array,
  terminal: number | undefined,
): string {
  const width = terminal ?? PIPED_WIDTH
  const kinds = Object.keys(study.standardErrors)
  const errors = (parameter: string): string[] => kinds.map((kind) => orNone(study.standardErrors[kind]?.[parameter]))
  const table = columns(
    ['', 'estimate', ...kinds.map((kind) => `s.e. ${kind}`)],
    Object.entries(study.params).map(([parameter, value]) => [parameter, number(value), ...errors(parameter)]),
    [1, ...kinds.map((_, i) => i + 2)],
  )
  const rows: (readonly [string, string])[] = [
    ['sample', `${study.observations} returns (${study.unit}), ${taken}`],
    ['mean', study.mean],
    ['presample', study.presample],
    ...(study.logLikelihood === null
      ? []
      : [
          [
            'log-likelihood',
            `${study.logLikelihood.toFixed(6)}  AIC ${orNone(study.aic)}  BIC ${orNone(study.bic)}`,
          ] as const,
        ]),
    ['persistence', orNone(study.persistence)],
    ['half-life', `${figure(study.halfLife)}${study.halfLife.value === null ? '' : ' bars'}`],
    ['long-run variance', figure(study.unconditionalVariance)],
    ...forecastRows(study),
    ...study.risk.map((risk) => [`${percent(risk.confidence)} one bar`, riskText(risk)] as const),
    ['constraints', study.constraints.join('; ')],
    ...study.warnings.map((warning) => ['warning', warning] as const),
    ...(study.standardErrorsMissing === undefined ? [] : [['no s.e.', study.standardErrorsMissing] as const]),
    ['digest', digest],
  ]
  const law = study.distribution === 'none' ? '' : `, ${study.distribution}`
  const line = sparkline(variances.map(Math.sqrt), width)
  return [`${name}: ${study.model.toUpperCase()}${law}`, '', ...table, '', line, '', ...definitions(rows, width)].join(
    '\n',
  )
}

function forecastRows({forecast}: ModelStudy): (readonly [string, string])[] {
  const {variances, horizon, volatility, annualised, kind} = forecast
  const first = Math.sqrt(variances[0] as number)
  const last = Math.sqrt(variances.at(-1) as number)
  const what = kind === 'mean' ? '' : ' (exp of the mean log)'
  return [
    ['next bar', `volatility ${number(first)}${annualised === null ? '' : `, ${number(annualised)} annualised`}`],
    ...(horizon > 1
      ? [[`in ${horizon} bars`, `volatility ${number(last)}${what}; over all of them ${figure(volatility)}`] as const]
      : []),
  ]
}

function riskText({method, valueAtRisk, expectedShortfall}: RiskReport): string {
  if (valueAtRisk.value === null) return `${method}: ${figure(valueAtRisk)}`
  return `${method}: VaR ${figure(valueAtRisk)}, ES ${figure(expectedShortfall)}`
}

/** The comparison as a table, best first; `pValues` are those of the model confidence set. */
function rankingText({name, taken}: Input, ranking: Ranking, pValues: Readonly<Record<string, number>>): string {
  const {holdOut, refitEvery, tail, models, failed} = ranking
  const table = columns(
    ['model', 'QLIKE', 'MCS p', 'tick loss', 'rank', 'hits', 'expected'],
    models.map(({id, qlike, tick, tickRank, hits, expectedHits}) => [
      ...[id, qlike.toFixed(5), pValues[id]?.toFixed(3) ?? '-', number(tick), String(tickRank)],
      ...[String(hits), number(expectedHits)],
    ]),
    [1, 2, 3, 4, 5, 6],
  )
  return [
    `${name}: ${taken}`,
    `one-bar forecasts of the last ${holdOut} bars, refitted every ${refitEvery}; tick loss and hits of the ${percent(1 - tail)} VaR`,
    '',
    ...table,
    '',
    'MCS p: at 0.1 or below, the model is worse than the best by more than chance.',
    ...failed.map(({id, because}) => `${id}: not ranked: ${because}`),
  ].join('\n')
}

/** The tail of a column. */
function tailText({name, taken, digest}: Input, tail: TailStudy, terminal: number | undefined): string {
  const rows: (readonly [string, string])[] = [
    ['sample', `${tail.observations} values, ${taken}`],
    ['threshold', `${number(tail.threshold)} (${tail.thresholdRule}), ${tail.exceedances} above`],
    ['xi', `${number(tail.xi)}  s.e. ${orNone(tail.standardErrors.xi)}`],
    ['beta', `${number(tail.beta)}  s.e. ${orNone(tail.standardErrors.beta)}`],
    ['log-likelihood', tail.logLikelihood.toFixed(6)],
    [`${percent(tail.confidence)} VaR`, number(tail.var)],
    [`${percent(tail.confidence)} ES`, tail.es === null ? `none: ${tail.esMissing ?? ''}` : number(tail.es)],
    ...(tail.standardErrorsMissing === undefined ? [] : [['no s.e.', tail.standardErrorsMissing] as const]),
    ['digest', digest],
  ]
  return [`${name}: generalised Pareto tail`, '', ...definitions(rows, terminal ?? PIPED_WIDTH)].join('\n')
}
