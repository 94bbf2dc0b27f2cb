import * as Hash from 'ox/Hash'
import * as Hex from 'ox/Hex'

/** Errors of the contracts that proposals call or go through, by who has them: from their ABIs. */
const ERRORS: Readonly<Record<string, string>> = {
  solidity: 'Panic(uint256)',
  openzeppelin: `
    AccessControlUnauthorizedAccount(address,bytes32) AddressEmptyCode(address) FailedCall() OwnableUnauthorizedAccount(address)
    InsufficientBalance(uint256,uint256) SafeCastOverflowedUintDowncast(uint8,uint256) TimelockInsufficientDelay(uint256,uint256)
    TimelockInvalidOperationLength(uint256,uint256,uint256) TimelockUnauthorizedCaller(address)
    TimelockUnexecutedPredecessor(bytes32) TimelockUnexpectedOperationState(bytes32,bytes32)
    AccessManagerAlreadyScheduled(bytes32) AccessManagerExpired(bytes32) AccessManagerNotReady(bytes32)
    AccessManagerNotScheduled(bytes32) AccessManagerUnauthorizedAccount(address,uint64)
    AccessManagerUnauthorizedCall(address,address,bytes4) GovernorAlreadyQueuedProposal(uint256)
    GovernorInsufficientProposerVotes(address,uint256,uint256) GovernorNonexistentProposal(uint256)
    GovernorUnexpectedProposalState(uint256,uint8,bytes32)`,
  zodiac: `
    ConditionViolation(uint8,bytes32) HashAlreadyConsumed(bytes32) InvalidModule(address) ModuleTransactionFailed() NoMembership()
    NotAuthorized(address)`,
  'aave-v3': `
    AssetNotListed() CallerNotPoolAdmin() CallerNotPoolOrEmergencyAdmin() CallerNotRiskOrPoolAdmin()
    CallerNotRiskOrPoolOrEmergencyAdmin() FlashloanPremiumInvalid() InvalidBorrowCap() InvalidDebtCeiling()
    InvalidEmodeCategoryParams() InvalidFreezeState() InvalidGracePeriod() InvalidLiquidationBonus()
    InvalidLiquidationProtocolFee() InvalidLiquidationThreshold() InvalidLtv() InvalidLtvzeroState() InvalidMaxRate()
    InvalidOptimalUsageRatio() InvalidReserveFactor() InvalidReserveParams() InvalidSupplyCap()
    MustBeEmodeCollateral(address,uint256) ReserveFrozen() ReserveLiquidityNotZero() Slope2MustBeGteSlope1()`,
  'aave-v3 risk steward': `
    AssetIsRestricted() DebounceNotRespected() EModeIsRestricted() InvalidCaller() InvalidPriceCapUpdate() InvalidUpdateToZero()
    NoZeroUpdates() OracleIsRestricted() ParamChangeNotAllowed() UpdateNotAllowed() UpdateNotInRange()`,
  'aave-umbrella': `
    CannotSlash() ConfigurationHasNotBeenSet() ConfigurationNotExist() InvalidLiquidationFee() InvalidNumberOfDecimals()
    InvalidOraclePrice() InvalidReserve() InvalidStakeToken() NotImplemented() ReserveCoverageNotSetup() ReserveIsConfigured()
    TooMuchDeficitOffsetReduction() UmbrellaStakeAlreadySetForAnotherReserve() ZeroAddress() ZeroDeficitToCover()`,
  'compound-v3': `
    Absurd() AlreadyInitialized() AssetDoesNotExist() BadAsset() BadDecimals() BadDiscount() BadMinimum() BadPrice()
    BorrowCFTooLarge() BorrowTooSmall() ConfigurationAlreadyExists() InsufficientReserves() InvalidAddress() InvalidInt104()
    InvalidInt256() InvalidUInt104() InvalidUInt128() InvalidUInt64() LiquidateCFTooLarge() NegativeNumber() NoSelfTransfer()
    NotCollateralized() NotForSale() NotLiquidatable() OwnableInvalidOwner(address) Paused() ReentrantCallBlocked()
    SupplyCapExceeded() TimestampTooLarge() TooManyAssets() TooMuchSlippage() TransferInFailed() TransferOutFailed()
    Unauthorized() Unauthorized(bytes32,address) ProposerActiveProposal(address,uint256,uint8)`,
  'euler-v2': `
    CapAdjustmentInvalid(address) E_BadBorrowCap() E_BadFee() E_BadMaxLiquidationDiscount() E_BadSupplyCap()
    E_ConfigAmountTooLargeToEncode() E_InvalidLTVAsset() E_LTVBorrow() E_LTVLiquidation() E_NotHookTarget() E_NotSupported()
    E_Unauthorized() MsgDataInvalid() NotAuthorized()`,
  'gmx-v2': `
    ConfigValueExceedsAllowedRange(bytes32,uint256) InvalidBaseKey(bytes32)
    InvalidPositionImpactPoolDistributionRate(uint256,uint256) Unauthorized(address,string)`,
  'synthetix-v3': `
    InvalidFeeCollectorInterface(address) InvalidInterestRateParameters(uint128,uint128) InvalidParameter(string,string)
    InvalidReferrerShareRatio(uint256) InvalidSettlementWindowDuration(uint256) Unauthorized(address)`,
}

let bySelector: ReadonlyMap<string, string> | undefined

/** The signature of a custom error, by what a call gave back; undefined for one that is not known. */
export function knownError(output: string): string | undefined {
  bySelector ??= new Map(
    Object.values(ERRORS)
      .flatMap((list) => list.trim().split(/\s+/))
      .map((signature) => [Hash.keccak256(Hex.fromString(signature)).slice(0, 10), signature]),
  )
  return bySelector.get(output.slice(0, 10))
}
