import {DURATION_PATTERN} from '../../units/duration.js'
import {field, type JsonSchema} from '../layer-schema.js'
import {PRESETS} from '../layers/presets.js'
import {layersSchema} from '../layers/registry.js'
import {economicsSchema} from './economics-request.js'
import {oracleSchema} from '../oracle/read-oracle.js'
import {rebalancingSchema} from '../rebalancing/perp-rebalancing.js'
import {PATH_MODELS} from './paths/model.js'

const RATE_A_YEAR = String.raw`^\d(_?\d)*(\.\d+)?\s?(%|bps)\s+per\s+year$`

const STACK = {$ref: '#/definitions/stack'}

/** What the schema of `backtest.fund` refers to: the root of the schema that it becomes part of must have it. */
export const fundDefinitions: JsonSchema = {stack: layersSchema}

/** The schema of `backtest.fund` (draft-07): the stack, and how it is simulated. */
export const fundSchema: JsonSchema = {
  type: 'object',
  description: 'The insurance fund and the layers around it, and how they are simulated.',
  additionalProperties: false,
  oneOf: [{required: ['balance']}, {required: ['layers']}],
  properties: {
    balance: field.usd('What the fund holds, where it stands alone: short for one layer `insurance-fund`.'),
    layers: {
      description: 'The waterfall, first loss first; `{from, to}` where layers come or go; or `{preset, sizes}`.',
      type: ['array', 'object'],
      if: {type: 'array'},
      then: STACK,
      else: {
        if: {required: ['preset']},
        then: {
          additionalProperties: false,
          required: ['preset', 'sizes'],
          properties: {
            preset: {enum: PRESETS.map(({name}) => name), description: 'A stack as a venue runs it.'},
            sizes: {
              type: 'object',
              description: `What each preset asks for: ${PRESETS.map(({name, sizes}) => `${name}: ${Object.keys(sizes).join(', ')}`).join('; ')}.`,
              additionalProperties: field.usd('An amount, or its change.'),
            },
          },
        },
        else: {
          additionalProperties: false,
          required: ['from', 'to'],
          properties: {
            from: {description: 'The stack now.', allOf: [STACK]},
            to: {description: 'The stack as it shall be.', allOf: [STACK]},
          },
        },
      },
    },
    revenue: field.ratio('Fees that the venue earns a year, as a share of open interest; default 0%.'),
    overshoot: field.ratio(
      'Where between its threshold (0%) and the worst price of its day (100%) a liquidation is filled; default 0%.',
    ),
    tokenBeta: field.ratio("How many times as far as the asset the protocol's token moves; default 1x."),
    economics: economicsSchema,
    oracle: oracleSchema,
    rebalancing: rebalancingSchema,
    target: {
      type: 'string',
      pattern: RATE_A_YEAR,
      description: 'Chance of exhaustion for which the fund is sized: `1% per year`; default what `accept` asks.',
    },
    horizon: {type: 'string', pattern: DURATION_PATTERN, description: 'Length of a path, whole days; default 365d.'},
    models: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: {enum: [...PATH_MODELS]},
      description: 'Laws of the price paths, the one that figures come from first; default all.',
    },
    paths: {type: 'integer', minimum: 100, maximum: 1_000_000, description: 'Paths of each law; default 10000.'},
    seed: {type: 'integer', minimum: 0, description: 'Seed of the paths; default 1.'},
  },
}
