import type {Quantity} from '../../../units/quantity.js'
import {rational} from '../../../units/rational.js'
import type {ClaimKind} from '../../read/claim.js'
import {account, BPS, seconds, type Unit} from '../../read/quantities.js'
import type {About} from '../../read/table.js'
import type {EulerPlace} from '../deployments.js'

export interface Meaning {
  readonly title: string
  readonly kind: ClaimKind
  readonly of: 'collateral' | 'vault'
  /** Undefined for caps, which need the token's decimals. */
  readonly unit: Unit | undefined
}

const make =
  (of: Meaning['of']) =>
  (title: string, kind: ClaimKind, unit?: Unit): Meaning => ({title, kind, of, unit})
const collateral = make('collateral')
const vault = make('vault')

export const MEANINGS: Readonly<Record<string, Meaning>> = {
  borrowLTV: collateral('borrow LTV', 'ratio', BPS),
  liquidationLTV: collateral('liquidation LTV', 'ratio', BPS),
  rampDuration: collateral('ramp duration', 'duration', seconds),
  supplyCap: vault('supply cap', 'amount'),
  borrowCap: vault('borrow cap', 'amount'),
  maxLiquidationDiscount: vault('greatest liquidation discount', 'ratio', BPS),
  liquidationCoolOffTime: vault('liquidation cool-off time', 'duration', seconds),
  interestFee: vault('interest fee', 'ratio', BPS),
  interestRateModel: vault('interest rate model', 'address', account),
}

/** Parameters that one call writes. */
export const PACKS: readonly (readonly string[])[] = [
  ['borrowLTV', 'liquidationLTV', 'rampDuration'],
  ['supplyCap', 'borrowCap'],
]

/** AmountCap.resolve: no limit for 0, otherwise 10^(low 6 bits) x (high 10 bits) / 100, rounded down. */
export function capOf(raw: unknown, {decimals, underlying}: EulerPlace): Quantity {
  const bits = Number(raw)
  if (bits === 0) return {kind: 'text', value: 'unlimited'}
  const units = (10n ** BigInt(bits % 64) * BigInt(Math.floor(bits / 64))) / 100n
  return {kind: 'amount', value: rational(units, 10n ** BigInt(decimals)), unit: underlying}
}

export const valueOf = (id: string, raw: unknown, place: EulerPlace): Quantity =>
  MEANINGS[id]?.unit?.(raw, place.underlying) ?? capOf(raw, place)

export function aboutOf(place: EulerPlace, collateralId: string | undefined, asset: string): About {
  return {
    place: `Euler v2 ${place.name}`,
    chainId: place.chainId,
    target: place.forwarder ?? place.vault,
    subjectId: `${place.vault} ${collateralId ?? 'vault'}`,
    subject: collateralId === undefined ? 'vault' : asset,
  }
}
