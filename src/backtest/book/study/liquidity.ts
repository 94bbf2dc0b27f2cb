import {PlimsollError} from '../../../errors.js'
import {constantProduct} from '../../../market/liquidity/amm.js'
import {constantSlippage} from '../../../market/liquidity/constant.js'
import {depthTable} from '../../../market/liquidity/depth.js'
import type {Liquidity} from '../../../market/liquidity/model.js'
import {squareRoot} from '../../../market/liquidity/square-root.js'
import type {PriceImpact} from '../impact.js'
import {ratioOf, usdOf} from './figures-of-request.js'
import type {BookRequest} from './rules.js'

type Market = Exclude<NonNullable<BookRequest['slippage']>, string>

const PERSISTENCE = '50%'

/** What selling costs, of `slippage:`; undefined when the file does not say. */
export function slippageOf({slippage}: Partial<BookRequest>, assumptions: string[]): Liquidity | undefined {
  if (slippage === undefined) {
    assumptions.push('no slippage')
    return undefined
  }
  return typeof slippage === 'string' ? constantSlippage(ratioOf(slippage)) : marketOf(slippage)
}

/**
 * What liquidations do to the price, of `impact:`.
 * @throws BOOK_RULES when no model says by how much
 */
export function impactOf({impact, slippage}: Partial<BookRequest>, assumptions: string[]): PriceImpact | undefined {
  if (impact === undefined) return undefined
  const market = impact.market ?? (typeof slippage === 'string' ? undefined : slippage)
  if (market === undefined) {
    throw new PlimsollError('BOOK_RULES', '`impact:` needs a model of the market that says by how much prices move.', {
      suggestions: ['Give one: `impact: {market: {volume: 500m USD, volatility: 4%}}`, or the same under `slippage:`.'],
    })
  }
  if (impact.persistence === undefined) assumptions.push(`${PERSISTENCE} of a displacement is left a bar later`)
  return {liquidity: marketOf(market), persistence: ratioOf(impact.persistence ?? PERSISTENCE)}
}

function marketOf(market: Market): Liquidity {
  if ('volume' in market) {
    return squareRoot({sigma: ratioOf(market.volatility), volume: usdOf('The volume of a market', market.volume)})
  }
  if ('pool' in market) return constantProduct(usdOf("A pool's reserve", market.pool))
  const levels = market.depth.map(({amount, distance}) => ({
    cumulative: usdOf('The depth of a market', amount),
    distance: ratioOf(distance),
  }))
  return depthTable(levels, market.beyond === undefined ? undefined : ratioOf(market.beyond))
}
