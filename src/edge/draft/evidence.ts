import {exposuresOf} from '../../backtest/coverage/exposures.js'
import type {Policy} from '../../check/policy/model.js'
import {PlimsollError} from '../../errors.js'
import type {SeriesEntry} from '../../market/catalogue.js'
import type {BacktestRequest, Proposal} from '../../proposal/model.js'
import type {ProtocolRequest} from '../../protocols/model.js'
import {parseDuration} from '../../units/duration.js'
import {parseRatio} from '../../units/ratio.js'
import {listSeries} from '../series-store.js'
import {parseCriterion} from '../../backtest/coverage/criterion.js'
import type {Choice} from './asker.js'
import type {DraftFlags} from './flags.js'
import {requestOf, type Place} from './place.js'
import type {Questions} from './questions.js'
import type {ValueQuestion} from './value-prompt.js'

const DATE = /^\d{4}-\d{2}-\d{2}$/

/** Asks what history must say, where the change has a margin that history can judge. Undefined when nothing is asked of it. */
export async function askBacktest(
  flags: DraftFlags,
  questions: Questions,
  {place, policy, changes}: {place: Place | undefined; policy: Policy | undefined; changes: Proposal['changes']},
  dataDir: string,
): Promise<BacktestRequest | undefined> {
  if (flags['no-backtest']) return undefined
  const subjects = place && changes.length > 0 ? subjectsOf(place, requestOf(place, changes)) : undefined
  if (subjects?.length === 0) {
    if (flags.prices === undefined) return undefined
    throw new PlimsollError('DRAFT_BAD_FLAG', '--prices: nothing in this change has a margin that prices could test.')
  }
  const given = flags.prices !== undefined || flags.horizon !== undefined
  if (questions.asker && !given && !(await questions.asker.confirm('Backtest the change?', true))) return undefined
  const {series} = questions.asker ? await listSeries(dataDir) : {series: []}
  const prices = await askPrices(flags, questions, subjects ?? [], series)
  const chosen = typeof prices === 'string' ? series.find(({id}) => id === prices) : undefined
  const asks = fields(flags, questions)
  const from = await asks.optional('since', 'First day of the sample', chosen?.from.slice(0, 10), readsDate)
  const horizon = await asks.needed('horizon', 'Close-out period', '1d', reads(parseDuration))
  const confidence = await asks.needed('confidence', 'Coverage that the margin aims at', '99%', reads(parseRatio))
  const coverage = await asks.optional(
    'coverage',
    'Accept when coverage is',
    policy?.evidence?.accept?.['coverage'] ?? '>= 97%',
    reads(parseCriterion),
  )
  if (prices === undefined || horizon === undefined || confidence === undefined) return undefined
  return {
    prices,
    ...(from === undefined ? {} : {from}),
    ...(flags.until === undefined ? {} : {to: flags.until}),
    horizon,
    confidence,
    ...(coverage === undefined ? {} : {accept: {coverage}}),
  }
}

/** The assets whose margin prices can test. */
function subjectsOf({definition}: Place, request: ProtocolRequest): string[] {
  try {
    const {exposures} = exposuresOf(definition.riskValues(request))
    return [...new Set(exposures.map(({subject}) => subject))]
  } catch (error) {
    if (error instanceof PlimsollError) return [] // what is wrong with a value is said by the check
    throw error
  }
}

async function askPrices(
  flags: DraftFlags,
  questions: Questions,
  subjects: readonly string[],
  series: readonly SeriesEntry[],
): Promise<BacktestRequest['prices'] | undefined> {
  const [only] = flags.prices ?? []
  if (subjects.length <= 1 && flags.prices?.length === 1 && only !== undefined && !only.includes('=')) return only
  const named = new Map(
    (flags.prices ?? []).map((text) => [text.split('=')[0] ?? '', text.split('=').slice(1).join('=')]),
  )
  const prices: Record<string, string> = {}
  for (const subject of subjects.length === 0 ? ['ASSET'] : subjects) {
    const flag = subjects.length <= 1 ? '--prices SERIES' : `--prices ${subject}=SERIES`
    const id = await questions.need(flag, named.get(subject), (asker) =>
      asker.pick(`Prices of ${subject}`, near(series, subject)),
    )
    if (id !== undefined) prices[subject] = id
  }
  const ids = Object.values(prices)
  if (ids.length === 0) return undefined
  return subjects.length === 1 ? ids[0] : prices
}

/** The series, those of the asset (or of what it wraps) first. */
function near(series: readonly SeriesEntry[], subject: string): Choice[] {
  const own = (base: string): boolean => subject.toUpperCase().includes(base.toUpperCase())
  const sorted = [...series.filter(({base}) => own(base)), ...series.filter(({base}) => !own(base))]
  return sorted.map(({id, title}) => ({value: id, description: title}))
}

type Field = 'confidence' | 'coverage' | 'horizon' | 'since'

/** Questions with a text for an answer, each with its flag. */
function fields(flags: DraftFlags, questions: Questions) {
  const question = (message: string, preferred: string | undefined, validate: ValueQuestion['validate']) => ({
    message,
    default: preferred,
    hint: () => [],
    validate,
  })
  return {
    needed: async (name: Field, ...rest: Parameters<typeof question>) => {
      const asked = question(...rest)
      return questions.need(`--${name}`, flags[name], (asker) => asker.value(asked), asked.validate)
    },
    optional: async (name: Field, ...rest: Parameters<typeof question>) =>
      questions.want(`--${name}`, flags[name], question(...rest)),
  }
}

const readsDate = (text: string): string | true =>
  (DATE.test(text) && !Number.isNaN(Date.parse(text))) || `\`${text}\` is not a day: write it as in 2018-01-31.`

/** True when the parser takes the text, else its complaint. */
const reads =
  (parse: (text: string) => unknown) =>
  (text: string): string | true => {
    try {
      parse(text)
      return true
    } catch (error) {
      if (error instanceof PlimsollError) return error.message
      throw error
    }
  }
