import {SAFE} from '../generated/safe.js'
import type {SafeVersion} from './model.js'

/** One address of a Safe library: the same code may stand at several, by how it was deployed. */
export interface SafeDeployment {
  readonly kind: string
  readonly address: string
  /** keccak256 of the code at that address. */
  readonly codeHash: string
  /** Ids of the chains where this is the default. */
  readonly defaultOn: readonly number[]
}

export interface SafeContract {
  /** Where the addresses come from: package@version:file. */
  readonly source: string
  readonly deployments: readonly SafeDeployment[]
}

export type SafeContractName = 'multiSend' | 'multiSendCallOnly' | 'signMessageLib'
export type SafeBook = Readonly<Record<SafeVersion, Readonly<Record<SafeContractName, SafeContract>>>>

/** The contracts that Safes share, by lower-case address, with their names. */
export type SafeLibrary = Readonly<Record<string, string>>

/** The library of that Safe version that is the default on a chain; undefined when the chain is not listed. */
export function safeContract(
  version: SafeVersion,
  name: SafeContractName,
  chainId: number,
): SafeDeployment | undefined {
  return SAFE[version][name].deployments.find(({defaultOn}) => defaultOn.includes(chainId))
}
