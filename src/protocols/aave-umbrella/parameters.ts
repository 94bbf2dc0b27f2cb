import {PlimsollError} from '../../errors.js'
import {toFixedPoint, type FixedPoint} from '../../units/fixed.js'
import {compare, ONE, rational, ZERO} from '../../units/rational.js'
import {assetOf, type Governed, type GovernedTable} from '../governed.js'
import type {Change, ProtocolRequest} from '../model.js'
import {ADDRESS, AMOUNT, DURATION, RATIO} from '../spelling.js'
import {placeOf, reserveOf, stakeOf, type UmbrellaPlace} from './deployments.js'

// Source: src/contracts/umbrella/Umbrella.sol, UmbrellaConfiguration.sol and UmbrellaStkManager.sol of aave-dao/aave-umbrella at 759147d.

/** What a change is about: a reserve of the market, and the stake token that covers it. */
export interface UmbrellaSubject {
  readonly asset: string
  readonly place: UmbrellaPlace
  readonly reserve: {readonly underlying: string; readonly decimals: number}
  readonly stake: () => {readonly token: string; readonly decimals: number | undefined}
}

const UINT256 = 2n ** 256n - 1n
const UINT32 = 2n ** 32n - 1n

/** 1 June 2025, in Unix seconds: no block to come is older. */
const FIRST = 1_748_736_000n
/** A staker's cooldown() keeps its end, and leaving adds the window to it, in 32 bits: both revert beyond, and nobody can leave. */
const LONGEST = UINT32 - FIRST
const SECONDS: FixedPoint = {name: 'seconds in 32 bits', perOne: 1n, min: 0n, max: UINT32}

const time = (id: 'cooldown' | 'unstakeWindow', title: string, description: string): Governed<UmbrellaSubject> => ({
  id,
  title,
  description,
  kind: 'duration',
  role: 'none',
  unit: 'seconds',
  range: {
    min: ZERO,
    max: rational(LONGEST),
    step: ONE,
    why: 'it would end after 32 bits of Unix time, and no staker could leave',
  },
  accepts: `whole seconds, up to ${LONGEST}`,
  getter: `StakeToken.get${id.charAt(0).toUpperCase()}${id.slice(1)}()`,
  event: `${id.charAt(0).toUpperCase()}${id.slice(1)}Changed`,
  spelling: DURATION,
  units: () => SECONDS,
  fit(value, _subject, show) {
    if (compare(value, rational(LONGEST)) <= 0) return toFixedPoint(value, SECONDS, show)
    throw new PlimsollError(
      'UNITS_DOES_NOT_FIT',
      `${show(value)} would end after 32 bits of Unix time, and no staker could leave; the nearest that fits is ${show(rational(LONGEST))}.`,
    )
  },
})

export const PARAMETERS: readonly Governed<UmbrellaSubject>[] = [
  {
    id: 'liquidationFee',
    title: 'slashing fee',
    description:
      'What is slashed on top of the deficit, as a share of it. One call sets the fee and the price oracle of a stake token.',
    kind: 'ratio',
    role: 'none',
    unit: 'bps, at most 10000',
    range: {min: ZERO, max: ONE, step: rational(1n, 10_000n), why: 'the contract reverts (InvalidLiquidationFee)'},
    accepts: '0% to 100%',
    getter: 'Umbrella.getReserveSlashingConfig(reserve, stake).liquidationFee',
    event: 'SlashingConfigurationChanged(reserve, umbrellaStake, liquidationFee, umbrellaStakeUnderlyingOracle)',
    spelling: RATIO,
    units: () => ({name: 'bps', perOne: 10_000n, min: 0n, max: 10_000n}),
  },
  {
    id: 'priceOracle',
    title: 'price oracle of the stake',
    description:
      'The contract that says what the staked asset is worth. Its price must be above 0 (InvalidOraclePrice).',
    kind: 'number',
    role: 'none',
    unit: 'address',
    range: {min: ZERO, max: rational(2n ** 160n - 1n), step: ONE, why: 'it is an address'},
    accepts: 'an address with its checksum',
    getter: 'Umbrella.getReserveSlashingConfig(reserve, stake).umbrellaStakeUnderlyingOracle',
    event: 'SlashingConfigurationChanged(reserve, umbrellaStake, liquidationFee, umbrellaStakeUnderlyingOracle)',
    spelling: ADDRESS,
    units: () => ({name: 'an address', perOne: 1n, min: 1n, max: 2n ** 160n - 1n}),
  },
  {
    id: 'deficitOffset',
    title: 'deficit offset',
    description:
      'The deficit of the reserve that is not slashed for, in the reserve itself. With what is pending it must cover the present deficit (TooMuchDeficitOffsetReduction).',
    kind: 'amount',
    role: 'none',
    unit: "the reserve's own decimals",
    range: {min: ZERO, max: rational(UINT256), step: rational(1n, 10n ** 18n), why: 'the contract holds 256 bits'},
    accepts: '0 and more of the reserve',
    getter: 'Umbrella.getDeficitOffset(reserve)',
    event: 'DeficitOffsetChanged(reserve, newDeficitOffset)',
    spelling: AMOUNT,
    token: ({asset}) => asset,
    units: ({asset, reserve}) => ({
      name: `units of ${asset}`,
      perOne: 10n ** BigInt(reserve.decimals),
      min: 0n,
      max: UINT256,
    }),
  },
  time('cooldown', 'cooldown', 'How long stakers wait before they can leave.'),
  time(
    'unstakeWindow',
    'unstake window',
    'How long stakers can leave once the cooldown is over; 0 is the one second in which it ends.',
  ),
]

/** What a change is about. @throws AAVE_UNKNOWN_ASSET, PROTOCOL_* */
export function subjectOf(change: Change, request: ProtocolRequest): UmbrellaSubject {
  const asset = assetOf(change)
  const place = placeOf(request)
  return {asset, place, reserve: reserveOf(place, asset), stake: () => stakeOf(place, change, request)}
}

export const TABLE: GovernedTable<UmbrellaSubject> = {parameters: PARAMETERS, subjectOf}
