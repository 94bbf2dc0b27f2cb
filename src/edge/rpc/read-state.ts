import {bug, PlimsollError} from '../../errors.js'
import {chainId as idOf, chainName} from '../../protocols/chains.js'
import {gettersFor} from '../../protocols/getters.js'
import type {ProtocolRequest} from '../../protocols/model.js'
import {stateOf, type ChainState} from '../../protocols/state.js'
import {PinnedChain} from './chain.js'
import type {RpcOptions} from './json-rpc.js'

/**
 * The current values of some assets of the deployment that a request names, all read at one block of a node's chain.
 * @throws GETTER_NONE, RPC_WRONG_CHAIN, and what reading throws: always naming the call
 */
export async function readState(
  url: string,
  request: ProtocolRequest,
  assets: readonly string[],
  options: Partial<RpcOptions> & {block?: number | undefined} = {},
): Promise<ChainState> {
  const {name, chain, deployment} = request.protocol
  const queries = gettersFor(name).queries(request, [...new Set(assets)])
  const pinned = await PinnedChain.open(url, options)
  const wanted = idOf(chain)
  if (pinned.chainId !== wanted) {
    throw new PlimsollError(
      'RPC_WRONG_CHAIN',
      `${pinned.host} is a node of ${chainName(pinned.chainId)} (id ${pinned.chainId}), but the proposal is for ${chainName(wanted)} (id ${wanted}).`,
      {suggestions: [`Name a node of ${chainName(wanted)}.`]},
    )
  }
  const outputs = await pinned.call(queries)
  await pinned.confirm()
  const values = queries.flatMap(({decode, title, to}, index) => {
    try {
      return decode(outputs[index] ?? '')
    } catch (error) {
      if (!(error instanceof PlimsollError)) throw error
      const {code, exit, message} = error
      throw new PlimsollError(
        code,
        `${title} of ${to} at block ${pinned.block.number} on ${pinned.host}: ${message}.`,
        {exit},
      )
    }
  })
  if (deployment === undefined) throw bug('getters without a deployment')
  const {chainId, block, host} = pinned
  return stateOf({protocol: name, chainId, block, source: `node ${host}`}, deployment, values)
}
