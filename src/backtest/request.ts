import {PlimsollError} from '../errors.js'
import type {BacktestRequest} from '../proposal/model.js'

export interface Overrides {
  /** A series for everything, or `WETH=ETH-USDT,WBTC=BTC-USDT`. */
  readonly prices?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/**
 * What a proposal asks of its backtest, with what the command line says instead.
 * @throws BACKTEST_NONE when the proposal has no `backtest:`
 */
export function backtestRequest(
  request: BacktestRequest | undefined,
  {from, prices, to}: Overrides,
  file: string,
): BacktestRequest {
  if (request === undefined) {
    throw new PlimsollError('BACKTEST_NONE', 'the proposal has no `backtest:`.', {
      place: {file},
      suggestions: ['Add one: prices, horizon and confidence at least.'],
    })
  }
  return {
    ...request,
    ...(prices !== undefined && {prices: pricesOf(prices)}),
    ...(from !== undefined && {from}),
    ...(to !== undefined && {to}),
  }
}

function pricesOf(text: string): BacktestRequest['prices'] {
  const parts = text.split(',').map((part) => /^([\w.-]+)=(.+)$/.exec(part.trim()))
  if (parts.some((part) => part === null)) return text
  return Object.fromEntries(parts.map((part) => [part?.[1] ?? '', part?.[2] ?? '']))
}
