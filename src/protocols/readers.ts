import {aaveV3Reader} from './aave-v3/read.js'
import {compoundV3Reader} from './compound-v3/read.js'
import {customReader} from './custom/read.js'
import {makerReader} from './maker/read.js'
import type {ProtocolReader} from './model.js'

/** Every protocol whose bytes can be read back. */
export const READERS: readonly ProtocolReader[] = [aaveV3Reader, compoundV3Reader, makerReader, customReader]

export function readerFor(protocol: string): ProtocolReader | undefined {
  return READERS.find(({name}) => name === protocol)
}
