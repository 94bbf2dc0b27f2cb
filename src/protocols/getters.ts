import {PlimsollError, EXIT} from '../errors.js'
import {aaveV3Getters} from './aave-v3/getters.js'
import {compoundV3Getters} from './compound-v3/getters.js'
import {makerGetters} from './maker/getters.js'
import type {ProtocolGetters} from './model.js'

/** Every protocol whose current values can be read from a chain. */
export const GETTERS: readonly ProtocolGetters[] = [aaveV3Getters, compoundV3Getters, makerGetters]

/** @throws GETTER_NONE (exit 3) for a protocol whose contracts say nothing about their current values. */
export function gettersFor(protocol: string): ProtocolGetters {
  const found = GETTERS.find(({name}) => name === protocol)
  if (found) return found
  throw new PlimsollError(
    'GETTER_NONE',
    `current values of the protocol \`${protocol}\` cannot be read from a chain.`,
    {
      exit: EXIT.cannotTell,
      suggestions: [
        'A proposal names the functions that set its values, not the ones that read them.',
        `Readable are: ${GETTERS.map(({name}) => name).join(', ')}.`,
      ],
    },
  )
}
