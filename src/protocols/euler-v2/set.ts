import {bug, PlimsollError} from '../../errors.js'
import {checkedAddress} from '../checked-address.js'
import type {CallSetter, SetterCall} from '../encode-call.js'
import {inField} from '../setting.js'
import {addressText} from '../spelling.js'
import {callsOfEntry, entriesOf, type Entry, type SetRow} from '../table-calls.js'
import {encodeAmountCap, UNLIMITED} from './amount-cap.js'
import {placeOf, type EulerPlace} from './deployments.js'
import {TABLE, type EulerSubject} from './parameters.js'

type Row = SetRow<EulerSubject>

const target = ({place}: EulerSubject): string => place.forwarder ?? place.vault
const single = (id: string, name: string, type: string): Row => ({
  ids: [id],
  fragment: `function ${name}(${type} value)`,
  to: target,
  args: ([value = 0n]) => [type === 'address' ? addressText(value) : value],
})

/** The 16 bits of a cap; that they exist was checked where the text was read. */
function rawCap(units: bigint, {decimals}: EulerPlace): bigint {
  if (units === UNLIMITED * 10n ** BigInt(decimals)) return 0n
  const raw = encodeAmountCap(units)
  if (raw === undefined) throw bug('a cap of more digits than 16 bits hold passed its check')
  return raw
}

const ROWS: readonly Row[] = [
  {
    ids: ['borrowLTV', 'liquidationLTV', 'rampDuration'],
    fragment: 'function setLTV(address collateral, uint16 borrowLTV, uint16 liquidationLTV, uint32 rampDuration)',
    to: target,
    args: (values, {collateral = ''}) => [collateral, ...values],
  },
  {
    ids: ['supplyCap', 'borrowCap'],
    fragment: 'function setCaps(uint16 supplyCap, uint16 borrowCap)',
    to: target,
    args: (values, {place}) => values.map((units) => rawCap(units, place)),
  },
  single('maxLiquidationDiscount', 'setMaxLiquidationDiscount', 'uint16'),
  single('liquidationCoolOffTime', 'setLiquidationCoolOffTime', 'uint16'),
  single('interestFee', 'setInterestFee', 'uint16'),
  single('interestRateModel', 'setInterestRateModel', 'address'),
]

const wouldRevert = (asset: string, what: string, error: string, suggestions: readonly string[] = []): PlimsollError =>
  new PlimsollError('EULER_WOULD_REVERT', `${asset}: ${what}; setLTV would revert with ${error}.`, {suggestions})

/**
 * Governance.setLTV: no vault is its own collateral, the borrow LTV stays below, and only a lower liquidation LTV ramps. Lower than
 * where a running ramp is, which no file says: a proposal that sets another ramp duration than one that stands is left to simulation.
 */
function checkLTV({asset, subject, values}: Entry<EulerSubject>): void {
  const {borrowLTV: borrow, liquidationLTV: liquidation, rampDuration: ramp} = values
  if (subject.collateral?.toLowerCase() === subject.place.vault.toLowerCase())
    throw wouldRevert(asset, 'a vault is no collateral of its own', 'E_InvalidLTVAsset')
  if (borrow && liquidation && borrow.after > liquidation.after)
    throw wouldRevert(asset, 'the borrow LTV is above the liquidation LTV', 'E_LTVBorrow')
  const before = liquidation?.before
  const mayBeRunning = ramp?.changes === true && ramp.before !== undefined && ramp.before > 0n
  if (ramp && ramp.after > 0n && !mayBeRunning && liquidation && before !== undefined && liquidation.after >= before)
    throw wouldRevert(asset, 'only a liquidation LTV that is lowered can ramp', 'E_LTVLiquidation', [
      'Write `rampDuration: {to: 0s}`: it takes effect at once.',
      'While an earlier ramp still runs, say how long that was and how long the new one is: `rampDuration: {from: 30d, to: 7d}`.',
    ])
}

/** GovernorAccessControl forwards what it is sent to the vault whose address stands behind the arguments. */
const forwarded = (call: SetterCall, {forwarder, vault}: EulerPlace): SetterCall =>
  forwarder === undefined ? call : {...call, data: call.data + vault.slice(2).toLowerCase()}

/** Euler v2: the governor's calls of one vault, directly or through GovernorAccessControl. */
export const eulerV2Setter: CallSetter = {
  name: 'euler-v2',
  calls(request) {
    for (const [name, {address}] of Object.entries(request.contracts ?? {}))
      inField(`contracts.${name}`, () => checkedAddress(address))
    const place = placeOf(request)
    const entries = entriesOf(TABLE, request)
    for (const entry of entries) checkLTV(entry)
    return entries.flatMap((entry) => callsOfEntry(TABLE, ROWS, entry)).map((call) => forwarded(call, place))
  },
}
