import {EXIT, PlimsollError} from '../errors.js'
import {authenticate, chainFileOf, fileSource, type ChainFile} from '../evm/chain-file.js'
import type {BlockHeader} from '../evm/header.js'
import {needsOf} from '../evm/needs.js'
import type {SimulationResult} from '../evm/result.js'
import {lastCallsOf, simulate} from '../evm/simulate.js'
import {queriesOf} from '../evm/values.js'
import {encodeProposal, type EncodedProposal} from '../governance/encode.js'
import type {LoadedProposal} from '../proposal/model.js'
import {chainName} from '../protocols/chains.js'
import {loadChainFile, saveChainFile} from './chain-file.js'
import type {StateCache} from './rpc/cache.js'
import {Fork} from './rpc/fork.js'

/** Where the state comes from: a node, or a saved chain state. */
export interface SimulateOptions {
  readonly rpc?: string | undefined
  readonly state?: string | undefined
  readonly block?: number | undefined
  readonly save?: string | undefined
  readonly force?: boolean | undefined
  readonly blockHash?: string | undefined
  /** Where what nodes said of blocks is kept between runs; undefined asks for everything. */
  readonly cache?: StateCache | undefined
}

/**
 * Simulates a proposal on the state of a node's chain, or on a saved one, which is held against its proofs first.
 * @throws SIMULATE_WHERE, CHAIN_STATE_*, RPC_* and what encoding throws
 */
export async function simulateOnChain(loaded: LoadedProposal, options: SimulateOptions): Promise<SimulationResult> {
  const {rpc, state} = options
  const encoded = encodeProposal(loaded.proposal, loaded)
  if (rpc !== undefined && state === undefined) return onNode(loaded, encoded, rpc, options)
  if (state !== undefined && rpc === undefined) return onFile(loaded, encoded, state, options)
  throw new PlimsollError('SIMULATE_WHERE', 'say where to simulate: --rpc URL or --state FILE (one of them).')
}

/** The simulation of a review: undefined when nothing says where, an error when it could not be made. */
export async function trySimulation(
  loaded: LoadedProposal,
  options: Pick<SimulateOptions, 'blockHash' | 'cache' | 'rpc' | 'state'>,
): Promise<PlimsollError | SimulationResult | undefined> {
  if (options.rpc === undefined && options.state === undefined) return undefined
  try {
    return await simulateOnChain(loaded, options)
  } catch (error) {
    if (error instanceof PlimsollError) return error
    throw error
  }
}

async function onFile(
  {file, digest, proposal}: LoadedProposal,
  encoded: EncodedProposal,
  name: string,
  {blockHash}: SimulateOptions,
): Promise<SimulationResult> {
  const saved = await loadChainFile(name)
  const {chainId, header, source} = saved
  if (chainId !== encoded.chainId) {
    const message = `the chain state is one of ${chainName(chainId)}, but the proposal is for ${chainName(encoded.chainId)}.`
    throw new PlimsollError('CHAIN_STATE_OTHER', message, {exit: EXIT.cannotTell})
  }
  const authenticity = authenticate(saved, blockHash)
  const {simulation} = await simulate(proposal, encoded, {
    chainId,
    header,
    source: fileSource(saved),
    node: saved.nodeSimulation,
  })
  return {file, digest, state: {source, chainId, block: blockOf(header), authenticity}, simulation}
}

async function onNode(
  {file, digest, proposal}: LoadedProposal,
  encoded: EncodedProposal,
  url: string,
  {block, save, force, blockHash, cache}: SimulateOptions,
): Promise<SimulationResult> {
  const {chainId, acts} = encoded
  const needs = needsOf(proposal, queriesOf(proposal), acts, lastCallsOf(proposal, encoded))
  const fork = await Fork.open(url, chainId, {block, blockHash, needs, cache})
  const {header, simulation: node} = fork
  const {simulation, touched} = await fork.settle((trial) =>
    simulate(proposal, encoded, {chainId, header, source: fork, node, trial}),
  )
  const source = `node ${fork.host}`
  const state: ChainFile = chainFileOf({chainId, source, header, nodeSimulation: node}, touched, fork.proofs)
  const authenticity = authenticate(state, blockHash)
  await fork.keep()
  if (save !== undefined) await saveChainFile(save, state, {replace: force === true})
  const about = {source, chainId, block: blockOf(header), authenticity}
  return {file, digest, state: about, simulation, ...(save === undefined ? {} : {saved: save})}
}

const blockOf = (header: BlockHeader): SimulationResult['state']['block'] => ({
  number: Number(header['number']),
  hash: header['hash'] ?? '',
  timestamp: Number(header['timestamp']),
})
