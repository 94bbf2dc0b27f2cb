import {encodeBytes32String} from 'ethers'

import {PlimsollError} from '../../errors.js'
import {checkedAddress} from '../checked-address.js'
import {encodeCall, type CallSetter, type SetterCall} from '../encode-call.js'
import {inField} from '../setting.js'
import {callsOfEntry, entriesOf, type Entry, type SetRow} from '../table-calls.js'
import type {Core} from './deployments.js'
import {TABLE, type MakerSubject} from './parameters.js'

type Row = SetRow<MakerSubject>
type Target = Core | 'calc' | 'clipper'

const addressOf = (target: Target, {asset, place}: MakerSubject): string =>
  target === 'clipper' ? place.clipper(asset) : target === 'calc' ? place.calc(asset) : place.core[target]

/** `file` of an ilk on a contract of the core. */
const ofIlk = (id: string, target: Core, what: string, plus = 0n): Row => ({
  ids: [id],
  fragment: 'function file(bytes32 ilk, bytes32 what, uint256 data)',
  to: (subject) => addressOf(target, subject),
  args: ([value = 0n], {asset}) => [encodeBytes32String(asset), encodeBytes32String(what), value + plus],
})

/** `file` of a contract that knows no ilks. */
const plain = (id: string, target: Target, what: string): Row => ({
  ids: [id],
  fragment: 'function file(bytes32 what, uint256 data)',
  to: (subject) => addressOf(target, subject),
  args: ([value = 0n]) => [encodeBytes32String(what), value],
})

const WAD = 10n ** 18n

/** drip brings the fee up to the second (Jug/rho-not-updated otherwise), so it goes first. */
const DUTY = ofIlk('stabilityFee', 'jug', 'duty')
const MAT = ofIlk('liquidationRatio', 'spotter', 'mat')
const DUST = ofIlk('minimumDebt', 'vat', 'dust')
const CHOP = ofIlk('liquidationPenalty', 'dog', 'chop', WAD)

const OTHERS: readonly Row[] = [
  ofIlk('debtCeiling', 'vat', 'line'),
  ofIlk('liquidationLimit', 'dog', 'hole'),
  plain('auctionStartPrice', 'clipper', 'buf'),
  plain('auctionDuration', 'clipper', 'tail'),
  plain('auctionPriceFloor', 'clipper', 'cusp'),
  plain('keeperShare', 'clipper', 'chip'),
  plain('keeperFlat', 'clipper', 'tip'),
  plain('auctionStop', 'clipper', 'stopped'),
  plain('priceFallTime', 'calc', 'tau'),
  plain('priceStepFactor', 'calc', 'cut'),
  plain('priceStepTime', 'calc', 'step'),
  {
    ids: ['autoLineMax', 'autoLineGap', 'autoLineCooldown'],
    fragment: 'function setIlk(bytes32 ilk, uint256 line, uint256 gap, uint256 ttl)',
    to: ({place}) => place.core.autoLine,
    args: (values, {asset}) => [encodeBytes32String(asset), ...values],
  },
  plain('globalDebtCeiling', 'vat', 'Line'),
  plain('referencePrice', 'spotter', 'par'),
  plain('globalLiquidationLimit', 'dog', 'Hole'),
  plain('surplusBuffer', 'vow', 'hump'),
  plain('surplusLot', 'vow', 'bump'),
  plain('debtLot', 'vow', 'sump'),
  plain('debtAuctionTokens', 'vow', 'dump'),
  plain('debtAuctionDelay', 'vow', 'wait'),
]

/** Clipper.upchost: chost = dust x chop / WAD, with the product in 256 bits. @throws MAKER_WOULD_REVERT beyond */
function checkChost({asset, values}: Entry<MakerSubject>): void {
  const {minimumDebt: dust, liquidationPenalty: penalty} = values
  if (!dust || !penalty || dust.after * (WAD + penalty.after) < 2n ** 256n) return
  throw new PlimsollError(
    'MAKER_WOULD_REVERT',
    `${asset}: the minimum debt times the liquidation penalty is more than 256 bits hold; upchost would revert.`,
  )
}

/** The calls of one change, with what the contracts need before and after. */
function callsOf(entry: Entry<MakerSubject>): SetterCall[] {
  const {asset, subject, values} = entry
  const changes = (id: string): boolean => values[id]?.changes === true
  const aside = (target: Target, name: 'drip' | 'poke' | 'upchost', why: string): SetterCall => {
    const takesIlk = name !== 'upchost'
    const fragment = `function ${name}(${takesIlk ? 'bytes32 ilk' : ''})`
    const title = `${asset}: ${name}, ${why}`
    return encodeCall({to: addressOf(target, subject), fragment, title}, takesIlk ? [encodeBytes32String(asset)] : [])
  }
  const encode = (...rows: readonly Row[]): SetterCall[] => callsOfEntry(TABLE, rows, entry)
  return [
    ...(changes('stabilityFee') ? [aside('jug', 'drip', 'so that the old fee is paid up to now')] : []),
    ...encode(DUTY, MAT),
    ...(changes('liquidationRatio') ? [aside('spotter', 'poke', 'so that the new ratio takes effect')] : []),
    ...encode(DUST, CHOP),
    ...(changes('minimumDebt') || changes('liquidationPenalty')
      ? [aside('clipper', 'upchost', 'so that the Clipper knows the least debt with its penalty')]
      : []),
    ...encode(...OTHERS),
  ]
}

/** Maker: `file` calls, as the actions of a spell make them from the pause proxy. */
export const makerSetter: CallSetter = {
  name: 'maker',
  calls(request) {
    for (const [name, {address}] of Object.entries(request.contracts ?? {}))
      inField(`contracts.${name}`, () => checkedAddress(address))
    const entries = entriesOf(TABLE, request)
    for (const entry of entries) checkChost(entry)
    return entries.flatMap((entry) => callsOf(entry))
  },
}
