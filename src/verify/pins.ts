import {PlimsollError} from '../errors.js'
import {parseFunction} from '../governance/read/abi/type.js'
import type {Pin} from '../governance/read/decode/model.js'
import type {Proposal} from '../proposal/model.js'

/** The contracts that a proposal brings along under `contracts:`, by lower-case address. */
export function pinsOf(proposal: Pick<Proposal, 'contracts'> | undefined): Map<string, Pin> {
  const pins = new Map<string, Pin>()
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
    pins.set(key, {title, functions: [...(pins.get(key)?.functions ?? []), ...functions]})
  }
  return pins
}
