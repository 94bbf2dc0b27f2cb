import type {ClaimKind} from '../../read/claim.js'
import {account, amountOf, numberOf, seconds, WAD, type Unit} from '../../read/quantities.js'
import {row, type About, type ReadRow} from '../../read/table.js'
import type {Scope, SynthetixPlace} from '../deployments.js'

// The reading side's own table: each setter of the perps market with its arguments, from the ABI of the modules.

/** What one argument says. */
export interface Meaning {
  readonly title: string
  readonly kind: ClaimKind
  readonly unit: Unit
  /** The token that an amount is counted in; undefined for the asset itself. */
  readonly token?: 'USD'
}

const make =
  (kind: ClaimKind, unit: Unit, token?: 'USD') =>
  (title: string): Meaning => ({title, kind, unit, ...(token && {token})})
const share = make('ratio', WAD)
const factor = make('number', numberOf(10n ** 18n))
const count = make('number', numberOf(1n))
const ofAsset = make('amount', amountOf(10n ** 18n))
const dollars = make('amount', amountOf(10n ** 18n), 'USD')
const time = make('duration', seconds)
const liquidator = make('address', account)

/** A setter: its fragment, what it is about, and its arguments behind the id. */
export interface Setter {
  readonly fragment: string
  readonly scope: Scope
  readonly values: Readonly<Record<string, Meaning>>
}

export const SETTERS: readonly Setter[] = [
  {
    fragment:
      'function setLiquidationParameters(uint128 id, uint256 initial, uint256 minimum, uint256 scalar, uint256 flag, uint256 margin)',
    scope: 'market',
    values: {
      initialMarginRatio: share('initial margin ratio per size'),
      minimumInitialMarginRatio: share('minimum initial margin ratio'),
      maintenanceMarginScalar: share('maintenance margin scalar'),
      flagRewardRatio: share('flag reward ratio'),
      minimumPositionMargin: dollars('minimum position margin'),
    },
  },
  {
    fragment:
      'function setMaxLiquidationParameters(uint128 id, uint256 multiplier, uint256 window, uint256 pd, address liquidator)',
    scope: 'market',
    values: {
      liquidationLimitMultiplier: factor('liquidation limit multiplier'),
      liquidationWindow: time('liquidation window'),
      maxLiquidationPremium: share('greatest liquidation premium'),
      endorsedLiquidator: liquidator('endorsed liquidator'),
    },
  },
  {
    fragment: 'function setMaxMarketSize(uint128 id, uint256 size)',
    scope: 'market',
    values: {maxMarketSize: ofAsset('greatest market size')},
  },
  {
    fragment: 'function setMaxMarketValue(uint128 id, uint256 value)',
    scope: 'market',
    values: {maxMarketValue: dollars('greatest market value')},
  },
  {
    fragment: 'function setOrderFees(uint128 id, uint256 maker, uint256 taker)',
    scope: 'market',
    values: {makerFee: share('maker fee'), takerFee: share('taker fee')},
  },
  {
    fragment: 'function setFundingParameters(uint128 id, uint256 scale, uint256 velocity)',
    scope: 'market',
    values: {skewScale: ofAsset('skew scale'), maxFundingVelocity: factor('greatest funding velocity')},
  },
  {
    fragment: 'function setLockedOiRatio(uint128 id, uint256 ratio)',
    scope: 'market',
    values: {lockedOiRatio: share('locked open interest ratio')},
  },
  {
    fragment: 'function setKeeperRewardGuards(uint256 min, uint256 profit, uint256 max, uint256 scaling)',
    scope: 'system',
    values: {
      minKeeperReward: dollars('least keeper reward'),
      minKeeperProfitRatio: share('least keeper profit ratio'),
      maxKeeperReward: dollars('greatest keeper reward'),
      maxKeeperScalingRatio: share('greatest keeper scaling ratio'),
    },
  },
  {
    fragment: 'function setPerAccountCaps(uint128 positions, uint128 collaterals)',
    scope: 'system',
    values: {
      maxPositionsPerAccount: count('positions per account'),
      maxCollateralsPerAccount: count('collaterals per account'),
    },
  },
  {
    fragment: 'function setInterestRateParameters(uint128 low, uint128 breakpoint, uint128 high)',
    scope: 'system',
    values: {
      lowUtilizationGradient: factor('low utilisation gradient'),
      gradientBreakpoint: share('gradient breakpoint'),
      highUtilizationGradient: factor('high utilisation gradient'),
    },
  },
  {
    fragment: 'function setCollateralLiquidateRewardRatio(uint128 ratio)',
    scope: 'system',
    values: {collateralLiquidateRewardRatio: share('collateral liquidation reward ratio')},
  },
  {
    fragment:
      'function setCollateralConfiguration(uint128 id, uint256 max, uint256 upper, uint256 lower, uint256 scalar)',
    scope: 'collateral',
    values: {
      maxCollateralAmount: ofAsset('collateral limit'),
      upperLimitDiscount: share('greatest discount'),
      lowerLimitDiscount: share('least discount'),
      discountScalar: factor('discount scalar'),
    },
  },
]

let parsed: readonly (readonly [ReadRow, Setter])[] | undefined

/** The setters with their fragments parsed, on first use. */
export const setters = (): NonNullable<typeof parsed> =>
  (parsed ??= SETTERS.map((setter) => [row(setter.fragment), setter]))

export const tokenOf = (meaning: Meaning, asset: string): string => meaning.token ?? asset

/** @param asset as the proposal calls what has this id; undefined where it says nothing of it */
export function aboutOf(place: SynthetixPlace, scope: Scope, id: bigint, asset: string | undefined): About {
  const subjectId = scope === 'system' ? scope : `${scope} ${id}`
  const named = scope === 'system' || asset === undefined ? subjectId : `${asset} (${subjectId})`
  return {place: `Synthetix v3 ${place.name}`, chainId: place.chainId, target: place.proxy, subjectId, subject: named}
}
