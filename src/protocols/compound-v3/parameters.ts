import {PlimsollError} from '../../errors.js'
import type {FixedPoint} from '../../units/fixed.js'
import {divide, isZero, ONE, rational, subtract, ZERO, type Rational} from '../../units/rational.js'
import {assetOf, type Governed, type GovernedTable} from '../governed.js'
import type {Change, ParameterRange, ProtocolRequest} from '../model.js'
import {AMOUNT, NUMBER, RATIO} from '../spelling.js'
import {tokenOf} from '../tokens.js'
import {placeOf, type CompoundPlace} from './deployments.js'

// Source: contracts/Configurator.sol and Comet.sol of compound-finance/comet at d5a30b0a.

/** What a change is about: a collateral of the market, or the market itself under the name of its base token. */
export interface CompoundSubject {
  readonly asset: string
  readonly place: CompoundPlace
  /** Undefined for the market itself. */
  readonly collateral: {readonly address: string; readonly decimals: number} | undefined
}

type Parameter = Governed<CompoundSubject>

const WAD = 10n ** 18n
const UINT64 = 2n ** 64n - 1n
const UINT104 = 2n ** 104n - 1n
const UINT128 = 2n ** 128n - 1n

const range = (max: Rational, step: Rational, why: string): ParameterRange => ({min: ZERO, max, step, why})
const FOUR_DECIMALS = rational(1n, 10_000n)
const EIGHTEEN_DECIMALS = rational(1n, WAD)

const collateralOnly = ({asset, collateral}: CompoundSubject): string | undefined =>
  collateral ? undefined : `${asset} is the base token of the market: this is a parameter of a collateral.`
const marketOnly = ({asset, collateral, place}: CompoundSubject): string | undefined =>
  collateral
    ? `this is a parameter of the whole market: put it into a change of its base token ${place.base}, not of ${asset}.`
    : undefined

/** The Comet keeps floor(x / 1e14): what has more than four decimals would be cut when it is deployed. */
const factor = (min: bigint, max: bigint): FixedPoint => ({
  name: 'steps of 1e14: the Comet cuts what is finer',
  perOne: 10_000n,
  min,
  max,
})
const wad = (max: bigint): FixedPoint => ({name: '18 decimals', perOne: WAD, min: 0n, max})

const collateralFactor = (
  spec: Pick<Parameter, 'accepts' | 'description' | 'event' | 'getter' | 'id' | 'role' | 'title'>,
  why: string,
  [min, max]: readonly [bigint, bigint] = [0n, 10_000n],
): Parameter => ({
  ...spec,
  kind: 'ratio',
  unit: '1e18, cut to four decimals by the Comet',
  range: {min: rational(min, 10_000n), max: rational(max, 10_000n), step: FOUR_DECIMALS, why},
  spelling: RATIO,
  units: () => factor(min, max),
  unfit: collateralOnly,
})

const rate = (id: string, title: string, description: string, event: string, getter: string): Parameter => ({
  id,
  title,
  description: `${description} A share per year; the Comet stores it per second, rounded down.`,
  kind: 'ratio',
  role: 'none',
  unit: '1e18 per year; the Comet stores value / 31,536,000, rounded down',
  range: range(rational(10n), EIGHTEEN_DECIMALS, 'no market charges more than 1,000% a year'),
  accepts: '0% and more, at most 1844%, 18 decimals',
  getter,
  event,
  spelling: RATIO,
  units: () => wad(UINT64),
  unfit: marketOnly,
})

const share = (
  spec: Pick<Parameter, 'accepts' | 'description' | 'event' | 'getter' | 'id' | 'title'>,
  why: string,
): Parameter => ({
  ...spec,
  kind: 'ratio',
  role: 'none',
  unit: '1e18',
  range: range(ONE, EIGHTEEN_DECIMALS, why),
  spelling: RATIO,
  units: () => wad(WAD),
  unfit: marketOnly,
})

const baseAmount = (
  spec: Pick<Parameter, 'accepts' | 'description' | 'event' | 'getter' | 'id' | 'title'>,
  min = 0n,
): Parameter => ({
  ...spec,
  kind: 'amount',
  role: 'none',
  unit: "the base token's own decimals",
  range: range(rational(UINT104), EIGHTEEN_DECIMALS, 'the contract keeps it in 104 bits'),
  spelling: AMOUNT,
  token: ({place}) => place.base,
  units: ({place}) => ({
    name: `units of ${place.base}`,
    perOne: 10n ** BigInt(place.baseDecimals),
    min,
    max: UINT104,
  }),
  unfit: marketOnly,
})

