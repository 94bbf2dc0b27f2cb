import {PlimsollError} from '../../errors.js'
import type {ProtocolRequest, Statement} from '../model.js'
import {claimed, isSet, textFor} from '../read/claim.js'
import {state} from '../read/table.js'
import {tokenOf} from '../tokens.js'
import {placeOf} from './deployments.js'
import {aboutOf, MEANINGS, UPGRADE} from './read/meaning.js'

/** What a compound-v3 proposal says must hold, from its texts alone; the upgrade that applies it is part of it. */
export function claims(request: ProtocolRequest): Statement[] {
  const place = placeOf(request)
  const staged = request.changes.flatMap((change) => {
    const asset = String(change['asset'])
    const isMarket = asset === place.base
    const subjectId = isMarket ? 'market' : tokenOf(request, asset).address
    const about = aboutOf(place, place.configurator, subjectId, isMarket ? 'market' : asset)
    return Object.keys(change).flatMap((id): Statement[] => {
      if (id === 'asset') return []
      const meaning = Object.hasOwn(MEANINGS, id) ? MEANINGS[id] : undefined
      if (!meaning || (meaning.of === 'market') !== isMarket)
        throw new PlimsollError('COMPOUND_UNKNOWN_PARAMETER', `\`${id}\` of ${asset} is no parameter that is read.`)
      if (!isSet(change, id)) return []
      return [state(about, id, meaning.title, claimed(meaning.kind, textFor(change, id), asset, id))]
    })
  })
  if (staged.length === 0) return []
  const about = aboutOf(place, place.proxyAdmin, 'upgrade', 'market')
  return [...staged, state(about, UPGRADE.parameter, UPGRADE.title, UPGRADE.value)]
}
