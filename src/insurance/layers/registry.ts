import {PlimsollError} from '../../errors.js'
import {nearest} from '../../nearest.js'
import {Fields, type Side} from '../fields.js'
import type {LayerKind} from '../layer-kind.js'
import type {JsonSchema} from '../layer-schema.js'
import type {Layer} from '../model.js'
import {ADL} from './adl.js'
import {BACKSTOP_LIQUIDITY} from './backstop-liquidity.js'
import {DEFAULTER_MARGIN} from './defaulter-margin.js'
import {INSURANCE_FUND} from './insurance-fund.js'
import {LIQUIDATION_PENALTIES} from './liquidation-penalties.js'
import {MUTUAL_POOL} from './mutual-pool.js'
import {PARAMETRIC_COVER} from './parametric-cover.js'
import {RECAPITALISATION} from './recapitalisation.js'
import {REINSURANCE} from './reinsurance.js'
import {RESIDUAL} from './residual.js'
import {SOCIALISED_LOSS} from './socialised-loss.js'

/** Every kind of layer that a proposal may name, in the order in which stacks usually have them. */
export const LAYER_KINDS: readonly LayerKind[] = [
  DEFAULTER_MARGIN,
  LIQUIDATION_PENALTIES,
  INSURANCE_FUND,
  PARAMETRIC_COVER,
  MUTUAL_POOL,
  REINSURANCE,
  BACKSTOP_LIQUIDITY,
  ADL,
  SOCIALISED_LOSS,
  RECAPITALISATION,
  RESIDUAL,
]

/** An item of `backtest.fund.layers`, as parsed. */
export type LayerItem = Readonly<Record<string, unknown>>

/** The schema of `backtest.fund.layers` (draft-07): each item is decided by what its `layer` says. */
export const layersSchema: JsonSchema = {
  type: 'array',
  minItems: 1,
  description: 'The waterfall: who pays, in this order. The residual deficit comes last of itself.',
  items: {
    type: 'object',
    required: ['layer'],
    properties: {layer: {type: 'string', description: 'Its kind.', enum: LAYER_KINDS.map(({kind}) => kind)}},
    allOf: LAYER_KINDS.map(({kind, schema}) => ({
      if: {properties: {layer: {const: kind}}, required: ['layer']},
      then: schema,
    })),
  },
}

/**
 * The stack that a proposal describes, before or after its changes.
 * @throws INSURANCE_LAYER_UNKNOWN for a kind that is not there, and what the kinds throw
 */
export function readLayers(items: readonly LayerItem[], side: Side): Layer[] {
  return items.map((item, index) => {
    const name = String(item['layer'])
    const found = LAYER_KINDS.find(({kind}) => kind === name)
    if (found) return found.read(new Fields(item, `layer ${index + 1} (${name})`, side))
    const near = nearest(
      name,
      LAYER_KINDS.map(({kind}) => kind),
    )
    throw new PlimsollError('INSURANCE_LAYER_UNKNOWN', `There is no kind of layer called \`${name}\`.`, {
      suggestions: [
        ...(near.length > 0 ? [`Did you mean ${near.join(' or ')}?`] : []),
        `Known are: ${LAYER_KINDS.map(({kind}) => kind).join(', ')}.`,
      ],
    })
  })
}
