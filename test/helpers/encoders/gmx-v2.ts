import * as AbiParameters from 'ox/AbiParameters'
import * as Hash from 'ox/Hash'

import {order, type Row, type Scope} from './scope.js'
import type {Value} from './sample.js'
import {amount, duration, number, ratio, yesNo, type Kind} from './texts.js'

// Every key by its name in Keys.sol, with what its data holds behind or before the market, in the order of abi.encode there.

const CONFIG = '0x0BBbbF9D0cbdE8069e926c859E530B00Bfe90072'
const MARKET = '0x70d95587d40A2caf56bd97485aB3Eec10Bee6336'
const WETH = '0x82aF49447D8a07e3bd95BD0d56f35241523fBab1'
const USDC = '0xaf88d065e77c8cC2239327C5EDb3A432268e5831'

const UINT256 = 2n ** 256n - 1n
const FLOAT = 10n ** 30n
const keyOf = (name: string): `0x${string}` => Hash.keccak256(AbiParameters.encode([{type: 'string'}] as const, [name]))

const share = (max = UINT256): Kind => ratio(30, {max})
const perSecond = (max: bigint): Kind => ratio(30, {max})
const power = (max = UINT256): Kind => number(30, {max})
const dollars = (max = UINT256): Kind => amount('USD', 30, {max})
const weth = amount('WETH', 18, {max: UINT256})
const usdc = amount('USDCn', 6, {max: UINT256})
const percent = (count: bigint): bigint => (FLOAT * count) / 100n

interface Key {
  readonly id: string
  readonly name: string
  readonly kind: Kind
  readonly types: readonly string[]
  readonly data: readonly Value[]
}
const key = (id: string, name: string, kind: Kind, types = '', ...data: readonly Value[]): Key => ({
  id,
  name,
  kind,
  types: types === '' ? [] : types.split(','),
  data,
})

const ofMarket = (id: string, name: string, kind: Kind): Key => key(id, name, kind, 'address', MARKET)
/** A key of a market and a flag, by the suffix for true and for false. */
const flagged = (id: string, name: string, kind: Kind, yes: string, no: string): Key[] => [
  key(id + yes, name, kind, 'address,bool', MARKET, true),
  key(id + no, name, kind, 'address,bool', MARKET, false),
]
const bySide = (id: string, name: string, kind: Kind): Key[] => flagged(id, name, kind, 'Long', 'Short')
const bySign = (id: string, name: string, kind: Kind): Key[] => flagged(id, name, kind, 'Positive', 'Negative')
const byBalance = (id: string, name: string, kind: Kind): Key[] =>
  flagged(id, name, kind, 'WhenImproved', 'WhenWorsened')
const byToken = (id: string, name: string, long: Kind, short: Kind): Key[] => [
  key(`${id}OfLongToken`, name, long, 'address,address', MARKET, WETH),
  key(`${id}OfShortToken`, name, short, 'address,address', MARKET, USDC),
]
const sums = (token: string, suffix: string, kind: Kind): Key[] => [
  key(`maxCollateralSumLong${suffix}`, 'MAX_COLLATERAL_SUM', kind, 'address,address,bool', MARKET, token, true),
  key(`maxCollateralSumShort${suffix}`, 'MAX_COLLATERAL_SUM', kind, 'address,address,bool', MARKET, token, false),
]
const profits = (suffix: string, purpose: string): Key[] =>
  ([true, false] as const).map((isLong) =>
    key(
      `maxPnlFactorFor${suffix}${isLong ? 'Long' : 'Short'}`,
      'MAX_PNL_FACTOR',
      share(FLOAT),
      'bytes32,address,bool',
      keyOf(`MAX_PNL_FACTOR_FOR_${purpose}`),
      MARKET,
      isLong,
    ),
  )

