import {multiply, ONE, rational, ZERO, type Rational} from '../../units/rational.js'
import {assetOf, type Governed, type GovernedTable} from '../governed.js'
import type {Change, ParameterInfo, ProtocolRequest} from '../model.js'
import {ADDRESS, AMOUNT, DURATION, NUMBER, RATIO, type Spelling} from '../spelling.js'
import {placeOf, scopeOf, SYSTEM, type Scope, type SynthetixPlace} from './deployments.js'

// Source: markets/perps-market/contracts/modules and storage/PerpsMarketConfiguration.sol of Synthetixio/synthetix-v3 at 23585f73.

export interface SynthetixSubject {
  readonly asset: string
  readonly place: SynthetixPlace
  readonly scope: Scope
  readonly id: bigint
}

type Parameter = Governed<SynthetixSubject>

const D18 = 10n ** 18n

interface Storage {
  readonly spelling: Spelling
  readonly unit: string
  readonly perOne: bigint
  readonly bits: bigint
  /** USD rather than the asset itself. */
  readonly dollars?: boolean
}
const SHARE: Storage = {spelling: RATIO, unit: '1e18', perOne: D18, bits: 256n}
const FACTOR: Storage = {spelling: NUMBER, unit: '1e18', perOne: D18, bits: 256n}
const ASSET: Storage = {spelling: AMOUNT, unit: 'the asset, 1e18', perOne: D18, bits: 256n}
const USD: Storage = {spelling: AMOUNT, unit: 'USD, 1e18', perOne: D18, bits: 256n, dollars: true}
const TIME: Storage = {spelling: DURATION, unit: 'plain seconds', perOne: 1n, bits: 256n}
const COUNT: Storage = {spelling: NUMBER, unit: 'count', perOne: 1n, bits: 128n}
const narrow = (storage: Storage): Storage => ({...storage, bits: 128n})

const WHERE: Readonly<Record<Scope, string>> = {
  market: 'a market (`market: <id>`)',
  collateral: 'a collateral (`collateral: <id>`)',
  system: `the whole system (\`asset: ${SYSTEM}\`)`,
}

type Spec = Pick<ParameterInfo, 'description' | 'id' | 'title'> &
  Partial<Pick<ParameterInfo, 'accepts' | 'range' | 'role' | 'zero'>>

const parameter =
  (scope: Scope, fn: string) =>
  (spec: Spec, {spelling, unit, perOne, bits, dollars}: Storage): Parameter => {
    const max = 2n ** bits - 1n
    return {
      kind: spelling.kind,
      role: 'none',
      unit,
      range: {
        min: ZERO,
        max: rational(max, perOne),
        step: rational(1n, perOne),
        why: `the contract takes ${bits} bits`,
      },
      accepts: bits === 128n ? 'whatever 128 bits hold' : 'no limit in the contract',
      getter: `PerpsMarket.get${fn}${scope === 'collateral' ? 'Full' : ''}(${scope === 'system' ? '' : `${scope}Id`})`,
      event: `${fn}Set`,
      ...spec,
      spelling,
      units: () => ({name: unit, perOne, min: 0n, max}),
      token: ({asset}) => (dollars === true ? 'USD' : asset),
      unfit: (subject) =>
        subject.scope === scope ? undefined : `this is a parameter of ${WHERE[scope]}, not of ${WHERE[subject.scope]}.`,
    }
  }

const liquidation = parameter('market', 'LiquidationParameters')
const maxLiquidation = parameter('market', 'MaxLiquidationParameters')
const fees = parameter('market', 'OrderFees')
const funding = parameter('market', 'FundingParameters')
const keeper = parameter('system', 'KeeperRewardGuards')
const accounts = parameter('system', 'PerAccountCaps')
const interest = parameter('system', 'InterestRateParameters')
const collateral = parameter('collateral', 'CollateralConfiguration')

const share = (why: string): ParameterInfo['range'] => ({min: ZERO, max: ONE, step: rational(1n, D18), why})
/** A gradient times the utilisation, 1e18 times 1e18, is a number of 128 bits (storage/InterestRate.sol, currentInterestRate). */
const GRADIENTS: ParameterInfo['range'] = {
  min: ZERO,
  max: rational((2n ** 128n - 1n) / D18, D18),
  step: rational(1n, D18),
  why: 'with more the interest rate can overflow 128 bits, and orders revert until it is lowered',
}

