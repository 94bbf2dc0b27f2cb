import * as Hex from 'ox/Hex'

import type {Change, CurrentValue, ProtocolGetters, ProtocolRequest, Query} from '../model.js'
import {query} from '../read/query.js'
import {placeOf, SYSTEM, type MakerPlace} from './deployments.js'
import {MEANINGS} from './read/meaning.js'

// What the contracts say of themselves. A price curve has getters of its own kind, which its address does not tell: it is asked for
// what the proposal sets there.

const ILKS = {
  vat: 'function ilks(bytes32 ilk) view returns (uint256 Art, uint256 rate, uint256 spot, uint256 line, uint256 dust)',
  spotter: 'function ilks(bytes32 ilk) view returns (address pip, uint256 mat)',
  dog: 'function ilks(bytes32 ilk) view returns (address clip, uint256 chop, uint256 hole, uint256 dirt)',
  jug: 'function ilks(bytes32 ilk) view returns (uint256 duty, uint256 rho)',
  autoLine:
    'function ilks(bytes32 ilk) view returns (uint256 line, uint256 gap, uint48 ttl, uint48 last, uint48 lastInc)',
} as const

function valueOf(asset: string, parameter: string, raw: unknown, note?: string): CurrentValue[] {
  const meaning = MEANINGS[parameter]
  if (!meaning) return []
  return [{asset, parameter, value: meaning.unit(raw, meaning.token), ...(note === undefined ? {} : {note})}]
}

/** What a proposal sets of the price curve of an ilk. */
function curveQueries(ilk: string, place: MakerPlace, changes: readonly Change[]): Query[] {
  return Object.entries(MEANINGS).flatMap(([parameter, {on, what}]) => {
    const isSet = changes.some((change) => change['asset'] === ilk && Object.hasOwn(change, parameter))
    if (on !== 'calc' || what === undefined || !isSet) return []
    const fragment = `function ${what}() view returns (uint256)`
    return [query({to: place.calc(ilk), fragment, about: ''}, ([raw]) => valueOf(ilk, parameter, raw))]
  })
}

function ilkQueries(ilk: string, place: MakerPlace, changes: readonly Change[]): Query[] {
  const {core} = place
  const args = [Hex.padRight(Hex.fromString(ilk), 32)]
  const ask = (on: keyof typeof ILKS, read: (values: readonly unknown[]) => CurrentValue[]): Query =>
    query({to: core[on], fragment: ILKS[on], args, about: ilk}, read)
  const clipper = place.knownClipper(ilk)
  const ofClipper = (['buf', 'tail', 'cusp', 'chip', 'tip', 'stopped'] as const).flatMap((what) => {
    const parameter = Object.keys(MEANINGS).find((id) => MEANINGS[id]?.on === 'clipper' && MEANINGS[id].what === what)
    if (clipper === undefined || parameter === undefined) return []
    const type = what === 'chip' ? 'uint64' : what === 'tip' ? 'uint192' : 'uint256'
    const fragment = `function ${what}() view returns (${type})`
    return [query({to: clipper, fragment, about: ''}, ([raw]) => valueOf(ilk, parameter, raw))]
  })
  return [
    ask('vat', ([, , , line, dust]) => [...valueOf(ilk, 'debtCeiling', line), ...valueOf(ilk, 'minimumDebt', dust)]),
    ask('spotter', ([, mat]) => valueOf(ilk, 'liquidationRatio', mat)),
    ask('dog', ([, chop, hole]) => [
      ...valueOf(ilk, 'liquidationPenalty', chop),
      ...valueOf(ilk, 'liquidationLimit', hole),
    ]),
    ask('jug', ([duty]) => valueOf(ilk, 'stabilityFee', duty)),
    ask('autoLine', ([line, gap, ttl]) =>
      line === 0n
        ? []
        : [
            ...valueOf(ilk, 'autoLineMax', line, 'AutoLine may move the debt ceiling at any time'),
            ...valueOf(ilk, 'autoLineGap', gap),
            ...valueOf(ilk, 'autoLineCooldown', ttl),
          ],
    ),
    ...ofClipper,
    ...curveQueries(ilk, place, changes),
  ]
}

function systemQueries({core}: MakerPlace): Query[] {
  return Object.entries(MEANINGS).flatMap(([parameter, {system, on, what}]) => {
    if (!system || what === undefined || on === 'clipper' || on === 'calc') return []
    const fragment = `function ${what}() view returns (uint256)`
    return [query({to: core[on], fragment, about: ''}, ([raw]) => valueOf(SYSTEM, parameter, raw))]
  })
}

function queries(request: ProtocolRequest, assets: readonly string[]): Query[] {
  const place = placeOf(request)
  return assets.flatMap((asset) =>
    asset === SYSTEM ? systemQueries(place) : ilkQueries(asset, place, request.changes),
  )
}

export const makerGetters: ProtocolGetters = {name: 'maker', queries}