const KEYS: readonly Key[] = [
  ofMarket('minCollateralFactor', 'MIN_COLLATERAL_FACTOR', share(percent(5n))),
  ofMarket('minCollateralFactorForLiquidation', 'MIN_COLLATERAL_FACTOR_FOR_LIQUIDATION', share(percent(1n))),
  ...bySide(
    'minCollateralFactorForOpenInterestMultiplier',
    'MIN_COLLATERAL_FACTOR_FOR_OPEN_INTEREST_MULTIPLIER',
    power(),
  ),
  ...bySide('maxOpenInterest', 'MAX_OPEN_INTEREST', dollars()),
  ...bySide('reserveFactor', 'RESERVE_FACTOR', share(10n * FLOAT)),
  ...bySide('openInterestReserveFactor', 'OPEN_INTEREST_RESERVE_FACTOR', share(10n * FLOAT)),
  ...profits('Traders', 'TRADERS'),
  ...profits('Adl', 'ADL'),
  ...profits('Deposits', 'DEPOSITS'),
  ...profits('Withdrawals', 'WITHDRAWALS'),
  ...bySide('minPnlFactorAfterAdl', 'MIN_PNL_FACTOR_AFTER_ADL', share(FLOAT)),
  ofMarket('liquidationFeeFactor', 'LIQUIDATION_FEE_FACTOR', share(percent(1n))),
  ...byBalance('positionFeeFactor', 'POSITION_FEE_FACTOR', share(percent(5n))),
  ...byBalance('swapFeeFactor', 'SWAP_FEE_FACTOR', share(percent(5n))),
  ...byToken('maxPoolAmount', 'MAX_POOL_AMOUNT', weth, usdc),
  ...byToken('maxPoolUsdForDeposit', 'MAX_POOL_USD_FOR_DEPOSIT', dollars(), dollars()),
  ...sums(WETH, 'OfLongToken', weth),
  ...sums(USDC, 'OfShortToken', usdc),
  ...bySign('positionImpactFactor', 'POSITION_IMPACT_FACTOR', power()),
  ...bySign('swapImpactFactor', 'SWAP_IMPACT_FACTOR', power()),
  ...bySign('positionImpactExponentFactor', 'POSITION_IMPACT_EXPONENT_FACTOR', power(3n * FLOAT)),
  ofMarket('swapImpactExponentFactor', 'SWAP_IMPACT_EXPONENT_FACTOR', power(3n * FLOAT)),
  ...bySign('maxPositionImpactFactor', 'MAX_POSITION_IMPACT_FACTOR', share()),
  ofMarket('maxPositionImpactFactorForLiquidations', 'MAX_POSITION_IMPACT_FACTOR_FOR_LIQUIDATIONS', share()),
  ofMarket('fundingFactor', 'FUNDING_FACTOR', perSecond(percent(1n))),
  ofMarket('fundingExponentFactor', 'FUNDING_EXPONENT_FACTOR', power(2n * FLOAT)),
  ofMarket('maxFundingFactorPerSecond', 'MAX_FUNDING_FACTOR_PER_SECOND', perSecond(10n ** 23n)),
  ofMarket('minFundingFactorPerSecond', 'MIN_FUNDING_FACTOR_PER_SECOND', perSecond(10n ** 23n)),
  ofMarket(
    'fundingIncreaseFactorPerSecond',
    'FUNDING_INCREASE_FACTOR_PER_SECOND',
    perSecond(27_777_777_777_777_777_777n),
  ),
  ofMarket(
    'fundingDecreaseFactorPerSecond',
    'FUNDING_DECREASE_FACTOR_PER_SECOND',
    perSecond(1_157_407_407_407_407_407n),
  ),
  ofMarket('thresholdForStableFunding', 'THRESHOLD_FOR_STABLE_FUNDING', share()),
  ofMarket('thresholdForDecreaseFunding', 'THRESHOLD_FOR_DECREASE_FUNDING', share()),
  ...bySide('borrowingFactor', 'BORROWING_FACTOR', perSecond(5n * 10n ** 22n)),
  ...bySide('borrowingExponentFactor', 'BORROWING_EXPONENT_FACTOR', power(2n * FLOAT)),
  ...bySide('optimalUsageFactor', 'OPTIMAL_USAGE_FACTOR', share(FLOAT)),
  ...bySide('baseBorrowingFactor', 'BASE_BORROWING_FACTOR', perSecond(5n * 10n ** 22n)),
  ...bySide('aboveOptimalUsageBorrowingFactor', 'ABOVE_OPTIMAL_USAGE_BORROWING_FACTOR', perSecond(10n ** 23n)),
  ofMarket('maxLendableImpactFactor', 'MAX_LENDABLE_IMPACT_FACTOR', share(percent(10n))),
  ofMarket('maxLendableImpactUsd', 'MAX_LENDABLE_IMPACT_USD', dollars(50_000n * FLOAT)),
  ofMarket('isMarketDisabled', 'IS_MARKET_DISABLED', yesNo),
]

const OF_THE_EXCHANGE: readonly Key[] = [
  key('minCollateralUsd', 'MIN_COLLATERAL_USD', dollars(10n * FLOAT)),
  key('minPositionSizeUsd', 'MIN_POSITION_SIZE_USD', dollars()),
  key('sequencerGraceDuration', 'SEQUENCER_GRACE_DURATION', duration(7200n)),
  key('claimableCollateralDelay', 'CLAIMABLE_COLLATERAL_DELAY', duration(2n ** 53n - 1n, 86_400n)),
]

function rowOf({id, name, kind, types, data}: Key): Row {
  const base = keyOf(name)
  const words =
    data.length === 0
      ? '0x'
      : AbiParameters.encode(
          types.map((type) => ({type})),
          data as never,
        )
  return {
    to: CONFIG,
    signature: `${kind === yesNo ? 'setBool' : 'setUint'}(bytes32,bytes,${kind === yesNo ? 'bool' : 'uint256'})`,
    when: [id],
    args: (values) => [base, words, values.of(id)],
  }
}

const scope = (about: Scope['about'], keys: readonly Key[]): Scope => ({
  protocol: {name: 'gmx-v2', chain: 'arbitrum', deployment: 'GmxV2Arbitrum', through: 'config-keeper'},
  about,
  kinds: Object.fromEntries(keys.map(({id, kind}) => [id, kind])),
  relate(units) {
    order(units, 'minFundingFactorPerSecond', 'maxFundingFactorPerSecond')
  },
  rows: keys.map((each) => rowOf(each)),
})

/** The names of the keys that are written down here. */
export const GMX_KEY_NAMES: readonly string[] = [...new Set([...KEYS, ...OF_THE_EXCHANGE].map(({name}) => name))]

export const GMX_V2: readonly Scope[] = [
  scope({asset: 'ETH-USD', longToken: 'WETH', shortToken: 'USDCn'}, KEYS),
  scope({asset: 'GMX'}, OF_THE_EXCHANGE),
]
