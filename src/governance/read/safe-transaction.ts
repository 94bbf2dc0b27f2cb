import {FIELD_NAMES, readField, type FieldName, type Read, type SafeFields, type Scalar} from './fields.js'
import {readJsonObject} from './json-object.js'

/** Something wrong with one field of a transaction. */
export interface FieldProblem {
  readonly field: string
  readonly message: string
}

/** A Safe transaction as its JSON text has it; `all` only when every field is there and valid. */
export interface SafeTransactionText {
  readonly fields: Partial<SafeFields>
  readonly all: SafeFields | undefined
  readonly problems: readonly FieldProblem[]
  /** Names of fields that a Safe transaction does not have. */
  readonly unknown: readonly string[]
}

/**
 * Reads the text of a plain `safe-transaction.json`. A field that is missing, malformed or ambiguous is a problem
 * of that field: the answer to "is this that transaction?" is then no.
 * @throws TRANSACTION_NOT_JSON, TRANSACTION_NOT_AN_OBJECT
 */
export function readSafeTransaction(text: string): SafeTransactionText {
  const {members, duplicates} = readJsonObject(text)
  const scalars = new Map(members.map(({key, source}) => [key, scalarOf(source)]))
  const repeated = new Set(duplicates)
  const fields: Partial<Record<FieldName, SafeFields[FieldName]>> = {}
  const problems: FieldProblem[] = duplicates.map((field) => ({
    field,
    message: 'stands twice; readers disagree on which counts',
  }))
  for (const field of FIELD_NAMES) {
    const scalar = scalars.get(field)
    const read: Read<SafeFields[FieldName]> = scalar ? readField(field, scalar) : {problem: 'is missing'}
    if ('problem' in read) problems.push({field, message: read.problem})
    else if (!repeated.has(field)) fields[field] = read.value
  }
  const complete = FIELD_NAMES.every((field) => fields[field] !== undefined)
  return {
    fields: fields as Partial<SafeFields>,
    all: complete ? (fields as unknown as SafeFields) : undefined,
    problems,
    unknown: [...scalars.keys()].filter((key) => !(FIELD_NAMES as readonly string[]).includes(key)),
  }
}

function scalarOf(source: string): Scalar {
  if (source.startsWith('"')) return {text: JSON.parse(source) as string}
  if (/^[-\d]/.test(source)) return {number: source}
  if (source.startsWith('{')) return {other: 'an object'}
  if (source.startsWith('[')) return {other: 'a list'}
  return {other: source}
}
