import {PlimsollError} from '../../errors.js'
import {isZero} from '../../units/rational.js'
import type {Change, Landmark, ProtocolRequest, RequestProblem, Setting} from '../model.js'
import {isSetting, textAfter, textBefore} from '../setting.js'
import {DEPLOYMENTS, deploymentOf, findDeployment} from './deployments.js'
import {COLLATERAL, EMODE_COLLATERAL, PARAMETERS} from './parameters.js'
import {RATES} from './rates/parameters.js'
import {stewardRefusal} from './steward-refusals.js'
import {stewardOf, type StewardGeneration} from './stewards.js'
import {subjectOf, type Parameter} from './subject.js'

const isSteward = ({protocol}: ProtocolRequest): boolean => protocol.through === 'risk-steward'

/** What one call of the configurator writes; the risk steward can keep each value by itself. */
export function together(request: ProtocolRequest): (readonly string[])[] {
  if (isSteward(request)) return []
  const source = ['3.0', '3.1'].includes(request.protocol.version ?? '') ? ['eModePriceSource'] : []
  return [COLLATERAL, RATES, [...EMODE_COLLATERAL, ...source, 'eModeLabel']]
}

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

/** What the contracts on the way refuse: what the release lacks, and what the risk steward does not set. */
export function refusals(request: ProtocolRequest): RequestProblem[] {
  return request.changes.flatMap((change, index) => {
    const subject = subjectOf(change, request)
    return PARAMETERS.flatMap((parameter) => {
      const setting = change[parameter.id]
      if (!isSetting(setting)) return []
      const path = ['changes', index, parameter.id]
      const unfit = parameter.unfit?.(subject)
      if (unfit !== undefined) return [{path, message: `${subject.asset} ${parameter.id}: ${unfit}`}]
      const refusal = refusedBySteward(parameter, setting, change, request)
      return refusal ? [{path, message: `${refusal.message} ${refusal.suggestion}`}] : []
    })
  })
}

function refusedBySteward(
  {id, spelling, token}: Parameter,
  setting: Setting,
  change: Change,
  request: ProtocolRequest,
): ReturnType<typeof stewardRefusal> {
  const generation = generationIn(request)
  if (generation === undefined) return undefined
  const subject = subjectOf(change, request)
  const zero = (text: string | undefined): boolean => {
    try {
      return text !== undefined && isZero(spelling.read(text, token?.(subject) ?? ''))
    } catch {
      return false // reported where the value is read
    }
  }
  const isChanged = (known: string): boolean => isSetting(change[known]) && change[known].to !== undefined
  return stewardRefusal(subject.asset, id, generation, {
    changes: setting.to !== undefined,
    fromZero: zero(textBefore(setting)),
    toZero: zero(textAfter(setting)),
    collateralSide: COLLATERAL.some(isChanged),
  })
}

/** The generation of the steward that makes the change; undefined when none does, or when routeProblem says why it is not known. */
function generationIn(request: ProtocolRequest): StewardGeneration | undefined {
  if (!isSteward(request) || routeProblem(request)) return undefined
  return stewardOf(deploymentOf(request), request.protocol.version).generation
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
