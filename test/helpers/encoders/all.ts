import {aaveUmbrellaSetter} from '../../../src/protocols/aave-umbrella/set.js'
import {aaveV3Setter} from '../../../src/protocols/aave-v3/set.js'
import {compoundV3Setter} from '../../../src/protocols/compound-v3/set.js'
import type {CallSetter} from '../../../src/protocols/encode-call.js'
import {eulerV2Setter} from '../../../src/protocols/euler-v2/set.js'
import {gmxV2Setter} from '../../../src/protocols/gmx-v2/set.js'
import {makerSetter} from '../../../src/protocols/maker/set.js'
import {synthetixV3Setter} from '../../../src/protocols/synthetix-v3/set.js'
import {AAVE_UMBRELLA} from './aave-umbrella.js'
import {AAVE_V3} from './aave-v3.js'
import {COMPOUND_V3} from './compound-v3.js'
import {CUSTOM} from './custom.js'
import {EULER_V2} from './euler-v2.js'
import {GMX_V2} from './gmx-v2.js'
import {MAKER} from './maker.js'
import type {Sampler} from './sample.js'
import {samplerOf, type Scope} from './scope.js'
import {SYNTHETIX_V3} from './synthetix-v3.js'

/** Every protocol's calls, written down a second time. A new parameter of the registry needs a row in its protocol's file. */
export const SCOPES: readonly (readonly [setter: CallSetter, scopes: readonly Scope[]])[] = [
  [aaveV3Setter, AAVE_V3],
  [aaveUmbrellaSetter, AAVE_UMBRELLA],
  [compoundV3Setter, COMPOUND_V3],
  [eulerV2Setter, EULER_V2],
  [gmxV2Setter, GMX_V2],
  [makerSetter, MAKER],
  [synthetixV3Setter, SYNTHETIX_V3],
]

export const SAMPLERS: Readonly<Record<string, readonly Sampler[]>> = {
  ...Object.fromEntries(
    SCOPES.map(([setter, scopes]) => [setter.name, scopes.map((scope) => samplerOf(setter, scope))]),
  ),
  custom: CUSTOM,
}
