import {PlimsollError} from '../../errors.js'
import type {BacktestRequest} from '../../proposal/model.js'
import {parseDuration} from '../../units/duration.js'
import {parseRatio} from '../../units/ratio.js'
import {toNumber} from '../../units/rational.js'
import {Fields, type Side} from '../fields.js'
import {presetItems, PRESETS, type Preset} from '../layers/presets.js'
import {readLayers, type LayerItem} from '../layers/registry.js'
import type {Layer} from '../model.js'
import type {OracleTerms} from '../oracle/crisis.js'
import {readOracle} from '../oracle/read-oracle.js'
import {readRebalancing, type PerpRebalancing} from '../rebalancing/perp-rebalancing.js'
import {Waterfall} from '../waterfall.js'
import {PATH_MODELS, type PathModelName} from './paths/model.js'

export type FundRequest = NonNullable<BacktestRequest['fund']>

/** How a stack is simulated, with every default filled in. */
export interface FundSettings {
  readonly days: number
  readonly paths: number
  readonly seed: number
  /** The first is the one that figures come from. */
  readonly models: readonly PathModelName[]
  /** Chance of exhaustion a year for which the fund is sized, and who asked for it. */
  readonly target: number
  readonly targetFrom: 'accept' | 'default' | 'target'
  /** Whether the chance of exhaustion is found by importance sampling too. */
  readonly importance: boolean
}

const DAY = 86_400
const DEFAULT_TARGET = 0.01
const PER_YEAR = /^(?:<=?\s*)?(?<rate>.+?)\s+per\s+year$/

/** `0.1% per year`, with or without a relation before it, as a fraction; undefined when it is not that. */
export function parsePerYear(text: string): number | undefined {
  const rate = PER_YEAR.exec(text.trim())?.groups?.['rate']
  return rate === undefined ? undefined : toNumber(parseRatio(rate))
}

/** @throws FUND_REQUEST for a horizon that is no whole number of days, or a target that is no chance */
export function fundSettings(request: BacktestRequest, fund: FundRequest): FundSettings {
  const seconds = parseDuration(fund.horizon ?? '365d')
  if (seconds % DAY !== 0 || seconds === 0) {
    throw new PlimsollError(
      'FUND_REQUEST',
      `Paths are simulated day by day: a horizon of ${fund.horizon ?? ''} is none.`,
    )
  }
  const asked = request.accept?.fundExhaustion
  const text = fund.target ?? asked
  const target = text === undefined ? DEFAULT_TARGET : (parsePerYear(text) ?? NaN)
  if (!(target > 0 && target < 1)) {
    throw new PlimsollError(
      'FUND_REQUEST',
      `A fund cannot be sized for \`${text ?? ''}\`: no finite fund is never exhausted.`,
      {
        suggestions: ['Name a chance above 0% as `target: 1% per year`.'],
      },
    )
  }
  const models = fund.models ?? PATH_MODELS
  const importance = fund.importance ?? false
  if (importance && models[0] !== 'filtered') {
    throw new PlimsollError(
      'FUND_REQUEST',
      `Importance sampling is for the law \`filtered\`, and the first of \`models\` is \`${models[0] ?? ''}\`.`,
    )
  }
  return {
    days: seconds / DAY,
    paths: fund.paths ?? 10_000,
    seed: fund.seed ?? 1,
    ...{importance, models},
    target,
    targetFrom: fund.target !== undefined ? 'target' : asked !== undefined ? 'accept' : 'default',
  }
}

/** What the proposal says of the stack's surroundings, before or after. */
export function surroundings(fund: FundRequest, side: Side) {
  const fields = new Fields(fund, 'backtest.fund', side)
  return {
    overshoot: fields.ratio('overshoot', 0),
    revenue: fields.ratio('revenue', 0),
    tokenBeta: fields.ratio('tokenBeta', 1),
  }
}

/**
 * The oracle network that the proposal names, before or after.
 * @throws ORACLE_TERMS, CONFIRMATION_RANGE
 */
export function oracleOf({oracle}: FundRequest, side: Side): OracleTerms | undefined {
  return oracle === undefined ? undefined : readOracle(new Fields(oracle, 'backtest.fund.oracle', side))
}

/**
 * The automation of positions that the proposal names, before or after.
 * @throws REBALANCING_RANGE
 */
export function rebalancingOf({rebalancing}: FundRequest, side: Side): PerpRebalancing | undefined {
  if (rebalancing === undefined) return undefined
  return readRebalancing(new Fields(rebalancing, 'backtest.fund.rebalancing', side))
}

/** Kinds that hold capital ready from the start, and the field that says how much. */
const CAPITAL: Readonly<Record<string, 'balance' | 'stake'>> = {
  'insurance-fund': 'balance',
  'backstop-liquidity': 'balance',
  'mutual-pool': 'stake',
}
const INSURANCE_FUND = 'insurance-fund'

