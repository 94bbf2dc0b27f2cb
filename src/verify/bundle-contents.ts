import * as Address from 'ox/Address'

import {decodeCall} from '../governance/read/decode/decode-call.js'
import type {DecodedCall} from '../governance/read/decode/model.js'
import type {TransactionInput} from '../governance/read/transaction/model.js'
import type {Proposal} from '../proposal/model.js'
import {chainId} from '../protocols/chains.js'
import type {BundledAddress} from './bundle.js'
import {expectedSafe} from './governance.js'
import {treeOf} from './nested.js'
import {pinsOf} from './pins.js'
import {resolve} from './resolve.js'

/** The addresses that transactions call and the functions they call there, each with how it is known. */
export function shownInBundle(
  inputs: readonly TransactionInput[],
  proposal: Proposal,
): {readonly addresses: readonly BundledAddress[]; readonly functions: readonly string[]} {
  const addresses = new Map<string, BundledAddress>()
  const functions = new Set<string>()
  const walk = (call: DecodedCall): void => {
    if (call.to !== undefined) {
      const address = Address.checksum(call.to)
      const source = pins.has(call.to)
        ? 'contracts: of the proposal'
        : call.title === undefined
          ? 'not known'
          : 'address book'
      addresses.set(address, {address, title: call.title ?? 'not known', source})
    }
    if (call.function)
      functions.add(`${call.function.selector} ${call.function.signature} (${call.function.certainty})`)
    for (const child of call.calls) walk(child)
  }
  const pins = pinsOf(proposal)
  const id = chainId(proposal.protocol.chain)
  for (const input of inputs) for (const tree of treesOf(input, proposal, id)) walk(tree)
  return {addresses: [...addresses.values()], functions: [...functions].sort()}
}

function treesOf(input: TransactionInput, proposal: Proposal, id: number): DecodedCall[] {
  const pins = pinsOf(proposal)
  const [item] = proposal.governance ?? []
  const isSafe = item?.venue === 'safe'
  const fields = {...(isSafe ? expectedSafe(item, undefined).fields : {}), chainId: BigInt(id)}
  const address = typeof item?.['address'] === 'string' ? item['address'] : undefined
  const resolved = resolve(input, {}, {isSafe, address, fields})
  if (resolved.kind === 'safe') return resolved.safe.all ? [treeOf(resolved.safe.all, pins)] : []
  return resolved.calls.map(({to, value, data}) =>
    decodeCall({operation: 'call', to: to.toLowerCase(), value, data}, {chainId: id, pins}),
  )
}
