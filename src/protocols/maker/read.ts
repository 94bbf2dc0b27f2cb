import type {ProtocolReader, ProtocolRequest, RawCall, Statement} from '../model.js'
import {decodeRow, row, sameAddress, state, type ReadRow} from '../read/table.js'
import {aboutOf, claims, targetOf} from './claims.js'
import {placeOf, SYSTEM, type MakerPlace} from './deployments.js'
import {ASIDES, AUTO_LINE, MEANINGS, UP_TO_DATE, type Aside} from './read/meaning.js'

// This side's own fragments and units, written from the contracts. One selector of `file` means different things on each
// contract: what a call says is decided by its target and by `what`.

let rows: readonly ReadRow[] | undefined

function functions(): readonly ReadRow[] {
  rows ??= [
    row('function file(bytes32 i, bytes32 what, uint256 data)'),
    row('function file(bytes32 what, uint256 data)'),
    row('function drip(bytes32 i)'),
    row('function poke(bytes32 i)'),
    row('function upchost()'),
    row('function setIlk(bytes32 i, uint256 line, uint256 gap, uint256 ttl)'),
  ]
  return rows
}

/** ASCII text in a bytes32, padded with zeros; undefined when it is anything else. */
function text(bytes: unknown): string | undefined {
  const [, hex = '', padding = ''] = /^0x((?:[2-7][\da-f])*)((?:00)*)$/.exec(String(bytes)) ?? []
  if (hex.length + padding.length !== 64) return undefined
  return hex.replaceAll(/../g, (byte) => String.fromCodePoint(Number.parseInt(byte, 16)))
}

/** The ilks of the proposal whose contract stands at an address: an ilk's own contracts do not say whose they are. */
function ilksAt(
  to: string,
  on: 'calc' | 'clipper',
  place: MakerPlace,
  {changes, contracts = {}}: ProtocolRequest,
): string[] {
  return changes
    .map((change) => String(change['asset']))
    .filter((ilk) => {
      if (ilk === SYSTEM) return false
      const name = `MCD_CLIP_${on === 'calc' ? 'CALC_' : ''}${ilk.replaceAll('-', '_')}`
      const known = on === 'clipper' ? place.knownClipper(ilk) : contracts[name]?.address
      return sameAddress(to, known ?? attempt(() => targetOf(on, ilk, place)))
    })
}

function attempt(find: () => string): string | undefined {
  try {
    return find()
  } catch {
    return undefined // an address that is not known is no target
  }
}

function read(call: RawCall, request: ProtocolRequest): ReturnType<ProtocolReader['read']> {
  const place = placeOf(request)
  const found = decodeRow(functions(), call)
  if (!found) return undefined
  const {values, problems} = found
  const {name, inputs} = found.row.fragment
  if (inputs.length > 0 && values.length === 0)
    return isOurs(call.to, place, request) ? {statements: [], problems: [...problems]} : undefined
  const spoken = speak(name, values, call, place, request)
  return spoken && {statements: spoken, problems: [...problems]}
}

const isOurs = (to: string, place: MakerPlace, request: ProtocolRequest): boolean =>
  Object.values(place.core).some((address) => sameAddress(to, address)) ||
  ilksAt(to, 'clipper', place, request).length > 0 ||
  ilksAt(to, 'calc', place, request).length > 0

/** What a call says; undefined when no contract of Maker would understand it so. */
function speak(
  name: string,
  values: readonly unknown[],
  {to}: RawCall,
  place: MakerPlace,
  request: ProtocolRequest,
): Statement[] | undefined {
  if (name === 'setIlk') {
    const ilk = text(values[0])
    if (ilk === undefined || !sameAddress(to, place.core.autoLine)) return undefined
    return AUTO_LINE.flatMap((id, index) => said(id, ilk, to, values[index + 1], place))
  }
  if (name === 'file') {
    const what = text(values.at(-2))
    const isOfIlk = values.length === 3
    const ilk = isOfIlk ? text(values[0]) : undefined
    if (what === undefined || (isOfIlk && ilk === undefined)) return undefined
    const id = Object.keys(MEANINGS).find((known) => {
      const meaning = MEANINGS[known]
      if (meaning?.what !== what) return false
      if (meaning.on === 'clipper' || meaning.on === 'calc')
        return !isOfIlk && ilksAt(to, meaning.on, place, request).length > 0
      return sameAddress(to, place.core[meaning.on]) && meaning.system !== isOfIlk
    })
    const meaning = id === undefined ? undefined : MEANINGS[id]
    if (id === undefined || !meaning) return undefined
    const own =
      meaning.on === 'clipper' || meaning.on === 'calc' ? ilksAt(to, meaning.on, place, request)[0] : undefined
    return said(id, ilk ?? own ?? SYSTEM, to, values.at(-1), place)
  }
  const aside = Object.hasOwn(ASIDES, name) ? ASIDES[name as Aside] : undefined
  if (!aside) return undefined
  const ilk = name === 'upchost' ? ilksAt(to, 'clipper', place, request)[0] : text(values[0])
  if (
    ilk === undefined ||
    !sameAddress(
      to,
      attempt(() => targetOf(aside.on, ilk, place)),
    )
  )
    return undefined
  return [state(aboutOf(place, to, ilk), name, aside.title, UP_TO_DATE)]
}

function said(id: string, ilk: string, to: string, raw: unknown, place: MakerPlace): Statement[] {
  const meaning = MEANINGS[id]
  return meaning ? [state(aboutOf(place, to, ilk), id, meaning.title, meaning.unit(raw, meaning.token))] : []
}

/** drip must come before the fee changes; poke and upchost after what they take up. */
function orderProblems(calls: readonly RawCall[], request: ProtocolRequest): string[] {
  const said = calls.map((call) => read(call, request)?.statements ?? [])
  const at = (parameter: string, ilk: string): number[] =>
    said.flatMap((statements, index) =>
      statements.some((statement) => statement.parameter === parameter && statement.subjectId === ilk) ? [index] : [],
    )
  return (Object.keys(ASIDES) as Aside[]).flatMap((name) => {
    const {after, for: needed} = ASIDES[name]
    return request.changes.flatMap((change) => {
      const ilk = String(change['asset']).toLowerCase()
      const set = needed.flatMap((id) => at(id, ilk))
      const asides = at(name, ilk)
      if (set.length === 0 || asides.length === 0) return []
      const fits = after ? Math.max(...asides) > Math.max(...set) : Math.min(...asides) < Math.min(...set)
      return fits ? [] : [`${name} of ${ilk} must come ${after ? 'after' : 'before'} the change it belongs to`]
    })
  })
}

export const makerReader: ProtocolReader = {name: 'maker', callsMayDepend: true, read, claims, orderProblems}
