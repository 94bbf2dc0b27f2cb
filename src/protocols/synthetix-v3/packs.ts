/** Parameters that one call sets together. */
export const PACKS: readonly (readonly string[])[] = [
  [
    'initialMarginRatio',
    'minimumInitialMarginRatio',
    'maintenanceMarginScalar',
    'flagRewardRatio',
    'minimumPositionMargin',
  ],
  ['liquidationLimitMultiplier', 'liquidationWindow', 'maxLiquidationPremium', 'endorsedLiquidator'],
  ['makerFee', 'takerFee'],
  ['skewScale', 'maxFundingVelocity'],
  ['minKeeperReward', 'minKeeperProfitRatio', 'maxKeeperReward', 'maxKeeperScalingRatio'],
  ['maxPositionsPerAccount', 'maxCollateralsPerAccount'],
  ['lowUtilizationGradient', 'gradientBreakpoint', 'highUtilizationGradient'],
  ['maxCollateralAmount', 'upperLimitDiscount', 'lowerLimitDiscount', 'discountScalar'],
]
