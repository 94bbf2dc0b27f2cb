import {AMOUNT_PATTERN} from '../units/amount.js'
import {DURATION_PATTERN} from '../units/duration.js'
import {RATIO_PATTERN} from '../units/ratio.js'

type JsonSchema = Readonly<Record<string, unknown>>

const ratio = (description: string): JsonSchema => ({type: 'string', pattern: RATIO_PATTERN, description})
const amount = (description: string): JsonSchema => ({type: 'string', pattern: AMOUNT_PATTERN, description})
const duration = (description: string): JsonSchema => ({type: 'string', pattern: DURATION_PATTERN, description})
const object = (description: string, properties: JsonSchema, required: readonly string[] = []): JsonSchema => ({
  type: 'object',
  description,
  additionalProperties: false,
  ...(required.length > 0 && {required}),
  properties,
})

const squareRoot = object(
  'The square-root law: volatility x sqrt(size / volume).',
  {
    volume: amount('Traded a day, in USD: `500m USD`.'),
    volatility: ratio('Standard deviation of a day’s return: `4%`.'),
  },
  ['volume', 'volatility'],
)
const depth = object(
  'An order book.',
  {
    depth: {
      type: 'array',
      minItems: 1,
      description: 'What can be traded up to a distance from the mid price, nearer levels included; nearest first.',
      items: object('A level.', {distance: ratio('From the mid price.'), amount: amount('In USD: `2m USD`.')}, [
        'distance',
        'amount',
      ]),
    },
    beyond: ratio('What is paid on what the book does not hold; default 99%.'),
  },
  ['depth'],
)
const pool = object(
  'A constant-product pool, arbitraged to the market between bars.',
  {pool: amount('What it holds on the quote side, in USD: `40m USD`.')},
  ['pool'],
)

const feed = object('A push feed; it looks at the market at openings.', {
  delay: duration("How long an answer waits until it counts: Maker's oracle security module, 1h."),
  deviation: ratio('The feed answers when the price has moved so far; default 0%, every bar.'),
  heartbeat: duration('The feed answers at the latest after so long.'),
})

const both: JsonSchema = {
  penalty: ratio('Liquidation penalty, where no parameter with the role liquidationBonus is in the proposal.'),
  oracle: {
    description:
      'The feed that triggers liquidations, where it is not the market itself; a list is read as its median.',
    anyOf: [feed, {type: 'array', minItems: 1, items: feed}],
  },
  latency: duration(
    'From trigger to liquidation, in whole bars; default the close-out horizon (none before an auction).',
  ),
  slippage: {
    description: 'What selling costs: a ratio, or a model of the market; default nothing.',
    anyOf: [{type: 'string', pattern: RATIO_PATTERN}, squareRoot, depth, pool],
  },
  impact: object('Liquidations move the price for everybody: cascades.', {
    persistence: ratio('Part of the displacement that is still there a bar later; default 50%.'),
    market: {description: 'What moves it; default the model of `slippage`.', anyOf: [squareRoot, depth, pool]},
  }),
}

