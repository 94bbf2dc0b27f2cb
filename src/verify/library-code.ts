import * as Address from 'ox/Address'

import type {DecodedCall} from '../governance/read/decode/model.js'
import {batchContract} from '../governance/read/known-contracts.js'
import type {Findings} from './findings.js'

/** Code of accounts, from a saved chain state. */
export interface CodeFacts {
  readonly chainId: number
  /** By address in lower case: keccak256 of its code. */
  readonly hashes: ReadonlyMap<string, string>
  /** How far the state can be trusted, in one sentence. */
  readonly authenticity: string
}

/**
 * A batch contract is trusted with a delegatecall for its code, and known by its address. Where the code is at hand it must
 * be the one that its makers published; where it is not, the signer is told that the address alone was checked.
 */
export function judgeLibraries(
  trees: readonly DecodedCall[],
  chainId: number | undefined,
  codes: CodeFacts | undefined,
  {mismatches, notes}: Findings,
): void {
  const addresses = new Set(trees.flatMap((tree) => delegated(tree)))
  for (const address of addresses) {
    const contract = batchContract(address)
    if (!contract) continue
    const name = `${contract.name} ${contract.version} at ${Address.checksum(address)}`
    const found = codes?.chainId === chainId ? codes?.hashes.get(address) : undefined
    if (found === undefined) {
      const why = codes === undefined ? '--state checks its code' : 'the chain state does not have its code'
      notes.push(`${name} is known by its address alone (${why})`)
    } else if (found === contract.codeHash) {
      notes.push(`${name} has the code that was published (${codes?.authenticity ?? ''})`)
    } else {
      mismatches.push(`the code at ${Address.checksum(address)} is not that of ${contract.name} ${contract.version}`)
    }
  }
}

function delegated(call: DecodedCall): string[] {
  const own = call.operation === 'delegatecall' && call.to !== undefined ? [call.to] : []
  return [...own, ...call.calls.flatMap((child) => delegated(child))]
}
