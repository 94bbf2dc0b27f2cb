import type {CoverPrice, EconomicLayer, Economics, ParticipationRow} from '../insurance/simulation/economics-model.js'
import type {FundOutcome} from '../insurance/simulation/model.js'
import type {BasisRisk} from '../insurance/premium/basis-risk.js'
import type {Principle} from '../insurance/premium/principles.js'
import type {Figure} from '../market/volatility/model.js'
import {moneyText as money} from './money-text.js'
import {style} from './style.js'
import {columns, wrap} from './text.js'
import {visible} from './visible.js'

const WIDTH = 80

const LEAST = 0.0001

/** Three digits: `12.3%`, `0.0123%`. */
export function rateText(value: number): string {
  if (value === 0) return '0%'
  const percent = value * 100
  if (Math.abs(percent) < LEAST) return `<${LEAST}%`
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(percent))))
  return `${percent.toFixed(Math.min(8, digits))}%`
}

const dollars = ({value}: Figure): string => (value === null ? '-' : money(value))
const rate = ({value}: Figure): string => (value === null ? '-' : rateText(value))
const ratio = ({value}: Figure): string => (value === null ? '-' : value.toFixed(2))
const told = (text: string): string[] => wrap(visible(text), WIDTH)
const days = (value: number): string => `${value.toLocaleString('en-US')} day${value === 1 ? '' : 's'}`

/** `mean +20%`, `sd 0.30`. */
function principleText(principle: Principle): string {
  const percent = (value: number): string => `${Number((value * 100).toFixed(4))}%`
  switch (principle.name) {
    case 'expected-value':
      return `mean +${percent(principle.load)}`
    case 'standard-deviation':
      return `+${Number(principle.load.toFixed(4))} sd`
    case 'wang':
      return `Wang ${Number(principle.load.toFixed(4))}`
    case 'cvar':
      return `ES ${percent(principle.level)} ${percent(principle.load)}`
    case 'proportional-hazard':
      return `PH ${Number(principle.rho.toFixed(4))}`
    default:
      return principle.name
  }
}

/** What the layers of a stack cost, are worth and earn, in 80 columns. */
export function economicsLines(after: FundOutcome, before: FundOutcome | undefined): string[] {
  const {economics} = after
  if (economics === undefined) return []
  return [
    style.strong('economics after the change, USD a year'),
    ...layerTable(economics),
    ...reasons(economics.layers),
    '',
    ...premiumTable(economics, before?.economics),
    ...positions(economics).flatMap(told),
    '',
    ...prices(economics),
    ...told(flows(economics)),
    ...adequacy(economics).flatMap(told),
    ...economics.basis.flatMap(({history, layer, simulated}) => [
      ...told(`basis risk of ${layer}, paths: ${basis(simulated)}`),
      ...told(`basis risk of ${layer}, history: ${basis(history)}`),
    ]),
    ...economics.participation.flatMap((row) => told(participation(row))),
  ]
}

function layerTable({layers}: Economics): string[] {
  const [head = '', ...lines] = columns(
    ['', 'expected loss', 'charged', 'loss ratio', 'at stake', 'yield', 'Sharpe'],
    layers.map(({capital, charged, expectedLoss, lossRatio, name, standardError, underwriter}) => {
      const earned = 'because' in underwriter ? undefined : underwriter
      return [
        visible(name),
        expectedLoss.value === null ? '-' : `${money(expectedLoss.value)} ±${money(standardError)}`,
        money(charged),
        ratio(lossRatio),
        dollars(capital),
        earned === undefined ? '-' : rateText(earned.yield),
        earned === undefined ? '-' : ratio(earned.sharpe),
      ]
    }),
    [1, 2, 3, 4, 5, 6],
  )
  return [style.faint(head), ...lines]
}

/** Why a layer lacks figures. */
function reasons(layers: readonly EconomicLayer[]): string[] {
  return layers.flatMap(({degenerate, expectedLoss, lossRatio, name, premiums, underwriter}) => {
    const why = [
      degenerate,
      ...(degenerate === undefined && expectedLoss.value === null ? [expectedLoss.because] : []),
      ...premiums.flatMap(({premium}) =>
        premium.value === null && expectedLoss.value !== null ? [premium.because] : [],
      ),
      ...(lossRatio.value === null && degenerate === undefined ? [lossRatio.because] : []),
      ...('because' in underwriter ? [] : underwriter.sharpe.value === null ? [underwriter.sharpe.because] : []),
    ].filter((text) => text !== undefined)
    return why.length === 0 ? [] : told(`${name}: ${[...new Set(why)].join('; ')}`)
  })
}

