import {aaveV3Reader} from './aave-v3/read.js'
import {compoundV3Reader} from './compound-v3/read.js'
import {customReader} from './custom/read.js'
import {makerReader} from './maker/read.js'
import {eulerV2Reader} from './euler-v2/read.js'
import {gmxV2Reader} from './gmx-v2/read.js'
import {synthetixV3Reader} from './synthetix-v3/read.js'
import {aaveUmbrellaReader} from './aave-umbrella/read.js'
import type {ProtocolReader} from './model.js'

/** Every protocol whose bytes can be read back. */
export const READERS: readonly ProtocolReader[] = [
  aaveV3Reader,
  compoundV3Reader,
  makerReader,
  eulerV2Reader,
  gmxV2Reader,
  synthetixV3Reader,
  aaveUmbrellaReader,
  customReader,
]

export function readerFor(protocol: string): ProtocolReader | undefined {
  return READERS.find(({name}) => name === protocol)
}