const speed = (id: string, title: string, side: string): Parameter => ({
  id,
  title,
  description: `How fast rewards accrue to all ${side}, in tokens per second. A bare number.`,
  kind: 'number',
  role: 'none',
  unit: '1e15 per second (trackingIndexScale)',
  range: range(rational(UINT64, 10n ** 15n), rational(1n, 10n ** 15n), 'the contract keeps it in 64 bits'),
  accepts: '0 to 18,446 tokens per second, 15 decimals',
  getter: `Comet.${id}()`,
  event: `Set${id.replace(/^b/, 'B')}(cometProxy, old, new)`,
  spelling: NUMBER,
  units: () => ({name: 'trackingIndexScale 1e15', perOne: 10n ** 15n, min: 0n, max: UINT64}),
  unfit: marketOnly,
})

const RATE_EVENT = (side: string, part: string): string => `Set${side}PerYearInterestRate${part}(cometProxy, old, new)`
const rates = (side: 'Borrow' | 'Supply', who: string): Parameter[] => {
  const id = side.toLowerCase()
  const getter = (part: string): string => `Comet.${id}PerSecondInterestRate${part}() x 31,536,000`
  return [
    rate(
      `${id}RateBase`,
      `${id} rate base`,
      `What ${who} at a utilisation of 0%.`,
      RATE_EVENT(side, 'Base'),
      getter('Base'),
    ),
    rate(
      `${id}RateSlopeLow`,
      `${id} rate slope below the kink`,
      `What is added per 100% of utilisation up to the ${id} kink.`,
      RATE_EVENT(side, 'SlopeLow'),
      getter('SlopeLow'),
    ),
    rate(
      `${id}RateSlopeHigh`,
      `${id} rate slope above the kink`,
      `What is added per 100% of utilisation beyond the ${id} kink.`,
      RATE_EVENT(side, 'SlopeHigh'),
      getter('SlopeHigh'),
    ),
  ]
}

