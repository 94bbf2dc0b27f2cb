import type {CloseOut} from './book-loss.js'
import {Moves} from './moves.js'
import type {LogBars} from './paths/log-bars.js'
import type {Records} from './records.js'
import {PathRun, type Column, type Horizon} from './path-run.js'

/** Several columns that see the same paths (common random numbers), and what they share of each. */
export class PathRuns {
  private readonly runs: readonly PathRun[]
  private readonly moves: ReadonlyMap<CloseOut['at'], Moves>

  /** @param count how many paths there will be */
  constructor(columns: readonly Column[], horizon: Horizon, count: number) {
    this.runs = columns.map((column) => new PathRun(column, horizon, count))
    this.moves = new Map(columns.map(({book}) => [book.at, new Moves(horizon.days, book.at)]))
  }

  get records(): Records[] {
    return this.runs.map(({records}) => records)
  }

  /** Takes one path of prices through every column and writes the row of it. */
  path(bars: LogBars, path: number, row: number): void {
    for (const moves of this.moves.values()) moves.read(bars)
    for (const run of this.runs) run.path(bars, this.moves.get(run.at) as Moves, path, row)
  }
}
