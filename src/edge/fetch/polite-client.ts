import {setTimeout as sleep} from 'node:timers/promises'

import {EXIT, PlimsollError} from '../../errors.js'

export interface PoliteOptions {
  /** Least time between the starts of two requests. */
  readonly intervalMs: number
  /** For one attempt. */
  readonly timeoutMs?: number
  /** Waits before the second attempt, the third, and so on. */
  readonly backOffMs?: readonly number[]
}

/** The longest that an API's Retry-After is obeyed. */
const LONGEST_WAIT_MS = 120_000
/** Binance answers 418 to who went on after 429. */
const SLOW_DOWN = new Set([418, 429])

class Attempt extends Error {
  readonly waitMs: number | undefined

  constructor(message: string, waitMs?: number) {
    super(message)
    this.waitMs = waitMs
  }
}

/** Asks one API, never faster than it allows, and again when it is busy. */
export class PoliteClient {
  readonly #base: URL
  readonly #options: Required<PoliteOptions>
  #next = 0

  /** @throws FETCH_URL for what is no http(s) address */
  constructor(base: string, options: PoliteOptions) {
    const url = URL.canParse(base) ? new URL(base) : undefined
    if (!url || !['http:', 'https:'].includes(url.protocol)) {
      throw new PlimsollError('FETCH_URL', 'the address of the API is not an http or https URL.')
    }
    this.#base = url
    this.#options = {backOffMs: [1000, 4000, 16_000], timeoutMs: 20_000, ...options}
  }

  /** The body of a page. @throws FETCH_UNREACHABLE, FETCH_REFUSED (exit 3) */
  async get(path: string): Promise<string> {
    for (let tries = 0; ; tries++) {
      try {
        return await this.#attempt(path)
      } catch (error) {
        if (!(error instanceof Attempt)) throw error
        const wait = this.#options.backOffMs[tries]
        if (wait === undefined) {
          throw new PlimsollError(
            'FETCH_UNREACHABLE',
            `no answer from ${this.#base.host}: ${error.message} (${tries + 1} attempts).`,
            {exit: EXIT.cannotTell, suggestions: ['Run the same command again later: what was fetched is kept.']},
          )
        }
        await sleep(Math.min(Math.max(wait, error.waitMs ?? 0), LONGEST_WAIT_MS))
      }
    }
  }

  async #attempt(path: string): Promise<string> {
    const now = performance.now()
    if (now < this.#next) await sleep(this.#next - now)
    this.#next = Math.max(now, this.#next) + this.#options.intervalMs
    let response: Response
    let text: string
    try {
      const url = new URL(this.#base.pathname.replace(/\/$/, '') + path, this.#base)
      response = await fetch(url, {
        headers: {accept: 'application/json', 'user-agent': 'plimsoll'},
        signal: AbortSignal.timeout(this.#options.timeoutMs),
      })
      text = await response.text()
    } catch (error) {
      const {cause, name} = error as {cause?: {code?: unknown}; name?: unknown}
      if (name === 'TimeoutError') throw new Attempt(`nothing within ${this.#options.timeoutMs / 1000} s`)
      throw new Attempt(typeof cause?.code === 'string' ? cause.code : 'the connection failed')
    }
    if (SLOW_DOWN.has(response.status))
      throw new Attempt(`it says slow down (HTTP ${response.status})`, waitOf(response))
    if (response.status >= 500) throw new Attempt(`HTTP ${response.status}`, waitOf(response))
    if (response.ok) return text
    const said = text
      .replaceAll(/[\p{C}\s]+/gu, ' ')
      .trim()
      .slice(0, 160)
    throw new PlimsollError('FETCH_REFUSED', `${this.#base.host} answers HTTP ${response.status}: ${said}`, {
      exit: EXIT.cannotTell,
      suggestions: ['Check that it knows the pair.'],
    })
  }
}

function waitOf(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined
}
