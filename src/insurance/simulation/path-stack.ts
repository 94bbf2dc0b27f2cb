import {stream} from '../../numerics/random/stream.js'
import type {Layer, Loss, Opening, Step, Winners} from '../model.js'
import type {OpenWaterfall, Waterfall} from '../waterfall.js'

/** A step before anything has happened: every field is overwritten, step by step. */
export function emptyStep(): Step {
  return {
    index: 0,
    years: 0,
    price: 1,
    adverse: 1,
    token: 1,
    peg: 1,
    openInterest: 0,
    volatility: Number.NaN,
    revenue: 0,
    penalties: 0,
    confirmationDelay: 0,
    flows: {toFund: 0, fromFund: 0, fundDrawn: 0, returned: 0},
  }
}

/** A loss about which only sums are known. */
export function plainLoss(): Loss {
  return {amount: 0, margin: 0, notional: 0, profits: 0, equity: 0, winners: undefined as Winners | undefined}
}

/** Lane of a layer's random numbers: FNV-1a of its name, so that a stack before and after a change draws the same ones. */
function laneOf(name: string): number {
  let hash = 0x811c9dc5
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return hash >>> 0
}

/**
 * Opens a stack on one path: each layer has a random stream named by seed, path and its name.
 * @param openInterest USD; price and token start at 1
 */
export function openStack(
  stack: Waterfall,
  path: number,
  {
    openInterest,
    seed,
    stepSeconds,
  }: {readonly openInterest: number; readonly seed: number; readonly stepSeconds: number},
): OpenWaterfall {
  return stack.open((layer: Layer): Opening => ({
    openInterest,
    price: 1,
    random: () => stream(seed, path, laneOf(layer.name)),
    stepSeconds,
    token: 1,
  }))
}