/** Which items a study asks about running dry: the insurance funds, or else the first layer that holds capital. */
function fundsAmong(items: readonly LayerItem[]): number[] {
  const at = [...items.keys()]
  const funds = at.filter((k) => items[k]?.['layer'] === INSURANCE_FUND)
  return funds.length > 0 ? funds : at.filter((k) => String(items[k]?.['layer']) in CAPITAL).slice(0, 1)
}

/** The venue whose stack a proposal takes, where it takes one. */
export function presetOf({layers}: FundRequest): Preset | undefined {
  if (layers === undefined || Array.isArray(layers) || !('preset' in layers)) return undefined
  return PRESETS.find(({name}) => name === layers.preset)
}

/** The layers of a proposal before or after its changes, whether or not a fund is among them. */
export function layersOf(fund: FundRequest, side: Side): readonly Layer[] {
  return new Waterfall(readLayers(itemsOf(fund, side), side)).layers
}

function itemsOf({balance, layers}: FundRequest, side: Side): readonly LayerItem[] {
  if (layers === undefined) return [{layer: 'insurance-fund', balance}]
  if (Array.isArray(layers)) return layers as readonly LayerItem[]
  if ('preset' in layers) {
    const {preset, sizes} = layers as {readonly preset: string; readonly sizes: Readonly<Record<string, unknown>>}
    const fields = new Fields(sizes, `the preset ${preset}`, side)
    return presetItems(preset, Object.fromEntries(Object.keys(sizes).map((name) => [name, `${fields.usd(name)} USD`])))
  }
  const {from, to} = layers as {readonly from: readonly LayerItem[]; readonly to: readonly LayerItem[]}
  return side === 'before' ? from : to
}

/**
 * The stack of a proposal before or after its changes, with the fund's opening balance and its target multiplied by `scale`.
 * `funds` are the places of the layers that are the fund: see `fundsAmong`.
 * @throws FUND_NONE when no layer holds capital, and what its layers throw
 */
export function stackOf(fund: FundRequest, side: Side, scale = 1): {stack: Waterfall; funds: readonly number[]} {
  const items = itemsOf(fund, side)
  const funds = fundsAmong(items)
  if (funds.length === 0) {
    throw new PlimsollError(
      'FUND_NONE',
      'No layer of the stack holds capital of its own, so that nothing can run dry.',
      {
        suggestions: [
          `Add one: \`{layer: insurance-fund, balance: 12m USD}\`; or one of ${Object.keys(CAPITAL).slice(1).join(', ')}.`,
        ],
      },
    )
  }
  const scaled = scale === 1 ? items : items.map((item, k) => (funds.includes(k) ? resized(item, side, scale) : item))
  return {stack: new Waterfall(readLayers(scaled, side)), funds}
}

/** What the fund opens with, USD: its assets at their opening prices; 0 where no layer holds capital. */
export function openingBalance(fund: FundRequest, side: Side): number {
  const items = itemsOf(fund, side)
  return fundsAmong(items)
    .flatMap((k) => holdings(items[k] as LayerItem, side))
    .reduce((sum, {amount}) => sum + amount, 0)
}

/** What an item holds at the start: one sum, or several assets. */
function holdings(item: LayerItem, side: Side): {readonly name: string; readonly amount: number}[] {
  const name = CAPITAL[String(item['layer'])] as string
  const fields = new Fields(item, String(item['name'] ?? item['layer']), side)
  return (fields.has('assets') ? fields.list('assets') : [fields]).map((each) => ({name, amount: each.usd(name)}))
}

/** The same terms with so many times the capital. What the target is of, open interest or capital, stays as it is. */
function resized(item: LayerItem, side: Side, scale: number): LayerItem {
  const each = holdings(item, side).map(({amount, name}) => ({[name]: `${(amount * scale).toFixed(6)} USD`}))
  const assets = item['assets'] as readonly LayerItem[] | undefined
  return {
    ...item,
    ...(assets === undefined ? each[0] : {assets: assets.map((asset, i) => ({...asset, ...each[i]}))}),
    ...(item['target'] !== undefined && {target: scaledTarget(item, side, scale)}),
  }
}

/** Of an insurance fund a share of open interest, of a pool a stake. */
function scaledTarget(item: LayerItem, side: Side, scale: number): string {
  const fields = new Fields(item, String(item['name'] ?? item['layer']), side)
  return item['layer'] === INSURANCE_FUND
    ? `${(fields.ratio('target') * scale * 100).toFixed(12)}%`
    : `${(fields.usd('target') * scale).toFixed(6)} USD`
}
