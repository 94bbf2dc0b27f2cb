import {bug, PlimsollError} from '../../errors.js'
import type {CallSetter} from '../encode-call.js'
import {assetOf} from '../governed.js'
import {entriesOf} from '../table-calls.js'
import {deploymentOf, findAsset} from './deployments.js'
import {ROUTES} from './definition.js'
import {TABLE} from './parameters.js'
import {scopeOf} from './scope.js'
import {configuratorCalls} from './set/configurator.js'
import {stewardCalls} from './set/steward.js'

/** Aave v3: a proposal's changes as calls of the PoolConfigurator or of the RiskSteward. */
export const aaveV3Setter: CallSetter = {
  name: 'aave-v3',
  calls(request) {
    if (Object.keys(request.contracts ?? {}).length > 0) {
      throw new PlimsollError(
        'AAVE_CONTRACTS',
        'aave-v3 takes its addresses from the address book, not from `contracts:`.',
        {
          suggestions: ['Remove `contracts:`, or use the protocol `custom` for a market of your own.'],
        },
      )
    }
    const place = deploymentOf(request)
    for (const change of request.changes) {
      const scope = scopeOf(assetOf(change))
      if (scope.kind !== 'category') findAsset(place, scope.symbol)
    }
    const entries = entriesOf(TABLE, request)
    switch (request.protocol.through) {
      case 'configurator': {
        return configuratorCalls(request, entries)
      }
      case 'risk-steward': {
        return stewardCalls(request, entries)
      }
      default: {
        throw bug(`through: ${String(request.protocol.through)} passed the schema (${ROUTES.join(', ')})`)
      }
    }
  },
}
