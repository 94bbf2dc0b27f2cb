import {chainName} from '../chains.js'
import {assetOf, changeSchemaOf, companionsIn, governedValuesOf, riskValuesOf} from '../governed.js'
import type {Landmark, ProtocolDefinition} from '../model.js'
import {findDeployment} from '../aave-v3/deployments.js'
import {DEPLOYMENTS, findUmbrella, placeOf} from './deployments.js'
import {PARAMETERS, TABLE} from './parameters.js'
import {refusalsOf} from './refusals.js'

const PACKS = [['liquidationFee', 'priceOracle']]

const assetsOf = (market: string): string[] => Object.keys(findDeployment(market).assets)

function landmarks(): Landmark[] {
  return DEPLOYMENTS.flatMap((name) => {
    const found = findUmbrella(name)
    if (!found) return []
    const {chainId, umbrella, source, stakes} = found
    return [
      {address: umbrella, chainId, title: `the Umbrella of ${name}`, account: false, source},
      ...Object.entries(stakes).map(([stake, {token}]) => ({
        address: token,
        chainId,
        title: `the stake token ${stake} of ${name}`,
        account: false,
        source,
      })),
    ]
  })
}

/** Aave Umbrella: the mutual pool that covers deficits of reserves by slashing stakes. */
export const aaveUmbrella: ProtocolDefinition = {
  name: 'aave-umbrella',
  title: 'Aave Umbrella',
  protocolSchema: {
    type: 'object',
    properties: {
      deployment: {
        type: 'string',
        description: 'The Umbrella. `umbrella` under `contracts:` wins over the address book.',
        enum: DEPLOYMENTS,
      },
      through: {
        type: 'string',
        description: 'Who makes the change. admin: the default admin of the Umbrella.',
        enum: ['admin'],
      },
    },
    required: ['deployment', 'through'],
  },
  changeSchema: changeSchemaOf(PARAMETERS, {
    asset: "The reserve that is covered, by its symbol in Aave's address book: WETH, USDC, USDT, GHO.",
    literals: {
      stake: {
        type: 'string',
        minLength: 1,
        description:
          'The stake token, by its name in the address book (STK_WA_WETH_V1) or under `contracts:`; not needed for the deficit offset.',
      },
    },
  }),
  parameters: PARAMETERS,
  drafting: {
    deployments: DEPLOYMENTS.flatMap((name) => {
      const found = findUmbrella(name)
      return found ? [{name, chain: chainName(found.chainId), assets: assetsOf(found.market)}] : []
    }),
    details: () => [{names: ['stake'], optional: true}],
    settable: ({changes}) =>
      PARAMETERS.map(({id}) => id).filter(
        (id) => id === 'deficitOffset' || changes.some(({stake}) => stake !== undefined),
      ),
    companions: companionsIn(PACKS),
    account: () => undefined,
  },
  assets: (request) => assetsOf(placeOf(request).market),
  riskValues: (request) => riskValuesOf(TABLE, request),
  governedValues: (request) => governedValuesOf(TABLE, request),
  describe: ({protocol}) => `Aave Umbrella ${(protocol.deployment ?? '').replace('Umbrella', '')}`.trim(),
  identity: assetOf,
  refusals: (request) =>
    refusalsOf(request).map(({path, error}) => ({path, message: [error.message, ...error.suggestions].join(' ')})),
  together: () => PACKS,
  landmarks,
}
