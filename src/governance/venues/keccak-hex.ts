import {keccak256} from 'ethers'

import {bug} from '../../errors.js'

/** keccak256, with 0x in front, of bytes in hex without it. */
export function keccakHex(hex: string): string {
  const bytes = Buffer.from(hex, 'hex')
  if (2 * bytes.length !== hex.length) throw bug('what is to be hashed is no hex')
  return keccak256(bytes)
}
