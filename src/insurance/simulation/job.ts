import {bug} from '../../errors.js'
import {stationaryIndices} from '../../backtest/resample.js'
import {stream} from '../../numerics/random/stream.js'
import type {Side} from '../fields.js'
import {BLOCK_LENGTH} from './paths/bootstrap.js'
import {fitModel} from './paths/fit-model.js'
import {emptyBars, type LogBars} from './paths/log-bars.js'
import type {PathModel, PathModelName} from './paths/model.js'
import {windowOf} from './paths/windows.js'
import type {Column, Horizon} from './path-run.js'
import {PathRuns} from './path-runs.js'
import type {Records} from './records.js'
import {pathStream, runPaths} from './run-paths.js'
import {fundSetup, type FundInput, type FundSetup} from './setup.js'

/**
 * What a comparison leaves out: false alarms, everything that the oracle network does beyond confirming at once, or the
 * automation of positions.
 */
export type Without = 'false-alarms' | 'oracle' | 'rebalancing'

/** A piece of a study that any worker can do: plain data, and its answer depends on nothing else. */
export type FundTask =
  /** Paths `first` to `first + count` of a law, through every side. */
  | {readonly kind: 'paths'; readonly model: PathModelName; readonly first: number; readonly count: number}
  /** These paths of the first law once more, through every side, with less than the proposal says. */
  | {readonly kind: 'again'; readonly without: Without; readonly paths: Int32Array}
  /** Paths of the first law by importance sampling, through every side. */
  | {readonly kind: 'tilted'; readonly first: number; readonly count: number}
  /** The windows of history that begin on these days. */
  | {readonly kind: 'windows'; readonly first: number; readonly count: number}
  /** The first law fitted anew to a bootstrapped history: how many of so many paths are exhausted after the change. */
  | {readonly kind: 'history'; readonly replicate: number; readonly count: number}
  /** Which of these paths of the first law are exhausted after the change, with so many times the fund. */
  | {readonly kind: 'size'; readonly scale: number; readonly paths: Int32Array}

export type FundAnswer =
  | {readonly kind: 'history'; readonly exhausted: number}
  | {readonly kind: 'records'; readonly records: readonly Records[]}
  | {readonly kind: 'size'; readonly exhausted: Uint8Array}
  /** Which paths are exhausted, side by side, and what each weighs. */
  | {readonly kind: 'tilted'; readonly exhausted: readonly Uint8Array[]; readonly weights: Float64Array}

/** Lanes of the bootstrap of history, and of importance sampling. */
const HISTORY = 2
const TILTED = 4

/** One worker's part of a study. */
export class FundJob {
  readonly setup: FundSetup
  private readonly models = new Map<PathModelName, PathModel>()
  private readonly columns = new Map<string, Column>()

  /** @throws FUND_* when the proposal cannot be studied */
  constructor(input: FundInput) {
    this.setup = fundSetup(input)
  }

  run(task: FundTask): FundAnswer {
    const {horizon, settings, sides} = this.setup
    switch (task.kind) {
      case 'paths': {
        const columns = sides.map((side) => this.column(side))
        return {kind: 'records', records: runPaths(columns, this.model(task.model), horizon, task.first, task.count)}
      }
      case 'again':
        return {kind: 'records', records: this.again(task.without, task.paths)}
      case 'windows':
        return {kind: 'records', records: this.windows(task.first, task.count)}
      case 'history': {
        const {close, high, low} = this.setup.history
        const picked = stationaryIndices(stream(settings.seed, task.replicate, HISTORY), close.length, BLOCK_LENGTH)
        const take = (column: Float64Array): Float64Array => Float64Array.from(picked, (day) => column[day] as number)
        const history: LogBars = {close: take(close), high: take(high), low: take(low)}
        const model = fitModel(this.first, history)
        const [records] = runPaths([this.column('after')], model, horizon, 0, task.count)
        return {kind: 'history', exhausted: exhaustedIn(records as Records)}
      }
      case 'size':
        return {kind: 'size', exhausted: this.sized(task.scale, task.paths)}
      case 'tilted':
        return this.tilted(task.first, task.count)
    }
  }

  /** The law of that name, fitted once. */
  model(name: PathModelName): PathModel {
    const known = this.models.get(name)
    if (known) return known
    const fitted = fitModel(name, this.setup.history)
    this.models.set(name, fitted)
    return fitted
  }

  column(side: Side, scale = 1): Column {
    if (scale !== 1) return this.setup.column(side, scale)
    const known = this.columns.get(side)
    if (known) return known
    const made = this.setup.column(side)
    this.columns.set(side, made)
    return made
  }

  private get first(): PathModelName {
    const [first] = this.setup.settings.models
    if (first === undefined) throw bug('a study without a law')
    return first
  }

  private again(without: Without, paths: Int32Array): Records[] {
    const {horizon, sides} = this.setup
    const quiet: Horizon = {...horizon, dates: []}
    const columns = sides.map((side) => less(this.column(side), without))
    return this.each(columns, quiet, paths)
  }

  /** Takes each of these paths of the first law through every column. */
  private each(columns: readonly Column[], horizon: Horizon, paths: Int32Array): Records[] {
    const bars = emptyBars(horizon.days)
    const runs = new PathRuns(columns, horizon, paths.length)
    const model = this.model(this.first)
    for (const [row, path] of paths.entries()) {
      model.draw(pathStream(horizon.seed, path), bars)
      runs.path(bars, path, row)
    }
    return runs.records
  }

  private windows(first: number, count: number): Records[] {
    const {history, horizon, sides} = this.setup
    const columns = sides.map((side) => this.column(side))
    const runs = new PathRuns(columns, horizon, count)
    for (let row = 0; row < count; row++) {
      runs.path(windowOf(history, first + row, horizon.days), first + row, row)
    }
    return runs.records
  }

  private sized(scale: number, paths: Int32Array): Uint8Array {
    const {horizon} = this.setup
    const quiet: Horizon = {...horizon, dates: []}
    const [records] = this.each([this.column('after', scale)], quiet, paths)
    return flags(records as Records)
  }

  private tilted(first: number, count: number): FundAnswer {
    const {horizon, sides} = this.setup
    const model = this.model(this.first)
    if (model.drawTilted === undefined) throw bug(`importance sampling of ${model.name}`)
    const quiet: Horizon = {...horizon, dates: []}
    const bars = emptyBars(horizon.days)
    const weights = new Float64Array(count)
    const columns = sides.map((side) => this.column(side))
    const runs = new PathRuns(columns, quiet, count)
    for (let row = 0; row < count; row++) {
      weights[row] = model.drawTilted(stream(horizon.seed, first + row, TILTED), bars)
      runs.path(bars, first + row, row)
    }
    return {kind: 'tilted', exhausted: runs.records.map(flags), weights}
  }
}

function less(column: Column, without: Without): Column {
  switch (without) {
    case 'false-alarms':
      return {...column, alarms: 'late'}
    case 'oracle':
      return {...column, oracle: undefined}
    case 'rebalancing':
      return {...column, book: column.plain}
  }
}

const flags = ({exhausted}: Records): Uint8Array => Uint8Array.from(exhausted, (step) => (step === -1 ? 0 : 1))

/** How many paths of a table are exhausted. */
export function exhaustedIn({exhausted}: Records): number {
  return exhausted.reduce((sum, step) => sum + (step === -1 ? 0 : 1), 0)
}
