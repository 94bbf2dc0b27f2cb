import {bug} from '../errors.js'
import {aaveV3Setter} from './aave-v3/set.js'
import {compoundV3Setter} from './compound-v3/set.js'
import {customSetter} from './custom/set.js'
import {makerSetter} from './maker/set.js'
import {eulerV2Setter} from './euler-v2/set.js'
import {gmxV2Setter} from './gmx-v2/set.js'
import {synthetixV3Setter} from './synthetix-v3/set.js'
import {aaveUmbrellaSetter} from './aave-umbrella/set.js'
import type {CallSetter} from './encode-call.js'

/** The first road of every protocol in the registry. */
export const SETTERS: readonly CallSetter[] = [
  aaveV3Setter,
  compoundV3Setter,
  makerSetter,
  eulerV2Setter,
  gmxV2Setter,
  synthetixV3Setter,
  aaveUmbrellaSetter,
  customSetter,
]

/** The setter of a protocol that the registry has. */
export function setterNamed(name: string): CallSetter {
  const found = SETTERS.find((setter) => setter.name === name)
  if (!found) throw bug(`the protocol ${name} has no setter`)
  return found
}