export const PARAMETERS: readonly Parameter[] = [
  liquidation(
    {
      id: 'initialMarginRatio',
      title: 'initial margin ratio per size',
      description:
        'The margin that a position of the size of the skew scale adds to the minimum: 200% adds 2% at a hundredth of it.',
    },
    SHARE,
  ),
  liquidation(
    {
      id: 'minimumInitialMarginRatio',
      title: 'minimum initial margin ratio',
      description: 'The initial margin of a tiny position, as a share of its value: 1% is a leverage of about 100.',
      role: 'initialMargin',
      range: share('a margin of more than the position has no use'),
    },
    SHARE,
  ),
  liquidation(
    {
      id: 'maintenanceMarginScalar',
      title: 'maintenance margin scalar',
      description:
        'The maintenance margin, as a share of the initial margin. It is a margin together with the minimum initial margin ratio.',
      range: share('above 100% a position would be liquidated when it is opened'),
    },
    SHARE,
  ),
  liquidation(
    {
      id: 'flagRewardRatio',
      title: 'flag reward ratio',
      description: 'What who flags a position for liquidation gets, as a share of its value.',
    },
    SHARE,
  ),
  liquidation(
    {
      id: 'minimumPositionMargin',
      title: 'minimum position margin',
      description: 'What is added to both margins of every position, in US dollars.',
    },
    USD,
  ),
  maxLiquidation(
    {
      id: 'liquidationLimitMultiplier',
      title: 'liquidation limit multiplier',
      description:
        'How much can be liquidated in a window, times (maker fee + taker fee) x skew scale x seconds. A bare number.',
    },
    FACTOR,
  ),
  maxLiquidation(
    {
      id: 'liquidationWindow',
      title: 'liquidation window',
      description: 'How long a window of liquidations is. Plain seconds, not 1e18.',
    },
    TIME,
  ),
  maxLiquidation(
    {
      id: 'maxLiquidationPremium',
      title: 'greatest liquidation premium',
      description:
        'Above this premium or discount of the skew no more than the window is liquidated (maxLiquidationPd).',
    },
    SHARE,
  ),
  maxLiquidation(
    {
      id: 'endorsedLiquidator',
      title: 'endorsed liquidator',
      description: 'An account that may liquidate without the window; the zero address for none.',
    },
    {
      spelling: ADDRESS,
      unit: 'address',
      perOne: 1n,
      bits: 160n,
    },
  ),
  parameter('market', 'MaxMarketSize')(
    {
      id: 'maxMarketSize',
      title: 'greatest market size',
      description: 'The most of the asset that positions of one side may have.',
      role: 'cap',
    },
    ASSET,
  ),
  parameter('market', 'MaxMarketValue')(
    {
      id: 'maxMarketValue',
      title: 'greatest market value',
      description: 'The most US dollars that positions of one side may be worth; 0 means no limit.',
      role: 'cap',
      zero: 'unlimited',
    },
    USD,
  ),
  fees(
    {
      id: 'makerFee',
      title: 'maker fee',
      description: 'The fee of an order that lowers the skew. It changes the speed of liquidations too.',
    },
    SHARE,
  ),
  fees(
    {
      id: 'takerFee',
      title: 'taker fee',
      description: 'The fee of an order that raises the skew. It changes the speed of liquidations too.',
    },
    SHARE,
  ),
  funding(
    {
      id: 'skewScale',
      title: 'skew scale',
      description:
        'The skew at which the price impact is 100%, in the asset. It changes margins and the speed of liquidations too.',
    },
    ASSET,
  ),
  funding(
    {
      id: 'maxFundingVelocity',
      title: 'greatest funding velocity',
      description: 'How fast funding changes at full skew, per day and day. A bare number.',
    },
    FACTOR,
  ),
  parameter('market', 'LockedOiRatio')(
    {
      id: 'lockedOiRatio',
      title: 'locked open interest ratio',
      description: 'The share of the open interest for which liquidity providers cannot withdraw.',
    },
    SHARE,
  ),
  keeper(
    {
      id: 'minKeeperReward',
      accepts: 'at most the greatest (InvalidParameter)',
      title: 'least keeper reward',
      description: 'The least that a keeper gets for a liquidation, in US dollars.',
    },
    USD,
  ),
  keeper(
    {
      id: 'minKeeperProfitRatio',
      title: 'least keeper profit ratio',
      description: 'The least profit of a keeper, as a share of its costs.',
    },
    SHARE,
  ),
  keeper(
    {
      id: 'maxKeeperReward',
      accepts: 'at least the least (InvalidParameter)',
      title: 'greatest keeper reward',
      description: 'The most that a keeper gets for a liquidation, in US dollars. Not below the least.',
    },
    USD,
  ),
  keeper(
    {
      id: 'maxKeeperScalingRatio',
      title: 'greatest keeper scaling ratio',
      description: 'The most that a keeper gets, as a share of what is liquidated.',
    },
    SHARE,
  ),
  accounts(
    {
      id: 'maxPositionsPerAccount',
      title: 'positions per account',
      description: 'How many positions one account may have. A bare number.',
    },
    COUNT,
  ),
  accounts(
    {
      id: 'maxCollateralsPerAccount',
      title: 'collaterals per account',
      description: 'How many kinds of collateral one account may have. A bare number.',
    },
    COUNT,
  ),
  interest(
    {
      id: 'lowUtilizationGradient',
      accepts: 'at most the high one (InvalidInterestRateParameters)',
      title: 'low utilisation gradient',
      range: GRADIENTS,
      description: 'How fast the interest rate rises up to the breakpoint. Not above the high one.',
    },
    narrow(FACTOR),
  ),
  interest(
    {
      id: 'gradientBreakpoint',
      title: 'gradient breakpoint',
      description: 'The utilisation at which the interest rate changes its slope.',
    },
    narrow(SHARE),
  ),
  interest(
    {
      id: 'highUtilizationGradient',
      accepts: 'at least the low one (InvalidInterestRateParameters)',
      title: 'high utilisation gradient',
      range: GRADIENTS,
      description: 'How fast the interest rate rises beyond the breakpoint.',
    },
    narrow(FACTOR),
  ),
  parameter('system', 'CollateralLiquidateRewardRatio')(
    {
      id: 'collateralLiquidateRewardRatio',
      title: 'collateral liquidation reward ratio',
      description: 'What who liquidates an account gets of its collateral.',
    },
    narrow(SHARE),
  ),
  collateral(
    {
      id: 'maxCollateralAmount',
      title: 'collateral limit',
      description: 'The most of the collateral that is taken; 0 means that it is not accepted.',
      role: 'cap',
    },
    ASSET,
  ),
  collateral(
    {
      id: 'upperLimitDiscount',
      title: 'greatest discount',
      description: 'The most by which the collateral is valued below its price.',
      range: share(
        'with more the collateral would be worth less than nothing, and the contract reverts where it values it',
      ),
    },
    SHARE,
  ),
  collateral(
    {
      id: 'lowerLimitDiscount',
      title: 'least discount',
      description: 'The least by which the collateral is valued below its price.',
    },
    SHARE,
  ),
  collateral(
    {
      id: 'discountScalar',
      title: 'discount scalar',
      description: 'What the impact of a sale is multiplied by to get the discount. A bare number.',
    },
    FACTOR,
  ),
]

/** What a change is about. @throws SYNTHETIX_WHICH, PROTOCOL_* */
export function subjectOf(change: Change, request: ProtocolRequest): SynthetixSubject {
  return {asset: assetOf(change), place: placeOf(request), ...scopeOf(change)}
}

/** MMR = IMR x maintenanceMarginScalar (PerpsMarketConfiguration.calculateRequiredMargins); IMR is the minimum at a tiny size. */
const product = (a: Rational | undefined, b: Rational | undefined): Rational | undefined => a && b && multiply(a, b)

export const TABLE: GovernedTable<SynthetixSubject> = {
  parameters: PARAMETERS,
  subjectOf,
  risk({parameter: {id, role}, before, after, ...change}) {
    if (id !== 'maintenanceMarginScalar') return role === 'none' ? undefined : {role, before, after}
    const initial = change.other('minimumInitialMarginRatio')
    if (!initial) return undefined
    return {role: 'maintenanceMargin', before: product(before, initial.before), after: multiply(after, initial.after)}
  },
}
