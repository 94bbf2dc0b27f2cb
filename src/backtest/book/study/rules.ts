import {PlimsollError} from '../../../errors.js'
import {constantSlippage} from '../../../market/liquidity/constant.js'
import type {Liquidity} from '../../../market/liquidity/model.js'
import {squareRoot} from '../../../market/liquidity/square-root.js'
import {wholeBars, type FeedOptions} from '../../../market/oracle.js'
import type {BacktestRequest} from '../../../proposal/model.js'
import type {RiskValue, Role} from '../../../protocols/model.js'
import {parseAmount} from '../../../units/amount.js'
import {formatDuration, parseDuration} from '../../../units/duration.js'
import {parseRatio} from '../../../units/ratio.js'
import {divide, ONE, toNumber} from '../../../units/rational.js'
import type {Closing, CollateralRules, LendingRules} from '../lending/rules.js'
import type {PerpRules} from '../perps/rules.js'
import type {BookKind} from '../positions-fields.js'
import {AAVE_V33} from '../venues/aave.js'

export type BookRequest = NonNullable<BacktestRequest['book']>

/** The parameters in force before or after a change. */
export type RuleSet = {readonly capitalEfficiency: number} & (
  | {readonly kind: 'lending'; readonly rules: LendingRules}
  | {
      readonly kind: 'perpetual'
      readonly rules: PerpRules
      /** Maintenance margin by market. */
      readonly maintenance: ReadonlyMap<string, number>
    }
)

export interface BookRules {
  /** Assets whose parameters the proposal says. */
  readonly subjects: readonly string[]
  /** Missing when the file does not say every value before. */
  readonly before?: RuleSet
  readonly after: RuleSet
  /** The feed that triggers, where it is not the market. */
  readonly feed?: FeedOptions
  readonly assumptions: readonly string[]
}

type When = 'after' | 'before'

const MAKER_PENALTY = '13%'
/** Delay of Maker's oracle security module (`osm.sol`, `hop`), seconds. */
const MAKER_DELAY = 3600

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
 * `liquidationThreshold` with `liquidationBonus` closes as Aave v3.3 does, `collateralRatio` (threshold = 1 / ratio) by
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
  const assumptions: string[] = []
  const bars = (what: string, text: string | undefined): number =>
    text === undefined ? 0 : wholeBars(what, parseDuration(text), barSeconds)
  const slippage = slippageOf(request, assumptions)
  const latency = latencyOf(request, kind === 'lending' && byAuction(values), closeOut, assumptions)
  const common = {latencyBars: bars('The time to liquidation', latency), ...(slippage && {slippage})}
  const build = (when: When): RuleSet | undefined =>
    kind === 'lending'
      ? lendingRules({assumptions, barSeconds, bars, common, request, subjects, values, when})
      : perpRules({assumptions, common, request, subjects, values, when})
  const after = build('after') as RuleSet
  const before = build('before')
  const stated = [...new Set(assumptions)] // both passes say the same
  const feed = feedOf(request, kind === 'lending' && byAuction(values), barSeconds, bars, stated)
  return {after, assumptions: stated, subjects, ...(before && {before}), ...(feed && {feed})}
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

interface Building {
  readonly values: readonly RiskValue[]
  readonly subjects: readonly string[]
  readonly when: When
  readonly request: Partial<BookRequest>
  readonly common: {readonly latencyBars: number; readonly slippage?: Liquidity}
  readonly assumptions: string[]
}

function valueOf({values, when}: Building, subject: string, role: Role) {
  const found = values.find((value) => value.subject === subject && value.role === role)
  return found && {value: found[when]}
}

function lendingRules(
  building: Building & {readonly barSeconds: number; readonly bars: (what: string, text: string | undefined) => number},
): RuleSet | undefined {
  const {assumptions, common, request, subjects, values} = building
  const auction = byAuction(values)
  const assets: Record<string, CollateralRules> = {}
  let penalty = 0
  for (const subject of subjects) {
    const threshold = valueOf(building, subject, 'liquidationThreshold')
    const ratio = valueOf(building, subject, 'collateralRatio')
    if (threshold && auction) {
      throw new PlimsollError(
        'BOOK_RULES',
        `${subject} has a liquidation threshold in a book of collateral ratios: replay them apart.`,
      )
    }
    const limit = ratio ? ratio.value && divide(ONE, ratio.value) : threshold?.value
    const bonus = valueOf(building, subject, 'liquidationBonus')
    if (limit === undefined || (bonus !== undefined && bonus.value === undefined)) return undefined
    const premium = toNumber(bonus?.value ?? parseRatio(penaltyOf(request, auction, subject, assumptions)))
    penalty = Math.max(penalty, premium)
    assets[subject] = {liquidationBonus: premium, liquidationThreshold: toNumber(limit)}
  }
  const closing = auction ? auctionOf(building, penalty) : ({kind: 'spread', ...AAVE_V33} as const)
  const capitalEfficiency = Math.min(...Object.values(assets).map(({liquidationThreshold}) => liquidationThreshold))
  return {capitalEfficiency, kind: 'lending', rules: {assets, closing, ...common}}
}