function premiumTable(
  {layers, market, principles, principlesFrom}: Economics,
  before: Economics | undefined,
): string[] {
  const rates = (of: Economics['market']): string[] => of.premiums.map((each) => rate(each.rate))
  const [head = '', ...lines] = columns(
    ['adequate premium', ...principles.map(principleText)],
    [
      ...layers.map(({name, premiums}) => [visible(name), ...premiums.map(({premium}) => dollars(premium))]),
      ['fund and all behind', ...market.premiums.map(({premium}) => dollars(premium))],
      ['  of open interest', ...rates(market)],
      ...(before === undefined ? [] : [['  before the change', ...rates(before.market)]]),
    ],
    principles.map((_, k) => k + 1),
  )
  const {expectedLoss} = market
  return [
    style.faint(head),
    ...lines,
    ...(expectedLoss.value === null ? told(`fund and all behind: ${expectedLoss.because}`) : []),
    ...(principlesFrom === 'default' ? told('the default principles: `fund.economics.principles` names none') : []),
  ]
}

function positions({market}: Economics): string[] {
  if ('because' in market.positions) {
    return market.expectedLoss.value === null ? [] : [`premium by position: ${market.positions.because}`]
  }
  const part = [0, 4, 9].flatMap((k) => {
    const tenth = 'because' in market.positions ? undefined : market.positions[k]
    return tenth === undefined ? [] : [`${rateText(tenth.rate)} at ${tenth.leverage.toFixed(1)}x`]
  })
  return [`premium by position, by its gap risk over a day: ${part.join(', ')} (most leveraged, fifth and last tenth)`]
}

function prices({layers, principles}: Economics): string[] {
  const [first] = principles
  const rows = layers.flatMap(({name, price}) => price.map((row): [string, CoverPrice] => [name, row]))
  if (rows.length === 0 || first === undefined) return []
  const [head = '', ...lines] = columns(
    [`price of cover, ${principleText(first)}`, 'chance from', 'P(pays)', 'expected loss', 'price'],
    rows.map(([name, {expectedLoss, from, premium, probability}], k) => [
      rows[k - 1]?.[0] === name ? '' : visible(name),
      ...[from, rateText(probability), dollars(expectedLoss), dollars(premium)],
    ]),
    [2, 3, 4],
  )
  return [style.faint(head), ...lines, '']
}

const flows = ({market: {flows: found}}: Economics): string =>
  'because' in found
    ? found.because
    : `the fund: ${money(found.income)} a year flows in, ${money(found.charges)} goes to premiums of other layers, ${found.asked.value === null ? '' : `${money(found.asked.value)} is asked of it: `}${found.verdict}`

function adequacy({adequacy: found, market: {openInterest}}: Economics): string[] {
  if ('because' in found) return []
  const {breakEvenRate, deepest, income, longestBehind, losses, lossRatio, premiums, rate: charged} = found
  const range =
    charged.low === charged.high ? rateText(charged.low) : `${rateText(charged.low)} to ${rateText(charged.high)}`
  const of =
    lossRatio.value === null
      ? lossRatio.because
      : `at ${range} a year the premium brings ${money(premiums)}, loss ratio ${lossRatio.value.toFixed(2)}, ` +
        (deepest > 0
          ? `at worst ${money(deepest)} behind, for ${days(longestBehind)} on end`
          : 'never behind the losses')
  return [
    `over the ${days(found.days)} of history, ${money(openInterest)} open: the fund is asked for ${money(losses)}; ${of}; ` +
      `${rateText(breakEvenRate)} a year would have met it; in all ${money(income)} flows in`,
  ]
}

const basis = ({covered, lossNoTrigger, payoutsPerYear, triggerNoLoss, uncoveredPerYear, ...n}: BasisRisk): string =>
  `P(trigger, no loss) ${rateText(triggerNoLoss)}, P(loss, no trigger) ${rateText(lossNoTrigger)} a day; ` +
  `it pays ${money(payoutsPerYear)} a year and leaves ${money(uncoveredPerYear)} of the losses that reach it ` +
  `(${covered.value === null ? covered.because : `covers ${rateText(covered.value)}`}); ` +
  `from ${n.triggers.toLocaleString('en-US')} triggers and ${n.losses.toLocaleString('en-US')} losses`

function participation({because, capital, equilibria, layer, priceOfCapital, supply}: ParticipationRow): string {
  if (because !== undefined) return `underwriters of ${layer}: ${because}`
  const sizes = equilibria.map(
    ({capital: size, participants, stable, yield: earned}) =>
      `${money(size)} at ${rateText(earned)} (${participants} of ${supply.length} take part, ${stable ? 'stable' : 'unstable'})`,
  )
  const found = sizes.length === 0 ? 'nobody takes part: the return is below what each asks' : sizes.join('; ')
  const price =
    priceOfCapital.value === null
      ? priceOfCapital.because
      : priceOfCapital.value <= 0
        ? 'the rewards alone bring it'
        : `${money(priceOfCapital.value)} a year beside rewards brings it`
  return `underwriters of ${layer}: ${found}; for the ${capital === null ? 'unlimited cover' : money(capital)} of the stack: ${price}`
}
