import type {ProtocolReader, ProtocolRequest, RawCall} from '../model.js'
import {decodeRow, sameAddress, state} from '../read/table.js'
import {claims} from './claims.js'
import {placeOf, scopeOf} from './deployments.js'
import {aboutOf, setters, tokenOf} from './read/meaning.js'

function read(call: RawCall, request: ProtocolRequest): ReturnType<ProtocolReader['read']> {
  const place = placeOf(request)
  if (!sameAddress(call.to, place.proxy)) return undefined
  const found = decodeRow(
    setters().map(([row]) => row),
    call,
  )
  const setter = found && setters().find(([row]) => row === found.row)?.[1]
  if (!found || !setter) return undefined
  const {values, problems} = found
  if (values.length === 0) return {statements: [], problems: [...problems]}
  const {scope} = setter
  const id = scope === 'system' ? 0n : (values[0] as bigint)
  // The calldata knows ids only: the asset is the one that the proposal gives this id, where it does.
  const change = request.changes.find((known) => {
    const about = scopeOf(known)
    return about.scope === scope && about.id === id
  })
  const asset = change ? String(change['asset']) : undefined
  const statements = Object.entries(setter.values).map(([key, meaning], index) => {
    const raw = values[index + (scope === 'system' ? 0 : 1)]
    return state(
      aboutOf(place, scope, id, asset),
      key,
      meaning.title,
      meaning.unit(raw, tokenOf(meaning, asset ?? 'of its asset')),
    )
  })
  return {statements, problems: [...problems]}
}

export const synthetixV3Reader: ProtocolReader = {name: 'synthetix-v3', read, claims}
