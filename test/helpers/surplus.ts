import {bridgeMinimum} from '../../src/insurance/simulation/paths/bridge.js'
import {emptyStep, openStack, plainLoss} from '../../src/insurance/simulation/path-stack.js'
import {readLayers} from '../../src/insurance/layers/registry.js'
import type {BrownianSurplus} from '../../src/insurance/ruin/brownian.js'
import {brownianRuin} from '../../src/insurance/ruin/brownian.js'
import {finiteTimeRuin, type ExponentialClaims} from '../../src/insurance/ruin/cramer-lundberg.js'
import {Waterfall} from '../../src/insurance/waterfall.js'
import {exponential} from '../../src/numerics/random/exponential.js'
import {normal} from '../../src/numerics/random/normal.js'
import {stream, type Stream} from '../../src/numerics/random/stream.js'

/** A stack of a fund alone whose losses and income are a process of which the chance of exhaustion is known. */
export interface SurplusSetting {
  readonly name: string
  readonly capital: number
  /** The closed form. */
  readonly known: number
  /** Feeds one path, step by step, until `pay` says that the fund is exhausted; returns the weight of the path then, or 0. */
  path(random: Stream, pay: (income: number, loss: number) => boolean): number
}

/** Cramer-Lundberg within a horizon: a step a claim, premiums in between. */
export function claims(capital: number, horizon: number, law: ExponentialClaims): SurplusSetting {
  const {meanClaim, premium, rate} = law
  return {
    name: `claims, capital ${capital}, horizon ${horizon}, premium ${premium}`,
    capital,
    known: finiteTimeRuin(capital, horizon, law),
    path(random, pay) {
      for (let time = 0; ;) {
        const wait = exponential(random) / rate
        time += wait
        if (time > horizon) return 0
        if (pay(premium * wait, meanClaim * exponential(random))) return 1
      }
    },
  }
}

/**
 * The same by importance sampling (Siegmund, Annals of Statistics 4 (1976) 673-684): claims are drawn from the law tilted by
 * the adjustment coefficient R, under which ruin is certain, and a path weighs exp(-R (claims - premiums)) at ruin.
 */
export function tiltedClaims(capital: number, horizon: number, law: ExponentialClaims): SurplusSetting {
  const {meanClaim, premium, rate} = law
  const adjustment = 1 / meanClaim - rate / premium
  const tilt = 1 - meanClaim * adjustment
  return {
    ...claims(capital, horizon, law),
    name: `tilted claims, capital ${capital}, horizon ${horizon}, premium ${premium}`,
    path(random, pay) {
      for (let [time, deficit] = [0, 0]; ;) {
        const wait = (exponential(random) * tilt) / rate
        const claim = (exponential(random) * meanClaim) / tilt
        time += wait
        if (time > horizon) return 0
        deficit += claim - premium * wait
        if (pay(premium * wait, claim)) return Math.exp(-adjustment * deficit)
      }
    },
  }
}

/** A Brownian surplus: a step is a day, whose low comes by the bridge before its close. */
export function brownian(surplus: BrownianSurplus, horizon: number, steps: number): SurplusSetting {
  const variance = (surplus.sigma * surplus.sigma * horizon) / steps
  return {
    name: `Brownian, capital ${surplus.u}, drift ${surplus.drift}, horizon ${horizon}`,
    capital: surplus.u,
    known: brownianRuin(surplus, horizon),
    path(random, pay) {
      let income = 0
      for (let t = 0; t < steps; t++) {
        const close = (surplus.drift * horizon) / steps + Math.sqrt(variance) * normal(random)
        const low = bridgeMinimum(random, close, variance)
        if (pay(income, -low)) return 1
        income = close - low
      }
      return 0
    },
  }
}

/** The chance of exhaustion as the stack's own machinery finds it: estimate, its standard error, and the z-score. */
export function simulated(setting: SurplusSetting, seed: number, paths: number) {
  const stack = new Waterfall(readLayers([{layer: 'insurance-fund', balance: `${setting.capital} USD`}], 'after'))
  const step = emptyStep()
  const loss = plainLoss()
  let [sum, squares] = [0, 0]
  for (let path = 0; path < paths; path++) {
    const open = openStack(stack, path, {openInterest: 0, seed, stepSeconds: 86_400})
    step.index = step.flows.toFund = step.flows.fromFund = 0
    const weight = setting.path(stream(seed, path), (income, amount) => {
      step.flows.toFund = income
      open.step(step)
      loss.amount = amount
      if (amount > 0) open.settle(step, loss)
      step.index++
      return open.firstExhausted[0] !== -1
    })
    sum += weight
    squares += weight * weight
  }
  const value = sum / paths
  const error = Math.sqrt((squares / paths - value * value) / paths)
  return {value, error, relative: error / value, z: (value - setting.known) / error}
}

/**
 * Paths for which the standard error of a plain estimate stays within `relative` of it, even when the estimate itself falls four
 * standard errors below the chance `p`.
 */
export function pathsFor(p: number, relative: number): number {
  let paths = 100
  for (;;) {
    const low = p - 4 * Math.sqrt((p * (1 - p)) / paths)
    if (low > 0 && (1 - low) / low / paths <= relative ** 2) return paths
    paths = Math.ceil(paths * 1.02)
  }
}

/** Kolmogorov-Smirnov distance of values from the standard normal law, times the root of how many there are. */
export function ksStatistic(values: readonly number[], cdf: (z: number) => number): number {
  const ascending = [...values].sort((a, b) => a - b)
  const n = ascending.length
  const distance = ascending.reduce((most, z, i) => Math.max(most, cdf(z) - i / n, (i + 1) / n - cdf(z)), 0)
  return distance * (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n))
}
