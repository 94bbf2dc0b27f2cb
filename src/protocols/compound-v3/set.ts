import {PlimsollError} from '../../errors.js'
import {checkedAddress} from '../checked-address.js'
import {encodeCall, type CallSetter} from '../encode-call.js'
import type {ProtocolRequest} from '../model.js'
import {inField} from '../setting.js'
import {callsOfEntry, entriesOf, type Entry, type SetRow} from '../table-calls.js'
import {placeOf} from './deployments.js'
import {TABLE, type CompoundSubject} from './parameters.js'

type Row = SetRow<CompoundSubject>

const configurator = ({place}: CompoundSubject): string => place.configurator

/** A setter of one collateral: (comet, asset, value x scale). */
const ofAsset = (id: string, name: string, type: string, scale: (subject: CompoundSubject) => bigint): Row => ({
  ids: [id],
  fragment: `function ${name}(address cometProxy, address asset, ${type} value)`,
  to: configurator,
  args: ([value = 0n], subject) => [subject.place.comet, subject.collateral?.address ?? '', value * scale(subject)],
})

/** A setter of the market: (comet, value). */
const ofMarket = (id: string, name: string, type = 'uint64'): Row => ({
  ids: [id],
  fragment: `function ${name}(address cometProxy, ${type} value)`,
  to: configurator,
  args: ([value = 0n], {place}) => [place.comet, value],
})

/** Four decimals as the Configurator takes them: 1e18. */
const toWad = (): bigint => 10n ** 14n
const toUnits = ({collateral}: CompoundSubject): bigint => 10n ** BigInt(collateral?.decimals ?? 0)

const ROWS: readonly Row[] = [
  ofAsset('borrowCollateralFactor', 'updateAssetBorrowCollateralFactor', 'uint64', toWad),
  ofAsset('liquidateCollateralFactor', 'updateAssetLiquidateCollateralFactor', 'uint64', toWad),
  ofAsset('liquidationFactor', 'updateAssetLiquidationFactor', 'uint64', toWad),
  ofAsset('supplyCap', 'updateAssetSupplyCap', 'uint128', toUnits),
  ofMarket('supplyKink', 'setSupplyKink'),
  ofMarket('supplyRateBase', 'setSupplyPerYearInterestRateBase'),
  ofMarket('supplyRateSlopeLow', 'setSupplyPerYearInterestRateSlopeLow'),
  ofMarket('supplyRateSlopeHigh', 'setSupplyPerYearInterestRateSlopeHigh'),
  ofMarket('borrowKink', 'setBorrowKink'),
  ofMarket('borrowRateBase', 'setBorrowPerYearInterestRateBase'),
  ofMarket('borrowRateSlopeLow', 'setBorrowPerYearInterestRateSlopeLow'),
  ofMarket('borrowRateSlopeHigh', 'setBorrowPerYearInterestRateSlopeHigh'),
  ofMarket('storeFrontPriceFactor', 'setStoreFrontPriceFactor'),
  ofMarket('targetReserves', 'setTargetReserves', 'uint104'),
  ofMarket('baseBorrowMin', 'setBaseBorrowMin', 'uint104'),
  ofMarket('baseMinForRewards', 'setBaseMinForRewards', 'uint104'),
  ofMarket('baseTrackingSupplySpeed', 'setBaseTrackingSupplySpeed'),
  ofMarket('baseTrackingBorrowSpeed', 'setBaseTrackingBorrowSpeed'),
]

const DEPLOY = 'function deployAndUpgradeTo(address configuratorProxy, address cometProxy)'

/** The constructor of the Comet requires it, both raw and cut to four decimals. */
function checkFactors({asset, values}: Entry<CompoundSubject>): void {
  const [borrow, liquidate] = [values['borrowCollateralFactor'], values['liquidateCollateralFactor']]
  if (!borrow || !liquidate || borrow.after < liquidate.after) return
  throw new PlimsollError(
    'COMPOUND_WOULD_REVERT',
    `${asset}: the borrow collateral factor must be below the liquidate collateral factor; deployAndUpgradeTo would revert with BorrowCFTooLarge.`,
  )
}

function checkAddresses({contracts = {}}: ProtocolRequest): void {
  for (const [name, {address}] of Object.entries(contracts)) inField(`contracts.${name}`, () => checkedAddress(address))
}

/** Compound III: the Configurator stages the values, and one upgrade at the end applies everything staged. */
export const compoundV3Setter: CallSetter = {
  name: 'compound-v3',
  calls(request) {
    checkAddresses(request)
    const entries = entriesOf(TABLE, request)
    for (const entry of entries) checkFactors(entry)
    const staged = entries.flatMap((entry) => callsOfEntry(TABLE, ROWS, entry))
    if (staged.length === 0) return []
    const {name, configurator: from, comet, proxyAdmin} = placeOf(request)
    const title = `${name}: deploy a Comet with everything that is staged, and upgrade to it (earlier leftovers included)`
    return [...staged, encodeCall({to: proxyAdmin, fragment: DEPLOY, title}, [from, comet])]
  },
}
