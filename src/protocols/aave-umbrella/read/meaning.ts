import type {ClaimKind} from '../../read/claim.js'
import {account, BPS, seconds, type Unit} from '../../read/quantities.js'
import type {About} from '../../read/table.js'
import type {UmbrellaPlace} from '../deployments.js'

export interface Meaning {
  readonly title: string
  readonly kind: ClaimKind
  /** Undefined for amounts, which need the reserve's decimals. */
  readonly unit: Unit | undefined
  /** Of the stake token alone, of the reserve alone, or of the two together. */
  readonly of: 'both' | 'reserve' | 'stake'
}

export const MEANINGS: Readonly<Record<string, Meaning>> = {
  liquidationFee: {title: 'slashing fee', kind: 'ratio', unit: BPS, of: 'both'},
  priceOracle: {title: 'price oracle of the stake', kind: 'address', unit: account, of: 'both'},
  deficitOffset: {title: 'deficit offset', kind: 'amount', unit: undefined, of: 'reserve'},
  cooldown: {title: 'cooldown', kind: 'duration', unit: seconds, of: 'stake'},
  unstakeWindow: {title: 'unstake window', kind: 'duration', unit: seconds, of: 'stake'},
}

/** The reserve and the stake token that a statement is about, by address; the one that it is not about is left out. */
export function aboutOf(
  place: UmbrellaPlace,
  of: Meaning['of'],
  reserve: string,
  stake: string,
  subject: string,
): About {
  const subjectId = of === 'both' ? `${reserve} ${stake}` : of === 'reserve' ? reserve : stake
  return {place: `Aave Umbrella ${place.name}`, chainId: place.chainId, target: place.umbrella, subjectId, subject}
}
