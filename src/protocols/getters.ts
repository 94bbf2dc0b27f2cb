import {PlimsollError, EXIT} from '../errors.js'
import {aaveV3Getters} from './aave-v3/getters.js'
import {customGetters} from './custom/getters.js'
import {compoundV3Getters} from './compound-v3/getters.js'
import {makerGetters} from './maker/getters.js'
import {eulerV2Getters} from './euler-v2/getters.js'
import {gmxV2Getters} from './gmx-v2/getters.js'
import {synthetixV3Getters} from './synthetix-v3/getters.js'
import {aaveUmbrellaGetters} from './aave-umbrella/getters.js'
import type {ProtocolGetters} from './model.js'

/** Every protocol whose current values can be read from a chain. */
export const GETTERS: readonly ProtocolGetters[] = [
  aaveV3Getters,
  compoundV3Getters,
  makerGetters,
  eulerV2Getters,
  gmxV2Getters,
  synthetixV3Getters,
  aaveUmbrellaGetters,
  customGetters,
]

/** @throws GETTER_NONE (exit 3) for a protocol whose contracts say nothing about their current values. */
export function gettersFor(protocol: string): ProtocolGetters {
  const found = GETTERS.find(({name}) => name === protocol)
  if (found) return found
  throw new PlimsollError(
    'GETTER_NONE',
    `current values of the protocol \`${protocol}\` cannot be read from a chain.`,
    {
      exit: EXIT.cannotTell,
      suggestions: [`Readable are: ${GETTERS.map(({name}) => name).join(', ')}.`],
    },
  )
}
