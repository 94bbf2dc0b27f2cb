import type {BookResult, DayResult} from '../result.js'
import type {BookKind} from '../positions-fields.js'
import type {DayFigures, StaticFigures} from './model.js'

/** `2020-03-12`, of days since the epoch. */
export const dateOfDay = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10)

export const dayFigures = ({day, ...figures}: DayResult): DayFigures => ({date: dateOfDay(day), ...figures})

/** Liquidated debt at first prices (loans), or notional at fills (perpetuals); what is triggered and not closed counts. */
export function liquidatedOf({exposure, liquidations, unfinished}: BookResult, kind: BookKind): number {
  return (kind === 'lending' ? liquidations.share * exposure : liquidations.notional) + unfinished.exposure
}

/** @param exposure what bad debt is a share of */
export function staticFigures(result: BookResult, kind: BookKind, exposure: number, barSeconds: number): StaticFigures {
  const {closeDelay, liquidations, penalties, positions, slippage, toFund, unfinished, userCost, worstDays} = result
  const badDebt = result.badDebt + unfinished.shortfall
  const liquidated = liquidatedOf(result, kind)
  const pending = result.exposure > 0 ? unfinished.exposure / result.exposure : 0
  return {
    // A position that was closed in part and waits for more would be counted twice: there are never more than all.
    liquidations: Math.min(positions, liquidations.positions + unfinished.count),
    liquidatedNotional: liquidated,
    liquidatedShare: kind === 'lending' ? liquidated / exposure : Math.min(1, liquidations.share + pending),
    badDebt,
    badDebtShare: exposure > 0 ? badDebt / exposure : 0,
    penalties,
    userCost,
    toFund,
    slippage,
    secondsToClose: {mean: closeDelay.mean * barSeconds, max: closeDelay.max * barSeconds},
    unfinished,
    ...(result.cascade && {cascade: result.cascade}),
    worstDays: worstDays.slice(0, 5).map(dayFigures),
  }
}
