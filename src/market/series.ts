/**
 * One price series: OHLC bars in time order, one row each, without gaps unless `gaps` says so.
 * Prices are in units of `quote` per unit of `base`.
 */
export interface Series {
  /** `ETH-USDT` (daily), `ETH-USD-1h-2020-03`: what `backtest.prices` names. */
  readonly id: string
  readonly title: string
  readonly base: string
  readonly quote: string
  /** Length of a bar, seconds. */
  readonly barSeconds: number
  /** Opening time of each bar, epoch seconds, UTC, strictly increasing. */
  readonly time: Float64Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  /** Volume in units of `quote`; NaN where unknown. One exchange's, not the market's. */
  readonly quoteVolume: Float64Array
  /** Where the figures come from, one line. */
  readonly source: string
  /** sha256 (hex) over the normalised rows: see `digestOf`. */
  readonly digest: string
}
