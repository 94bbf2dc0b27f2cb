import {PlimsollError} from '../errors.js'
import {aaveV3} from './aave-v3/definition.js'
import {compoundV3} from './compound-v3/definition.js'
import {custom} from './custom/definition.js'
import {maker} from './maker/definition.js'
import {eulerV2} from './euler-v2/definition.js'
import {gmxV2} from './gmx-v2/definition.js'
import {synthetixV3} from './synthetix-v3/definition.js'
import {aaveUmbrella} from './aave-umbrella/definition.js'
import type {ProtocolDefinition} from './model.js'
import {nearest} from '../nearest.js'

/** Every protocol that a proposal may name. Adding one: its folder, a line here, in setters.ts and in readers.ts. */
export const PROTOCOLS: readonly ProtocolDefinition[] = [
  aaveV3,
  compoundV3,
  maker,
  eulerV2,
  gmxV2,
  synthetixV3,
  aaveUmbrella,
  custom,
]

/** @throws PROTOCOL_UNKNOWN when there is none of that name. */
export function protocolNamed(name: string): ProtocolDefinition {
  const found = PROTOCOLS.find((protocol) => protocol.name === name)
  if (found) return found
  const names = PROTOCOLS.map((protocol) => protocol.name)
  const [near] = nearest(name, names)
  throw new PlimsollError('PROTOCOL_UNKNOWN', `There is no protocol called \`${name}\`.`, {
    suggestions: [near === undefined ? `Known are: ${names.join(', ')}.` : `Did you mean ${near}?`],
  })
}
