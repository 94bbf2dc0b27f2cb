import type {Role} from '../model.js'
import {AMOUNT, DURATION, FACTOR, NUMBER, RATIO, YES_NO, type Spelling} from '../spelling.js'
import type {Shape} from './keys.js'

// Source: contracts/config/ConfigUtils.sol (ranges) and contracts/data/Keys.sol of gmx-io/gmx-synthetics at a5c0c883.

const FLOAT = 10n ** 30n
export const UINT256 = 2n ** 256n - 1n
/** The most seconds that a file can say, where the Config has no limit of its own. */
export const MOST_SECONDS = BigInt(Number.MAX_SAFE_INTEGER)

/** How values of one kind are written and stored. */
export interface Kind {
  readonly spelling: Spelling
  readonly unit: string
  readonly perOne: bigint
  readonly step: bigint
}
const FACTORS: Kind = {spelling: RATIO, unit: '1e30', perOne: FLOAT, step: FLOAT}
const RATES: Kind = {spelling: FACTOR, unit: '1e30 per second', perOne: FLOAT, step: FLOAT}
const POWERS: Kind = {spelling: NUMBER, unit: '1e30', perOne: FLOAT, step: FLOAT}
export const DOLLARS: Kind = {spelling: AMOUNT, unit: 'USD, 1e30', perOne: FLOAT, step: FLOAT}
export const TOKENS: Kind = {spelling: AMOUNT, unit: "the token's own decimals", perOne: 1n, step: 10n ** 18n}
const SECONDS: Kind = {spelling: DURATION, unit: 'seconds', perOne: 1n, step: 1n}
export const SWITCH: Kind = {spelling: YES_NO, unit: 'bool', perOne: 1n, step: 1n}

/** One base key of the Config. */
export interface Key {
  readonly name: string
  readonly shape: Shape
  readonly kind: Kind
  readonly title: string
  readonly description: string
  readonly role?: Role
  /** The contract's own limits (ConfigValueExceedsAllowedRange), in its integers. */
  readonly min?: bigint
  readonly max?: bigint
}

type Rest = Pick<Key, 'max' | 'min' | 'role'>
const key = (name: string, shape: Shape, kind: Kind, title: string, description: string, rest: Rest = {}): Key => ({
  name,
  shape,
  kind,
  title,
  description,
  ...rest,
})
const percent = (n: bigint): {max: bigint} => ({max: (FLOAT * n) / 100n})

