import {PlimsollError} from '../../errors.js'
import type {Fields} from '../fields.js'
import {field, type JsonSchema} from '../layer-schema.js'

/**
 * What an automaton does with perpetual positions within the day. A position's health is the distance to its liquidation:
 * price over threshold for a long, threshold over price for a short (the health factor of a loan). When it falls to `trigger`
 * an order is sized that would bring it to `target` at that price; it is filled `lag` of the way on to the day's worst.
 */
export interface PerpRebalancing {
  readonly action: 'deleverage' | 'top-up'
  readonly trigger: number
  readonly target: number
  readonly lag: number
  /** What closing a part costs, as a share of its value. */
  readonly slippage: number
  /** Of a top-up: dollars that owners have ready every day, over their margin. */
  readonly reserve: number
  /** Share of the positions that take part. */
  readonly share: number
}

const ACTIONS = ['deleverage', 'top-up', 'swap', 'none'] as const

/** The schema of `backtest.fund.rebalancing`. */
export const rebalancingSchema: JsonSchema = {
  type: 'object',
  description: 'Automation that acts on positions before they are liquidated; without it none acts.',
  additionalProperties: false,
  required: ['action', 'trigger', 'target'],
  properties: {
    action: field.choice(ACTIONS, 'Closes a part, or adds dollars; `swap` is for loans; `none` for a side without.'),
    trigger: field.ratio(
      'It acts when the price over the liquidation price (a short: the inverse) is down to this: 1.05x.',
    ),
    target: field.ratio('And brings it to this: 1.15x.'),
    lag: field.ratio('How far on to the worst price of the day the market is by then; default 0%.'),
    slippage: field.ratio('What closing a part costs; default 0%.'),
    reserve: field.ratio('Dollars ready for a top-up, over the margin of a position; default 0%.'),
    share: field.ratio('Share of the positions that take part; default 100%.'),
  },
}

/**
 * Reads `backtest.fund.rebalancing`; undefined for the action `none`.
 * @throws REBALANCING_RANGE, INSURANCE_FIELD
 */
export function readRebalancing(fields: Fields): PerpRebalancing | undefined {
  const action = fields.choice('action', ACTIONS)
  const share = (name: string, fallback: number): number => {
    const value = fields.ratio(name, fallback)
    if (value >= 0 && value <= 1) return value
    throw refused(`\`${name}\` must be between 0% and 100%`)
  }
  if (action === 'none') return undefined
  if (action === 'swap') {
    throw refused('the collateral of these positions is dollars already: write `deleverage` or `top-up` for `swap`')
  }
  const rule = {
    action,
    trigger: fields.ratio('trigger'),
    target: fields.ratio('target'),
    lag: share('lag', 0),
    slippage: share('slippage', 0),
    reserve: fields.ratio('reserve', 0),
    share: share('share', 1),
  }
  if (!(rule.trigger > 1)) throw refused(`a trigger of ${rule.trigger}x is reached at liquidation: write more than 1x`)
  if (!(rule.target > rule.trigger)) {
    throw refused(`the target (${rule.target}x) must be above the trigger (${rule.trigger}x)`)
  }
  if (rule.reserve < 0) throw refused('`reserve` must be zero or more')
  if (action === 'top-up' && rule.reserve === 0) throw refused('a top-up without `reserve` adds nothing')
  return rule
}

/**
 * Whether closing a part helps: for a long `target (1 - slippage) > 1 - maintenance`, for a short
 * `target (1 + maintenance) > 1 + slippage`.
 * @throws REBALANCING_RANGE
 */
export function requireEffective({action, slippage, target}: PerpRebalancing, maintenance: number): void {
  if (action === 'top-up') return
  if (target * (1 - slippage) > 1 - maintenance && target * (1 + maintenance) > 1 + slippage) return
  throw refused(`closing at a slippage of ${slippage} never brings a position to ${target}x: each part makes it worse`)
}

const refused = (why: string): PlimsollError =>
  new PlimsollError('REBALANCING_RANGE', `In \`backtest.fund.rebalancing\`, ${why}.`)
