import {landmarksOf} from '../addresses/book.js'
import {SYNTHETIX_V3} from '../addresses/synthetix-v3.js'
import {chainName} from '../chains.js'
import {changeSchemaOf, companionsIn, fittingIn, governedValuesOf, riskValuesOf} from '../governed.js'
import type {ProtocolDefinition} from '../model.js'
import {assertNames, chainOf, DEPLOYMENTS, scopeOf, SYSTEM} from './deployments.js'
import {PACKS} from './packs.js'
import {PARAMETERS, TABLE} from './parameters.js'

/** Synthetix v3 perps: margins, limits, fees and funding of markets, collateral, and the system's own parameters. */
export const synthetixV3: ProtocolDefinition = {
  name: 'synthetix-v3',
  title: 'Synthetix v3 perps',
  protocolSchema: {
    type: 'object',
    properties: {
      deployment: {
        type: 'string',
        description: 'The deployment. `perpsMarket` under `contracts:` wins over the address book.',
        enum: DEPLOYMENTS,
      },
      through: {
        type: 'string',
        description: 'Who makes the change. owner: the owner of the perps market calls it.',
        enum: ['owner'],
      },
    },
    required: ['deployment', 'through'],
  },
  changeSchema: changeSchemaOf(PARAMETERS, {
    asset: `What the market or the collateral is of: ETH, wstETH; amounts are counted in it. \`${SYSTEM}\` for the whole system.`,
    literals: {
      market: {type: 'integer', minimum: 1, description: 'The id of the market: 100.'},
      collateral: {type: 'integer', minimum: 0, description: 'The id of the collateral: 1.'},
    },
  }),
  parameters: PARAMETERS,
  drafting: {
    deployments: DEPLOYMENTS.map((name) => ({
      name,
      chain: chainName(chainOf(name)),
      assets: ['ETH', 'BTC', SYSTEM],
    })),
    details: (asset) => (asset === SYSTEM ? [] : [{names: ['market', 'collateral'], optional: false}]),
    settable: (request) => fittingIn(TABLE, request),
    companions: companionsIn(PACKS),
    account: () => undefined,
  },
  assets: () => undefined,
  riskValues: (request) => riskValuesOf(TABLE, request),
  governedValues: (request) => governedValuesOf(TABLE, request),
  describe: ({protocol}) => `Synthetix v3 ${(protocol.deployment ?? '').replace('SynthetixV3', '')}`.trim(),
  identity(change, request) {
    assertNames(request)
    const {scope, id} = scopeOf(change)
    return `${scope} ${id}`
  },
  together: () => PACKS,
  landmarks: () => landmarksOf(SYNTHETIX_V3, 'Synthetix v3'),
}