export const KEYS: readonly Key[] = [
  key(
    'MIN_COLLATERAL_FACTOR',
    'market',
    FACTORS,
    'minimum collateral factor',
    'The least collateral of a position, as a share of its size: 1% is a leverage of 100.',
    {...percent(5n), role: 'initialMargin'},
  ),
  key(
    'MIN_COLLATERAL_FACTOR_FOR_LIQUIDATION',
    'market',
    FACTORS,
    'collateral factor for liquidation',
    'A position with less collateral than this share of its size is liquidated.',
    {...percent(1n), role: 'maintenanceMargin'},
  ),
  key(
    'MIN_COLLATERAL_FACTOR_FOR_OPEN_INTEREST_MULTIPLIER',
    'side',
    POWERS,
    'collateral factor per open interest',
    'What each US dollar of open interest adds to the minimum collateral factor.',
  ),
  key(
    'MAX_OPEN_INTEREST',
    'side',
    DOLLARS,
    'open interest limit',
    'The most US dollars of open positions on one side.',
    {role: 'cap'},
  ),
  key(
    'RESERVE_FACTOR',
    'side',
    FACTORS,
    'reserve factor',
    'The most of the pool that may be reserved for open positions.',
    {max: 10n * FLOAT},
  ),
  key(
    'OPEN_INTEREST_RESERVE_FACTOR',
    'side',
    FACTORS,
    'open interest reserve factor',
    'The most of the pool that may be reserved when a position is opened.',
    {max: 10n * FLOAT},
  ),
  key(
    'MAX_PNL_FACTOR',
    'pnl',
    FACTORS,
    'greatest PnL factor',
    "The most of the pool that traders' profits may be, for one purpose.",
    percent(100n),
  ),
  key(
    'MIN_PNL_FACTOR_AFTER_ADL',
    'side',
    FACTORS,
    'least PnL factor after ADL',
    'Auto-deleveraging stops at this share of the pool.',
    percent(100n),
  ),
  key(
    'LIQUIDATION_FEE_FACTOR',
    'market',
    FACTORS,
    'liquidation fee',
    'The fee of a liquidation, as a share of the size.',
    percent(1n),
  ),
  key(
    'POSITION_FEE_FACTOR',
    'balance',
    FACTORS,
    'position fee',
    'The fee of opening or closing, as a share of the size.',
    percent(5n),
  ),
  key('SWAP_FEE_FACTOR', 'balance', FACTORS, 'swap fee', 'The fee of a swap, as a share of its amount.', percent(5n)),
  key('MAX_POOL_AMOUNT', 'token', TOKENS, 'pool limit', 'The most of the token that the pool takes.', {role: 'cap'}),
  key(
    'MAX_POOL_USD_FOR_DEPOSIT',
    'token',
    DOLLARS,
    'pool limit for deposits',
    'Deposits stop when the pool holds this much, in US dollars.',
    {role: 'cap'},
  ),
  key(
    'MAX_COLLATERAL_SUM',
    'tokenSide',
    TOKENS,
    'collateral limit',
    'The most of the token that positions of one side may have as collateral.',
    {role: 'cap'},
  ),
  key(
    'POSITION_IMPACT_FACTOR',
    'sign',
    POWERS,
    'position price impact factor',
    'The size of the price impact of positions.',
  ),
  key('SWAP_IMPACT_FACTOR', 'sign', POWERS, 'swap price impact factor', 'The size of the price impact of swaps.'),
  key(
    'POSITION_IMPACT_EXPONENT_FACTOR',
    'sign',
    POWERS,
    'position price impact exponent',
    'The power to which the imbalance is raised. A bare number: "2".',
    {max: 3n * FLOAT},
  ),
  key(
    'SWAP_IMPACT_EXPONENT_FACTOR',
    'market',
    POWERS,
    'swap price impact exponent',
    'The power to which the imbalance is raised. A bare number: "2".',
    {max: 3n * FLOAT},
  ),
  key(
    'MAX_POSITION_IMPACT_FACTOR',
    'sign',
    FACTORS,
    'greatest position price impact',
    'The most that the price impact may be, as a share of the size.',
  ),
  key(
    'MAX_POSITION_IMPACT_FACTOR_FOR_LIQUIDATIONS',
    'market',
    FACTORS,
    'greatest price impact of liquidations',
    'The most that the price impact of a liquidation may be, as a share of the size.',
  ),
  key('FUNDING_FACTOR', 'market', RATES, 'funding factor', 'The funding per second at full imbalance.', percent(1n)),
  key(
    'FUNDING_EXPONENT_FACTOR',
    'market',
    POWERS,
    'funding exponent',
    'The power to which the imbalance is raised. A bare number.',
    {max: 2n * FLOAT},
  ),
  key(
    'MAX_FUNDING_FACTOR_PER_SECOND',
    'market',
    RATES,
    'greatest funding per second',
    'Adaptive funding never exceeds it. Must not be below the least.',
    {max: 10n ** 23n},
  ),
  key(
    'MIN_FUNDING_FACTOR_PER_SECOND',
    'market',
    RATES,
    'least funding per second',
    'Adaptive funding never falls below it. Must not exceed the greatest.',
    {max: 10n ** 23n},
  ),
  key(
    'FUNDING_INCREASE_FACTOR_PER_SECOND',
    'market',
    RATES,
    'funding increase per second',
    'How fast adaptive funding rises, per second and second.',
    {max: 10n ** 23n / 3600n},
  ),
  key(
    'FUNDING_DECREASE_FACTOR_PER_SECOND',
    'market',
    RATES,
    'funding decrease per second',
    'How fast adaptive funding falls, per second and second.',
    {max: 10n ** 23n / 86_400n},
  ),
  key(
    'THRESHOLD_FOR_STABLE_FUNDING',
    'market',
    FACTORS,
    'threshold for stable funding',
    'Below this imbalance adaptive funding stays as it is.',
  ),
  key(
    'THRESHOLD_FOR_DECREASE_FUNDING',
    'market',
    FACTORS,
    'threshold for falling funding',
    'Below this imbalance adaptive funding falls.',
  ),
  key(
    'BORROWING_FACTOR',
    'side',
    RATES,
    'borrowing factor',
    'The borrowing fee per second at full use of the reserve.',
    {max: 5n * 10n ** 22n},
  ),
  key(
    'BORROWING_EXPONENT_FACTOR',
    'side',
    POWERS,
    'borrowing exponent',
    'The power to which the use is raised. A bare number.',
    {max: 2n * FLOAT},
  ),
  key(
    'OPTIMAL_USAGE_FACTOR',
    'side',
    FACTORS,
    'optimal usage',
    'The use of the reserve at which the borrowing fee changes its slope.',
    percent(100n),
  ),
  key(
    'BASE_BORROWING_FACTOR',
    'side',
    RATES,
    'base borrowing factor',
    'The borrowing fee per second up to the optimal usage.',
    {max: 5n * 10n ** 22n},
  ),
  key(
    'ABOVE_OPTIMAL_USAGE_BORROWING_FACTOR',
    'side',
    RATES,
    'borrowing factor above optimal usage',
    'The borrowing fee per second beyond the optimal usage.',
    {max: 10n ** 23n},
  ),
  key(
    'MAX_LENDABLE_IMPACT_FACTOR',
    'market',
    FACTORS,
    'greatest lendable impact',
    'The most of the price impact that the pool may lend.',
    percent(10n),
  ),
  key(
    'MAX_LENDABLE_IMPACT_USD',
    'market',
    DOLLARS,
    'greatest lendable impact in dollars',
    'The most US dollars of price impact that the pool may lend.',
    {max: 50_000n * FLOAT},
  ),
  key('IS_MARKET_DISABLED', 'market', SWITCH, 'market disabled', 'Whether the market is switched off.', {max: 1n}),
  key(
    'MIN_COLLATERAL_USD',
    'exchange',
    DOLLARS,
    'least collateral',
    'The least collateral of any position, in US dollars.',
    {max: 10n * FLOAT},
  ),
  key(
    'MIN_POSITION_SIZE_USD',
    'exchange',
    DOLLARS,
    'least position size',
    'The least size of any position, in US dollars.',
  ),
  key(
    'SEQUENCER_GRACE_DURATION',
    'exchange',
    SECONDS,
    'sequencer grace duration',
    "How long after the sequencer's return orders wait.",
    {max: 7200n},
  ),
  key(
    'CLAIMABLE_COLLATERAL_DELAY',
    'exchange',
    SECONDS,
    'claimable collateral delay',
    'How long claimable collateral waits.',
    {min: 86_400n, max: MOST_SECONDS},
  ),
]
