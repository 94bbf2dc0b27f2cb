import * as AbiParameters from 'ox/AbiParameters'
import * as Hash from 'ox/Hash'
import * as Hex from 'ox/Hex'

import type {Change, ProtocolRequest} from '../../model.js'
import type {ClaimKind} from '../../read/claim.js'
import {amountOf, numberOf, seconds, shareOf, yesNo, type Unit} from '../../read/quantities.js'
import {marketOf, marketToken, symbolOf, type TokenSide} from '../deployments.js'
import {SHAPES, type KeyPart, type Shape} from '../keys.js'

// The reading side's own table of keys and units, written from Keys.sol.

const FLOAT = 10n ** 30n

interface Measure {
  readonly kind: ClaimKind
  /** Undefined for amounts of a token, which need its decimals. */
  readonly unit: Unit | undefined
}
const SHARE: Measure = {kind: 'ratio', unit: shareOf(FLOAT)}
const POWER: Measure = {kind: 'number', unit: numberOf(FLOAT)}
const USD: Measure = {kind: 'amount', unit: amountOf(FLOAT)}
const TOKEN: Measure = {kind: 'amount', unit: undefined}
const TIME: Measure = {kind: 'duration', unit: seconds}
const FLAG: Measure = {kind: 'yesNo', unit: yesNo}

const NAMES: Readonly<Record<string, readonly [shape: Shape, measure: Measure]>> = {
  MIN_COLLATERAL_FACTOR: ['market', SHARE],
  MIN_COLLATERAL_FACTOR_FOR_LIQUIDATION: ['market', SHARE],
  MIN_COLLATERAL_FACTOR_FOR_OPEN_INTEREST_MULTIPLIER: ['side', POWER],
  MAX_OPEN_INTEREST: ['side', USD],
  RESERVE_FACTOR: ['side', SHARE],
  OPEN_INTEREST_RESERVE_FACTOR: ['side', SHARE],
  MAX_PNL_FACTOR: ['pnl', SHARE],
  MIN_PNL_FACTOR_AFTER_ADL: ['side', SHARE],
  LIQUIDATION_FEE_FACTOR: ['market', SHARE],
  POSITION_FEE_FACTOR: ['balance', SHARE],
  SWAP_FEE_FACTOR: ['balance', SHARE],
  MAX_POOL_AMOUNT: ['token', TOKEN],
  MAX_POOL_USD_FOR_DEPOSIT: ['token', USD],
  MAX_COLLATERAL_SUM: ['tokenSide', TOKEN],
  POSITION_IMPACT_FACTOR: ['sign', POWER],
  SWAP_IMPACT_FACTOR: ['sign', POWER],
  POSITION_IMPACT_EXPONENT_FACTOR: ['sign', POWER],
  SWAP_IMPACT_EXPONENT_FACTOR: ['market', POWER],
  MAX_POSITION_IMPACT_FACTOR: ['sign', SHARE],
  MAX_POSITION_IMPACT_FACTOR_FOR_LIQUIDATIONS: ['market', SHARE],
  FUNDING_FACTOR: ['market', SHARE],
  FUNDING_EXPONENT_FACTOR: ['market', POWER],
  MAX_FUNDING_FACTOR_PER_SECOND: ['market', SHARE],
  MIN_FUNDING_FACTOR_PER_SECOND: ['market', SHARE],
  FUNDING_INCREASE_FACTOR_PER_SECOND: ['market', SHARE],
  FUNDING_DECREASE_FACTOR_PER_SECOND: ['market', SHARE],
  THRESHOLD_FOR_STABLE_FUNDING: ['market', SHARE],
  THRESHOLD_FOR_DECREASE_FUNDING: ['market', SHARE],
  BORROWING_FACTOR: ['side', SHARE],
  BORROWING_EXPONENT_FACTOR: ['side', POWER],
  OPTIMAL_USAGE_FACTOR: ['side', SHARE],
  BASE_BORROWING_FACTOR: ['side', SHARE],
  ABOVE_OPTIMAL_USAGE_BORROWING_FACTOR: ['side', SHARE],
  MAX_LENDABLE_IMPACT_FACTOR: ['market', SHARE],
  MAX_LENDABLE_IMPACT_USD: ['market', USD],
  IS_MARKET_DISABLED: ['market', FLAG],
  MIN_COLLATERAL_USD: ['exchange', USD],
  MIN_POSITION_SIZE_USD: ['exchange', USD],
  SEQUENCER_GRACE_DURATION: ['exchange', TIME],
  CLAIMABLE_COLLATERAL_DELAY: ['exchange', TIME],
}

/** One parameter as the reading side knows it. */
export interface Meaning extends Measure {
  readonly id: string
  readonly title: string
  readonly base: Hex.Hex
  readonly parts: readonly KeyPart[]
  readonly ofExchange: boolean
}

const hashed = (name: string): Hex.Hex => Hash.keccak256(AbiParameters.encode([{type: 'string'}] as const, [name]))

/** `MAX_OPEN_INTEREST` and the suffix `Long`: `maxOpenInterestLong`. */
function idOf(name: string, suffix: string): string {
  const [first = '', ...rest] = name.toLowerCase().split('_')
  return first + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('') + suffix
}

let meanings: ReadonlyMap<string, Meaning> | undefined

/** Every parameter by its id; made on first use. */
export function allMeanings(): ReadonlyMap<string, Meaning> {
  meanings ??= new Map(
    Object.entries(NAMES).flatMap(([name, [shape, measure]]) =>
      SHAPES[shape].map(({suffix, words, parts}): [string, Meaning] => {
        const id = idOf(name, suffix)
        const title = `${name}${words}`
        return [id, {...measure, id, title, base: hashed(name), parts, ofExchange: shape === 'exchange'}]
      }),
    ),
  )
  return meanings
}

/** The data behind the base key, as Keys.sol encodes it for a market. */
export function dataOf({parts, ofExchange}: Meaning, change: Change, request: ProtocolRequest): Hex.Hex {
  const market = marketOf(request, String(change['asset']))
  if (ofExchange || market === undefined) return '0x'
  const words: {readonly type: string; readonly value: unknown}[] = [{type: 'address', value: market}]
  for (const part of parts) {
    if (typeof part === 'boolean') words.push({type: 'bool', value: part})
    else if (typeof part === 'string') words.push({type: 'address', value: marketToken(request, change, part).address})
    else words.unshift({type: 'bytes32', value: hashed(`MAX_PNL_FACTOR_FOR_${part.pnl}`)})
  }
  return AbiParameters.encode(
    words.map(({type}) => ({type})),
    words.map(({value}) => value),
  )
}

/** The token that an amount is counted in, and its unit. */
export function measureOf(
  {unit, parts}: Meaning,
  change: Change,
  request: ProtocolRequest,
): {token: string; unit: Unit} {
  const side = parts.find((part): part is TokenSide => typeof part === 'string')
  if (unit || side === undefined) return {token: 'USD', unit: unit ?? numberOf(1n)}
  const {decimals} = marketToken(request, change, side)
  return {token: symbolOf(change, side) ?? side, unit: amountOf(10n ** BigInt(decimals))}
}

/** Whether the change names the tokens that the parameter's key needs. */
export const hasTokens = ({parts}: Meaning, change: Change): boolean =>
  parts.every((part) => typeof part !== 'string' || symbolOf(change, part) !== undefined)
