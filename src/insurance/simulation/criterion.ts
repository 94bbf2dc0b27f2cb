import type {CriterionResult} from '../../backtest/backtest.js'
import {parseCriterion} from '../../backtest/coverage/criterion.js'
import {PlimsollError} from '../../errors.js'
import type {FundStudy} from './model.js'

const PARTS = /^(?<relation>.+?)\s+per\s+year$/

const percent = (value: number): string => `${(value * 100).toFixed(3)}%`

/**
 * Judges `<= 0.1% per year` on the upper bound of the chance that the fund is exhausted after the change.
 * @param fund the study, or why there is none
 * @throws CRITERION_UNREADABLE
 */
export function judgeFundExhaustion(text: string, fund: FundStudy | PlimsollError | undefined): CriterionResult {
  const relation = PARTS.exec(text.trim())?.groups?.['relation']
  if (relation === undefined) {
    throw new PlimsollError(
      'CRITERION_UNREADABLE',
      `\`${text}\` is not a criterion of exhaustion: write it as in \`<= 0.1% per year\`.`,
    )
  }
  const criterion = parseCriterion(relation)
  const said = {name: 'fundExhaustion', text: `${criterion.text} per year`}
  if (fund === undefined) return {...said, status: 'not judged', detail: 'needs a stack: add `fund:` to `backtest`'}
  if (fund instanceof PlimsollError) return {...said, status: 'not judged', detail: fund.message}
  const {bound} = fund.errors
  return {
    ...said,
    status: criterion.holds(bound.value) ? 'met' : 'missed',
    figure: bound.value,
    detail: `${percent(fund.after.exhaustion.value)} of paths, at most ${percent(bound.value)} a year (${bound.from})`,
  }
}
