import {chainName} from '../chains.js'
import {companionsIn} from '../governed.js'
import type {Drafting, ProtocolRequest} from '../model.js'
import {DEPLOYMENTS, deploymentOf, findDeployment} from './deployments.js'
import {PARAMETERS} from './parameters.js'
import {RATES} from './rates/parameters.js'
import {notForStewards} from './steward-refusals.js'
import {generationFor} from './stewards.js'
import {subjectOf} from './subject.js'

/** A threshold says little without its bonus, so that they are asked for even where each can be set by itself. */
const PACKS: readonly (readonly string[])[] = [['liquidationThreshold', 'ltv', 'liquidationBonus'], RATES]

/** What can be asked for an asset: parameters of a reserve that the release has and the way can set. */
function settable(request: ProtocolRequest): string[] {
  const subject = subjectOf({}, request)
  return PARAMETERS.filter(
    ({id, unfit}) =>
      unfit?.(subject) === undefined &&
      (!subject.steward || notForStewards(id, generationFor(subject.version)) === undefined),
  ).map(({id}) => id)
}

export const drafting: Drafting = {
  deployments: DEPLOYMENTS.map((name) => ({
    name,
    chain: chainOf(name),
    assets: Object.keys(findDeployment(name).assets),
  })),
  settable,
  companions: companionsIn(PACKS),
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
