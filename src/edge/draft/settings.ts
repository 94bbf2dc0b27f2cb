import {allowedRange} from '../../check/policy/allowed.js'
import type {Policy} from '../../check/policy/model.js'
import {judgeTyped} from '../../check/typed-value.js'
import {PlimsollError} from '../../errors.js'
import {assetOf} from '../../protocols/governed.js'
import type {Change, ParameterInfo, Setting} from '../../protocols/model.js'
import {stateValue, type ChainState} from '../../protocols/state.js'
import {formatChange} from '../../units/change.js'
import {formatQuantity} from '../../units/quantity.js'
import {sameValue} from '../../units/same.js'
import {readWritten, writeQuantity} from '../../units/written.js'
import type {Asker} from './asker.js'
import type {GivenSetting} from './given.js'
import {oneOf, requestOf, type Place} from './place.js'
import type {Questions} from './questions.js'
import type {ValueQuestion} from './value-prompt.js'

/** What the settings of one asset are asked with. */
export interface SettingsContext {
  readonly place: Place
  /** What the change says beside its parameters. */
  readonly subject: Change
  readonly given: ReadonlyMap<string, GivenSetting>
  /** What the chain says, where it was asked. */
  readonly state: ChainState | undefined
  readonly questions: Questions
  /** The guardrails that were chosen. */
  readonly policy: Policy | undefined
}

type Texts = ReadonlyMap<string, string>

/** The change of one asset: its parameters, their current values, their new ones. Undefined when something is missing. */
export async function askChange(context: SettingsContext): Promise<Change | undefined> {
  const {place, questions, subject} = context
  const changed = await askParameters(context)
  if (changed.length === 0) return undefined
  const companions = place.definition.drafting.companions(changed)
  const kept = [...context.given].flatMap(([id, {keep}]) => (keep === undefined || companions.includes(id) ? [] : [id]))
  const stays = [...companions, ...kept]
  const now = new Map<string, string>()
  for (const id of [...changed, ...stays]) {
    const text = await askNow(context, id, stays.includes(id))
    if (text !== undefined) now.set(id, text)
  }
  let to: Texts = new Map()
  do {
    to = await askNew(context, changed, now, to)
  } while (questions.asker && (await askAgain(context, questions.asker, changed, now, to)))
  if (to.size < changed.length || now.size < changed.length + stays.length) return undefined
  return changeOf(subject, place, now, to)
}

const titleOf = ({place}: SettingsContext, id: string): string =>
  place.definition.parameters.find((parameter) => parameter.id === id)?.title ?? id

const settable = ({place, subject}: SettingsContext): readonly string[] =>
  place.definition.drafting.settable(requestOf(place, [subject]))

async function askParameters(context: SettingsContext): Promise<string[]> {
  const {given, questions, place, state, subject} = context
  const asset = assetOf(subject)
  const ids = settable(context)
  for (const [id, {is}] of given) {
    if (is !== undefined) continue
    const verdict = oneOf(
      [...ids, ...place.definition.drafting.companions(ids)],
      `parameter of ${asset} that can be set ${place.protocol.through ?? ''}`,
    )(id)
    if (verdict !== true) throw new PlimsollError('DRAFT_BAD_FLAG', verdict, {suggestions: unsaid(context, id)})
  }
  const set = ids.filter((id) => given.get(id)?.to !== undefined)
  if (set.length > 0) return set
  if (!questions.asker) {
    questions.lacks(`--set ${asset}.PARAMETER=VALUE`)
    return []
  }
  const choices = ids.map((id) => {
    const {title = id, description = ''} = place.definition.parameters.find((known) => known.id === id) ?? {}
    const now = state && stateValue(state, place.protocol.deployment ?? '', asset, id)
    return {value: id, name: now ? `${title}  ${formatQuantity(now)}` : title, description}
  })
  const picked = await questions.asker.pickSome(`Parameters of ${asset}`, choices)
  return ids.filter((id) => picked.includes(id))
}

/** Which details of the asset are not said, where one of them may be what a parameter needs. */
function unsaid({place: {definition}, subject}: SettingsContext, id: string): string[] {
  if (!definition.parameters.some((known) => known.id === id)) return []
  const details = definition.drafting.details?.(assetOf(subject)) ?? []
  const open = details.flatMap(({names}) => names).filter((name) => subject[name] === undefined)
  return open.length === 0 ? [] : [`It may need more: --about ${open.join('=VALUE, --about ')}=VALUE.`]
}

