import {PlimsollError} from '../../errors.js'
import type {Change, Detail} from '../../protocols/model.js'
import type {GivenSetting} from './given.js'
import {oneOf, type Place} from './place.js'
import type {Questions} from './questions.js'

/** What is asked for of one asset before its parameters are. */
export interface SubjectContext {
  readonly place: Place
  readonly asset: string
  readonly given: ReadonlyMap<string, GivenSetting>
  readonly questions: Questions
}

/** What a change is about: its asset, and what else it must say. Undefined when something is missing. */
export async function askSubject(context: SubjectContext): Promise<Change | undefined> {
  const {asset, given, place} = context
  const details = place.definition.drafting.details?.(asset) ?? []
  const names = details.flatMap((detail) => detail.names)
  for (const [name, {is}] of given) {
    const verdict = is === undefined || oneOf(names, `part of a change of ${asset}`)(name)
    if (verdict !== true) throw new PlimsollError('DRAFT_BAD_FLAG', `--about: ${verdict}`)
  }
  const said: [string, number | string][] = []
  let complete = true
  for (const detail of details) {
    const found = await askDetail(context, detail)
    if (found) said.push(found)
    else if (!detail.optional) complete = false
  }
  return complete ? {asset, ...Object.fromEntries(said)} : undefined
}

async function askDetail(
  {asset, given, place, questions}: SubjectContext,
  {names, optional}: Detail,
): Promise<[string, number | string] | undefined> {
  const [said, ...more] = names.filter((name) => given.get(name)?.is !== undefined)
  if (more.length > 0)
    throw new PlimsollError('DRAFT_BAD_FLAG', `--about: ${asset} has ${names.join(' or ')}, one of them.`)
  const settled = optional && [...given.values()].some(({to}) => to !== undefined)
  if (said === undefined && settled) return undefined
  const schemas = place.definition.changeSchema['properties'] as Readonly<Record<string, LiteralSchema>>
  const {asker} = questions
  const choices = names.map((value) => ({value, description: schemas[value]?.description ?? ''}))
  const name =
    said ?? (asker && choices.length > 1 ? await asker.pick(`What of ${asset} the change is about`, choices) : names[0])
  if (name === undefined || (said === undefined && !asker && optional)) return undefined
  const schema = schemas[name] ?? {}
  const validate = (text: string): string | true =>
    text === '' && optional ? true : (literalProblem(text, schema) ?? true)
  const flag = `--about ${asset}.${said ?? names.join('|')}=VALUE`
  const hint = () => [schema.description ?? '', ...(optional ? ['Enter leaves it out.'] : [])]
  const question = {message: `\`${name}\` of ${asset}`, hint, validate}
  const text = await questions.need(flag, given.get(name)?.is, (each) => each.value(question), validate)
  if (text === undefined || text === '') return undefined
  return [name, schema.type === 'integer' ? Number(text) : text]
}

interface LiteralSchema {
  readonly type?: string
  readonly minimum?: number
  readonly description?: string
}

function literalProblem(text: string, {type, minimum = 0}: LiteralSchema): string | undefined {
  if (text === '') return 'it is needed.'
  if (type !== 'integer') return undefined
  const fits = /^\d+$/.test(text) && Number.isSafeInteger(Number(text)) && Number(text) >= minimum
  return fits ? undefined : `\`${text}\` is no whole number from ${minimum} on.`
}
