import type {Stream} from '../../../numerics/random/stream.js'
import type {LogBars} from './log-bars.js'

/** The laws of price paths that a fund study knows. */
export const PATH_MODELS = ['filtered', 'garch-t', 'bootstrap', 'jump-diffusion'] as const
export type PathModelName = (typeof PATH_MODELS)[number]

/** A law of daily price paths, fitted to history, that continues it from its last day. */
export interface PathModel {
  readonly name: PathModelName
  readonly title: string
  /** What was fitted, for results. */
  readonly parameters: Readonly<Record<string, number>>
  /** What the law leaves out, or what went wrong in fitting it. */
  readonly notes: readonly string[]
  /** Fills `out`, as many days as it holds, with one path. All chance comes from the stream. */
  draw(random: Stream, out: LogBars): void
  /** The same by importance sampling, where the law has it: more paths go wrong, and each weighs what is returned. */
  drawTilted?(random: Stream, out: LogBars): number
}
