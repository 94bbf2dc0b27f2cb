import {ACCEPT, STEPS, when} from '../../proposal/schema.js'
import type {JsonSchema, ProtocolDefinition} from '../../protocols/model.js'
import {DURATION_PATTERN} from '../../units/duration.js'

const text = (description: string, examples: readonly string[] = []): JsonSchema => ({
  type: 'string',
  minLength: 1,
  description,
  ...(examples.length > 0 ? {examples} : {}),
})
const names = (description: string): JsonSchema => ({
  type: 'array',
  minItems: 1,
  uniqueItems: true,
  items: {type: 'string', minLength: 1},
  description,
})
const only = (key: string, schema: JsonSchema): JsonSchema => ({
  type: 'object',
  additionalProperties: false,
  required: [key],
  properties: {[key]: schema},
})

const BOUNDS: Readonly<Record<string, JsonSchema>> = {
  title: text('What people call it, where the name does not say it.'),
  min: text('The least value allowed, in the unit of the parameter; for a cap, in `tokens`.', ['0%', '1 tokens']),
  max: text('The greatest value allowed.', ['90%', '2_000_000 tokens']),
  maxChange: {
    description: 'The most that one change may move it: points of its own unit, or a share of the current value.',
    anyOf: [
      only('absolute', text('In the unit of the parameter: `0.5%` is 50 bps of a ratio.', ['0.5%', '10_000 tokens'])),
      only('relative', text('A share of the current value, rounded down in the unit on chain: `20%`.', ['20%'])),
    ],
  },
  fixed: {const: true, description: 'It may not be changed at all.'},
  zero: {
    enum: ['refused', 'unlimited'],
    description: '`refused`: a new value of zero is not allowed. `unlimited`: zero means no cap, above every maximum.',
  },
  minDelay: {type: 'string', pattern: DURATION_PATTERN, description: 'The least time between two changes of it: `3d`.'},
}

/** What a limit of this protocol may say: a known parameter, or an argument of a function. */
function limitSchema({name, parameters}: Pick<ProtocolDefinition, 'name' | 'parameters'>): JsonSchema {
  const known = parameters.map(({id}) => id)
  const parameter =
    known.length > 0
      ? {enum: known, description: `A parameter of ${name}.`}
      : text(
          'The argument that is limited, by its name in the ABI; in structs and lists as `limits[].cap`, for every item.',
        )
  const call = {
    function: text('The function whose argument it is, by its name.'),
    where: {
      type: 'object',
      description: 'Literals that other arguments must have for the limit to apply, as a proposal writes them.',
      minProperties: 1,
    },
  }
  return {
    type: 'object',
    description: 'The limits of one parameter.',
    additionalProperties: false,
    minProperties: 2,
    required: known.length > 0 ? ['parameter'] : ['parameter', 'function'],
    properties: {parameter, ...(known.length > 0 ? {} : call), ...BOUNDS},
  }
}

const evidence: JsonSchema = {
  type: 'object',
  description: 'What a proposal must bring along.',
  additionalProperties: false,
  minProperties: 1,
  properties: {
    steps: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: {enum: [...STEPS]},
      description: 'Steps that the proposal must list under `require:`.',
    },
    accept: {...ACCEPT, description: "Acceptance criteria; the proposal's own must be at least as strict."},
  },
}

/**
 * The JSON Schema of policies (draft-07): a file of its own, or a map under `policy:` in a proposal.
 * A protocol that is added to the registry appears here with its parameters.
 */
export function composePolicySchema(
  protocols: readonly Pick<ProtocolDefinition, 'name' | 'parameters' | 'title'>[],
): JsonSchema {
  const limits = 'Parameter by parameter. A changed parameter that no limit names is reported as CANNOT TELL.'
  return {
    type: 'object',
    description: 'Named guardrails: limits on values and changes, the delay between changes, and required evidence.',
    additionalProperties: false,
    required: ['name', 'title', 'appliesTo', 'limits'],
    properties: {
      name: {
        type: 'string',
        pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
        description: 'How proposals call it: lower case, digits and dashes.',
        examples: ['house-limits'],
      },
      title: text('One line for lists.'),
      source: text('Where the limits come from. Without it they are a template, and every answer is CANNOT TELL.'),
      notes: names('What a reader must know.'),
      appliesTo: {
        type: 'object',
        description: 'What it holds for.',
        additionalProperties: false,
        required: ['protocol'],
        properties: {
          protocol: {enum: protocols.map(({name}) => name), description: 'The protocol, as proposals name it.'},
          deployments: names('The deployments it holds for; all of the protocol when absent.'),
          assets: names('The only assets that may be changed; all when absent.'),
        },
      },
      limits: {type: 'array', minItems: 1, description: limits, items: {type: 'object'}},
      evidence,
    },
    allOf: protocols.map((protocol) =>
      when(['appliesTo', 'protocol'], protocol.name, {
        properties: {limits: {description: limits, items: limitSchema(protocol)}},
      }),
    ),
  }
}
