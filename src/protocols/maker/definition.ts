import {landmarksOf} from '../addresses/book.js'
import {MAKER} from '../addresses/maker.js'
import {assetOf, changeSchemaOf, companionsIn, fittingIn, governedValuesOf, riskValuesOf} from '../governed.js'
import type {ProtocolDefinition} from '../model.js'
import {DEPLOYMENTS, SYSTEM} from './deployments.js'
import {PARAMETERS, TABLE} from './parameters.js'

const AUTO_LINE = ['autoLineMax', 'autoLineGap', 'autoLineCooldown']

/** Maker: the risk parameters of ilks and of the system, as `file` calls. */
export const maker: ProtocolDefinition = {
  name: 'maker',
  title: 'Maker (Sky)',
  protocolSchema: {
    type: 'object',
    properties: {
      deployment: {
        type: 'string',
        description:
          "The deployment. Contracts are named as in Maker's chainlog (MCD_CLIP_ETH_B); those under `contracts:` win over the address book.",
        enum: DEPLOYMENTS,
      },
      through: {
        type: 'string',
        description:
          'Who makes the change. spell: the actions of a spell, which the pause proxy executes by delegatecall.',
        enum: ['spell'],
      },
    },
    required: ['deployment', 'through'],
  },
  changeSchema: changeSchemaOf(PARAMETERS, {
    asset: `The ilk (type of vault): ETH-A, WSTETH-B, ...; \`${SYSTEM}\` for parameters of the whole system.`,
  }),
  parameters: PARAMETERS,
  drafting: {
    deployments: DEPLOYMENTS.map((name) => ({name, chain: 'ethereum', assets: ['ETH-A', 'WSTETH-A', SYSTEM]})),
    settable: (request) => fittingIn(TABLE, request),
    companions: companionsIn([AUTO_LINE]),
    account: () => undefined,
  },
  assets: () => undefined,
  riskValues: (request) => riskValuesOf(TABLE, request),
  governedValues: (request) => governedValuesOf(TABLE, request),
  describe: () => 'Maker Ethereum',
  identity: assetOf,
  together: () => [AUTO_LINE],
  landmarks: () => landmarksOf(MAKER, 'Maker'),
}
