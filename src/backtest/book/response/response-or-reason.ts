import {PlimsollError} from '../../../errors.js'
import type {LoanBook} from '../lending/book.js'
import type {AssetPath, LendingRules} from '../lending/rules.js'
import {lendingResponse, type LendingResponse} from './lending-response.js'
import {MAKER_ETH_B} from './maker-eth-b.js'

/** Fixed, so that a study has the same bytes every time; any other is as good. */
export const RESPONSE_SEED = 20_211_231

export interface ResponseAsked {
  /** Multiplies the hazard of owners' reactions. */
  readonly speed: number
  /** Runs of the book; default that of `lendingResponse`. */
  readonly paths?: number
}

export type ResponseOrReason =
  | {readonly response: LendingResponse; readonly reason: string}
  | {readonly response?: undefined; readonly reason: string}

/**
 * What owners with the habits of Maker's ETH-B vaults make of a book, with what that rests on; or why it cannot be said
 * (bars too coarse, accounts of several loans, latency or impact).
 */
export function responseOrReason(
  book: LoanBook,
  paths: ReadonlyMap<string, AssetPath>,
  rules: LendingRules,
  {paths: runs, speed}: ResponseAsked = {speed: 1},
): ResponseOrReason {
  try {
    const parameters = speed === 1 ? MAKER_ETH_B : {...MAKER_ETH_B, stress: speed}
    const response = lendingResponse(book, paths, rules, {
      parameters,
      seed: RESPONSE_SEED,
      ...(runs !== undefined && {paths: runs}),
    })
    const slowed = speed === 1 ? '' : `, at ${speed} of their pace`
    const reason = `fitted to Maker ETH-B vaults, 2020-10 to 2021-12${slowed}; median and 90% interval of ${response.paths} runs`
    return {reason, response}
  } catch (error) {
    if (error instanceof PlimsollError && error.code.startsWith('RESPONSE_')) return {reason: error.message}
    throw error
  }
}
