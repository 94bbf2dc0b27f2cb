import {EXIT, PlimsollError} from '../../errors.js'
import {BatchRefused, type JsonRpc, type RpcReply, type RpcRequest} from './json-rpc.js'

/** How many questions go into one request. */
const TOGETHER = 100

/** Asks in as few requests as the node lets. */
export async function askAll(rpc: JsonRpc, requests: readonly RpcRequest[]): Promise<RpcReply[]> {
  const replies: RpcReply[] = []
  for (let start = 0; start < requests.length; start += TOGETHER) {
    const some = requests.slice(start, start + TOGETHER)
    try {
      replies.push(...(await rpc.askTogether(some)))
    } catch (error) {
      if (!(error instanceof BatchRefused)) throw error
      for (const request of some) replies.push(await rpc.ask(request))
    }
  }
  return replies
}

/** The hex that was answered, in lower case. @throws RPC_CALL (exit 3) naming what was asked */
export function hexIn(rpc: JsonRpc, reply: RpcReply | undefined, what: string): string {
  if (reply && 'result' in reply && typeof reply.result === 'string' && /^0x[\da-f]*$/i.test(reply.result))
    return reply.result.toLowerCase()
  throw unanswered(rpc, reply, what)
}

/** The error for something that the node did not say. */
export function unanswered(rpc: JsonRpc, reply: RpcReply | undefined, what: string): PlimsollError {
  const why = reply && 'error' in reply ? rpc.clean(reply.error.message) : 'the answer is none'
  return new PlimsollError('RPC_CALL', `${what} of ${rpc.host}: ${why}.`, {exit: EXIT.cannotTell})
}
