import {PlimsollError} from '../../errors.js'
import type {ProtocolRequest, Statement} from '../model.js'
import {claimed, isSet, textFor} from '../read/claim.js'
import {state, type About} from '../read/table.js'
import {EXCHANGE, marketOf, placeOf, type GmxPlace} from './deployments.js'
import {allMeanings, measureOf} from './read/meaning.js'

export const aboutOf = (place: GmxPlace, market: string | undefined, asset: string): About => ({
  place: `GMX v2 ${place.name}`,
  chainId: place.chainId,
  target: place.config,
  subjectId: market ?? 'exchange',
  subject: asset === EXCHANGE ? 'exchange' : asset,
})

const LITERALS = ['asset', 'longToken', 'shortToken']

/** What a gmx-v2 proposal says must hold, from its texts alone. */
export function claims(request: ProtocolRequest): Statement[] {
  const place = placeOf(request)
  return request.changes.flatMap((change) => {
    const asset = String(change['asset'])
    const market = marketOf(request, asset)
    return Object.keys(change).flatMap((id): Statement[] => {
      if (LITERALS.includes(id)) return []
      const meaning = allMeanings().get(id)
      if (meaning?.ofExchange !== (market === undefined))
        throw new PlimsollError('GMX_UNKNOWN_PARAMETER', `\`${id}\` of ${asset} is no parameter that is read.`)
      if (!isSet(change, id)) return []
      const value = claimed(meaning.kind, textFor(change, id), tokenOf(meaning, change, request), id)
      return [state(aboutOf(place, market, asset), id, meaning.title, value)]
    })
  })
}

const tokenOf = (...about: Parameters<typeof measureOf>): string => measureOf(...about).token
