import type {OwnerParameters} from './parameters.js'

/**
 * Owners of Maker's ETH-B vaults, October 2020 to December 2021: maximum likelihood on 522,839 vault-hours, with `below`,
 * `frailty` and `common` set by liquidations. Method, standard errors and validation: docs/validation.md.
 */
export const MAKER_ETH_B: OwnerParameters = {
  common: 0.909,
  frailty: 0.2,
  lever: {location: -3.019, scale: 0.881},
  oracle: {deviation: 0.016, mean: 0.03},
  response: {
    below: 1.5,
    belowSize: 0.367,
    constant: -6.732,
    fallDay: 9.18,
    fallHour: -0.705,
    nearness: 1.167,
    size: -0.012,
  },
  restore: {location: -3.157, repaid: 0.661, scale: 1.47},
  risk: {constant: -3.802, distance: -2.939, fallDay: -2.286},
}
