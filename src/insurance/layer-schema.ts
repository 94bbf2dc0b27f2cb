import {AMOUNT_PATTERN} from '../units/amount.js'
import {DURATION_PATTERN} from '../units/duration.js'
import {RATIO_PATTERN} from '../units/ratio.js'

export type JsonSchema = Readonly<Record<string, unknown>>

const SAID: Readonly<Record<string, string>> = {
  from: 'What holds now.',
  to: 'What shall hold.',
  keep: 'What holds, and stays.',
}

/** A value, or a change of it: each parameter of the stack may be governed. */
function governed(schema: JsonSchema, description: string): JsonSchema {
  const change = (name: string, keys: readonly string[]): JsonSchema => ({
    type: 'object',
    description: name,
    additionalProperties: false,
    required: keys,
    properties: Object.fromEntries(keys.map((key) => [key, {...schema, description: SAID[key]}])),
  })
  return {
    description,
    anyOf: [schema, change('Changed by this proposal.', ['from', 'to']), change('Kept as it is.', ['keep'])],
  }
}

const amountText = {type: 'string', pattern: AMOUNT_PATTERN}
const ratioText = {type: 'string', pattern: RATIO_PATTERN}

/** Schemas of the fields that {@link Fields} reads; each takes the description that editors show. */
export const field = {
  choice: (choices: readonly string[], description: string): JsonSchema =>
    governed({type: 'string', enum: choices}, description),
  duration: (description: string): JsonSchema => governed({type: 'string', pattern: DURATION_PATTERN}, description),
  flag: (description: string): JsonSchema => governed({type: 'boolean'}, description),
  number: (description: string, minimum = 0): JsonSchema => governed({type: 'number', minimum}, description),
  ratio: (description: string): JsonSchema => governed(ratioText, description),
  usd: (description: string): JsonSchema => governed(amountText, description),
}

/** The schema of one item of `backtest.fund.layers`. */
export function itemSchema(
  kind: string,
  description: string,
  required: readonly string[],
  properties: Readonly<Record<string, JsonSchema>>,
): JsonSchema {
  return {
    type: 'object',
    description,
    additionalProperties: false,
    required: ['layer', ...required],
    properties: {
      layer: {const: kind, description},
      name: {type: 'string', minLength: 1, description: 'Its name in tables; default its kind. Each must differ.'},
      ...properties,
    },
  }
}