const perpetual: JsonSchema = {
  tiers: {
    type: 'array',
    minItems: 1,
    description:
      'Perpetuals: marginal maintenance margins that grow with notional; below the first the margin of the proposal holds.',
    items: object('A tier.', {from: amount('Notional from which it holds: `1m USD`.'), margin: ratio('Its margin.')}, [
      'from',
      'margin',
    ]),
  },
  marginScaling: object(
    'Perpetuals: initial margin grows to 100% as open interest goes from one cap to the other, maintenance in proportion.',
    {
      lowerCap: amount('Open interest from which it grows, in USD.'),
      upperCap: amount('Where it reaches 100%, in USD.'),
    },
    ['lowerCap', 'upperCap'],
  ),
  partial: object(
    'Perpetuals: large positions are closed by a part first, the rest when that was not enough.',
    {fraction: ratio('The part: `20%`.'), from: amount('Notional from which: `100k USD`.')},
    ['fraction', 'from'],
  ),
  penaltyToFund: ratio('Perpetuals: part of the penalty that the fund gets; default 100%.'),
  remainder: {enum: ['owner', 'fund'], description: 'Perpetuals: who keeps what a liquidation leaves; default owner.'},
  funding: object(
    'Perpetuals: what longs pay shorts (negative: get), evenly over the bars.',
    {rate: ratio('Of the notional, each time: `1bps`.'), every: duration('`8h`.')},
    ['rate', 'every'],
  ),
  dynamicMargin: object(
    'Perpetuals: a maintenance margin that follows volatility, replayed beside a fixed one of the same mean.',
    {
      model: {
        enum: ['ewma', 'har', 'garch', 'gjr', 'egarch'],
        description: 'Model of volatility; the GARCH family with Student-t residuals. Fitted on the past only.',
      },
      times: ratio('Margin in standard deviations over the close-out period: `3x`.'),
      confidence: ratio("Instead of `times`: the quantile of the model's own residuals, as in `99.5%`."),
      horizon: duration('Close-out period; default that of the backtest. Square root of time.'),
      floor: ratio('The margin is never lower.'),
      cap: ratio('The margin is never higher.'),
      maxStep: ratio('Most that it moves in a day, of the notional: `1%`.'),
      tool: {
        enum: ['buffer', 'stress', 'floor'],
        description:
          'Against procyclicality (EMIR RTS 153/2013, art. 28): a 25% buffer, 25% weight on stress, a floor of all history.',
      },
      delay: duration('From the decision to when it holds: governance; default none.'),
    },
    ['model'],
  ),
  haircuts: {
    type: 'object',
    minProperties: 1,
    description: 'Perpetuals: part of the value of margin held in an asset that does not count: `{ETH: 10%}`.',
    additionalProperties: {type: 'string', pattern: RATIO_PATTERN},
  },
}

const lending: JsonSchema = {
  auction: object('Of loans with a collateral ratio: the auction that sells the collateral.', {
    duration: duration('From trigger to close; default one bar.'),
    margin: ratio('What a buyer earns; default 0%.'),
  }),
  closing: {
    description: 'Loans: how they are closed; default as Aave v3.3 does.',
    anyOf: [
      object('A liquidator repays a part and seizes collateral with a bonus.', {
        closeFactor: ratio('Part of the debt that one liquidation repays; default 50%.'),
        fullBelow: ratio('Health factor from which on down everything may be repaid; default 0.95x.'),
        smallSide: amount('Debt or collateral below which everything may be repaid; default `2000 USD`.'),
        dust: amount('What a partial liquidation must leave; default `1000 USD`.'),
      }),
      object(
        'The protocol absorbs the account and sells the collateral at a discount, as Compound III does.',
        {
          liquidationFactor: ratio('What collateral is credited at: `93%`.'),
          storeFrontFactor: ratio('Part of the liquidation discount that buyers get: `60%`.'),
        },
        ['liquidationFactor', 'storeFrontFactor'],
      ),
    ],
  },
  protocolFee: ratio("Loans: the protocol's part of the liquidation bonus; default 0%."),
  gas: amount('Loans: what a liquidation costs its liquidator, in USD; default nothing.'),
  borrowRate: ratio('Loans: interest a year, accruing at openings; default 0%.'),
  emodes: {
    type: 'object',
    minProperties: 1,
    description: 'Loans: the efficiency modes that the book names; the proposal does not change them.',
    additionalProperties: object(
      'Thresholds of all collateral in it.',
      {liquidationThreshold: ratio('`93%`.'), liquidationBonus: ratio('The premium: `1%`.')},
      ['liquidationThreshold', 'liquidationBonus'],
    ),
  },
  response: object('Loans: how owners react, where not as they were seen to.', {
    speed: ratio('Multiplies the pace of their reactions: `0.5x` for a congested chain, `0x` when all sleep.'),
  }),
}

/** Keys of `book:` that only one kind of book has. */
export const ONLY_OF = {lending: Object.keys(lending), perpetual: Object.keys(perpetual)} as const

/** How positions are liquidated, where the changed parameters do not say it. What is not given is stated as an assumption. */
export const VENUE_PROPERTIES: JsonSchema = {...both, ...perpetual, ...lending}
