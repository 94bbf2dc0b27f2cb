import type {ProtocolRequest} from '../../protocols/model.js'
import type {Policy} from './model.js'

/** Something of a proposal that a policy is not for, and where it stands. */
export interface OutOfScope {
  readonly path: readonly (number | string)[]
  readonly message: string
}

/** What of a proposal the policy does not allow to be changed at all: its protocol, its deployment, its assets. */
export function outOfScope({name, appliesTo}: Policy, {protocol, changes}: ProtocolRequest): OutOfScope[] {
  const {deployments, assets} = appliesTo
  if (appliesTo.protocol !== protocol.name) {
    return [{path: ['policy'], message: `${name} is for ${appliesTo.protocol}, not for ${protocol.name}.`}]
  }
  const {deployment} = protocol
  const elsewhere = deployments !== undefined && deployment !== undefined && !deployments.includes(deployment)
  return [
    ...(elsewhere
      ? [
          {
            path: ['protocol', 'deployment'],
            message: `${name} is for ${deployments.join(', ')}, not for ${deployment}.`,
          },
        ]
      : []),
    ...changes.flatMap(({asset}, index) =>
      assets !== undefined && typeof asset === 'string' && !assets.includes(asset)
        ? [
            {
              path: ['changes', index, 'asset'],
              message: `${name} allows changes of ${assets.join(', ')}, not of ${asset}.`,
            },
          ]
        : [],
    ),
  ]
}
