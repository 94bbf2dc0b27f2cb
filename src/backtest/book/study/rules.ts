import {PlimsollError} from '../../../errors.js'
import {wholeBars} from '../../../market/oracle.js'
import type {BacktestRequest} from '../../../proposal/model.js'
import {ONLY_OF} from '../../../proposal/venue-schema.js'
import type {RiskValue, Role} from '../../../protocols/model.js'
import {parseDuration} from '../../../units/duration.js'
import type {LendingRules} from '../lending/rules.js'
import type {Maintenance} from '../perps/maintenance.js'
import type {PerpRules} from '../perps/rules.js'
import type {BookKind} from '../positions-fields.js'
import {environmentOf, type Environment} from './environment.js'
import {ratioOf} from './figures-of-request.js'
import {lendingRules} from './lending-rules.js'
import {impactOf, slippageOf} from './liquidity.js'
import {perpRules} from './perp-rules.js'
import type {Building} from './rule-values.js'

export type BookRequest = NonNullable<BacktestRequest['book']>

/** The parameters in force before or after a change. */
export type RuleSet = {readonly capitalEfficiency: number} & (
  | {readonly kind: 'lending'; readonly rules: LendingRules}
  | {
      readonly kind: 'perpetual'
      readonly rules: PerpRules
      /** Maintenance margin by market. */
      readonly maintenance: ReadonlyMap<string, Maintenance>
      /** By asset that margin is held in. */
      readonly haircuts: ReadonlyMap<string, number>
    }
)

export interface BookRules {
  /** Assets whose parameters the proposal says. */
  readonly subjects: readonly string[]
  /** Missing when the file does not say every value before. */
  readonly before?: RuleSet
  readonly after: RuleSet
  readonly environment: Environment
  /** Multiplies the pace at which owners of loans react. */
  readonly responseSpeed: number
  readonly assumptions: readonly string[]
}

const ROLES: Readonly<Record<BookKind, readonly Role[]>> = {
  lending: ['liquidationThreshold', 'collateralRatio'],
  perpetual: ['maintenanceMargin', 'initialMargin'],
}

/** Which kind of book a proposal speaks of; undefined when no changed parameter decides who is liquidated. */
export function bookKindOf(values: readonly RiskValue[]): BookKind | undefined {
  return (['lending', 'perpetual'] as const).find((kind) => values.some(({role}) => ROLES[kind].includes(role)))
}

export function subjectsOf(values: readonly RiskValue[], kind: BookKind): string[] {
  return [...new Set(values.filter(({role}) => ROLES[kind].includes(role)).map(({subject}) => subject))]
}

/** Whether liquidations are Maker's: triggered by a collateral ratio, closed by auction. */
export const byAuction = (values: readonly RiskValue[]): boolean => values.some(({role}) => role === 'collateralRatio')

/**
 * The rules of a book before and after, from the roles of the changed values and what `backtest.book` adds. Lending:
 * `liquidationThreshold` with `liquidationBonus` closes as `closing` says, `collateralRatio` (threshold = 1 / ratio) by
 * auction as Maker does. Perpetuals: `maintenanceMargin`.
 * @param closeOut the proposal's close-out horizon: how long a liquidation takes unless `latency` or an auction says
 * @throws BOOK_RULES when the values do not say who is liquidated; DELAY_FINER_THAN_BAR
 */
export function bookRules(
  values: readonly RiskValue[],
  kind: BookKind,
  request: Partial<BookRequest>,
  barSeconds: number,
  closeOut: string,
): BookRules {
  const subjects = subjectsOf(values, kind)
  if (subjects.length === 0) {
    throw new PlimsollError(
      'BOOK_RULES',
      `A ${kind} book cannot be replayed: no changed parameter says who is liquidated.`,
      {
        suggestions: [`A changed or kept value needs the role ${ROLES[kind].join(' or ')}.`],
      },
    )
  }
  refuseOthers(request, kind)
  const assumptions: string[] = []
  const bars = (what: string, text: string | undefined): number =>
    text === undefined ? 0 : wholeBars(what, parseDuration(text), barSeconds)
  const auction = kind === 'lending' && byAuction(values)
  const slippage = slippageOf(request, assumptions)
  const impact = impactOf(request, assumptions)
  const latencyBars = bars('The time to liquidation', latencyOf(request, auction, closeOut, assumptions))
  const common = {latencyBars, ...(slippage && {slippage}), ...(impact && {impact})}
  const build = (when: Building['when']): RuleSet | undefined =>
    (kind === 'lending' ? lendingRules : perpRules)({
      assumptions, barSeconds, bars, common, request, subjects, values, when,
    }) // prettier-ignore
  const after = build('after') as RuleSet
  const before = build('before')
  const stated = [...new Set(assumptions)] // both passes say the same
  const environment = environmentOf(request, auction, barSeconds, bars, stated)
  const responseSpeed = request.response?.speed === undefined ? 1 : ratioOf(request.response.speed)
  return {after, assumptions: stated, environment, responseSpeed, subjects, ...(before && {before})}
}

/** A setting of the other kind of book would be passed over in silence. */
function refuseOthers(request: Partial<BookRequest>, kind: BookKind): void {
  const other = kind === 'lending' ? 'perpetual' : 'lending'
  const foreign = ONLY_OF[other].filter((key) => key in request)
  if (foreign.length === 0) return
  throw new PlimsollError(
    'BOOK_RULES',
    `The book is a ${kind} one, and ${foreign.map((key) => `\`${key}\``).join(', ')} is of ${other} books only.`,
  )
}

/** A book that closes everything at its threshold would leave nothing unpaid whatever the parameters. */
function latencyOf(
  {latency}: Partial<BookRequest>,
  auction: boolean,
  closeOut: string,
  assumptions: string[],
): string | undefined {
  if (latency !== undefined || auction) return latency
  assumptions.push(`liquidations take the close-out horizon (${closeOut}), at whose end the opening fills`)
  return closeOut
}
