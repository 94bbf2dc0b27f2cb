import {PlimsollError} from '../../errors.js'
import type {Quantity} from '../../units/quantity.js'
import type {Change, ProtocolRequest, Statement} from '../model.js'
import {claimed, isSet, textFor} from '../read/claim.js'
import {state} from '../read/table.js'
import {collateralOf, placeOf, type EulerPlace} from './deployments.js'
import {aboutOf, MEANINGS, PACKS} from './read/meaning.js'

/** What an euler-v2 proposal says must hold, from its texts alone. */
export function claims(request: ProtocolRequest): Statement[] {
  const place = placeOf(request)
  return request.changes.flatMap((change) => {
    const asset = String(change['asset'])
    const collateral = asset === place.underlying ? undefined : collateralOf(request, asset)
    const about = aboutOf(place, collateral, asset)
    for (const id of Object.keys(change)) {
      const meaning = Object.hasOwn(MEANINGS, id) ? MEANINGS[id] : undefined
      if (id !== 'asset' && meaning?.of !== (collateral === undefined ? 'vault' : 'collateral'))
        throw new PlimsollError('EULER_UNKNOWN_PARAMETER', `\`${id}\` of ${asset} is no parameter that is read.`)
    }
    return writtenIn(change).map((id) => state(about, id, MEANINGS[id]?.title ?? id, value(change, id, place)))
  })
}

/** The parameters that the calls carry: what is set, with what the same call writes. */
function writtenIn(change: Change): string[] {
  const set = Object.keys(change).filter((id) => isSet(change, id))
  const packed = PACKS.filter((pack) => pack.some((id) => set.includes(id))).flat()
  return [...packed, ...set.filter((id) => !packed.includes(id))]
}

function value(change: Change, id: string, {underlying}: EulerPlace): Quantity {
  const text = textFor(change, id)
  const kind = MEANINGS[id]?.kind ?? 'number'
  return kind === 'amount' && text.trim() === 'unlimited'
    ? {kind: 'text', value: 'unlimited'}
    : claimed(kind, text, underlying, id)
}
