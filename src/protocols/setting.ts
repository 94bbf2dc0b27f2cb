import {PlimsollError} from '../errors.js'
import type {JsonSchema, Setting} from './model.js'

/** How one kind of value is written, for the schema of a setting. */
export interface SettingText {
  /** What is set: a heading for editors. */
  readonly title?: string
  /** What `to` and the others mean: one sentence, shown by editors. */
  readonly description: string
  readonly pattern: string
  readonly examples: readonly string[]
}

const has = (name: string): JsonSchema => ({properties: {[name]: {}}, required: [name]})

/** Schema of a setting: exactly `{from, to}`, `{to}` or `{keep}`, plus the properties (all required) that a protocol adds. */
export function settingSchema(
  {title = 'a value', description, pattern, examples}: SettingText,
  extra: JsonSchema = {},
): JsonSchema {
  const text = {type: 'string', pattern, examples}
  const tail = Object.keys(extra).map((name, index) => `, ${name}: $${index + 3}`)
  return {
    type: 'object',
    title,
    description,
    additionalProperties: false,
    // What editors offer where nothing stands yet.
    defaultSnippets: [
      {label: 'change it', description, bodyText: `{from: $1, to: $2${tail.join('')}}`},
      {label: 'keep it', description: 'The current value, which stays.', bodyText: `{keep: $1${tail.join('')}}`},
    ],
    properties: {
      from: {
        ...text,
        description: 'The current value: what the change starts from, as a check and for the comparison.',
      },
      to: {...text, description: `The new value. ${description}`},
      keep: {...text, description: 'The current value, which stays as it is.'},
      ...extra,
    },
    required: Object.keys(extra),
    oneOf: [has('to'), {...has('keep'), not: has('from')}],
  }
}

/** Whether a value of a change is a setting rather than a literal. */
export function isSetting(value: unknown): value is Setting {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && ('to' in value || 'keep' in value)
}

/** The value with the word in the place of every setting in it. */
export function withoutSettings(value: unknown, word: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (isSetting(value)) return word
  if (Array.isArray(value)) return value.map((part) => withoutSettings(part, word))
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withoutSettings(part, word)]))
}

/** The text that holds after the change: `to`, or `keep`. */
export function textAfter({to, keep}: Setting): string {
  const text = to ?? keep
  if (text === undefined) throw new PlimsollError('PROTOCOL_EMPTY_SETTING', 'A setting needs `to:` or `keep:`.')
  return text
}

/** The text that holds before the change: `from`, or `keep`; undefined when the file does not say it. */
export function textBefore({from, keep}: Setting): string | undefined {
  return from ?? keep
}

/** Runs `read`; an error in the user's input that it throws gets the name of the field in front. */
export function inField<T>(field: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof PlimsollError)) throw error
    const {code, exit, suggestions, place, ref} = error
    throw new PlimsollError(code, `${field}: ${error.message}`, {
      exit,
      suggestions,
      ...(place === undefined ? {} : {place}),
      ...(ref === undefined ? {} : {ref}),
    })
  }
}
