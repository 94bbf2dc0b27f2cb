import {PlimsollError} from '../../errors.js'
import {Fields, type Side} from '../fields.js'
import {field, type JsonSchema} from '../layer-schema.js'
import type {Principle} from '../premium/principles.js'
import type {Underwriter} from '../underwriters/participation.js'
import type {Waterfall} from '../waterfall.js'
import type {FundRequest} from './request.js'

/** What `backtest.fund.economics` says, on one side of the change. */
export interface EconomicsTerms {
  /** At least one; the first is the one that prices are given by where there is room for one. */
  readonly principles: readonly Principle[]
  /** Who set them: the file, or nobody. */
  readonly principlesFrom: 'default' | 'file'
  /** What capital earns elsewhere, a year. */
  readonly riskless: number
  /** By the name of the layer: who would stand behind it. */
  readonly supply: ReadonlyMap<string, readonly Underwriter[]>
}

const PRINCIPLES = ['expected-value', 'standard-deviation', 'wang', 'cvar', 'proportional-hazard'] as const

const DEFAULT_PRINCIPLES: readonly Principle[] = [
  {name: 'expected-value', load: 0.2},
  {name: 'standard-deviation', load: 0.3},
  {name: 'wang', load: 0.5},
  {name: 'cvar', level: 0.99, load: 0.1},
]

/** The schema of `backtest.fund.economics` (draft-07). */
export const economicsSchema: JsonSchema = {
  type: 'object',
  description: 'How layers are priced and who stands behind them, for `plimsoll fund --economics`.',
  additionalProperties: false,
  properties: {
    principles: {
      type: 'array',
      minItems: 1,
      description:
        'Premium principles; default expected-value with 20%, standard-deviation with 0.3x, wang with 0.5x, and cvar at 99% with 10%.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['principle', 'load'],
        if: {properties: {principle: {const: 'cvar'}}, required: ['principle']},
        then: {required: ['level']},
        properties: {
          principle: {enum: [...PRINCIPLES], description: 'How the risk of a loss is priced.'},
          load: field.ratio(
            'Of the expected loss (expected-value), of a standard deviation, of the way from mean to expected shortfall (cvar); the shift of normal quantiles (wang); the power by which chances shrink, 1x or more (proportional-hazard).',
          ),
          level: field.ratio('Of the expected shortfall that `cvar` loads.'),
        },
      },
    },
    riskless: field.ratio('What capital earns elsewhere, a year; Sharpe ratios are over it; default 0%.'),
    underwriters: {
      type: 'array',
      minItems: 1,
      description: 'Who would stand behind a layer, and for what return.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['layer', 'supply'],
        properties: {
          layer: {type: 'string', minLength: 1, description: 'The name of the layer.'},
          supply: {
            type: 'array',
            minItems: 1,
            description: 'Each with its capital and the return that it asks. How they leave is said in the layer.',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['name', 'capacity', 'requiredReturn'],
              properties: {
                name: {type: 'string', minLength: 1, description: 'Who.'},
                capacity: field.usd('The most capital that it would put at stake.'),
                requiredReturn: field.ratio('A year, after expected losses: below it takes no part.'),
              },
            },
          },
        },
      },
    },
  },
}

/**
 * Reads the economics of a proposal on one side; without the section the principles are the default ones.
 * @param stacks those of all sides: underwriters may be named for a layer that comes or goes
 * @throws FUND_REQUEST for a layer that nobody can stand behind; INSURANCE_FIELD, UNITS_*
 */
export function economicsTerms({economics}: FundRequest, side: Side, stacks: readonly Waterfall[]): EconomicsTerms {
  const where = '`backtest.fund.economics`'
  const fields = new Fields(economics ?? {}, where, side)
  const layers = stacks.flatMap((stack) => stack.layers)
  const taking = layers.filter(({underwriting}) => underwriting !== undefined).map(({name}) => name)
  const underwritten = [...new Set(taking)]
  const supply = new Map<string, readonly Underwriter[]>()
  for (const item of fields.has('underwriters') ? fields.list('underwriters') : []) {
    const name = item.text('layer', '')
    if (!underwritten.includes(name)) {
      const known = underwritten.map((each) => `\`${each}\``).join(', ')
      throw new PlimsollError('FUND_REQUEST', `Nobody can stand behind \`${name}\`: no such layer takes capital.`, {
        suggestions: [known === '' ? 'No layer of this stack does.' : `Those that do: ${known}.`],
      })
    }
    supply.set(name, [...(supply.get(name) ?? []), ...item.list('supply').map(underwriter)])
  }
  const said = fields.has('principles')
  return {
    principles: said ? fields.list('principles').map(principle) : DEFAULT_PRINCIPLES,
    principlesFrom: said ? 'file' : 'default',
    riskless: fields.ratio('riskless', 0),
    supply,
  }
}

function underwriter(fields: Fields): Underwriter {
  const [name, capacity, requiredReturn] = [
    fields.text('name', ''),
    fields.usd('capacity'),
    fields.ratio('requiredReturn'),
  ]
  if (capacity > 0) return {name, capacity, requiredReturn}
  throw new PlimsollError('FUND_REQUEST', `The underwriter \`${name}\` has no capacity: leave it out.`)
}

function principle(fields: Fields): Principle {
  const name = fields.choice('principle', PRINCIPLES)
  const load = fields.ratio('load')
  if (!(load >= 0)) throw new PlimsollError('FUND_REQUEST', `The load of \`${name}\` is below zero: it loads nothing.`)
  switch (name) {
    case 'cvar': {
      const level = fields.ratio('level')
      if (level > 0 && level < 1 && load <= 1) return {name, level, load}
      throw new PlimsollError('FUND_REQUEST', '`cvar` needs a `level` between 0% and 100%, and a load of at most 100%.')
    }
    case 'proportional-hazard':
      if (load >= 1) return {name, rho: load}
      throw new PlimsollError('FUND_REQUEST', '`proportional-hazard` needs a `load` of 1x or more.')
    default:
      return {name, load}
  }
}