/** The current value of a parameter: read, or given, or typed. */
async function askNow(context: SettingsContext, id: string, stays: boolean): Promise<string | undefined> {
  const {given, place, questions, state, subject} = context
  const asset = assetOf(subject)
  const {from, keep} = given.get(id) ?? {}
  const flag = stays ? `--keep ${asset}.${id}` : `--from ${asset}.${id}`
  const said = keep ?? from
  const read = state && stateValue(state, place.protocol.deployment ?? '', asset, id)
  if (read) {
    const text = writeQuantity(read)
    if (said === undefined || sameValue(said, text)) return text
    throw new PlimsollError(
      'DRAFT_NOT_CURRENT',
      `${flag}=${said}: ${state.source} says ${text} at block ${state.block.number}.`,
    )
  }
  const validate = (text: string): string | true =>
    judgeTyped(requestOf(place), {...subject, [id]: {keep: text}}, id).blocking[0] ?? true
  const question: ValueQuestion = {
    message: `Current ${titleOf(context, id)} of ${asset}`,
    hint: () => [
      stays ? 'It stays; the change needs it.' : 'What holds now.',
      `Getter: ${info(context, id)?.getter ?? 'none'}`,
    ],
    validate,
  }
  return questions.need(
    `${flag}=VALUE (or --rpc URL, --current FILE)`,
    said,
    (asker) => asker.value(question),
    validate,
  )
}

const info = ({place}: SettingsContext, id: string): ParameterInfo | undefined =>
  place.definition.parameters.find((known) => known.id === id)

/** The new values, each judged with those before it; asked again, what was typed last is offered. */
async function askNew(context: SettingsContext, changed: readonly string[], now: Texts, last: Texts): Promise<Texts> {
  const {given, questions, subject} = context
  const asset = assetOf(subject)
  const to = new Map<string, string>()
  for (const id of changed) {
    const validate = (text: string): string | true => judgeNew(context, id, text, now, to).blocking[0] ?? true
    const question = newQuestion(context, id, now, to, last.get(id))
    const text = await questions.need(
      `--set ${asset}.${id}=VALUE`,
      last.has(id) ? undefined : given.get(id)?.to,
      (asker) => asker.value({...question, validate}),
      validate,
    )
    if (text !== undefined) to.set(id, text)
  }
  return to
}

function judgeNew({place, policy, subject}: SettingsContext, id: string, text: string, now: Texts, to: Texts) {
  return judgeTyped(
    {...requestOf(place), policy: policy?.name},
    changeOf(subject, place, now, new Map([...to, [id, text]])),
    id,
  )
}

function newQuestion(context: SettingsContext, id: string, now: Texts, to: Texts, last: string | undefined) {
  const current = now.get(id) ?? ''
  const range = info(context, id)?.accepts
  const {place, policy, subject} = context
  const allowed = policy && allowedRange(policy, place, {...subject, [id]: {keep: current}}, id)
  const changeText = (text: string): string | undefined => {
    const change = text === '' ? undefined : formatChange(readWritten(current), readWritten(text))
    return change === undefined
      ? undefined
      : `${formatQuantity(readWritten(current))} -> ${formatQuantity(readWritten(text))}: ${change}`
  }
  return {
    message: `New ${titleOf(context, id)} of ${assetOf(subject)}`,
    default: last,
    after: changeText,
    hint(text: string): string[] {
      const judged = text === '' ? undefined : judgeNew(context, id, text, now, to)
      return [
        changeText(text) ?? `now ${formatQuantity(readWritten(current))}`,
        allowed === undefined ? `contract: ${range ?? 'no limit known'}` : `${policy?.name ?? ''}: ${allowed}`,
        ...[...(judged?.blocking ?? []), ...(judged?.together ?? [])].map((message) => `! ${message}`),
        ...(judged?.warnings ?? []).map((message) => `? ${message}`),
      ]
    },
  } satisfies Omit<ValueQuestion, 'validate'>
}

/** Whether values that are wrong together are to be asked for once more. */
async function askAgain(
  context: SettingsContext,
  asker: Asker,
  changed: readonly string[],
  now: Texts,
  to: Texts,
): Promise<boolean> {
  const last = changed.at(-1)
  if (last === undefined || to.size === 0) return false
  const {together} = judgeNew(context, last, to.get(last) ?? '', now, to)
  if (together.length === 0) return false
  for (const message of together) asker.tell(`! ${message}`)
  return asker.confirm('Change the values?', true)
}

/** Everything that is known of the asset, in the protocol's order: what is not changed stays. */
function changeOf(subject: Change, {definition}: Place, now: Texts, to: Texts): Change {
  const settings = definition.parameters.flatMap(({id}): [string, Setting][] => {
    const [before, after] = [now.get(id), to.get(id)]
    if (after !== undefined) return [[id, {...(before === undefined ? {} : {from: before}), to: after}]]
    return before === undefined ? [] : [[id, {keep: before}]]
  })
  return {...subject, ...Object.fromEntries(settings)}
}
