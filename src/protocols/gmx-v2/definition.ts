import {landmarksOf} from '../addresses/book.js'
import {GMX_V2} from '../addresses/gmx-v2.js'
import {chainName} from '../chains.js'
import {assetOf, changeSchemaOf, fittingIn, governedValuesOf, riskValuesOf} from '../governed.js'
import type {JsonSchema, ProtocolDefinition} from '../model.js'
import {chainOf, DEPLOYMENTS, EXCHANGE, KNOWN_MARKETS} from './deployments.js'
import {PARAMETERS, TABLE, type GmxParameter} from './parameters.js'

const token = (side: string): JsonSchema => ({
  type: 'string',
  minLength: 1,
  description: `The market's ${side} token, by its symbol in Aave's address book of the chain or under \`contracts:\`; needed for limits in tokens.`,
})

/** GMX v2: the risk keys of the Config, by market and side. */
export const gmxV2: ProtocolDefinition = {
  name: 'gmx-v2',
  title: 'GMX v2',
  protocolSchema: {
    type: 'object',
    properties: {
      deployment: {
        type: 'string',
        description: 'The deployment. `config` and `dataStore` under `contracts:` win over the address book.',
        enum: DEPLOYMENTS,
      },
      through: {
        type: 'string',
        description: 'Who makes the change. config-keeper: an account with the role CONFIG_KEEPER calls the Config.',
        enum: ['config-keeper'],
      },
    },
    required: ['deployment', 'through'],
  },
  changeSchema: changeSchemaOf(PARAMETERS, {
    asset: `The market, by the name of its market token under \`contracts:\` (or ${KNOWN_MARKETS.join(', ')}); \`${EXCHANGE}\` for the whole exchange.`,
    literals: {longToken: token('long'), shortToken: token('short')},
  }),
  parameters: PARAMETERS,
  drafting: {
    deployments: DEPLOYMENTS.map((name) => ({
      name,
      chain: chainName(chainOf(name)),
      assets: [...(name === 'GmxV2Arbitrum' ? KNOWN_MARKETS : []), EXCHANGE],
    })),
    details: (asset) =>
      asset === EXCHANGE ? [] : ['longToken', 'shortToken'].map((name) => ({names: [name], optional: true})),
    settable(request) {
      const [change = {}] = request.changes
      const fitting = new Set(fittingIn(TABLE, request))
      const hasTokens = ({parts}: GmxParameter): boolean =>
        parts.every((part) => typeof part !== 'string' || change[part] !== undefined)
      return PARAMETERS.filter((parameter) => fitting.has(parameter.id) && hasTokens(parameter)).map(({id}) => id)
    },
    companions: () => [],
    account: () => undefined,
  },
  assets: ({contracts = {}}) => [...new Set([...KNOWN_MARKETS, EXCHANGE, ...Object.keys(contracts)])],
  riskValues: (request) => riskValuesOf(TABLE, request),
  governedValues: (request) => governedValuesOf(TABLE, request),
  describe: ({protocol}) => `GMX v2 ${(protocol.deployment ?? '').replace('GmxV2', '')}`.trim(),
  identity: assetOf,
  landmarks: () => landmarksOf(GMX_V2, 'GMX v2'),
}
