import {formatTime} from '../../../market/bars.js'
import {responseOrReason, type ResponseAsked, type ResponseOrReason} from '../response/response-or-reason.js'
import type {BookResult} from '../result.js'
import {staticFigures} from './figures.js'
import type {BookOutcome, LossSeries} from './model.js'
import type {Paths} from './environment.js'
import {exposureOf, replay, sizesOf, type Book} from './replay.js'
import {cascadeRisk} from './runaway.js'
import type {RuleSet} from './rules.js'

/**
 * One replay of a book over one path: what happened under one set of rules.
 * @param asked how owners of loans are asked to respond; undefined: they are not
 */
export function singleOutcome(book: Book, paths: Paths, set: RuleSet, asked: ResponseAsked | undefined): BookOutcome {
  const result = replay(book, paths, set, {detail: 'series'})
  const [path] = [...paths.values()]
  const barSeconds = path?.barSeconds ?? 0
  const {ids, ...atExecution} = result.atExecution
  const risk = cascadeRisk(book, paths, set)
  const {response, reason} = respond(book, paths, set, asked)
  return {
    static: staticFigures(result, book.kind, exposureOf(book, paths), barSeconds),
    ...(response && {response}),
    responseReason: reason,
    atExecution: {...atExecution, ids, sizes: sizesOf(book, paths, ids)},
    capitalEfficiency: set.capitalEfficiency,
    ...(risk && {cascadeRisk: risk}),
    losses: lossesOf(result, path?.time),
  }
}

/** Lending books only: perpetual traders are given no response unless somebody measures one. */
function respond(book: Book, paths: Paths, set: RuleSet, asked: ResponseAsked | undefined): ResponseOrReason {
  if (asked === undefined) return {reason: 'not asked for'}
  if (book.kind !== 'lending' || set.kind !== 'lending') return {reason: 'none is known for perpetual positions'}
  return responseOrReason(book.book, paths, set.rules, asked)
}

function lossesOf({perBar}: BookResult, time: Float64Array | undefined): LossSeries {
  const bars = [...perBar.loss.keys()].filter((bar) => perBar.loss[bar] !== 0 || perBar.inflow[bar] !== 0)
  return {
    time: bars.map((bar) => (time === undefined ? `bar ${bar + 1}` : formatTime(time[bar] as number))),
    loss: bars.map((bar) => perBar.loss[bar] as number),
    inflow: bars.map((bar) => perBar.inflow[bar] as number),
  }
}
