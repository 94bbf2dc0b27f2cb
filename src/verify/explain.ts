import {PlimsollError} from '../errors.js'
import type {DecodedCall} from '../governance/read/decode/model.js'
import type {ProtocolRequest} from '../protocols/model.js'
import {READERS} from '../protocols/readers.js'
import {PROTOCOLS} from '../protocols/registry.js'
import {chainId as idOf} from '../protocols/chains.js'
import * as Address from 'ox/Address'

/** A request that changes nothing, for every deployment that a protocol's book has on a chain. */
function requestsOn(protocol: string, chainId: number): ProtocolRequest[] {
  const definition = PROTOCOLS.find(({name}) => name === protocol)
  return (definition?.drafting?.deployments ?? [])
    .filter(({chain}) => idOf(chain) === chainId)
    .map(({name, chain}) => ({protocol: {name: protocol, chain, deployment: name, through: ''}, changes: []}))
}

/**
 * What one call says in human terms, where its target is a contract that one of the registry's protocols knows by its
 * address; empty otherwise. A call with anything wrong about it says nothing here: the tree shows it.
 */
export function statementsOf(call: DecodedCall, chainId: number | undefined): string[] {
  if (chainId === undefined || call.to === undefined || call.operation !== 'call' || call.flaws.length > 0) return []
  if (call.function?.certainty === 'guess') return []
  const raw = {chainId, to: Address.checksum(call.to), value: call.value, data: call.data}
  for (const reader of READERS) {
    for (const request of requestsOn(reader.name, chainId)) {
      try {
        const read = reader.read(raw, request)
        if (read && read.problems.length === 0 && read.statements.length > 0)
          return read.statements.map(({text}) => text)
      } catch (error) {
        if (!(error instanceof PlimsollError)) throw error
      }
    }
  }
  return []
}
