import {bug, PlimsollError} from '../../errors.js'
import {formatTime} from '../../market/bars.js'
import type {Side} from '../fields.js'
import {coverRequirement} from '../default-fund.js'
import {attachmentsOf, worstDay} from './attachments.js'
import {economicsOf, endlessMean} from './economics.js'
import type {Economics} from './economics-model.js'
import {fundSize} from './fund-size.js'
import {exhaustedIn, FundJob, type FundAnswer, type FundTask, type Without} from './job.js'
import type {CoverRow, FundErrors, FundOutcome, FundStudy, ModelRow, ReplayRow} from './model.js'
import {misconfirmed, oracleRow} from './oracle-row.js'
import {fanOf, outcomeOf} from './outcome.js'
import type {PathModelName} from './paths/model.js'
import {windowCount} from './paths/windows.js'
import {LARGEST_WEIGHT} from './paths/tilted-days.js'
import {perYear, proportion, weightedProportion, type Proportion} from './proportion.js'
import {rebalancingRow} from './rebalancing-row.js'
import {joinRecords, type Records} from './records.js'
import {openingBalance} from './request.js'
import type {Column} from './path-run.js'
import type {FundInput} from './setup.js'

/** Does the tasks, wherever, and answers in their order. */
export type RunTasks = (tasks: readonly FundTask[]) => Promise<readonly FundAnswer[]>

/** Paths a task: enough to be worth sending, few enough to share out evenly. */
const BLOCK = 250
/** Part of the paths that the laws after the first, and comparisons without automation, are simulated with. */
const OTHER_LAWS = 0.25
/** Bootstrapped histories, and the part of the paths that each is simulated with. */
const REPLICATES = 30
const REPLICATE_PART = 40
const LEAST_REPLICATE_PATHS = 50
/** Normal quantile of one-sided bounds at 95%. */
const Z = 1.6448536269514722

/**
 * The study of a proposal's insurance stack: what each layer pays, and how likely the fund is to run dry, before and after, by
 * simulation on paths of prices that both share.
 * @param run where tasks are done; every answer is the same wherever that is
 * @throws FUND_*, BOOK_*, BACKTEST_*, INSURANCE_*, DATA_* when the question cannot be asked
 */
export async function fundStudy(input: FundInput, run: RunTasks): Promise<FundStudy> {
  const job = new FundJob(input)
  const study = new Study(input, job, run)
  return study.run()
}

/** Blocks of tasks over `count` things. */
function blocks<T>(count: number, make: (first: number, count: number) => T): T[] {
  return Array.from({length: Math.ceil(count / BLOCK)}, (_, k) => make(k * BLOCK, Math.min(BLOCK, count - k * BLOCK)))
}

class Study {
  private readonly input: FundInput
  private readonly job: FundJob
  private readonly tasks: RunTasks

  constructor(input: FundInput, job: FundJob, tasks: RunTasks) {
    this.input = input
    this.job = job
    this.tasks = tasks
  }

  async run(): Promise<FundStudy> {
    const {asset, assumptions, history, horizon, series, settings, sides} = this.job.setup
    const fund = this.input.request.fund
    const [main] = settings.models
    if (fund === undefined || main === undefined) throw bug('a study without a fund or a law')
    const columns = sides.map((side) => this.job.column(side))
    const after = columns.at(-1) as Column
    const tables = new Map<PathModelName, Records[]>()
    const models: ModelRow[] = []
    for (const name of settings.models) {
      const paths = name === main ? settings.paths : Math.ceil(settings.paths * OTHER_LAWS)
      const records = await this.tables(blocks(paths, (first, count) => ({kind: 'paths', model: name, first, count})))
      tables.set(name, records)
      models.push(this.modelRow(name, records))
    }
    const records = tables.get(main) as Records[]
    const outcomes = columns.map((column, k): FundOutcome => {
      const outcome = this.outcome(records[k] as Records, column)
      return this.input.economics === true ? {...outcome, economics: this.economics(tables, k)} : outcome
    })
    const last = records.at(-1) as Records
    const [before] = outcomes
    const two = sides.length === 2
    const importance = settings.importance ? await this.importance() : undefined
    const balances = sides.map((side) => openingBalance(fund, side))
    return {
      asset,
      sample: {
        ...{series: series.id, source: series.source, digest: series.digest, days: history.close.length},
        ...{from: formatTime(series.time[0] as number), to: formatTime(series.time.at(-1) as number)},
      },
      openInterest: after.book.openInterest,
      toppedUp: pair(columns.map(({book}) => book.toppedUp)),
      balance: pair(balances),
      fund: after.funds.map((k) => after.stack.layers[k]?.name ?? '').join(' and '),
      horizonDays: settings.days,
      paths: settings.paths,
      seed: settings.seed,
      models,
      ...(two && {before: before as FundOutcome, difference: differenceOf(records[0] as Records, last)}),
      after: outcomes.at(-1) as FundOutcome,
      ...(importance && {importance}),
      errors: await this.errors(
        importance ? [{...(models[0] as ModelRow), after: importance.after}, ...models.slice(1)] : models,
      ),
      size: await this.size(last, after.funds, balances.at(-1) as number),
      ...(await this.confirmed(records, columns)),
      ...(await this.rebalanced(records, columns)),
      replay: await this.replay(),
      cover: this.cover(after),
      fan: fanOf(last, horizon.dates),
      assumptions,
    }
  }