export const PARAMETERS: readonly Parameter[] = [
  collateralFactor(
    {
      id: 'borrowCollateralFactor',
      title: 'borrow collateral factor',
      description:
        'How much can be borrowed against the collateral, as a share of its value. Must be below the liquidate collateral factor.',
      role: 'loanToValue',
      accepts: '0% to below the liquidate collateral factor, at most 99.99%, four decimals',
      getter: 'Comet.getAssetInfoByAddress(asset).borrowCollateralFactor',
      event: 'UpdateAssetBorrowCollateralFactor(cometProxy, asset, oldBorrowCF, newBorrowCF)',
    },
    'it must stay below the liquidate collateral factor (BorrowCFTooLarge)',
    [0n, 9_999n],
  ),
  collateralFactor(
    {
      id: 'liquidateCollateralFactor',
      title: 'liquidate collateral factor',
      description: 'The debt, as a share of the collateral value, above which an account is absorbed.',
      role: 'liquidationThreshold',
      accepts: '0.01% to 100%, four decimals',
      getter: 'Comet.getAssetInfoByAddress(asset).liquidateCollateralFactor',
      event: 'UpdateAssetLiquidateCollateralFactor(cometProxy, asset, oldLiquidateCF, newLiquidateCF)',
    },
    'the constructor of the Comet reverts beyond (LiquidateCFTooLarge), and at 0%, which no borrow factor is below (BorrowCFTooLarge)',
    [1n, 10_000n],
  ),
  collateralFactor(
    {
      id: 'liquidationFactor',
      title: 'liquidation factor',
      description:
        'What an absorbed account is paid for its collateral, as a share of its value: 93% is a penalty of 7%. ' +
        'Read as a liquidation bonus of 1 / factor - 1. The contract does not check it.',
      role: 'none',
      accepts: '0% to 100%, four decimals; above 100% quoteCollateral reverts',
      getter: 'Comet.getAssetInfoByAddress(asset).liquidationFactor',
      event: 'UpdateAssetLiquidationFactor(cometProxy, asset, oldLiquidationFactor, newLiquidationFactor)',
    },
    'above 100% quoteCollateral reverts',
  ),
  {
    id: 'supplyCap',
    title: 'supply cap',
    description:
      'The most of the collateral that can be supplied, in whole tokens. 0 blocks all supply: it is not "no cap".',
    kind: 'amount',
    role: 'cap',
    unit: "the token's own decimals, cut to whole tokens by the Comet",
    range: range(rational(UINT64), ONE, 'the Comet keeps whole tokens in 64 bits'),
    accepts: '0 (nothing) to 2^64 - 1 whole tokens',
    getter: 'Comet.getAssetInfoByAddress(asset).supplyCap',
    event: 'UpdateAssetSupplyCap(cometProxy, asset, oldSupplyCap, newSupplyCap)',
    spelling: AMOUNT,
    token: ({asset}) => asset,
    units({collateral}) {
      const most = UINT128 / 10n ** BigInt(collateral?.decimals ?? 0)
      return {
        name: 'whole tokens: the Comet cuts what is finer',
        perOne: 1n,
        min: 0n,
        max: most < UINT64 ? most : UINT64,
      }
    },
    unfit: collateralOnly,
  },
  share(
    {
      id: 'supplyKink',
      title: 'supply kink',
      description: 'The utilisation at which the slope of the supply rate changes.',
      accepts: '0% to 100%',
      getter: 'Comet.supplyKink()',
      event: 'SetSupplyKink(cometProxy, oldKink, newKink)',
    },
    'it is a utilisation',
  ),
  ...rates('Supply', 'suppliers earn'),
  share(
    {
      id: 'borrowKink',
      title: 'borrow kink',
      description: 'The utilisation at which the slope of the borrow rate changes.',
      accepts: '0% to 100%',
      getter: 'Comet.borrowKink()',
      event: 'SetBorrowKink(cometProxy, oldKink, newKink)',
    },
    'it is a utilisation',
  ),
  ...rates('Borrow', 'borrowers pay'),
  share(
    {
      id: 'storeFrontPriceFactor',
      title: 'store front price factor',
      description: 'The share of the liquidation penalty that buyers of absorbed collateral get as a discount.',
      accepts: '0% to 100%',
      getter: 'Comet.storeFrontPriceFactor()',
      event: 'SetStoreFrontPriceFactor(cometProxy, oldFactor, newFactor)',
    },
    'the constructor of the Comet reverts beyond (BadDiscount)',
  ),
  baseAmount({
    id: 'targetReserves',
    title: 'target reserves',
    description: 'Above these reserves the market no longer sells absorbed collateral.',
    accepts: '0 and more of the base token',
    getter: 'Comet.targetReserves()',
    event: 'SetTargetReserves(cometProxy, old, new)',
  }),
  baseAmount({
    id: 'baseBorrowMin',
    title: 'least borrow',
    description: 'The least that an account can borrow.',
    accepts: '0 and more of the base token',
    getter: 'Comet.baseBorrowMin()',
    event: 'SetBaseBorrowMin(cometProxy, old, new)',
  }),
  baseAmount(
    {
      id: 'baseMinForRewards',
      title: 'least supply for rewards',
      description: 'Below this total no rewards accrue. 0 makes the upgrade revert (BadMinimum).',
      accepts: 'above 0 of the base token',
      getter: 'Comet.baseMinForRewards()',
      event: 'SetBaseMinForRewards(cometProxy, old, new)',
    },
    1n,
  ),
  speed('baseTrackingSupplySpeed', 'supply reward speed', 'suppliers'),
  speed('baseTrackingBorrowSpeed', 'borrow reward speed', 'borrowers'),
]

/** What a change is about. @throws PROTOCOL_UNKNOWN_TOKEN, COMPOUND_* */
export function subjectOf(change: Change, request: ProtocolRequest): CompoundSubject {
  const asset = assetOf(change)
  const place = placeOf(request)
  return {asset, place, collateral: asset === place.base ? undefined : tokenOf(request, asset)}
}

/** Absorption credits the account with factor x value: as if the liquidator's premium were 1 / factor - 1. */
function premium(factor: Rational): Rational {
  if (!isZero(factor)) return subtract(divide(ONE, factor), ONE)
  throw new PlimsollError(
    'COMPOUND_ZERO_FACTOR',
    'a liquidation factor of 0% pays absorbed accounts nothing: it has no meaning as a bonus.',
  )
}

export const TABLE: GovernedTable<CompoundSubject> = {
  parameters: PARAMETERS,
  subjectOf,
  risk({parameter, before, after}) {
    if (parameter.id === 'liquidationFactor')
      return {role: 'liquidationBonus', before: before && premium(before), after: premium(after)}
    return parameter.role === 'none' ? undefined : {role: parameter.role, before, after}
  },
}
