import {address} from './sample.js'
import {order, type Row, type Scope} from './scope.js'
import {amount, duration, number, ratio, type Kind} from './texts.js'

// Signatures and the order of arguments: IMarketConfigurationModule.sol, IGlobalPerpsMarketModule.sol and
// ICollateralConfigurationModule.sol of the perps market.

const PROXY = '0x0A2AF931eFFd34b81ebcc57E3d3c9B1E1dE1C9Ce'
const UINT128 = 2n ** 128n - 1n
const UINT256 = 2n ** 256n - 1n

const share = (max = UINT256): Kind => ratio(18, {max})
const plain = (max = UINT256): Kind => number(18, {max})
const dollars: Kind = amount('USD', 18, {max: UINT256})
// The contract takes 256 bits; no duration of more than 53 can be written.
const seconds: Kind = duration(2n ** 53n - 1n)
const count: Kind = number(0, {max: UINT128})

/** A function of the id of what it is about, where there is one, and the values in the contract's order. */
const row = (name: string, types: string, ids: readonly string[], id?: bigint): Row => ({
  to: PROXY,
  signature: `${name}(${types})`,
  when: ids,
  args: (values) => [...(id === undefined ? [] : [id]), ...ids.map((each) => values.of(each))],
})

const scope = (of: Pick<Scope, 'about' | 'kinds' | 'relate' | 'rows'>): Scope => ({
  protocol: {name: 'synthetix-v3', chain: 'base', deployment: 'SynthetixV3Base', through: 'owner'},
  packs: of.rows.map(({when}) => when),
  ...of,
})

const market = scope({
  about: {asset: 'ETH', market: 100},
  kinds: {
    initialMarginRatio: share(),
    minimumInitialMarginRatio: share(),
    maintenanceMarginScalar: share(),
    flagRewardRatio: share(),
    minimumPositionMargin: dollars,
    liquidationLimitMultiplier: plain(),
    liquidationWindow: seconds,
    maxLiquidationPremium: share(),
    endorsedLiquidator: address(),
    maxMarketSize: amount('ETH', 18, {max: UINT256}),
    maxMarketValue: dollars,
    makerFee: share(),
    takerFee: share(),
    skewScale: amount('ETH', 18, {max: UINT256}),
    maxFundingVelocity: plain(),
    lockedOiRatio: share(),
  },
  rows: [
    row(
      'setLiquidationParameters',
      'uint128,uint256,uint256,uint256,uint256,uint256',
      [
        'initialMarginRatio',
        'minimumInitialMarginRatio',
        'maintenanceMarginScalar',
        'flagRewardRatio',
        'minimumPositionMargin',
      ],
      100n,
    ),
    row(
      'setMaxLiquidationParameters',
      'uint128,uint256,uint256,uint256,address',
      ['liquidationLimitMultiplier', 'liquidationWindow', 'maxLiquidationPremium', 'endorsedLiquidator'],
      100n,
    ),
    row('setMaxMarketSize', 'uint128,uint256', ['maxMarketSize'], 100n),
    row('setMaxMarketValue', 'uint128,uint256', ['maxMarketValue'], 100n),
    row('setOrderFees', 'uint128,uint256,uint256', ['makerFee', 'takerFee'], 100n),
    row('setFundingParameters', 'uint128,uint256,uint256', ['skewScale', 'maxFundingVelocity'], 100n),
    row('setLockedOiRatio', 'uint128,uint256', ['lockedOiRatio'], 100n),
  ],
})

const system = scope({
  about: {asset: 'USD'},
  kinds: {
    minKeeperReward: dollars,
    minKeeperProfitRatio: share(),
    maxKeeperReward: dollars,
    maxKeeperScalingRatio: share(),
    maxPositionsPerAccount: count,
    maxCollateralsPerAccount: count,
    lowUtilizationGradient: plain(UINT128),
    gradientBreakpoint: share(UINT128),
    highUtilizationGradient: plain(UINT128),
    collateralLiquidateRewardRatio: share(UINT128),
  },
  relate(units) {
    order(units, 'minKeeperReward', 'maxKeeperReward')
    order(units, 'lowUtilizationGradient', 'highUtilizationGradient')
  },
  rows: [
    row('setKeeperRewardGuards', 'uint256,uint256,uint256,uint256', [
      'minKeeperReward',
      'minKeeperProfitRatio',
      'maxKeeperReward',
      'maxKeeperScalingRatio',
    ]),
    row('setPerAccountCaps', 'uint128,uint128', ['maxPositionsPerAccount', 'maxCollateralsPerAccount']),
    row('setInterestRateParameters', 'uint128,uint128,uint128', [
      'lowUtilizationGradient',
      'gradientBreakpoint',
      'highUtilizationGradient',
    ]),
    row('setCollateralLiquidateRewardRatio', 'uint128', ['collateralLiquidateRewardRatio']),
  ],
})

const collateral = scope({
  about: {asset: 'wstETH', collateral: 3},
  kinds: {
    maxCollateralAmount: amount('wstETH', 18, {max: UINT256}),
    upperLimitDiscount: share(),
    lowerLimitDiscount: share(),
    discountScalar: plain(),
  },
  rows: [
    row(
      'setCollateralConfiguration',
      'uint128,uint256,uint256,uint256,uint256',
      ['maxCollateralAmount', 'upperLimitDiscount', 'lowerLimitDiscount', 'discountScalar'],
      3n,
    ),
  ],
})

export const SYNTHETIX_V3: readonly Scope[] = [market, system, collateral]
