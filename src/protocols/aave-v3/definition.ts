import {toFixedPoint} from '../../units/fixed.js'
import type {Rational} from '../../units/rational.js'
import type {Change, GovernedValue, JsonSchema, ProtocolDefinition, ProtocolRequest, RiskValue} from '../model.js'
import {inField, isSetting, settingSchema, textAfter, textBefore} from '../setting.js'
import {DEPLOYMENTS, deploymentOf} from './deployments.js'
import {drafting} from './drafting.js'
import {ON_CHAIN, PARAMETERS, parseParameter, showParameter, spelling} from './parameters.js'
import {authority, landmarks, refusals, routeProblem, together} from './request-problems.js'

/** Who may carry the calls. */
export const ROUTES = ['risk-steward', 'configurator'] as const
export const VERSIONS = ['3.0', '3.1', '3.2', '3.3', '3.4', '3.5', '3.6', '3.7'] as const

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
        'The Aave version of the market, in quotes: "3.6". Needed only for a risk steward whose generation is not known.',
      enum: VERSIONS,
    },
  },
  required: ['deployment', 'through'],
}

const changeSchema: JsonSchema = {
  type: 'object',
  description: 'What changes for one asset.',
  additionalProperties: false,
  properties: {
    asset: {
      type: 'string',
      description: "The asset, by its symbol in Aave's address book, exactly: WETH, wstETH, USDC, ...",
      minLength: 1,
    },
    ...Object.fromEntries(
      PARAMETERS.map((parameter) => [
        parameter.id,
        settingSchema({title: parameter.title, description: parameter.description, ...spelling(parameter)}),
      ]),
    ),
  },
  required: ['asset'],
  minProperties: 2,
}

function riskValues(request: ProtocolRequest): RiskValue[] {
  return request.changes.flatMap((change, index) => {
    const asset = assetOf(change)
    return Object.entries(change).flatMap(([id, setting]): RiskValue[] => {
      const parameter = PARAMETERS.find((known) => known.id === id)
      if (!parameter || parameter.role === 'none' || !isSetting(setting)) return []
      const read = (text: string) => parseParameter(parameter, asset, text)
      const before = textBefore(setting)
      return [
        {
          subject: asset,
          parameter: parameter.id,
          role: parameter.role,
          before: before === undefined ? undefined : read(before),
          after: read(textAfter(setting)),
          path: ['changes', index, parameter.id],
        },
      ]
    })
  })
}

function governedValues(request: ProtocolRequest): GovernedValue[] {
  return request.changes.flatMap((change, index) => {
    const asset = assetOf(change)
    return Object.entries(change).flatMap(([id, setting]): GovernedValue[] => {
      const parameter = PARAMETERS.find((known) => known.id === id)
      if (!parameter || !isSetting(setting)) return []
      const unit = ON_CHAIN[parameter.id]
      const read = (text: string) => parseParameter(parameter, asset, text)
      const show = (value: Rational) => showParameter(parameter, asset, value)
      const units = (text: string) => inField(`${asset} ${id}`, () => toFixedPoint(read(text), unit, show))
      const before = textBefore(setting)
      return [
        {
          subject: asset,
          parameter: id,
          role: parameter.role,
          path: ['changes', index, id],
          before: before === undefined ? undefined : units(before),
          after: units(textAfter(setting)),
          changes: setting.to !== undefined,
          perOne: unit.perOne,
          read,
          show,
        },
      ]
    })
  })
}

/** The asset that a change names; the schema makes sure of it. */
export function assetOf(change: Change): string {
  return typeof change['asset'] === 'string' ? change['asset'] : ''
}

/** "Aave v3 Ethereum", "Aave v3 EthereumLido". */
const describe = ({protocol}: ProtocolRequest): string =>
  `Aave v3 ${(protocol.deployment ?? '').replace(/^AaveV3/, '')}`.trim()

/** Aave v3 (3.0 to 3.7): collateral parameters, caps and fees of one reserve. */
export const aaveV3: ProtocolDefinition = {
  name: 'aave-v3',
  title: 'Aave v3',
  protocolSchema,
  changeSchema,
  parameters: PARAMETERS,
  drafting,
  assets: (request) => Object.keys(deploymentOf(request).assets),
  riskValues,
  governedValues,
  describe,
  identity: assetOf,
  together,
  routeProblem,
  refusals,
  authority,
  landmarks,
}
