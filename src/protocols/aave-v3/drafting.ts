import {chainName} from '../chains.js'
import type {Drafting} from '../model.js'
import {DEPLOYMENTS, deploymentOf, findDeployment} from './deployments.js'
import {PARAMETERS} from './parameters.js'

/** configureReserveAsCollateral sets these three together, and a threshold says little without its bonus. */
const COLLATERAL: readonly string[] = ['liquidationThreshold', 'ltv', 'liquidationBonus']
/** A risk steward has no function for these, or requires that they stay. */
const NOT_FOR_STEWARDS: readonly string[] = ['reserveFactor', 'liquidationProtocolFee']

export const drafting: Drafting = {
  deployments: DEPLOYMENTS.map((name) => ({
    name,
    chain: chainOf(name),
    assets: Object.keys(findDeployment(name).assets),
  })),
  settable: ({protocol}) =>
    PARAMETERS.map(({id}) => id).filter((id) => protocol.through === 'configurator' || !NOT_FOR_STEWARDS.includes(id)),
  companions: (parameters) =>
    parameters.some((id) => COLLATERAL.includes(id)) ? COLLATERAL.filter((id) => !parameters.includes(id)) : [],
  account(request) {
    const {riskCouncil} = deploymentOf(request)
    if (riskCouncil === undefined || request.protocol.through !== 'risk-steward') return undefined
    return {address: riskCouncil, title: "Aave's risk council"}
  },
}

function chainOf(name: string): number | string {
  const {chainId} = findDeployment(name)
  const known = chainName(chainId)
  return known.includes(' ') ? chainId : known
}
