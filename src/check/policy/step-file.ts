import type {Proposal} from '../../proposal/model.js'
import type {SourceFile} from '../../proposal/parse.js'
import {rewrite, type Rewrite} from '../../proposal/rewrite.js'
import {settingsOf, type PlacedSetting} from '../../proposal/settings.js'
import type {GovernedValue} from '../../protocols/model.js'
import {rational, type Rational} from '../../units/rational.js'
import {respell} from '../../units/respell.js'
import {restate, type Figure} from './figures.js'

const MAX_TITLE = 120

/** One value of a step: where it comes from and where it goes, in units; the same when it stays. */
export interface Stage {
  readonly value: GovernedValue
  readonly from: bigint
  readonly to: bigint
}

/** Where a step stands in its ladder. */
export interface Position {
  /** Counts from 1. */
  readonly step: number
  readonly of: number
  /** "day 3", or a date. */
  readonly when: string
}

/** The settings of the whole proposal, by path. */
function settingsByPath({changes}: Proposal): Map<string, PlacedSetting> {
  const settings = changes.flatMap((change, index) => settingsOf(change, ['changes', index]))
  return new Map(settings.map((setting) => [JSON.stringify(setting.path), setting]))
}

const inUnits = ({perOne}: GovernedValue, units: bigint): Rational => rational(units, perOne)

/** The figures of the whole change that prose may quote, and the step's in their place. */
function figuresOf(stages: readonly Stage[], settings: ReadonlyMap<string, PlacedSetting>): Figure[] {
  return stages.flatMap(({value, from, to}) => {
    const setting = settings.get(JSON.stringify(value.path))
    if (!setting) return []
    const {from: whole, to: target, keep} = setting
    const figure = (text: string | undefined, units: bigint, here: boolean): Figure[] =>
      text === undefined ? [] : [{whole: text, step: here ? inUnits(value, units) : undefined}]
    return [...figure(whole, from, from !== to), ...figure(target, to, from !== to), ...figure(keep, from, true)]
  })
}

function titleOf(title: string, figures: readonly Figure[], stages: readonly Stage[], {step, of}: Position): string {
  const suffix = ` (step ${step} of ${of})`
  const restated = restate(title, figures)
  if (restated !== undefined && restated.length + suffix.length <= MAX_TITLE) return restated + suffix
  const subjects = [...new Set(stages.filter(({from, to}) => from !== to).map(({value}) => value.subject))]
  const named = `Change ${subjects.join(', ')}${suffix}`
  return named.length <= MAX_TITLE ? named : `Change ${subjects.length} assets${suffix}`
}

/** A summary whose every figure is one of this step. */
function plainSummary(stages: readonly Stage[], {step, of, when}: Position): string {
  const lines = stages.map(({value, from, to}) => {
    const show = (units: bigint): string => value.show(inUnits(value, units))
    const what = `${value.subject} ${value.parameter}`
    return from === to ? `- ${what} stays at ${show(from)}.` : `- ${what} goes from ${show(from)} to ${show(to)}.`
  })
  return [`Step ${step} of ${of}, ${when}.`, '', ...lines].join('\n')
}

/** The proposal of one step: the same file with this step's values, title, summary and nonces. */
export function stepFile(
  source: SourceFile,
  proposal: Proposal,
  stages: readonly Stage[],
  position: Position,
): {title: string; text: string} {
  const settings = settingsByPath(proposal)
  const figures = figuresOf(stages, settings)
  const title = titleOf(proposal.title, figures, stages, position)
  // What changes nothing in this step is left out; a call that carries literals only belongs to every step.
  const idle = proposal.changes.flatMap((_, index) => {
    const own = stages.filter(({value}) => value.path[1] === index && value.changes)
    return own.length > 0 && own.every(({from, to}) => from === to) ? [index] : []
  })
  const edits = stages
    .filter(({value}) => value.changes && !idle.includes(Number(value.path[1])))
    .map(({value, from, to}) => {
      const setting = settings.get(JSON.stringify(value.path))
      const spell = (sample: string | undefined, units: bigint): string => respell(sample ?? '', inUnits(value, units))
      const {path, before, after} = value
      // A value that is the file's own keeps the file's spelling.
      const start = from === before ? [] : [{path: [...path, 'from'], value: spell(setting?.from, from)}]
      const end = to === after ? [] : [{path: [...path, 'to'], value: spell(setting?.to, to)}]
      return {moves: from !== to, set: [...start, ...end], keep: {path, value: spell(setting?.to, to)}}
    })
  const restated = proposal.summary === undefined ? undefined : restate(proposal.summary, figures)
  const summary = restated ?? plainSummary(stages, position)
  const nonces = (proposal.governance ?? []).flatMap(({nonce}, index) =>
    typeof nonce === 'number' ? [{path: ['governance', index, 'nonce'], value: nonce + position.step - 1}] : [],
  )
  const changes: Rewrite = {
    set: [
      {path: ['title'], value: title},
      ...(proposal.summary === undefined ? [] : [{path: ['summary'], value: summary}]),
      ...edits.flatMap(({moves, set}) => (moves ? set : [])),
      ...nonces,
    ],
    keep: edits.flatMap(({moves, keep}) => (moves ? [] : [keep])),
    remove: idle.map((index) => ['changes', index]),
  }
  return {title, text: rewrite(source, changes)}
}
