import {AMOUNT_PATTERN} from '../units/amount.js'
import {DURATION_PATTERN} from '../units/duration.js'
import {RATIO_PATTERN} from '../units/ratio.js'

type JsonSchema = Readonly<Record<string, unknown>>

const ratio = (description: string): JsonSchema => ({type: 'string', pattern: RATIO_PATTERN, description})
const amount = (description: string): JsonSchema => ({type: 'string', pattern: AMOUNT_PATTERN, description})
const duration = (description: string): JsonSchema => ({type: 'string', pattern: DURATION_PATTERN, description})
const number = (description: string): JsonSchema => ({type: 'number', description})

/** How positions are liquidated, where the changed parameters do not say it. What is not given is stated as an assumption. */
const venue: JsonSchema = {
  penalty: ratio('Liquidation penalty, where no parameter with the role liquidationBonus is in the proposal.'),
  auction: {
    type: 'object',
    description: 'Of loans with a collateral ratio: the auction that sells the collateral.',
    additionalProperties: false,
    properties: {
      duration: duration('From trigger to close; default one bar.'),
      margin: ratio('What a buyer earns; default 0%.'),
    },
  },
  oracle: {
    type: 'object',
    description: 'The feed that triggers liquidations, where it is not the market itself.',
    additionalProperties: false,
    properties: {
      delay: duration("How long an answer waits until it counts: Maker's oracle security module, 1h."),
      deviation: ratio('The feed answers when the price has moved so far; default 0%, every bar.'),
      heartbeat: duration('The feed answers at the latest after so long.'),
    },
  },
  latency: duration(
    'From trigger to liquidation, in whole bars; default the close-out horizon (none before an auction).',
  ),
  slippage: {
    description: 'What selling costs: a ratio, or the square-root law by daily volume and volatility; default nothing.',
    anyOf: [
      {type: 'string', pattern: RATIO_PATTERN},
      {
        type: 'object',
        additionalProperties: false,
        required: ['volume', 'volatility'],
        properties: {
          volume: amount('Traded a day, in USD: `500m USD`.'),
          volatility: ratio('Standard deviation of a day’s return: `4%`.'),
        },
      },
    ],
  },
}

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
    source: {type: 'string', minLength: 1, description: '`synthetic`, or a CSV or JSON file of positions.'},
    horizon: duration(
      'How long each replay runs; default the close-out horizon, for a synthetic book twice that. With a file, `to` comes first.',
    ),
    ...venue,
    ...synthetic,
  },
}
