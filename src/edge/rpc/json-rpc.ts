import {setTimeout as sleep} from 'node:timers/promises'

import {EXIT, PlimsollError} from '../../errors.js'
import type {Endpoint} from './endpoint.js'

export interface RpcRequest {
  readonly method: string
  readonly params: readonly unknown[]
  /** What is asked, for messages: `getReserveCaps(WETH) of 0x41... at block 123`. */
  readonly what: string
}

export type RpcReply =
  | {readonly result: unknown}
  | {readonly error: {readonly code: number; readonly message: string; readonly data?: unknown}}

export interface RpcOptions {
  /** For one attempt, headers and body. */
  readonly timeoutMs: number
  /** Waits before the second attempt, the third, and so on; their number is the number of retries. No jitter. */
  readonly backOffMs: readonly number[]
}

export const RPC_DEFAULTS: RpcOptions = {timeoutMs: 10_000, backOffMs: [250, 1000, 4000]}

/** The longest that a node's Retry-After is obeyed. */
const LONGEST_WAIT_MS = 10_000
/** "Limit exceeded" (EIP-1474): to be tried again like an HTTP 429. */
const LIMIT_EXCEEDED = -32_005

/** A failure that another attempt may cure. */
class Attempt extends Error {
  readonly code: string
  readonly waitMs: number | undefined

  constructor(code: string, message: string, waitMs?: number) {
    super(message)
    this.code = code
    this.waitMs = waitMs
  }
}

/** The node does not take several requests in one. */
export class BatchRefused extends Error {}

/** One node, asked over HTTP. */
export class JsonRpc {
  readonly host: string
  readonly #endpoint: Endpoint
  readonly #options: RpcOptions
  #lastId = 0

  constructor(endpoint: Endpoint, options: Partial<RpcOptions> = {}) {
    this.#endpoint = endpoint
    this.#options = {...RPC_DEFAULTS, ...options}
    this.host = endpoint.host
  }