function penaltyOf({penalty}: Partial<BookRequest>, auction: boolean, subject: string, assumptions: string[]): string {
  if (penalty !== undefined) return penalty
  if (!auction) {
    throw new PlimsollError(
      'BOOK_RULES',
      `The liquidation bonus of ${subject} is not given: add \`liquidationBonus: {keep: ...}\` or \`book: {penalty: ...}\`.`,
    )
  }
  assumptions.push(`liquidation penalty ${MAKER_PENALTY}`)
  return MAKER_PENALTY
}

function auctionOf(
  {assumptions, barSeconds, bars, request}: Parameters<typeof lendingRules>[0],
  penalty: number,
): Extract<Closing, {kind: 'auction'}> {
  const {duration, margin = '0%'} = request.auction ?? {}
  if (duration === undefined) assumptions.push(`auctions take one bar (${formatDuration(barSeconds)})`)
  if (request.auction?.margin === undefined) assumptions.push('buyers in auctions ask for no margin')
  const length = duration === undefined ? 1 : bars('An auction', duration)
  return {bars: length, kind: 'auction', margin: toNumber(parseRatio(margin)), penalty}
}

function perpRules(building: Building): RuleSet | undefined {
  const {assumptions, common, request, subjects} = building
  const maintenance = new Map<string, number>()
  let most = Infinity
  let penalty = 0
  for (const subject of subjects) {
    const margin = valueOf(building, subject, 'maintenanceMargin')
    const initial = valueOf(building, subject, 'initialMargin')
    if (!margin) {
      throw new PlimsollError(
        'BOOK_RULES',
        `The maintenance margin of ${subject} is not given, so nobody knows who is liquidated.`,
        {
          suggestions: ['Add it to the changes with the role maintenanceMargin, as `keep` if it stays.'],
        },
      )
    }
    if (!margin.value || (initial && !initial.value)) return undefined
    maintenance.set(subject, toNumber(margin.value))
    most = Math.min(most, 1 / toNumber(initial?.value ?? margin.value))
    const premium = valueOf(building, subject, 'liquidationBonus')?.value
    if (premium) penalty = Math.max(penalty, toNumber(premium))
    else if (request.penalty !== undefined) penalty = toNumber(parseRatio(request.penalty))
    else assumptions.push('no liquidation penalty')
  }
  const rate = [...maintenance.values()][0] as number
  const rules = {maintenance: {kind: 'flat' as const, rate}, penalty, ...common}
  return {capitalEfficiency: most, kind: 'perpetual', maintenance, rules}
}

function slippageOf({slippage}: Partial<BookRequest>, assumptions: string[]): Liquidity | undefined {
  if (slippage === undefined) {
    assumptions.push('no slippage')
    return undefined
  }
  if (typeof slippage === 'string') return constantSlippage(toNumber(parseRatio(slippage)))
  const {value} = parseAmount(slippage.volume)
  return squareRoot({sigma: toNumber(parseRatio(slippage.volatility)), volume: toNumber(value)})
}

function feedOf(
  {oracle}: Partial<BookRequest>,
  maker: boolean,
  barSeconds: number,
  bars: (what: string, text: string | undefined) => number,
  assumptions: string[],
): FeedOptions | undefined {
  if (oracle === undefined && !maker) {
    assumptions.push("the market's extremes trigger, without an oracle between")
    return undefined
  }
  const {deviation = '0%', heartbeat} = oracle ?? {}
  const rest = {
    deviation: toNumber(parseRatio(deviation)),
    ...(heartbeat !== undefined && {heartbeatBars: bars("The oracle's heartbeat", heartbeat)}),
  }
  if (oracle?.delay !== undefined) return {delayBars: bars("The oracle's delay", oracle.delay), ...rest}
  if (!maker) return {delayBars: 0, ...rest}
  const whole = MAKER_DELAY % barSeconds === 0
  assumptions.push(
    whole
      ? "oracle read at openings, 1h late (Maker's oracle module)"
      : `oracle read at openings, Maker's delay of 1h left out: finer than the bars of ${formatDuration(barSeconds)}`,
  )
  return {delayBars: whole ? MAKER_DELAY / barSeconds : 0, ...rest}
}
