import {landmarksOf} from '../addresses/book.js'
import {EULER_V2} from '../addresses/euler-v2.js'
import {assetOf, changeSchemaOf, companionsIn, fittingIn, governedValuesOf, riskValuesOf} from '../governed.js'
import type {ProtocolDefinition} from '../model.js'
import {PARAMETERS, TABLE} from './parameters.js'

const PACKS = [
  ['borrowLTV', 'liquidationLTV', 'rampDuration'],
  ['supplyCap', 'borrowCap'],
]

/** Euler v2: the LTVs, caps and fees of one vault. */
export const eulerV2: ProtocolDefinition = {
  name: 'euler-v2',
  title: 'Euler v2',
  protocolSchema: {
    type: 'object',
    properties: {
      deployment: {
        type: 'string',
        minLength: 1,
        description: 'The vault, by its name under `contracts:`, where its address and its decimals stand.',
      },
      underlying: {
        type: 'string',
        pattern: String.raw`^[A-Za-z][\w.+-]*$`,
        description:
          'The token that the vault holds, by its symbol: amounts are counted in it, and changes of the vault itself name it.',
      },
      through: {
        type: 'string',
        description:
          "Who makes the change. governor: the vault's governor calls the vault. access-control: a GovernorAccessControl forwards " +
          'the call (`governor` under `contracts:`, or the one of the address book).',
        enum: ['governor', 'access-control'],
      },
    },
    required: ['deployment', 'underlying', 'through'],
  },
  changeSchema: changeSchemaOf(PARAMETERS, {
    asset:
      'The collateral, by the name of its vault under `contracts:`; for parameters of the vault itself, its `underlying`.',
  }),
  parameters: PARAMETERS,
  drafting: {
    deployments: [],
    contracts({contracts = {}, protocol: {deployment = '', underlying}}, assets) {
      const vault = {name: deployment, title: 'the vault', decimals: true}
      const collaterals = assets
        .filter((asset) => asset !== underlying)
        .map((name) => ({name, title: 'the vault of the collateral', decimals: false}))
      return [vault, ...collaterals].filter(({name}) => !Object.hasOwn(contracts, name))
    },
    settable: (request) => fittingIn(TABLE, request),
    companions: companionsIn(PACKS),
    account: () => undefined,
  },
  assets: ({contracts = {}, protocol}) =>
    [protocol.underlying, ...Object.keys(contracts)].filter(
      (name) => name !== undefined && name !== protocol.deployment,
    ) as string[],
  riskValues: (request) => riskValuesOf(TABLE, request),
  governedValues: (request) => governedValuesOf(TABLE, request),
  describe: ({protocol}) => `Euler v2 ${protocol.deployment ?? ''}`.trim(),
  identity: assetOf,
  together: () => PACKS,
  landmarks: () => landmarksOf(EULER_V2, 'Euler v2'),
}