  private async tables(tasks: readonly FundTask[]): Promise<Records[]> {
    const answers = await this.tasks(tasks)
    return this.job.setup.sides.map((_, side) =>
      joinRecords(
        answers.map((answer) => {
          if (answer.kind !== 'records') throw bug('records were asked for')
          return answer.records[side] as Records
        }),
      ),
    )
  }

  private modelRow(name: PathModelName, records: readonly Records[]): ModelRow {
    const {notes, parameters, title} = this.job.model(name)
    const found = records.map((table) => proportion(exhaustedIn(table), table.paths))
    const [before] = found
    return {
      ...{name, title, parameters, notes},
      ...(found.length === 2 && {before: before}),
      after: found.at(-1) as Proportion,
    }
  }

  private outcome(records: Records, column: Column): FundOutcome {
    const {history, horizon, settings} = this.job.setup
    const attachments = attachmentsOf(column, history, worstDay(column, history), horizon)
    const outcome = outcomeOf(records, column, attachments, settings.days)
    const endless = endlessMean(column, settings.models[0] as PathModelName)
    return endless === undefined ? outcome : {...outcome, draw: {...outcome.draw, because: endless}}
  }

  private economics(tables: ReadonlyMap<PathModelName, readonly Records[]>, k: number): Economics {
    const {setup} = this.job
    const side = setup.sides[k] as Side
    return economicsOf({
      ...{column: this.job.column(side), history: setup.history, horizon: setup.horizon, terms: setup.economics(side)},
      records: [...tables].map(([name, records]) => [name, records[k] as Records]),
    })
  }

  private async errors(models: readonly ModelRow[]): Promise<FundErrors> {
    const {days, paths} = this.job.setup.settings
    const count = Math.max(LEAST_REPLICATE_PATHS, Math.round(paths / REPLICATE_PART))
    const answers = await this.tasks(
      Array.from({length: REPLICATES}, (_, replicate): FundTask => ({kind: 'history', replicate, count})),
    )
    const found = answers.map((answer) => {
      if (answer.kind !== 'history') throw bug('replicates of history were asked for')
      return answer.exhausted / count
    })
    const mean = found.reduce((sum, p) => sum + p, 0) / REPLICATES
    const spread = found.reduce((sum, p) => sum + (p - mean) ** 2, 0) / (REPLICATES - 1)
    const noise = found.reduce((sum, p) => sum + (p * (1 - p)) / count, 0) / REPLICATES
    const deviation = Math.sqrt(Math.max(0, spread - noise))
    const [main] = models as [ModelRow]
    const values = models.map(({after}) => after.value)
    const both = main.after.value + Z * Math.hypot(main.after.standardError, deviation)
    const bounds = [
      {value: Math.min(1, both), from: `history and paths, ${main.name}`},
      ...models.map(({after, name}) => ({value: after.atMost, from: `paths, ${name}`})),
    ].sort((a, b) => b.value - a.value)
    const [bound] = bounds as [(typeof bounds)[number]]
    return {
      monteCarlo: main.after.standardError,
      history: {replicates: REPLICATES, paths: count, mean, deviation},
      models: {low: Math.min(...values), high: Math.max(...values)},
      bound: {value: perYear(bound.value, days), from: bound.from},
    }
  }

  private async size(records: Records, funds: readonly number[], balance: number): Promise<FundStudy['size']> {
    const {exhausted, layers, paths, used} = records
    const rows = [...exhausted.keys()]
    const which = (holds: (row: number) => boolean): Int32Array => Int32Array.from(rows.filter(holds))
    const {days, target, targetFrom} = this.job.setup.settings
    const chance = days === 365 ? target : -Math.expm1((days / 365) * Math.log1p(-target))
    const input = {
      ...{balance, paths, target: chance},
      exhausted: which((row) => exhausted[row] !== -1),
      drawn: which((row) => funds.some((k) => used[row * layers + k] === 1) || exhausted[row] !== -1),
    }
    const found = await fundSize(input, async (scale, wanted) => {
      const answers = await this.tasks(
        blocks(wanted.length, (first, count) => ({kind: 'size', scale, paths: wanted.slice(first, first + count)})),
      )
      const flags = new Uint8Array(wanted.length)
      answers.forEach((answer, k) => {
        if (answer.kind !== 'size') throw bug('sizes were asked for')
        flags.set(answer.exhausted, k * BLOCK)
      })
      return flags
    })
    return {...found, perYear: target, targetFrom}
  }

