import {PlimsollError} from '../../errors.js'
import type {ProtocolRequest, Statement} from '../model.js'
import {claimed, isSet, textFor} from '../read/claim.js'
import {state} from '../read/table.js'
import {assertNames, placeOf, scopeOf} from './deployments.js'
import {aboutOf, SETTERS, tokenOf} from './read/meaning.js'

/** What a synthetix-v3 proposal says must hold, from its texts alone: whatever a call writes, kept values included. */
export function claims(request: ProtocolRequest): Statement[] {
  const place = placeOf(request)
  assertNames(request)
  return request.changes.flatMap((change) => {
    const asset = String(change['asset'])
    const {scope, id} = scopeOf(change)
    const own = SETTERS.filter((setter) => setter.scope === scope)
    const unknown = Object.keys(change).find(
      (key) => !['asset', 'market', 'collateral'].includes(key) && !own.some(({values}) => Object.hasOwn(values, key)),
    )
    if (unknown !== undefined)
      throw new PlimsollError('SYNTHETIX_UNKNOWN_PARAMETER', `\`${unknown}\` of ${asset} is no parameter that is read.`)
    return own
      .filter(({values}) => Object.keys(values).some((key) => isSet(change, key)))
      .flatMap(({values}) =>
        Object.entries(values).map(([key, meaning]) =>
          state(
            aboutOf(place, scope, id, asset),
            key,
            meaning.title,
            claimed(meaning.kind, textFor(change, key), tokenOf(meaning, asset), key),
          ),
        ),
      )
  })
}
