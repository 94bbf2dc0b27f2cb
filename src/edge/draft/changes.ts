import type {Policy} from '../../check/policy/model.js'
import {PlimsollError} from '../../errors.js'
import {assetOf} from '../../protocols/governed.js'
import type {Change} from '../../protocols/model.js'
import {deploymentIn, type ChainState} from '../../protocols/state.js'
import {readState} from '../rpc/read-state.js'
import {loadState} from '../state-file.js'
import type {Asker} from './asker.js'
import {askContracts} from './contracts.js'
import type {DraftFlags} from './flags.js'
import type {Given} from './given.js'
import {oneOf, requestOf, type Place} from './place.js'
import type {Questions} from './questions.js'
import {askChange} from './settings.js'
import {askSubject} from './subject.js'

/** What every question about the changes is asked with. */
interface Context {
  readonly flags: DraftFlags
  readonly given: Given
  readonly policy: Policy | undefined
  readonly questions: Questions
}

interface Changes {
  /** With the contracts that the changes need; undefined when something is missing. */
  readonly place: Place | undefined
  readonly changes: readonly Change[]
  readonly state: ChainState | undefined
}

/** Asks what changes: the assets, what else they are about, their parameters and values. */
export async function askChanges(context: Context, market: Place | undefined): Promise<Changes> {
  const {flags, given, questions} = context
  const loaded = flags.current === undefined ? undefined : await loadState(flags.current)
  if (loaded && market) deploymentIn(loaded, market.protocol)
  const named = market && (await askContracts(market, [...given.keys()], questions))
  let found: Changes = {place: named, changes: [], state: loaded}
  let left = await askAssets(context, named)
  while (left.length > 0) {
    found = await askOf(context, found, left)
    const {place, changes} = found
    const {asker} = questions
    if (!place || !asker || given.size > 0 || !(await asker.confirm('Change another asset?', false))) break
    left = [await askAsset(place, asker, changes.map(assetOf))]
  }
  return found
}

/** The changes of some more assets, with those there are. */
async function askOf(context: Context, found: Changes, assets: readonly string[]): Promise<Changes> {
  const {flags, given, policy, questions} = context
  const place = found.place && (await askContracts(found.place, assets, questions))
  if (!place) return {...found, place}
  const about = (asset: string) => given.get(asset) ?? new Map<string, never>()
  const subjects: Change[] = []
  for (const asset of assets) {
    const subject = await askSubject({place, asset, given: about(asset), questions})
    if (subject) subjects.push(subject)
  }
  let {state} = found
  if (flags.rpc !== undefined && subjects.length === assets.length) {
    // One block for all: what is read later is read where the first was.
    const block = state?.block.number ?? flags.block
    state = merged(state, await readState(flags.rpc, requestOf(place, subjects), assets, {block}))
  }
  for (const note of notesOf(state, assets)) questions.asker?.tell(`note: ${note}`)
  const changes: Change[] = []
  for (const subject of subjects) {
    const change = await askChange({place, subject, given: about(assetOf(subject)), state, questions, policy})
    if (change) changes.push(change)
  }
  return {place, changes: [...found.changes, ...changes], state}
}

async function askAssets({flags, given, questions}: Context, place: Place | undefined): Promise<string[]> {
  // What a proposal must bring along has been asked for, or noted as missing, by name.
  const known = place?.definition.drafting.contracts ? undefined : place?.definition.assets(requestOf(place))
  for (const asset of given.keys()) {
    const verdict = known ? oneOf(known, 'asset')(asset) : true
    if (verdict !== true) throw new PlimsollError('DRAFT_BAD_FLAG', verdict)
  }
  if (given.size > 0) return [...given.keys()]
  if (place && questions.asker) return [await askAsset(place, questions.asker, [])]
  questions.lacks('--asset SYMBOL')
  if (flags.set === undefined) questions.lacks('--set PARAMETER=VALUE')
  return []
}

/** One of the assets that a protocol has, but those that are done; typed where it has others than are known here. */
async function askAsset(place: Place, asker: Asker, done: readonly string[]): Promise<string> {
  const {definition, protocol} = place
  const {drafting} = definition
  const open = (names: readonly string[]): string[] => names.filter((name) => !done.includes(name))
  const all = definition.assets(requestOf(place))
  // Where proposals bring contracts along, an asset may be one of those to come.
  if (all && !drafting.contracts)
    return asker.pick(
      'Asset',
      open(all).map((value) => ({value})),
    )
  const examples = all ?? drafting.deployments.find(({name}) => name === protocol.deployment)?.assets ?? []
  const {asset} = definition.changeSchema['properties'] as {asset: {description: string}}
  return asker.value({
    message: 'Asset',
    hint: () => [asset.description, `As in ${open(examples).join(', ')}.`],
    validate(text) {
      if (text === '') return 'it is needed.'
      if (done.includes(text)) return `${text} is changed already.`
      return drafting.contracts || drafting.details ? true : (problemOf(place, text) ?? true)
    },
  })
}

/** What a protocol has against the name of an asset. */
function problemOf(place: Place, asset: string): string | undefined {
  try {
    place.definition.drafting.settable(requestOf(place, [{asset}]))
    return undefined
  } catch (error) {
    if (error instanceof PlimsollError) return [error.message, ...error.suggestions].join(' ')
    throw error
  }
}

/** What a state says that readers of these assets' values must know. */
export const notesOf = (state: ChainState | undefined, assets: readonly string[]): readonly string[] =>
  state?.notes.filter((note) => assets.some((asset) => note.includes(` ${asset}: `))) ?? []

/** Two states of one block as one. */
function merged(first: ChainState | undefined, second: ChainState): ChainState {
  if (!first) return second
  const deployments = Object.fromEntries(
    Object.entries(second.deployments).map(([name, assets]) => [name, {...first.deployments[name], ...assets}]),
  )
  return {...second, deployments, notes: [...first.notes, ...second.notes]}
}