  private async confirmed(base: readonly Records[], columns: readonly Column[]): Promise<Pick<FundStudy, 'oracle'>> {
    if (columns.every(({oracle}) => oracle === undefined)) return {}
    const paths = misconfirmed(base)
    const [atOnce, lateOnly] = [await this.again('oracle', paths), await this.again('false-alarms', paths)]
    return {
      oracle: pair(
        columns.map((column, k) =>
          oracleRow(column, base[k] as Records, paths, {atOnce: atOnce[k], lateOnly: lateOnly[k]}),
        ),
      ),
    }
  }

  private async importance(): Promise<NonNullable<FundStudy['importance']>> {
    const {settings, sides} = this.job.setup
    const answers = await this.tasks(blocks(settings.paths, (first, count) => ({kind: 'tilted', first, count})))
    const weights = new Float64Array(settings.paths)
    const hits = sides.map(() => new Uint8Array(settings.paths))
    answers.forEach((answer, k) => {
      if (answer.kind !== 'tilted') throw bug('tilted paths were asked for')
      weights.set(answer.weights, k * BLOCK)
      hits.forEach((flags, side) => {
        flags.set(answer.exhausted[side] as Uint8Array, k * BLOCK)
      })
    })
    return pair(hits.map((flags) => weightedProportion(flags, weights, LARGEST_WEIGHT)))
  }

  private async rebalanced(
    base: readonly Records[],
    columns: readonly Column[],
  ): Promise<Pick<FundStudy, 'rebalancing'>> {
    if (columns.every(({rebalancing}) => rebalancing === undefined)) return {}
    const count = Math.ceil(this.job.setup.settings.paths * OTHER_LAWS)
    const idle = await this.again(
      'rebalancing',
      Int32Array.from({length: count}, (_, path) => path),
    )
    const rows = columns.map((column, k) => rebalancingRow(column, base[k] as Records, idle[k] as Records))
    const [before] = rows
    const after = rows.at(-1)
    return {rebalancing: {...(rows.length === 2 && before && {before}), ...(after && {after})}}
  }

  private async again(without: Without, paths: Int32Array): Promise<Records[]> {
    if (paths.length === 0) return []
    return this.tables(
      blocks(paths.length, (first, count) => ({kind: 'again', without, paths: paths.slice(first, first + count)})),
    )
  }

  private async replay(): Promise<FundStudy['replay']> {
    const {history, series, settings} = this.job.setup
    try {
      const starts = windowCount(history, settings.days)
      const records = await this.tables(blocks(starts, (first, count) => ({kind: 'windows', first, count})))
      return replayOf(records, settings.days, (day) => formatTime(series.time[day + 1] as number))
    } catch (error) {
      if (error instanceof PlimsollError) return {because: error.message}
      throw error
    }
  }

  private cover(column: Column): CoverRow {
    const {history, horizon} = this.job.setup
    const furthest = [history.low.reduce((a, b) => Math.min(a, b), 0), history.high.reduce((a, b) => Math.max(a, b), 0)]
    const losses = furthest.map((move) => [...column.book.shortfalls(Math.exp(move))])
    const initialMargin = (losses[0] as number[]).map(() => 0) // the shortfalls are what margin has left
    const rows = attachmentsOf(column, history, worstDay(column, history), horizon)
    const of = (rule: 'cover-1' | 'cover-2'): number => coverRequirement({initialMargin, losses}, rule).required
    return {
      one: of('cover-1'),
      two: of('cover-2'),
      fund: column.funds.reduce((sum, k) => sum + (rows[k]?.capacity ?? NaN), 0),
    }
  }
}

function pair<T>(values: readonly T[]): {before?: T; after: T} {
  const [before] = values as readonly [T, ...T[]]
  return {...(values.length === 2 && {before}), after: values.at(-1) as T}
}

/** After less before with the standard error of paired paths: n p = b - c with b, c the paths on which only one is exhausted. */
function differenceOf(before: Records, after: Records): {value: number; standardError: number} {
  const n = after.paths
  let [worse, better] = [0, 0]
  for (let row = 0; row < n; row++) {
    const [then, now] = [before.exhausted[row] !== -1, after.exhausted[row] !== -1]
    if (now && !then) worse++
    if (then && !now) better++
  }
  const value = (worse - better) / n
  return {value, standardError: Math.sqrt((worse + better) / n - value * value) / Math.sqrt(n)}
}

function replayOf(records: readonly Records[], days: number, dateOf: (day: number) => string): ReplayRow {
  const after = records.at(-1) as Records
  const shares = records.map((table) => exhaustedIn(table) / table.paths)
  const counts = new Map<number, number>()
  after.exhausted.forEach((step, start) => {
    if (step !== -1) counts.set(start + step, (counts.get(start + step) ?? 0) + 1)
  })
  const worst = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 5)
  return {
    starts: after.paths,
    independent: Math.floor((after.paths + days - 1) / days),
    ...pair(shares),
    worstDays: worst.map(([day, starts]) => ({date: dateOf(day), starts})),
  }
}
