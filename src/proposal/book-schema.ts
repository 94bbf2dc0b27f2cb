import {AMOUNT_PATTERN} from '../units/amount.js'
import {DURATION_PATTERN} from '../units/duration.js'
import {RATIO_PATTERN} from '../units/ratio.js'
import {VENUE_PROPERTIES} from './venue-schema.js'

type JsonSchema = Readonly<Record<string, unknown>>

const ratio = (description: string): JsonSchema => ({type: 'string', pattern: RATIO_PATTERN, description})
const amount = (description: string): JsonSchema => ({type: 'string', pattern: AMOUNT_PATTERN, description})
const duration = (description: string): JsonSchema => ({type: 'string', pattern: DURATION_PATTERN, description})
const number = (description: string): JsonSchema => ({type: 'number', description})

const synthetic: JsonSchema = {
  seed: {type: 'integer', minimum: 0, description: 'Seed of the synthetic book.'},
  count: {type: 'integer', minimum: 1, maximum: 100_000, description: 'Positions of the synthetic book; default 1000.'},
  sizeTail: number('Tail index of position sizes: the smaller, the more a few hold; default 1.2.'),
  openInterest: amount('Perpetuals: notional of the larger side; default 100m USD.'),
  longShort: ratio("Perpetuals: longs' notional over shorts'; default 1x."),
  medianLeverage: ratio('Perpetuals: median leverage at entry; default 8x.'),
  maxLeverage: ratio('Perpetuals: highest leverage that the venue grants; default 50x.'),
  leverageSpread: number('Perpetuals: standard deviation of the logarithm of leverage; default 0.8.'),
  debt: amount('Loans: all debt; default 100m USD.'),
  medianHealth: ratio('Loans: median health factor under the parameters before the change; default 1.7x.'),
  healthSpread: number('Loans: standard deviation of the logarithm of the health factor less 1; default 0.8.'),
}

export const bookSchema: JsonSchema = {
  type: 'object',
  description: 'The positions to replay: a file, or a synthetic book.',
  additionalProperties: false,
  required: ['source'],
  properties: {
    source: {type: 'string', minLength: 1, description: '`synthetic`, or a CSV, Parquet or JSON file of positions.'},
    taken: {
      type: 'string',
      format: 'date',
      description: 'Day of the file: the book is then opened on every day of the sample, at the prices of that day.',
    },
    horizon: duration(
      'How long each replay runs; default the close-out horizon, for a synthetic book twice that. With a file, `to` comes first.',
    ),
    ...VENUE_PROPERTIES,
    ...synthetic,
  },
}
