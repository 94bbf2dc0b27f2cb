import * as Address from 'ox/Address'

import type {ProtocolReader, ProtocolRequest, RawCall, Statement} from '../model.js'
import {decodeRow, row, sameAddress, state, type ReadRow} from '../read/table.js'
import {claims} from './claims.js'
import {collateralOf, placeOf, type EulerPlace} from './deployments.js'
import {aboutOf, MEANINGS, PACKS, valueOf} from './read/meaning.js'

// This side's own fragments, written from the ABI of the EVault; units in read/meaning.ts.

let rows: readonly (readonly [ReadRow, readonly string[]])[] | undefined

/** Each function, with the parameters that its last arguments are. */
function functions(): NonNullable<typeof rows> {
  rows ??= [
    [row('function setLTV(address c, uint16 borrow, uint16 liquidation, uint32 ramp)'), PACKS[0] ?? []],
    [row('function setCaps(uint16 supply, uint16 borrow)'), PACKS[1] ?? []],
    [row('function setMaxLiquidationDiscount(uint16 discount)'), ['maxLiquidationDiscount']],
    [row('function setLiquidationCoolOffTime(uint16 time)'), ['liquidationCoolOffTime']],
    [row('function setInterestFee(uint16 fee)'), ['interestFee']],
    [row('function setInterestRateModel(address model)'), ['interestRateModel']],
  ]
  return rows
}

/** The call as the vault sees it; what GovernorAccessControl forwards has the vault's address behind it. */
function atVault(call: RawCall, {forwarder, vault}: EulerPlace): RawCall | undefined {
  if (forwarder === undefined) return sameAddress(call.to, vault) ? call : undefined
  if (!sameAddress(call.to, forwarder) || call.data.length < 10 + 40) return undefined
  const behind = `0x${call.data.slice(-40)}`
  return sameAddress(behind, vault) ? {...call, data: call.data.slice(0, -40)} : undefined
}

function read(call: RawCall, request: ProtocolRequest): ReturnType<ProtocolReader['read']> {
  const place = placeOf(request)
  const inner = atVault(call, place)
  if (!inner) return undefined
  const found = decodeRow(
    functions().map(([known]) => known),
    inner,
  )
  if (!found) return undefined
  const ids = functions().find(([known]) => known === found.row)?.[1] ?? []
  const {values, problems} = found
  if (values.length === 0) return {statements: [], problems: [...problems]}
  const isOfCollateral = values.length > ids.length
  const collateral = isOfCollateral ? String(values[0]) : undefined
  const about = aboutOf(place, collateral, collateral === undefined ? '' : nameOf(collateral, request))
  const statements = ids.map((id, index): Statement => {
    const raw = values[index + (isOfCollateral ? 1 : 0)]
    return state(about, id, MEANINGS[id]?.title ?? id, valueOf(id, raw, place))
  })
  return {statements, problems: [...problems]}
}

/** The name that the proposal has for a collateral; its address when it has none. */
function nameOf(address: string, request: ProtocolRequest): string {
  const known = request.changes
    .map((change) => String(change['asset']))
    .find((asset) => asset !== request.protocol.underlying && sameAddress(collateralOf(request, asset), address))
  return known ?? Address.checksum(address)
}

/** The forwarder that the proposal goes through. */
function forwarders(request: ProtocolRequest): string[] {
  const {forwarder} = placeOf(request)
  return forwarder === undefined ? [] : [forwarder]
}

export const eulerV2Reader: ProtocolReader = {name: 'euler-v2', read, claims, forwarders}
