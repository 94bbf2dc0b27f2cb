import {PlimsollError} from '../../errors.js'
import {compare, equal, floor, multiply, ONE, rational, ZERO, type Rational} from '../../units/rational.js'
import {assetOf, type Governed, type GovernedTable} from '../governed.js'
import type {Change, ParameterInfo, ParameterRange, ProtocolRequest} from '../model.js'
import {ADDRESS, AMOUNT, DURATION, RATIO, type Spelling} from '../spelling.js'
import {encodeAmountCap, nearestCaps, UNLIMITED} from './amount-cap.js'
import {collateralOf, placeOf, type EulerPlace} from './deployments.js'

// Source: src/EVault/modules/Governance.sol and shared/types of euler-xyz/euler-vault-kit at 5b98b42.

/** What a change is about: a collateral of the vault, or the vault itself under the name of the token it holds. */
export interface EulerSubject {
  readonly asset: string
  readonly place: EulerPlace
  /** The collateral's vault; undefined for the vault itself. */
  readonly collateral: string | undefined
}

type Parameter = Governed<EulerSubject>
type Spec = Omit<ParameterInfo, 'kind' | 'role' | 'unit'> & Partial<Pick<ParameterInfo, 'role'>>

const collateralOnly = ({asset, collateral}: EulerSubject): string | undefined =>
  collateral === undefined ? `${asset} is what the vault holds: this is a parameter of a collateral.` : undefined
const vaultOnly = ({asset, collateral, place}: EulerSubject): string | undefined =>
  collateral === undefined
    ? undefined
    : `this is a parameter of the vault: put it into a change of ${place.underlying}, not of ${asset}.`

const SCALE = 10_000n
const STEP = rational(1n, SCALE)
const share = (why: string, min: Rational = ZERO, max: Rational = ONE): ParameterRange => ({min, max, step: STEP, why})

const scaled = (spec: Spec, max: bigint, unfit: Parameter['unfit']): Parameter => ({
  kind: 'ratio',
  role: 'none',
  unit: '1e4',
  ...spec,
  spelling: RATIO,
  units: () => ({name: '1e4', perOne: SCALE, min: 0n, max}),
  ...(unfit && {unfit}),
})

const time = (spec: Omit<Spec, 'range'>, bits: bigint, unfit: Parameter['unfit']): Parameter => ({
  kind: 'duration',
  role: 'none',
  unit: 'seconds',
  range: {min: ZERO, max: rational(2n ** bits - 1n), step: ONE, why: `the contract keeps it in ${bits} bits`},
  ...spec,
  spelling: DURATION,
  units: () => ({name: `seconds in ${bits} bits`, perOne: 1n, min: 0n, max: 2n ** bits - 1n}),
  ...(unfit && {unfit}),
})

/** An amount, or no limit. */
const CAP: Spelling = {
  ...AMOUNT,
  pattern: `${AMOUNT.pattern}|^unlimited$`,
  examples: ['1_500_000 USDC', 'unlimited'],
  read: (text, token) => (text.trim() === 'unlimited' ? rational(UNLIMITED) : AMOUNT.read(text, token)),
  show: (value, token) => (value.n === UNLIMITED ? 'unlimited' : AMOUNT.show(value, token)),
  write: (value, token) => (value.n === UNLIMITED ? 'unlimited' : AMOUNT.write(value, token)),
}

/** What the 16 bits can say; the sums that the vault keeps are of 112 bits. */
function cap(spec: Spec, most: bigint): Parameter {
  return {
    kind: 'amount',
    role: 'cap',
    unit: '16-bit decimal float (10 bits of mantissa, 6 of exponent), 0 = no limit',
    ...spec,
    spelling: CAP,
    token: ({place}) => place.underlying,
    units({place}) {
      const perOne = 10n ** BigInt(place.decimals)
      return {name: `units of ${place.underlying}`, perOne, min: 0n, max: UNLIMITED * perOne}
    },
    fit(value, {place}, show) {
      const perOne = 10n ** BigInt(place.decimals)
      const scaled = multiply(value, rational(perOne))
      const text = (amount: bigint): string => show(rational(amount, perOne))
      if (equal(value, rational(UNLIMITED))) return UNLIMITED * perOne
      const lower = floor(scaled)
      const [greatest] = nearestCaps(most)
      if (lower < 0n || compare(scaled, rational(greatest)) > 0) {
        throw new PlimsollError(
          'UNITS_DOES_NOT_FIT',
          `${show(value)} is outside what the contract takes (0 to ${text(greatest)}, or unlimited); ` +
            `the nearest that fits is ${text(lower < 0n ? 0n : greatest)}.`,
        )
      }
      if (scaled.d === 1n && encodeAmountCap(lower) !== undefined) return lower
      const [below, above] = nearestCaps(lower)
      throw new PlimsollError(
        'UNITS_DOES_NOT_FIT',
        `${show(value)} has more digits than the contract can hold (16 bits: three digits, four up to 1023); ` +
          `the nearest that fit are ${text(below)} and ${text(above)}.`,
      )
    },
    unfit: vaultOnly,
  }
}

const AMOUNTS = 2n ** 112n - 1n
const capRange: ParameterRange = {
  min: ZERO,
  max: rational(UNLIMITED),
  step: rational(1n, 10n ** 18n),
  why: 'the vault counts in 112 bits',
}

