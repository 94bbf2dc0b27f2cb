import type {Log} from './machine.js'

/** Tokens that went from one account to another: ERC-20's Transfer. */
export interface TokenMovement {
  readonly token: string
  readonly from: string
  readonly to: string
  /** In the token's smallest units, decimal. */
  readonly amount: string
}

/** keccak256 of `Transfer(address,address,uint256)`. */
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'

/** The movements among events. ERC-721 has a fourth topic and is left out. */
export function tokenMovements(logs: readonly Log[]): TokenMovement[] {
  return logs.flatMap(({address: token, topics, data}): TokenMovement[] => {
    const [event, from = '', to = '', ...more] = topics
    if (event !== TRANSFER || to === '' || more.length > 0 || data.length !== 66) return []
    const account = (topic: string): string => `0x${topic.slice(26)}`
    return [{token, from: account(from), to: account(to), amount: BigInt(data).toString()}]
  })
}