  /** Asks one thing. @throws RPC_* (exit 3) naming it when there is no answer; an answer may still be an error. */
  async ask(request: RpcRequest): Promise<RpcReply> {
    return this.#persist(request.what, async () => {
      const id = ++this.#lastId
      const reply = replyOf(await this.#post({jsonrpc: '2.0', id, method: request.method, params: request.params}), id)
      if ('error' in reply && reply.error.code === LIMIT_EXCEEDED)
        throw new Attempt('RPC_RATE_LIMITED', 'it says slow down')
      return reply
    })
  }

  /**
   * Asks several things in one request.
   * @throws BatchRefused when the node only takes one at a time, RPC_* (exit 3) when there is no answer
   */
  async askTogether(requests: readonly RpcRequest[]): Promise<RpcReply[]> {
    const [first] = requests
    if (!first) return []
    const what = requests.length > 1 ? `${first.what} and ${requests.length - 1} more` : first.what
    return this.#persist(what, async () => {
      const ids = requests.map(() => ++this.#lastId)
      const body = requests.map(({method, params}, index) => ({jsonrpc: '2.0', id: ids[index], method, params}))
      const answer = await this.#post(body)
      if (!Array.isArray(answer)) throw new BatchRefused()
      const byId = new Map(answer.map((item: unknown) => [(item as {id?: unknown} | null)?.id, item]))
      if (answer.length !== ids.length || byId.size !== ids.length) throw new Attempt('RPC_GARBAGE', wrongIds)
      const replies = ids.map((id) => replyOf(byId.get(id), id))
      if (replies.some((reply) => 'error' in reply && reply.error.code === LIMIT_EXCEEDED))
        throw new Attempt('RPC_RATE_LIMITED', 'it says slow down')
      return replies
    })
  }

  /** The words of an error that the node gave, safe to show: no keys, no control characters, not long. */
  clean(message: string): string {
    return this.#endpoint
      .redact(message)
      .replaceAll(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
      .slice(0, 200)
      .trim()
  }

  async #persist<T>(what: string, attempt: () => Promise<T>): Promise<T> {
    const waits = this.#options.backOffMs
    for (let tries = 0; ; tries++) {
      try {
        return await attempt()
      } catch (error) {
        if (!(error instanceof Attempt)) throw error
        const wait = waits[tries]
        if (wait === undefined) throw this.#gaveUp(error, what, tries + 1)
        await sleep(Math.min(Math.max(wait, error.waitMs ?? 0), LONGEST_WAIT_MS))
      }
    }
  }

  #gaveUp({code, message}: Attempt, what: string, attempts: number): PlimsollError {
    const tried = attempts === 1 ? '' : ` (${attempts} attempts)`
    return new PlimsollError(code, `${what}: no answer from ${this.host}: ${this.clean(message)}${tried}.`, {
      exit: EXIT.cannotTell,
      suggestions: ['Try again later or another node, or read a saved state: --state FILE.'],
    })
  }

  async #post(body: unknown): Promise<unknown> {
    let response: Response
    let text: string
    try {
      const {url, headers} = withoutCredentials(this.#endpoint.url)
      response = await fetch(url, {
        body: JSON.stringify(body),
        headers: {...headers, 'content-type': 'application/json'},
        method: 'POST',
        signal: AbortSignal.timeout(this.#options.timeoutMs),
      })
      text = await response.text()
    } catch (error) {
      throw this.#lost(error)
    }
    if (response.status === 429) throw new Attempt('RPC_RATE_LIMITED', 'it says slow down (HTTP 429)', waitOf(response))
    if (response.status >= 500) throw new Attempt('RPC_HTTP', `HTTP ${response.status}`, waitOf(response))
    const answer = parsed(text)
    if (response.ok || isReply(answer)) {
      if (answer === undefined) throw new Attempt('RPC_GARBAGE', 'what came back is not JSON')
      return answer
    }
    if (Array.isArray(body)) throw new BatchRefused()
    const known = [401, 403].includes(response.status) ? ': it does not let you in' : ''
    throw new PlimsollError('RPC_HTTP', `${this.host} answers HTTP ${response.status}${known}.`, {
      exit: EXIT.cannotTell,
      suggestions: ['Check the address of the node and the key in it.'],
    })
  }

  #lost(error: unknown): Attempt {
    const {cause, name} = error as {cause?: {code?: unknown}; name?: unknown}
    if (name === 'TimeoutError') return new Attempt('RPC_TIMEOUT', `nothing within ${this.#options.timeoutMs / 1000} s`)
    const why = typeof cause?.code === 'string' ? cause.code : 'the connection failed'
    return new Attempt('RPC_UNREACHABLE', why)
  }
}

const wrongIds = 'the answers do not belong to the questions'

/** fetch refuses a URL with a user name in it; the same as a header. */
function withoutCredentials(endpoint: URL): {url: URL; headers: Record<string, string>} {
  if (endpoint.username === '' && endpoint.password === '') return {url: endpoint, headers: {}}
  const url = new URL(endpoint)
  const user = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  url.username = ''
  url.password = ''
  return {url, headers: {authorization: `Basic ${Buffer.from(user).toString('base64')}`}}
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function waitOf(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined
}

const isReply = (answer: unknown): boolean =>
  Array.isArray(answer) || (typeof answer === 'object' && answer !== null && 'jsonrpc' in answer && 'id' in answer)

function replyOf(answer: unknown, id: number): RpcReply {
  const {id: answered, result, error} = (answer ?? {}) as {id?: unknown; result?: unknown; error?: unknown}
  if (answered !== id) throw new Attempt('RPC_GARBAGE', wrongIds)
  if (error !== undefined && error !== null) {
    const {code, message, data} = error as {code?: unknown; message?: unknown; data?: unknown}
    if (typeof code === 'number' && typeof message === 'string') return {error: {code, message, data}}
    throw new Attempt('RPC_GARBAGE', 'its error is not one of JSON-RPC')
  }
  if (result === undefined) throw new Attempt('RPC_GARBAGE', 'its answer has no result')
  return {result}
}
