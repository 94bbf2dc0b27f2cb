import {PlimsollError} from '../../errors.js'
import {usableReturns} from './sample.js'

/** ln(p_t / p_{t-1}): one value fewer than prices. @throws VOLATILITY_BAD_PRICE unless every price is positive */
export function logReturns(prices: ArrayLike<number>): Float64Array {
  const out = new Float64Array(Math.max(0, prices.length - 1))
  for (let t = 0; t < prices.length; t++) {
    const price = prices[t] as number
    if (!(price > 0 && price < Infinity)) {
      throw new PlimsollError('VOLATILITY_BAD_PRICE', `Price ${t + 1} is ${price}: a return needs positive prices.`)
    }
    if (t > 0) out[t - 1] = Math.log(price / (prices[t - 1] as number))
  }
  return out
}

/**
 * Realised variance: the sum of squared returns over each full block, such as 24 hourly returns a day. Returns that do
 * not fill a block at the end are left out.
 */
export function realisedVariance(returns: ArrayLike<number>, perBlock: number): Float64Array {
  const sample = usableReturns(returns, {purpose: 'Realised variance', atLeast: perBlock})
  const out = new Float64Array(Math.floor(sample.length / perBlock))
  for (let block = 0; block < out.length; block++) {
    for (const r of sample.subarray(block * perBlock, (block + 1) * perBlock))
      out[block] = (out[block] as number) + r * r
  }
  return out
}
