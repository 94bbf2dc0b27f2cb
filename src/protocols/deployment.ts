import {PlimsollError} from '../errors.js'
import {nearest} from '../nearest.js'
import {chainId, chainName} from './chains.js'
import type {ProtocolRequest} from './model.js'

/**
 * The deployment that a proposal names, out of those of its protocol, on the chain that it names.
 * @throws PROTOCOL_UNKNOWN_DEPLOYMENT with near matches, PROTOCOL_WRONG_CHAIN, PROTOCOL_UNKNOWN_CHAIN
 */
export function deploymentNamed<D extends {readonly chainId: number}>(
  {protocol}: ProtocolRequest,
  known: Readonly<Record<string, D>>,
  title: string,
): D & {readonly name: string} {
  const {chain, deployment = ''} = protocol
  const found = Object.hasOwn(known, deployment) ? known[deployment] : undefined
  if (!found) {
    const names = Object.keys(known)
    const near = nearest(deployment, names)
    throw new PlimsollError(
      'PROTOCOL_UNKNOWN_DEPLOYMENT',
      `There is no ${title} deployment called \`${deployment}\`.`,
      {
        suggestions: [near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Known are: ${names.join(', ')}.`],
      },
    )
  }
  if (chainId(chain) === found.chainId) return {...found, name: deployment}
  throw new PlimsollError(
    'PROTOCOL_WRONG_CHAIN',
    `${deployment} is on ${chainName(found.chainId)} (id ${found.chainId}), but the proposal says chain ${chain}.`,
    {suggestions: [`Write \`chain: ${chainName(found.chainId)}\`, or name a deployment on that chain.`]},
  )
}
