import {PlimsollError} from '../errors.js'
import {parseFunction} from '../governance/read/abi/type.js'
import type {Pin} from '../governance/read/decode/model.js'
import type {Proposal} from '../proposal/model.js'
import {readerFor} from '../protocols/readers.js'

/** The contracts that a proposal brings along under `contracts:`, by lower-case address. */
export function pinsOf(proposal: Proposal | undefined): Map<string, Pin> {
  const pins = new Map<string, Pin>()
  const forwarders = proposal ? forwardersOf(proposal) : []
  for (const [title, {address, abi = []}] of Object.entries(proposal?.contracts ?? {})) {
    const key = address.toLowerCase()
    const functions = abi.flatMap((text) => {
      try {
        return [parseFunction(text)]
      } catch (error) {
        if (error instanceof PlimsollError) return []
        throw error
      }
    })
    const forwards = forwarders.includes(key)
    pins.set(key, {title, functions: [...(pins.get(key)?.functions ?? []), ...functions], ...(forwards && {forwards})})
  }
  return pins
}

/** None where the proposal does not say enough: then its statements cannot be read either, and that is told. */
function forwardersOf(proposal: Proposal): string[] {
  try {
    const found = readerFor(proposal.protocol.name)?.forwarders?.(proposal) ?? []
    return found.map((address) => address.toLowerCase())
  } catch (error) {
    if (error instanceof PlimsollError) return []
    throw error
  }
}
