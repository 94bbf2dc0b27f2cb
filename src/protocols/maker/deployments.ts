import {MAKER} from '../addresses/maker.js'
import {inBook} from '../addresses/book.js'
import {deploymentNamed} from '../deployment.js'
import type {ProtocolRequest} from '../model.js'
import {namedContract} from '../named-contract.js'

const DEPLOYED = {MakerEthereum: {chainId: 1}} as const

/** The names that `protocol.deployment` may have. */
export const DEPLOYMENTS: readonly string[] = Object.keys(DEPLOYED)

/** The asset of changes of the whole system. */
export const SYSTEM = 'DAI'

/** The contracts of the core, by what the text calls them. */
export type Core = 'autoLine' | 'dog' | 'jug' | 'spotter' | 'vat' | 'vow'

const NAMES: Readonly<Record<Core, string>> = {
  vat: 'MCD_VAT',
  spotter: 'MCD_SPOT',
  jug: 'MCD_JUG',
  dog: 'MCD_DOG',
  vow: 'MCD_VOW',
  autoLine: 'MCD_IAM_AUTO_LINE',
}

/** Where a proposal's calls go. */
export interface MakerPlace {
  readonly name: string
  readonly chainId: number
  readonly core: Readonly<Record<Core, string>>
  /** The Clipper of an ilk. @throws PROTOCOL_NO_ADDRESS */
  clipper(ilk: string): string
  /** The price curve of its auctions. @throws PROTOCOL_NO_ADDRESS */
  calc(ilk: string): string
  /** The Clipper where it is known. */
  knownClipper(ilk: string): string | undefined
}

/** The contracts, by their names in Maker's chainlog; those of `contracts:` win over the address book. */
export function placeOf(request: ProtocolRequest): MakerPlace {
  const {name, chainId} = deploymentNamed(request, DEPLOYED, 'Maker')
  const find = (key: string): string => namedContract(request, key, inBook(MAKER, chainId, key))
  const clip = (ilk: string): string => `MCD_CLIP_${ilk.replaceAll('-', '_')}`
  return {
    name,
    chainId,
    core: Object.fromEntries(Object.entries(NAMES).map(([core, key]) => [core, find(key)])) as Record<Core, string>,
    clipper: (ilk) => find(clip(ilk)),
    calc: (ilk) => find(clip(ilk).replace('MCD_CLIP_', 'MCD_CLIP_CALC_')),
    knownClipper: (ilk) => request.contracts?.[clip(ilk)]?.address ?? inBook(MAKER, chainId, clip(ilk)),
  }
}