export const PARAMETERS: readonly Parameter[] = [
  scaled(
    {
      id: 'borrowLTV',
      title: 'borrow LTV',
      description:
        'How much can be borrowed against the collateral, as a share of its value. It changes at once, also downwards.',
      role: 'loanToValue',
      range: share('it must not exceed the liquidation LTV (E_LTVBorrow)'),
      accepts: '0% to the liquidation LTV',
      getter: 'EVault.LTVBorrow(collateral)',
      event: 'GovSetLTV(collateral, borrowLTV, liquidationLTV, initialLiquidationLTV, targetTimestamp, rampDuration)',
    },
    SCALE,
    collateralOnly,
  ),
  scaled(
    {
      id: 'liquidationLTV',
      title: 'liquidation LTV',
      description:
        'The debt, as a share of the collateral value, above which an account can be liquidated. When it is lowered, it ramps down over the ramp duration.',
      role: 'liquidationThreshold',
      range: share('beyond, the contract reverts (E_ConfigAmountTooLargeToEncode)'),
      accepts: '0% to 100%',
      getter: 'EVault.LTVFull(collateral).liquidationLTV, the target; LTVLiquidation(collateral) is where the ramp is',
      event: 'GovSetLTV(collateral, borrowLTV, liquidationLTV, initialLiquidationLTV, targetTimestamp, rampDuration)',
    },
    SCALE,
    collateralOnly,
  ),
  time(
    {
      id: 'rampDuration',
      title: 'ramp duration',
      description:
        'How long the liquidation LTV takes to come down, from where it is when the call is made: each call that sets LTVs starts it ' +
        'anew, and 0s ends a running ramp at once. Must be 0s unless the liquidation LTV is lowered below where it is (E_LTVLiquidation).',
      accepts: 'whole seconds, 32 bits',
      getter: 'EVault.LTVFull(collateral).rampDuration',
      event: 'GovSetLTV(collateral, borrowLTV, liquidationLTV, initialLiquidationLTV, targetTimestamp, rampDuration)',
    },
    32n,
    collateralOnly,
  ),
  cap(
    {
      id: 'supplyCap',
      title: 'supply cap',
      description: 'The most that the vault takes in: three digits (four up to 1023), or `unlimited`. 0 closes it.',
      range: capRange,
      accepts: '0, three to four digits, or unlimited',
      getter: 'EVault.caps().supplyCap',
      event: 'GovSetCaps(newSupplyCap, newBorrowCap)',
    },
    2n * AMOUNTS,
  ),
  cap(
    {
      id: 'borrowCap',
      title: 'borrow cap',
      description: 'The most that can be borrowed: three digits (four up to 1023), or `unlimited`. 0 stops new debt.',
      range: capRange,
      accepts: '0, three to four digits, or unlimited',
      getter: 'EVault.caps().borrowCap',
      event: 'GovSetCaps(newSupplyCap, newBorrowCap)',
    },
    AMOUNTS,
  ),
  scaled(
    {
      id: 'maxLiquidationDiscount',
      title: 'greatest liquidation discount',
      description: 'The most by which a liquidator gets the collateral cheaper than it is worth.',
      range: share('the contract reverts at 100% (E_BadMaxLiquidationDiscount)', ZERO, rational(9999n, SCALE)),
      accepts: '0% to 99.99%',
      getter: 'EVault.maxLiquidationDiscount()',
      event: 'GovSetMaxLiquidationDiscount(newDiscount)',
    },
    9999n,
    vaultOnly,
  ),
  time(
    {
      id: 'liquidationCoolOffTime',
      title: 'liquidation cool-off time',
      description: 'How long after its last status check an account is safe from liquidation.',
      accepts: '0s to 65535s',
      getter: 'EVault.liquidationCoolOffTime()',
      event: 'GovSetLiquidationCoolOffTime(newCoolOffTime)',
    },
    16n,
    vaultOnly,
  ),
  scaled(
    {
      id: 'interestFee',
      title: 'interest fee',
      description: 'The share of the interest that goes to fees. Below 10% it is for ProtocolConfig to allow.',
      range: share('below 10% ProtocolConfig must allow it (E_BadFee)', rational(1n, 10n)),
      accepts: '10% to 100%; less where ProtocolConfig allows it',
      getter: 'EVault.interestFee()',
      event: 'GovSetInterestFee(newFee)',
    },
    SCALE,
    vaultOnly,
  ),
  {
    id: 'interestRateModel',
    title: 'interest rate model',
    description: 'The contract that gives the borrow rate. One that reverts yields a rate of 0.',
    kind: 'number',
    role: 'none',
    unit: 'address',
    range: {min: ZERO, max: rational(2n ** 160n - 1n), step: ONE, why: 'it is an address'},
    accepts: 'an address with its checksum',
    getter: 'EVault.interestRateModel()',
    event: 'GovSetInterestRateModel(newInterestRateModel)',
    spelling: ADDRESS,
    units: () => ({name: 'an address', perOne: 1n, min: 0n, max: 2n ** 160n - 1n}),
    unfit: vaultOnly,
  },
]

/** What a change is about. @throws EULER_* */
export function subjectOf(change: Change, request: ProtocolRequest): EulerSubject {
  const asset = assetOf(change)
  const place = placeOf(request)
  return {asset, place, collateral: asset === place.underlying ? undefined : collateralOf(request, asset)}
}

export const TABLE: GovernedTable<EulerSubject> = {parameters: PARAMETERS, subjectOf}
