import type {ClaimKind} from '../../read/claim.js'
import {amountOf, numberOf, onTopOfOne, RAY, seconds, WAD, type Unit} from '../../read/quantities.js'
import type {Core} from '../deployments.js'

const RAD = amountOf(10n ** 45n)

/** Where a parameter stands on chain, as the reading side knows it. */
export interface Meaning {
  readonly title: string
  readonly kind: ClaimKind
  readonly on: Core | 'calc' | 'clipper'
  /** The name that `file` has for it; undefined for what AutoLine's setIlk writes. */
  readonly what?: string
  readonly unit: Unit
  readonly token: string
  /** Of the whole system rather than of an ilk. */
  readonly system: boolean
}

type Where = Meaning['on']

const make =
  (system: boolean) =>
  (on: Where, what: string | undefined, title: string, kind: ClaimKind, unit: Unit, token = 'DAI'): Meaning => ({
    title,
    kind,
    on,
    ...(what === undefined ? {} : {what}),
    unit,
    token,
    system,
  })
const ilk = make(false)
const all = make(true)

export const MEANINGS: Readonly<Record<string, Meaning>> = {
  liquidationRatio: ilk('spotter', 'mat', 'liquidation ratio', 'ratio', RAY),
  debtCeiling: ilk('vat', 'line', 'debt ceiling', 'amount', RAD),
  minimumDebt: ilk('vat', 'dust', 'minimum debt', 'amount', RAD),
  stabilityFee: ilk('jug', 'duty', 'stability fee factor per second', 'ratio', RAY),
  liquidationPenalty: ilk('dog', 'chop', 'liquidation penalty', 'ratio', onTopOfOne(10n ** 18n)),
  liquidationLimit: ilk('dog', 'hole', 'liquidation limit', 'amount', RAD),
  auctionStartPrice: ilk('clipper', 'buf', 'auction start price', 'ratio', RAY),
  auctionDuration: ilk('clipper', 'tail', 'auction duration', 'duration', seconds),
  auctionPriceFloor: ilk('clipper', 'cusp', 'auction price floor', 'ratio', RAY),
  keeperShare: ilk('clipper', 'chip', 'keeper share', 'ratio', WAD),
  keeperFlat: ilk('clipper', 'tip', 'keeper flat fee', 'amount', RAD),
  auctionStop: ilk('clipper', 'stopped', 'auction stop', 'number', numberOf(1n)),
  priceFallTime: ilk('calc', 'tau', 'price fall time', 'duration', seconds),
  priceStepFactor: ilk('calc', 'cut', 'price step factor', 'ratio', RAY),
  priceStepTime: ilk('calc', 'step', 'price step time', 'duration', seconds),
  autoLineMax: ilk('autoLine', undefined, 'auto-line maximum', 'amount', RAD),
  autoLineGap: ilk('autoLine', undefined, 'auto-line gap', 'amount', RAD),
  autoLineCooldown: ilk('autoLine', undefined, 'auto-line cooldown', 'duration', seconds),
  globalDebtCeiling: all('vat', 'Line', 'global debt ceiling', 'amount', RAD),
  referencePrice: all('spotter', 'par', 'reference price', 'ratio', RAY),
  globalLiquidationLimit: all('dog', 'Hole', 'global liquidation limit', 'amount', RAD),
  surplusBuffer: all('vow', 'hump', 'surplus buffer', 'amount', RAD),
  surplusLot: all('vow', 'bump', 'surplus lot', 'amount', RAD),
  debtLot: all('vow', 'sump', 'debt lot', 'amount', RAD),
  debtAuctionTokens: all('vow', 'dump', 'debt auction tokens', 'amount', amountOf(10n ** 18n), 'MKR'),
  debtAuctionDelay: all('vow', 'wait', 'debt auction delay', 'duration', seconds),
}

export const AUTO_LINE = ['autoLineMax', 'autoLineGap', 'autoLineCooldown'] as const

/** Calls that bring a contract up to date, and the changes that need them. */
export const ASIDES = {
  drip: {on: 'jug', title: 'fee collection', after: false, for: ['stabilityFee']},
  poke: {on: 'spotter', title: 'liquidation price', after: true, for: ['liquidationRatio']},
  upchost: {on: 'clipper', title: 'least debt with penalty', after: true, for: ['minimumDebt', 'liquidationPenalty']},
} as const
export type Aside = keyof typeof ASIDES

/** What such a call says. */
export const UP_TO_DATE = {kind: 'text', value: 'up to date'} as const
