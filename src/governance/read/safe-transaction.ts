import {FIELD_NAMES, readField, type FieldName, type Read, type SafeFields, type Scalar} from './fields.js'
import type {SafeInput} from './transaction/model.js'

/** Something wrong with one field of a transaction. */
export interface FieldProblem {
  readonly field: string
  readonly message: string
}

/** A Safe transaction as its source has it; `all` only when every field is there and valid. */
export interface SafeTransactionText {
  readonly fields: Partial<SafeFields>
  readonly all: SafeFields | undefined
  readonly problems: readonly FieldProblem[]
  /** Names of fields that a Safe transaction does not have. */
  readonly unknown: readonly string[]
  /** Fields that the source does not have, and that were taken from elsewhere. */
  readonly assumed: readonly FieldName[]
}

/**
 * The fields of a Safe transaction. A field that is missing, malformed or ambiguous is a problem of that field: the answer
 * to "is this that transaction?" is then no.
 * @param context fields that the format of the source leaves out, from the proposal or the user
 */
export function readSafeFields(
  {scalars, duplicates, unread}: Pick<SafeInput, 'duplicates' | 'scalars' | 'unread'>,
  context: Partial<SafeFields> = {},
): SafeTransactionText {
  const fields: Partial<Record<FieldName, SafeFields[FieldName]>> = {}
  const repeated = new Set(duplicates)
  const assumed: FieldName[] = []
  const problems: FieldProblem[] = duplicates.map((field) => ({
    field,
    message: 'stands twice; readers disagree on which counts',
  }))
  for (const field of FIELD_NAMES) {
    const scalar: Scalar | undefined = scalars.get(field)
    const elsewhere = context[field]
    if (!scalar && elsewhere !== undefined) {
      fields[field] = elsewhere
      assumed.push(field)
      continue
    }
    const read: Read<SafeFields[FieldName]> = scalar ? readField(field, scalar) : {problem: 'is missing'}
    if ('problem' in read) problems.push({field, message: read.problem})
    else if (!repeated.has(field)) fields[field] = read.value
  }
  const complete = FIELD_NAMES.every((field) => fields[field] !== undefined)
  return {
    fields: fields as Partial<SafeFields>,
    all: complete ? (fields as unknown as SafeFields) : undefined,
    problems,
    unknown: unread,
    assumed,
  }
}
