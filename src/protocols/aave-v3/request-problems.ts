import {PlimsollError} from '../../errors.js'
import {isZero} from '../../units/rational.js'
import type {Landmark, ProtocolRequest, RequestProblem} from '../model.js'
import {isSetting, textAfter, textBefore} from '../setting.js'
import {DEPLOYMENTS, deploymentOf, findDeployment} from './deployments.js'
import {PARAMETERS, parseParameter} from './parameters.js'
import {stewardRefusal} from './steward-refusals.js'
import {stewardOf} from './stewards.js'

const COLLATERAL = ['ltv', 'liquidationThreshold', 'liquidationBonus']
const isSteward = ({protocol}: ProtocolRequest): boolean => protocol.through === 'risk-steward'

/** configureReserveAsCollateral takes all three; the risk steward can keep each by itself. */
export const together = (request: ProtocolRequest): string[][] => (isSteward(request) ? [] : [COLLATERAL])

/** Whether the market has a risk steward whose calldata is known. */
export function routeProblem(request: ProtocolRequest): RequestProblem | undefined {
  if (!isSteward(request)) return undefined
  const deployment = deploymentOf(request)
  const {version} = request.protocol
  try {
    stewardOf(deployment, version)
    return undefined
  } catch (error) {
    if (!(error instanceof PlimsollError)) throw error
    const path = ['protocol', version === undefined ? 'through' : 'version']
    return {path, message: [error.message, ...error.suggestions].join(' ')}
  }
}

/** What the risk steward refuses whatever its limits are. */
export function refusals(request: ProtocolRequest): RequestProblem[] {
  if (!isSteward(request)) return []
  return request.changes.flatMap((change, index) => {
    const asset = String(change['asset'])
    const isChanged = (id: string): boolean => isSetting(change[id]) && change[id].to !== undefined
    const collateralSide = COLLATERAL.some(isChanged)
    return PARAMETERS.flatMap((parameter) => {
      const setting = change[parameter.id]
      if (!isSetting(setting)) return []
      const zero = (text: string | undefined): boolean => {
        try {
          return text !== undefined && isZero(parseParameter(parameter, asset, text))
        } catch {
          return false // reported where the value is read
        }
      }
      const refusal = stewardRefusal(asset, parameter.id, {
        changes: setting.to !== undefined,
        fromZero: zero(textBefore(setting)),
        toZero: zero(textAfter(setting)),
        collateralSide,
      })
      if (!refusal) return []
      return [{path: ['changes', index, parameter.id], message: `${refusal.message} ${refusal.suggestion}`}]
    })
  })
}

/** The risk council is the only account that a risk steward obeys (RISK_COUNCIL, else InvalidCaller). */
export function authority(request: ProtocolRequest): Landmark | undefined {
  if (!isSteward(request)) return undefined
  const {riskCouncil, chainId, name} = deploymentOf(request)
  if (riskCouncil === undefined) return undefined
  return {address: riskCouncil, chainId, title: `the risk council of ${name}`, account: true}
}

/** Every address of the address book. */
export function landmarks(): Landmark[] {
  return DEPLOYMENTS.flatMap((name) => {
    const {chainId, pool, configurator, dataProvider, configEngine, riskSteward, riskCouncil, assets, source} =
      findDeployment(name)
    const contracts = {
      Pool: pool,
      PoolConfigurator: configurator,
      PoolDataProvider: dataProvider,
      ConfigEngine: configEngine,
      RiskSteward: riskSteward,
    }
    const found = Object.entries(contracts).flatMap(([title, address]) =>
      address === undefined ? [] : [{address, chainId, title: `the ${title} of ${name}`, account: false, source}],
    )
    const council =
      riskCouncil === undefined
        ? []
        : [{address: riskCouncil, chainId, title: `the risk council of ${name}`, account: true, source}]
    const tokens = Object.entries(assets).map(([symbol, {underlying}]) => ({
      address: underlying,
      chainId,
      title: `the token ${symbol} of ${name}`,
      account: false,
      source,
    }))
    return [...found, ...council, ...tokens]
  })
}
