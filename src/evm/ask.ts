import * as Hash from 'ox/Hash'
import * as Hex from 'ox/Hex'

import {ANYBODY, type Machine} from './machine.js'

/** Asks a contract for one number, address or hash; undefined when nothing of the kind comes back. */
export async function ask(machine: Machine, to: string, name: string): Promise<bigint | undefined> {
  const data = Hash.keccak256(Hex.fromString(`${name}()`)).slice(0, 10)
  const {failure, output} = await machine.call({from: ANYBODY, to, value: 0n, data})
  return failure === undefined && output.length === 66 ? BigInt(output) : undefined
}
