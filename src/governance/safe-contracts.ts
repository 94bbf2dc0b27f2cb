import {SAFE} from '../generated/safe.js'
import {CHAIN_BOUND_SAFE_VERSIONS, type SafeVersion} from './model.js'

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
export type SafeBook = Readonly<
  Record<(typeof CHAIN_BOUND_SAFE_VERSIONS)[number], Readonly<Record<SafeContractName, SafeContract>>>
>

/** The contracts that Safes share, by lower-case address, with their names. */
export type SafeLibrary = Readonly<Record<string, string>>

/**
 * The library of that Safe version that is the default on a chain; undefined when the chain is not listed.
 * Safes before 1.3.0 take those of 1.3.0: a delegatecalled library does not care which version calls it, and there was no
 * MultiSendCallOnly before.
 */
export function safeContract(
  version: SafeVersion,
  name: SafeContractName,
  chainId: number,
): SafeDeployment | undefined {
  const release = CHAIN_BOUND_SAFE_VERSIONS.find((known) => known === version) ?? '1.3.0'
  return SAFE[release][name].deployments.find(({defaultOn}) => defaultOn.includes(chainId))
}
