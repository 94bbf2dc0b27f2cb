import {PlimsollError} from '../../errors.js'
import type {Change, ProtocolRequest, Statement} from '../model.js'
import {claimed, isSet, textFor} from '../read/claim.js'
import {state, type About} from '../read/table.js'
import {placeOf, SYSTEM, type MakerPlace} from './deployments.js'
import {ASIDES, AUTO_LINE, MEANINGS, UP_TO_DATE, type Aside, type Meaning} from './read/meaning.js'

/** The contract that holds a parameter of an ilk. */
export function targetOf(on: Meaning['on'], ilk: string, place: MakerPlace): string {
  return on === 'clipper' ? place.clipper(ilk) : on === 'calc' ? place.calc(ilk) : place.core[on]
}

export const aboutOf = (place: MakerPlace, target: string, ilk: string): About => ({
  place: 'Maker Ethereum',
  chainId: place.chainId,
  target,
  subjectId: ilk,
  subject: ilk === SYSTEM ? 'system' : ilk,
})

/** What a maker proposal says must hold, from its texts alone, with the calls that bring the contracts up to date. */
export function claims(request: ProtocolRequest): Statement[] {
  const place = placeOf(request)
  return request.changes.flatMap((change) => {
    const ilk = String(change['asset'])
    const own = parametersOf(change, ilk).map((id): Statement => {
      const {title, kind, on, token} = meaningOf(id, ilk)
      return state(
        aboutOf(place, targetOf(on, ilk, place), ilk),
        id,
        title,
        claimed(kind, textFor(change, id), token, id),
      )
    })
    const asides = (Object.keys(ASIDES) as Aside[]).flatMap((name): Statement[] => {
      const {on, title, for: needed} = ASIDES[name]
      if (!needed.some((id) => isSet(change, id))) return []
      return [state(aboutOf(place, targetOf(on, ilk, place), ilk), name, title, UP_TO_DATE)]
    })
    return [...own, ...asides]
  })
}

function meaningOf(id: string, ilk: string): Meaning {
  const meaning = Object.hasOwn(MEANINGS, id) ? MEANINGS[id] : undefined
  if (meaning?.system === (ilk === SYSTEM)) return meaning
  throw new PlimsollError('MAKER_UNKNOWN_PARAMETER', `\`${id}\` of ${ilk} is no parameter that is read.`)
}

/** The parameters that calls must carry: those that are set, and the rest of AutoLine's when one of them is. */
function parametersOf(change: Change, ilk: string): string[] {
  const given = Object.keys(change).filter((id) => id !== 'asset')
  for (const id of given) meaningOf(id, ilk)
  const set = given.filter((id) => isSet(change, id))
  const auto = AUTO_LINE.some((id) => set.includes(id)) ? AUTO_LINE.filter((id) => !set.includes(id)) : []
  return [...set, ...auto]
}
