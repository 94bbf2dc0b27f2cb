import {PlimsollError} from '../../errors.js'
import type {ProtocolRequest, Statement} from '../model.js'
import {claimed, isSet, textFor} from '../read/claim.js'
import {state} from '../read/table.js'
import {placeOf, reserveOf, stakeOf} from './deployments.js'
import {aboutOf, MEANINGS} from './read/meaning.js'

const SLASHING = ['liquidationFee', 'priceOracle']

/** What an aave-umbrella proposal says must hold, from its texts alone. */
export function claims(request: ProtocolRequest): Statement[] {
  const place = placeOf(request)
  return request.changes.flatMap((change) => {
    const asset = String(change['asset'])
    const {underlying} = reserveOf(place, asset)
    const ids = Object.keys(change).filter((id) => id !== 'asset' && id !== 'stake')
    const unknown = ids.find((id) => !Object.hasOwn(MEANINGS, id))
    if (unknown !== undefined)
      throw new PlimsollError('UMBRELLA_UNKNOWN_PARAMETER', `\`${unknown}\` of ${asset} is no parameter that is read.`)
    const set = ids.filter((id) => isSet(change, id))
    const slashing = set.some((id) => SLASHING.includes(id)) ? SLASHING : []
    return [...slashing, ...set.filter((id) => !SLASHING.includes(id))].map((id) => {
      const {kind, title, of} = MEANINGS[id] ?? {kind: 'number', title: id, of: 'reserve'}
      const stake = of === 'reserve' ? '' : stakeOf(place, change, request).token
      return state(
        aboutOf(place, of, underlying, stake, asset),
        id,
        title,
        claimed(kind, textFor(change, id), asset, id),
      )
    })
  })
}
