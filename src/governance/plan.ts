import {formatDuration} from '../units/duration.js'
import {bug, type Place} from '../errors.js'
import type {Act, Entry, Moment, Step, StepMoment, Turn, VenueCall, VenueContext, VenueItem} from './model.js'
import {placed} from './placed.js'
import {venueNamed} from './venues/registry.js'

/** Everything that must be done for the calls to happen, in order. */
export interface Plan {
  readonly acts: readonly Act[]
  readonly steps: readonly Step[]
}

export interface PlanContext extends Pick<VenueContext, 'chainId' | 'description'> {
  /** What the calls are for, in one line. */
  readonly title: string
  /** What the account must be that makes the calls themselves. */
  readonly authority: string
  /** Where a part of the proposal stands in its file, for errors. */
  readonly locate?: (path: readonly (number | string)[]) => Place | undefined
}

/**
 * Hands the calls to the innermost venue, what that asks for to the one outside it, and so on; what the outermost asks for
 * is left to whoever holds the role. The same items give the same steps.
 */
export function planOf(calls: readonly VenueCall[], items: readonly VenueItem[], context: PlanContext): Plan {
  const {authority, locate, title, ...shared} = context
  const first: Turn = {
    key: 'changes',
    title,
    calls,
    role: authority,
    window: {opens: [], closes: []},
  }
  let entries: readonly Entry[] = [{turn: first}]
  for (let index = items.length - 1; index >= 0; index--) {
    try {
      entries = through(items, index, entries, shared)
    } catch (error) {
      throw placed(error, locate?.(['governance', index]))
    }
  }
  const acts = entries.flatMap((entry) => ('act' in entry ? [entry.act] : leftOver(entry.turn, items.length > 0)))
  return {acts, steps: stepsOf(acts, items, shared.chainId)}
}

function through(
  items: readonly VenueItem[],
  index: number,
  entries: readonly Entry[],
  shared: Omit<VenueContext, 'index' | 'outer' | 'turn' | 'turns'>,
): readonly Entry[] {
  const [item, outer] = [items[index], items[index - 1]]
  if (!item) throw bug(`there is no venue ${index}`)
  const venue = venueNamed(item.venue)
  const turns = entries.filter((entry) => 'turn' in entry).length
  const around = {...shared, index, turns, outer: outer && venueNamed(outer.venue).account(outer)}
  let turn = 0
  return entries.flatMap((entry) =>
    'act' in entry ? [entry] : venue.wrap(entry.turn, item, {...around, turn: turn++}),
  )
}

/** The calls of a turn that no venue carries, one transaction each. */
function leftOver(turn: Turn, venues: boolean): Act[] {
  const {key, title, calls, role, standing, already, window, hashes, notes} = turn
  return calls.map(({to, value, data, title: what}, place) => ({
    key: place === calls.length - 1 ? key : `${key}#${place}`,
    title: calls.length > 1 ? what : title,
    ...(venues ? {venue: 0} : {}),
    sender: {role},
    ...(standing ? {standing} : {}),
    ...(already && calls.length === 1 ? {already} : {}),
    transaction: {to, value, data},
    window,
    ...(hashes ? {hashes} : {}),
    ...(notes ? {notes} : {}),
  }))
}

function stepsOf(acts: readonly Act[], items: readonly VenueItem[], chainId: number): Step[] {
  const numbers = new Map(acts.map(({key}, index) => [key, index + 1]))
  const safes = acts.flatMap(({key, safe}) => (safe ? [key] : []))
  return acts.map((act, index): Step => {
    const {transaction, venue, missing, safe, window, hashes = {}, notes = []} = act
    const name = venue === undefined ? undefined : items[venue]?.venue
    return {
      step: index + 1,
      title: act.title,
      ...(name === undefined || venue === undefined ? {} : {venue: {name, index: venue}}),
      sender: act.sender,
      chainId: act.chainId ?? chainId,
      ...(transaction ? {transaction: {...transaction, value: transaction.value.toString()}} : {}),
      ...(missing === undefined ? {} : {missing}),
      opens: window.opens.map((moment) => stepMoment(moment, numbers)),
      closes: window.closes.map((moment) => stepMoment(moment, numbers)),
      hashes,
      notes,
      ...partOf(act, acts),
      ...(safe ? {safeTransaction: safeFileName('safe-transaction', safes.indexOf(act.key))} : {}),
    }
  })
}

/** `KEY#0`, `KEY#1`, `KEY`: the calls of one turn, one by one. */
function partOf({key}: Act, acts: readonly Act[]): Pick<Step, 'part'> {
  const turnOf = (of: string): string => of.replace(/#\d+$/, '')
  const together = acts.filter((other) => turnOf(other.key) === turnOf(key))
  const call = together.findIndex((other) => other.key === key) + 1
  return together.length > 1 ? {part: {call, of: together.length}} : {}
}

/** The first Safe transaction of a plan has the plain name; the others are numbered. */
export function safeFileName(stem: string, index: number): string {
  return index === 0 ? `${stem}.json` : `${stem}-${index + 1}.json`
}

function stepMoment(moment: Moment, numbers: ReadonlyMap<string, number>): StepMoment {
  if ('condition' in moment) return {text: moment.condition}
  if ('at' in moment) return {at: moment.at, text: new Date(moment.at * 1000).toISOString().replace('.000', '')}
  // A call that went out together with others has no step of its own.
  const afterStep = numbers.get(moment.after) ?? numbers.get(moment.after.replace(/#\d+$/, ''))
  if (afterStep === undefined) throw bug(`no step is called ${moment.after}`)
  const {seconds, until} = moment
  const later = seconds === undefined ? 'once' : `${formatDuration(seconds)} after`
  const text = `${later} step ${afterStep} is done${until === undefined ? '' : `, ${until}`}`
  return {afterStep, ...(seconds === undefined ? {} : {seconds}), text}
}
