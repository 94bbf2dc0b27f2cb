import * as Address from 'ox/Address'

import type {ProtocolReader, ProtocolRequest, RawCall, Statement} from '../model.js'
import {amountOf} from '../read/quantities.js'
import {decodeRow, row, sameAddress, state, type ReadRow} from '../read/table.js'
import {claims} from './claims.js'
import {placeOf, reserveOf, stakeOf, type UmbrellaPlace} from './deployments.js'
import {aboutOf, MEANINGS} from './read/meaning.js'

// This side's own fragments, written from the ABI of the Umbrella; units in read/meaning.ts.

let rows: readonly ReadRow[] | undefined

const functions = (): readonly ReadRow[] =>
  (rows ??= [
    row('function updateSlashingConfigs((address reserve, address stake, uint256 fee, address oracle)[] configs)'),
    row('function setDeficitOffset(address reserve, uint256 offset)'),
    row('function setCooldownStk((address stake, uint256 time)[] configs)'),
    row('function setUnstakeWindowStk((address stake, uint256 time)[] configs)'),
  ])

function read(call: RawCall, request: ProtocolRequest): ReturnType<ProtocolReader['read']> {
  const place = placeOf(request)
  if (!sameAddress(call.to, place.umbrella)) return undefined
  const found = decodeRow(functions(), call)
  if (!found) return undefined
  const {values, problems} = found
  if (values.length === 0) return {statements: [], problems: [...problems]}
  const {name} = found.row.fragment
  const items = Array.isArray(values[0])
    ? (values[0] as Readonly<Record<string, unknown>>[])
    : [{reserve: values[0], offset: values[1]}]
  const empty = items.length === 0 ? [`the call to ${name} changes nothing`] : []
  const statements = items.flatMap((item) => statementsOf(name, item, place, request))
  return {statements, problems: [...problems, ...empty]}
}

/** Which parameters an item of each function carries, and under which name. */
const CARRIED: Readonly<Record<string, readonly (readonly [parameter: string, field: string])[]>> = {
  updateSlashingConfigs: [
    ['liquidationFee', 'fee'],
    ['priceOracle', 'oracle'],
  ],
  setDeficitOffset: [['deficitOffset', 'offset']],
  setCooldownStk: [['cooldown', 'time']],
  setUnstakeWindowStk: [['unstakeWindow', 'time']],
}

function statementsOf(
  name: string,
  item: Readonly<Record<string, unknown>>,
  place: UmbrellaPlace,
  request: ProtocolRequest,
): Statement[] {
  const [reserve = '', stake = ''] = [item['reserve'], item['stake']] as (string | undefined)[]
  const asset = assetAt(reserve, stake, place, request)
  return (CARRIED[name] ?? []).flatMap(([parameter, field]) => {
    const meaning = MEANINGS[parameter]
    if (!meaning) return []
    const subject = asset ?? Address.checksum(reserve === '' ? stake : reserve)
    const unit = meaning.unit ?? amountOf(10n ** BigInt(asset === undefined ? 0 : reserveOf(place, asset).decimals))
    return [
      state(aboutOf(place, meaning.of, reserve, stake, subject), parameter, meaning.title, unit(item[field], subject)),
    ]
  })
}

/** The proposal's asset whose reserve, or whose stake token, has the address. */
function assetAt(reserve: string, stake: string, place: UmbrellaPlace, request: ProtocolRequest): string | undefined {
  const change = request.changes.find((known) => {
    if (reserve !== '') return sameAddress(reserveOf(place, String(known['asset'])).underlying, reserve)
    return typeof known['stake'] === 'string' && sameAddress(stakeOf(place, known, request).token, stake)
  })
  return change && String(change['asset'])
}

export const aaveUmbrellaReader: ProtocolReader = {name: 'aave-umbrella', read, claims}
