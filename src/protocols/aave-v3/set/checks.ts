import {PlimsollError} from '../../../errors.js'
import {formatRatio} from '../../../units/ratio.js'
import type {SetValue} from '../../governed.js'
import type {Entry} from '../../table-calls.js'
import {COLLATERAL, EMODE_COLLATERAL} from '../parameters.js'
import {RATES} from '../rates/parameters.js'
import type {AaveSubject} from '../subject.js'

/** PercentageMath.percentMul: half-up. */
const percentMul = (value: bigint, bps: bigint): bigint => (value * bps + 5000n) / 10_000n
const percent = (bps: bigint): string => formatRatio({n: bps, d: 10_000n})

const wouldRevert = (asset: string, what: string, how: string): PlimsollError =>
  new PlimsollError('AAVE_WOULD_REVERT', `${asset}: ${what}; ${how}.`)

/** What both setters of a loan-to-value, a threshold and a bonus require of the three together; values that nobody says pass. */
function trio(
  [ltv, threshold, bonus]: readonly (SetValue | undefined)[],
  refuse: (what: string) => PlimsollError,
): void {
  if (ltv && threshold && ltv.after > threshold.after) {
    throw refuse(`loan-to-value ${percent(ltv.after)} is above the liquidation threshold ${percent(threshold.after)}`)
  }
  if (!threshold || !bonus) return
  if (threshold.after !== 0n && bonus.after === 0n)
    throw refuse('the liquidation bonus must be above 0% while there is a liquidation threshold')
  if (percentMul(threshold.after, 10_000n + bonus.after) > 10_000n) {
    const [lt, premium] = [percent(threshold.after), percent(bonus.after)]
    const covered = percent(percentMul(threshold.after, 10_000n + bonus.after))
    throw refuse(
      `liquidation threshold ${lt} x (100% + bonus ${premium}) is ${covered}, more than the collateral is worth`,
    )
  }
}

const valuesOf = ({values}: Entry<AaveSubject>, ids: readonly string[]): (SetValue | undefined)[] =>
  ids.map((id) => values[id])
const changesAny = ({values}: Entry<AaveSubject>, ids: readonly string[]): boolean =>
  ids.some((id) => values[id]?.changes)

/** configureReserveAsCollateral (PoolConfigurator.sol): as above, and no bonus without a threshold. */
function checkCollateral(entry: Entry<AaveSubject>): void {
  if (!changesAny(entry, COLLATERAL)) return
  const refuse = (what: string): PlimsollError =>
    wouldRevert(
      entry.asset,
      what,
      "configureReserveAsCollateral would revert with InvalidReserveParams ('20' before Aave 3.4)",
    )
  const [ltv, threshold, bonus] = valuesOf(entry, COLLATERAL)
  trio([ltv, threshold, bonus], refuse)
  if (threshold?.after === 0n && bonus && bonus.after !== 0n)
    throw refuse('with a liquidation threshold of 0% the liquidation bonus must be 0% too')
}

/** setEModeCategory (PoolConfigurator.sol): as above, and none of them 0. */
function checkEMode(entry: Entry<AaveSubject>): void {
  if (!changesAny(entry, EMODE_COLLATERAL)) return
  const refuse = (what: string): PlimsollError =>
    wouldRevert(
      entry.asset,
      what,
      "setEModeCategory would revert with InvalidEmodeCategoryParams ('21' before Aave 3.4)",
    )
  const values = valuesOf(entry, EMODE_COLLATERAL)
  const zero = EMODE_COLLATERAL.find((_, index) => values[index]?.after === 0n)
  if (zero !== undefined) throw refuse(`${zero} must be at least 0.01%`)
  trio(values, refuse)
}

/** _setInterestRateParams (DefaultReserveInterestRateStrategyV2.sol). */
function checkRates(entry: Entry<AaveSubject>): void {
  if (!changesAny(entry, RATES)) return
  const [, base, slope1, slope2] = valuesOf(entry, RATES)
  if (slope1 && slope2 && slope1.after > slope2.after) {
    throw wouldRevert(
      entry.asset,
      `slope 1 ${percent(slope1.after)} is above slope 2 ${percent(slope2.after)}`,
      "the rate strategy would revert with Slope2MustBeGteSlope1 ('95' before Aave 3.4)",
    )
  }
  const sum = (base?.after ?? 0n) + (slope1?.after ?? 0n) + (slope2?.after ?? 0n)
  if (sum > 100_000n) {
    throw wouldRevert(
      entry.asset,
      `the base rate and both slopes make ${percent(sum)}, more than 1000%`,
      "the rate strategy would revert with InvalidMaxRate ('92' before Aave 3.4)",
    )
  }
}

/** setReservePause with a grace period (PoolConfigurator.sol): it counts only at the end of a pause. */
function checkGrace({asset, values}: Entry<AaveSubject>): void {
  const {paused, gracePeriod} = values
  if (gracePeriod === undefined || paused?.after !== 1n) return
  throw new PlimsollError(
    'AAVE_GRACE_PERIOD',
    `${asset}: a grace period counts only when a pause ends; setReservePause leaves it out while it pauses.`,
    {suggestions: ['Leave out `gracePeriod`, or write `paused: {to: no}`.']},
  )
}

/** What the contracts require of the values of one change together. @throws AAVE_WOULD_REVERT, AAVE_GRACE_PERIOD */
export function check(entry: Entry<AaveSubject>): void {
  checkCollateral(entry)
  checkEMode(entry)
  checkRates(entry)
  checkGrace(entry)
}
