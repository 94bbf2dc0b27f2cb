import {PlimsollError} from '../../../errors.js'
import type {CriterionResult} from '../../backtest.js'
import {parseCriterion} from '../../coverage/criterion.js'
import type {BookStudy} from './model.js'

/** What of a study is judged. */
export type Judged = Pick<BookStudy, 'after' | 'exposure' | 'exposureIs' | 'kind' | 'responseReason'>

const PARTS = /^(?<relation>.+?)\s+of\s+(?<whole>debt|open interest)(?<response>\s+with response)?$/

const percent = (value: number): string => `${(value * 100).toFixed(3)}%`

/**
 * Judges `<= 0.05% of debt` on the book after the change, with owners who do nothing (an upper bound): the replay's bad debt,
 * or where it is opened every day the expected shortfall over all starts. `<= 0.05% of debt with response` is judged on the
 * upper end of the 90% interval of what owners who respond leave.
 * @throws CRITERION_UNREADABLE
 */
export function judgeBadDebt(text: string, book: Judged | undefined): CriterionResult {
  const {relation = '', response, whole = ''} = PARTS.exec(text.trim())?.groups ?? {}
  if (whole === '') {
    throw new PlimsollError(
      'CRITERION_UNREADABLE',
      `\`${text}\` is not a criterion of bad debt: write it as in \`<= 0.05% of debt\`.`,
    )
  }
  const criterion = parseCriterion(relation)
  const said = {name: 'badDebt', text: `${criterion.text} of ${whole}${response === undefined ? '' : ' with response'}`}
  if (book === undefined) {
    return {...said, status: 'not judged', detail: 'needs a book: add `book:`, or give one with --positions'}
  }
  if (whole !== book.exposureIs) {
    return {
      ...said,
      status: 'not judged',
      detail: `the bad debt of a ${book.kind} book is a share of ${book.exposureIs}`,
    }
  }
  if (response !== undefined) return judgeResponse(said, criterion, book)
  const {distribution, static: figures} = book.after
  const figure = distribution ? distribution.expectedShortfall / book.exposure : figures.badDebtShare
  const over = distribution
    ? ` (mean of the worst ${percent(1 - distribution.confidence)} of ${distribution.starts} starts)`
    : ''
  return {
    ...said,
    status: criterion.holds(figure) ? 'met' : 'missed',
    figure,
    detail: `${percent(figure)}${over}, owners doing nothing`,
  }
}

function judgeResponse(
  said: {readonly name: string; readonly text: string},
  criterion: ReturnType<typeof parseCriterion>,
  {after, exposure, responseReason}: Judged,
): CriterionResult {
  if (after.response === undefined) return {...said, status: 'not judged', detail: `no response: ${responseReason}`}
  const figure = after.response.badDebt.high / exposure
  const detail = `${percent(figure)}, the upper end of the 90% interval with owners who respond`
  return {...said, status: criterion.holds(figure) ? 'met' : 'missed', figure, detail}
}
