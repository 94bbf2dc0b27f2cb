import {assetOf, changeSchemaOf, governedValuesOf, riskValuesOf} from '../governed.js'
import type {JsonSchema, ProtocolDefinition, ProtocolRequest} from '../model.js'
import {DEPLOYMENTS, deploymentOf} from './deployments.js'
import {drafting} from './drafting.js'
import {PARAMETERS, TABLE} from './parameters.js'
import {authority, landmarks, refusals, routeProblem, together} from './request-problems.js'
import {scopeOf, VERSIONS} from './scope.js'

/** Who may carry the calls. */
export const ROUTES = ['risk-steward', 'configurator'] as const

const protocolSchema: JsonSchema = {
  type: 'object',
  properties: {
    deployment: {
      type: 'string',
      description:
        "The market, by its name in Aave's address book: AaveV3Ethereum, AaveV3EthereumLido, AaveV3Arbitrum, ...",
      enum: DEPLOYMENTS,
    },
    through: {
      type: 'string',
      description:
        'Who makes the change. risk-steward: the risk council calls the RiskSteward, inside its limits. ' +
        'configurator: a risk or pool admin calls the PoolConfigurator.',
      enum: ROUTES,
    },
    version: {
      type: 'string',
      description:
        'The Aave version of the market, in quotes: "3.6". Needed for what some versions lack or set otherwise (eModes, ' +
        'interest rates, debt ceilings), and for a risk steward whose generation is not known.',
      enum: VERSIONS,
    },
  },
  required: ['deployment', 'through'],
}

/** The assets of the market, and what the changes name by an eMode of theirs. */
function assets(request: ProtocolRequest): string[] {
  const listed = Object.keys(deploymentOf(request).assets)
  const named = request.changes.map((change) => assetOf(change))
  const inEMode = named.filter((name) => {
    const scope = scopeOf(name)
    return scope.kind === 'category' || (scope.kind === 'member' && listed.includes(scope.symbol))
  })
  return [...listed, ...new Set(inEMode)]
}

/** "Aave v3 Ethereum", "Aave v3 EthereumLido". */
const describe = ({protocol}: ProtocolRequest): string =>
  `Aave v3 ${(protocol.deployment ?? '').replace(/^AaveV3/, '')}`.trim()

/** Aave v3 (3.0 to 3.7): collateral, caps, fees, rates and brakes of reserves, and eModes. */
export const aaveV3: ProtocolDefinition = {
  name: 'aave-v3',
  title: 'Aave v3',
  protocolSchema,
  changeSchema: changeSchemaOf(PARAMETERS, {
    asset:
      "The asset, by its symbol in Aave's address book, exactly: WETH, wstETH, USDC, ... " +
      'An eMode category is `eMode 1`, and an asset as a member of it `WETH in eMode 1`.',
  }),
  parameters: PARAMETERS,
  drafting,
  assets,
  // A category has no price of its own, and what is borrowed in it is priced against its collateral: no backtest reads it.
  riskValues: (request) => riskValuesOf(TABLE, request).filter(({subject}) => scopeOf(subject).kind === 'reserve'),
  governedValues: (request) => governedValuesOf(TABLE, request),
  describe,
  identity: assetOf,
  together,
  routeProblem,
  refusals,
  authority,
  landmarks,
}
