import {EXIT, PlimsollError} from '../../errors.js'
import {headerOf, type BlockHeader} from '../../evm/header.js'
import {chainName} from '../../protocols/chains.js'
import {askAll, hexIn, unanswered} from './ask-all.js'
import type {JsonRpc, RpcReply, RpcRequest} from './json-rpc.js'

/** Which block: by its hash, which must then have that number if one is given; or by its number; or the latest. */
export interface WhichBlock {
  readonly block?: number | undefined
  readonly blockHash?: string | undefined
}

/** What a node is asked to name a block by its number. */
export const blockTag = ({block}: WhichBlock): string => (block === undefined ? 'latest' : `0x${block.toString(16)}`)

/**
 * Asks a node in one request for its chain, for the header of a block, and for whatever else can be asked before it is known.
 * @throws RPC_WRONG_CHAIN, RPC_CALL (exit 3) and what asking throws
 */
export async function pinBlock(
  rpc: JsonRpc,
  chainId: number,
  which: WhichBlock,
  also: readonly RpcRequest[] = [],
): Promise<{header: BlockHeader; replies: RpcReply[]}> {
  const {block, blockHash} = which
  const number = block === undefined ? 'the latest block' : `block ${block}`
  const what = blockHash === undefined ? number : `the block ${blockHash.toLowerCase()}`
  const [id, found, ...replies] = await askAll(rpc, [
    {method: 'eth_chainId', params: [], what: 'the chain id'},
    blockHash === undefined
      ? {method: 'eth_getBlockByNumber', params: [blockTag(which), false], what}
      : {method: 'eth_getBlockByHash', params: [blockHash.toLowerCase(), false], what},
    ...also,
  ])
  const there = Number(BigInt(hexIn(rpc, id, 'the chain id')))
  if (there !== chainId) {
    throw new PlimsollError(
      'RPC_WRONG_CHAIN',
      `${rpc.host} is a node of ${chainName(there)} (id ${there}), but the proposal is for ${chainName(chainId)} (id ${chainId}).`,
      {suggestions: [`Name a node of ${chainName(chainId)}.`]},
    )
  }
  const fields = found && 'result' in found ? found.result : undefined
  if (typeof fields !== 'object' || fields === null) throw unanswered(rpc, found, what)
  const header = headerOf(fields as Record<string, unknown>)
  for (const name of ['number', 'timestamp', 'gasLimit', 'hash', 'stateRoot'])
    if (!/^0x[\da-f]+$/.test(header[name] ?? '')) throw unanswered(rpc, undefined, `the ${name} of ${what}`)
  checkNumber(header, which)
  return {header, replies}
}

/** @throws RPC_OTHER_BLOCK when a block was named by a hash and by a number, and they are of two blocks */
export function checkNumber(header: BlockHeader, {block, blockHash}: WhichBlock): void {
  if (block === undefined || blockHash === undefined || BigInt(header['number'] ?? 0) === BigInt(block)) return
  throw new PlimsollError(
    'RPC_OTHER_BLOCK',
    `the block ${blockHash.toLowerCase()} has the number ${BigInt(header['number'] ?? 0)}, and --block says ${block}.`,
    {exit: EXIT.cannotTell, suggestions: ['Leave out --block, or find out which of the two is meant.']},
  )
}
