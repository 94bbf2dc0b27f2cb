import {COMPOUND_V3} from '../addresses/compound-v3.js'
import {landmarksOf} from '../addresses/book.js'
import {chainName} from '../chains.js'
import {changeSchemaOf, fittingIn, assetOf, governedValuesOf, riskValuesOf} from '../governed.js'
import type {JsonSchema, ProtocolDefinition, ProtocolRequest} from '../model.js'
import {symbolsOn} from '../tokens.js'
import {chainOf, DEPLOYMENTS, placeOf, type CompoundPlace} from './deployments.js'
import {PARAMETERS, TABLE} from './parameters.js'

const protocolSchema: JsonSchema = {
  type: 'object',
  properties: {
    deployment: {
      type: 'string',
      description:
        'The market, by the symbol of its Comet and the chain: cUSDCv3Ethereum. `comet`, `configurator` and `proxyAdmin` ' +
        'under `contracts:` win over the address book.',
      enum: DEPLOYMENTS,
    },
    through: {
      type: 'string',
      description:
        'Who makes the change. governor: the timelock of Compound governance. market-admin: the timelock of the market-update track.',
      enum: ['governor', 'market-admin'],
    },
  },
  required: ['deployment', 'through'],
}

/** What a change may be about: the base token, and every token that is known on the chain or brought along. */
const assetsOf = ({base, chainId}: CompoundPlace, own: readonly string[]): string[] => [
  ...new Set([base, ...symbolsOn(chainId), ...own]),
]

/** Setters that Configurator leaves to its governor. */
const GOVERNOR_ONLY = ['storeFrontPriceFactor', 'targetReserves', 'baseMinForRewards']

const describe = ({protocol}: ProtocolRequest): string =>
  `Compound III ${(protocol.deployment ?? '').replace(/([a-z\d])([A-Z][a-z]+)$/, '$1 $2')}`

/** Compound III (Comet): collateral factors, caps, rates and reserves, staged in the Configurator and applied by an upgrade. */
export const compoundV3: ProtocolDefinition = {
  name: 'compound-v3',
  title: 'Compound III',
  protocolSchema,
  changeSchema: changeSchemaOf(PARAMETERS, {
    asset:
      "The collateral, by its symbol in Aave's address book of the chain or under `contracts:` (address, decimals); for parameters of " +
      'the market, its base token.',
  }),
  parameters: PARAMETERS,
  drafting: {
    deployments: DEPLOYMENTS.map((name) => ({name, chain: chainName(chainOf(name)), assets: symbolsOn(chainOf(name))})),
    settable: (request) =>
      fittingIn(TABLE, request).filter((id) => request.protocol.through === 'governor' || !GOVERNOR_ONLY.includes(id)),
    companions: (ids) =>
      (ids.includes('liquidateCollateralFactor') ? ['liquidationFactor'] : []).filter((id) => !ids.includes(id)),
    account: () => undefined,
  },
  assets: (request) => assetsOf(placeOf(request), Object.keys(request.contracts ?? {})),
  riskValues: (request) => riskValuesOf(TABLE, request),
  governedValues: (request) => governedValuesOf(TABLE, request),
  describe,
  identity: assetOf,
  refusals({protocol, changes}) {
    if (protocol.through === 'governor') return []
    return changes.flatMap((change, index) =>
      GOVERNOR_ONLY.filter((id) => Object.hasOwn(change, id)).map((id) => ({
        path: ['changes', index, id],
        message: `the Configurator lets only its governor set ${id}: make that change \`through: governor\`.`,
      })),
    )
  },
  landmarks: () => landmarksOf(COMPOUND_V3, 'Compound III'),
}
