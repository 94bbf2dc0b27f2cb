import type {About} from '../../read/table.js'
import type {ClaimKind} from '../../read/claim.js'
import type {CompoundPlace} from '../deployments.js'

/** What the reading side knows of a parameter: its name for people, how a file writes it, and which token it counts. */
export interface Meaning {
  readonly title: string
  readonly kind: ClaimKind
  /** Of one collateral, or of the whole market. */
  readonly of: 'collateral' | 'market'
}

const collateral = (title: string, kind: ClaimKind = 'ratio'): Meaning => ({title, kind, of: 'collateral'})
const market = (title: string, kind: ClaimKind = 'ratio'): Meaning => ({title, kind, of: 'market'})

export const MEANINGS: Readonly<Record<string, Meaning>> = {
  borrowCollateralFactor: collateral('borrow collateral factor'),
  liquidateCollateralFactor: collateral('liquidate collateral factor'),
  liquidationFactor: collateral('liquidation factor'),
  supplyCap: collateral('supply cap', 'amount'),
  supplyKink: market('supply kink'),
  supplyRateBase: market('supply rate base per year'),
  supplyRateSlopeLow: market('supply rate slope below the kink per year'),
  supplyRateSlopeHigh: market('supply rate slope above the kink per year'),
  borrowKink: market('borrow kink'),
  borrowRateBase: market('borrow rate base per year'),
  borrowRateSlopeLow: market('borrow rate slope below the kink per year'),
  borrowRateSlopeHigh: market('borrow rate slope above the kink per year'),
  storeFrontPriceFactor: market('store front price factor'),
  targetReserves: market('target reserves', 'amount'),
  baseBorrowMin: market('least borrow', 'amount'),
  baseMinForRewards: market('least supply for rewards', 'amount'),
  baseTrackingSupplySpeed: market('supply reward speed per second', 'number'),
  baseTrackingBorrowSpeed: market('borrow reward speed per second', 'number'),
}

/** A statement's place and subject: staged values are said of the Comet that they are staged for. */
export function aboutOf(place: CompoundPlace, target: string, subjectId: string, subject: string): About {
  return {
    place: `Compound III ${place.name}`,
    chainId: place.chainId,
    target,
    subjectId: `${place.comet} ${subjectId}`,
    subject,
  }
}

/** What the upgrade says: the parameter that stands for it, and its words. */
export const UPGRADE = {
  parameter: 'upgrade',
  title: 'Comet',
  value: {kind: 'text', value: 'one with everything staged'},
} as const
