import {DURATION_PATTERN} from '../units/duration.js'
import {RATIO_PATTERN} from '../units/ratio.js'

const ratio = (description: string) => ({type: 'string', pattern: RATIO_PATTERN, description}) as const
const duration = (description: string) => ({type: 'string', pattern: DURATION_PATTERN, description}) as const
const date = (description: string) => ({type: 'string', format: 'date', description}) as const
const object = (description: string, properties: object, required: readonly string[]) => ({
  type: 'object',
  description,
  additionalProperties: false,
  required,
  properties,
})

const days = {from: date('First day, UTC.'), to: date('Last day, UTC, included.')}

/** The JSON Schema of a file with a stress scenario. */
export const SCENARIO_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'scenario.schema.json',
  title: 'Plimsoll stress scenario',
  description: 'What prices, feeds and the depth of markets do while a book of positions is open.',
  type: 'object',
  additionalProperties: false,
  required: ['scenario', 'title'],
  properties: {
    scenario: {type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,62}$', description: 'Its name: `weekend-gap`.'},
    title: {type: 'string', minLength: 3, maxLength: 120, description: 'One line for reports.'},
    history: object('Prices do what they did.', days, ['from', 'to']),
    gap: object(
      'Prices open at once lower (`-40%`) or higher, and stay.',
      {
        by: ratio('The change: `-40%`.'),
        assets: {
          type: 'array',
          minItems: 1,
          items: {type: 'string', minLength: 1},
          description: 'The assets that it hits; default those that the proposal changes.',
        },
      },
      ['by'],
    ),
    volatility: object(
      'Prices do what they did, every return multiplied; without days the last of the sample.',
      {times: ratio('`3x`.'), ...days},
      ['times'],
    ),
    correlation: object('All assets move as the one that fell most, each with its own volatility.', days, [
      'from',
      'to',
    ]),
    lasts: duration(
      'How long a gap, a depeg or the last days of the sample are replayed; default 30d of the sample, else as long as it takes to close.',
    ),
    depeg: object(
      'An asset loses a part of its value, and is back later.',
      {
        asset: {type: 'string', minLength: 1, description: 'Default: every asset that the proposal changes.'},
        by: ratio('What it loses: `12%`.'),
        over: duration('How long it falls.'),
        lasts: duration('From the start of the fall to when it is back.'),
      },
      ['by', 'over', 'lasts'],
    ),
    outage: object('Feeds go on saying what they said before the worst bar.', {lasts: duration('How long: `6h`.')}, [
      'lasts',
    ]),
    liquidity: object(
      'Markets are thinner than the proposal says.',
      {withdrawn: ratio('Part of their depth that is gone: `80%`.')},
      ['withdrawn'],
    ),
  },
} as const
