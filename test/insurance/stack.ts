import type {Layer, Loss, Opening, Step} from '../../src/insurance/model.js'
import {OpenWaterfall, Waterfall} from '../../src/insurance/waterfall.js'
import {stream} from '../../src/numerics/random/stream.js'

/** A quiet day, to be overwritten. */
export const day = (change: Partial<Step> = {}): Step => ({
  adverse: 100,
  confirmationDelay: 0,
  flows: {fromFund: 0, fundDrawn: 0, returned: 0, toFund: 0},
  index: 0,
  openInterest: 100e6,
  peg: 1,
  penalties: 0,
  price: 100,
  revenue: 0,
  token: 1,
  volatility: 0.8,
  years: 1 / 365,
  ...change,
})

/** A loss with nothing to take from anybody but what is said. */
export const lossOf = (amount: number, change: Partial<Loss> = {}): Loss => ({
  amount,
  equity: 0,
  margin: 0,
  notional: 0,
  profits: 0,
  winners: undefined,
  ...change,
})

export const opening = (seed = 1, lane = 0): Opening => ({
  openInterest: 100e6,
  price: 100,
  random: () => stream(seed, 0, lane),
  stepSeconds: 86_400,
  token: 1,
})

export const openStack = (layers: readonly Layer[], seed = 1): OpenWaterfall => {
  const stack = new Waterfall(layers)
  return stack.open((layer) => opening(seed, stack.layers.indexOf(layer)))
}
