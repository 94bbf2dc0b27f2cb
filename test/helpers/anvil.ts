import {spawn} from 'node:child_process'
import {existsSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import path from 'node:path'

import type {Chain} from './evm.js'

const BINARY = new URL('../../node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil', import.meta.url).pathname

/** Whether the node can be started on this machine. */
export const hasAnvil = existsSync(BINARY)

export interface Anvil {
  readonly url: string
  /** Asks the node itself, not through any proxy. */
  ask<T>(method: string, ...params: readonly unknown[]): Promise<T>
  close(): Promise<void>
}

const hex = (value: bigint | number): string => `0x${value.toString(16)}`

/** Everything that a chain in memory has, as the first block of another. */
async function genesisOf(chain: Chain, timestamp: number): Promise<object> {
  const alloc: Record<string, object> = {}
  for await (const {address, nonce, balance, code, storage} of chain.accounts()) {
    const held = storage.map(([slot, value]) => [slot, `0x${Buffer.from(value).toString('hex').padStart(64, '0')}`])
    alloc[address] = {nonce: hex(nonce), balance: hex(balance), code, storage: Object.fromEntries(held) as object}
  }
  return {
    config: {chainId: 1},
    alloc,
    difficulty: '0x0',
    gasLimit: hex(60_000_000),
    timestamp: hex(timestamp),
    coinbase: `0x${'0'.repeat(40)}`,
    nonce: '0x0',
    mixHash: `0x${'0'.repeat(64)}`,
    extraData: '0x',
  }
}

/** A real node over HTTP, a process of its own, whose chain begins with what a chain in memory has. Close it when done. */
export async function startAnvil(chain: Chain, {timestamp = 1_717_000_000} = {}): Promise<Anvil> {
  const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-anvil-'))
  const genesis = path.join(folder, 'genesis.json')
  writeFileSync(genesis, JSON.stringify(await genesisOf(chain, timestamp)))
  const flags = ['--init', genesis, '--port', '0', '--chain-id', '1', '--hardfork', 'osaka']
  const child = spawn(
    BINARY,
    [...flags, '--auto-impersonate', '--disable-code-size-limit', '--gas-limit', '60000000'],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const url = await new Promise<string>((ready, failed) => {
    let text = ''
    const listen = (piece: unknown): void => {
      text += String(piece)
      const found = /Listening on ([\d.]+:\d+)/.exec(text)
      if (found) ready(`http://${found[1] ?? ''}`)
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.once('exit', () => {
      failed(new Error(`anvil ended: ${text.slice(-500)}`))
    })
  })
  let last = 0
  return {
    url,
    async ask<T>(method: string, ...params: readonly unknown[]): Promise<T> {
      const response = await fetch(url, {
        method: 'POST',
        headers: {'content-type': 'application/json'},
        body: JSON.stringify({jsonrpc: '2.0', id: ++last, method, params}),
      })
      const {result, error} = (await response.json()) as {result: T; error?: {message: string}}
      if (error) throw new Error(`${method}: ${error.message}`)
      return result
    },
    close: () =>
      new Promise((closed) => {
        child.removeAllListeners('exit')
        child.once('exit', () => {
          rmSync(folder, {recursive: true, force: true})
          closed()
        })
        child.kill('SIGKILL')
      }),
  }
}

export interface SlowDoor {
  readonly url: string
  /** The methods that were asked for, a list for each HTTP request. */
  readonly seen: string[][]
  close(): Promise<void>
}

/** Another address of a node, which answers so much later and counts the HTTP requests. */
export async function slowDoor(target: string, delayMs: number): Promise<SlowDoor> {
  const seen: string[][] = []
  const server = createServer((request, response) => {
    void (async () => {
      let body = ''
      for await (const piece of request.setEncoding('utf8')) body += String(piece)
      seen.push([JSON.parse(body) as {method: string}].flat().map(({method}) => method))
      await new Promise((done) => setTimeout(done, delayMs))
      const answer = await fetch(target, {method: 'POST', headers: {'content-type': 'application/json'}, body})
      response.writeHead(answer.status, {'content-type': 'application/json'}).end(await answer.text())
    })()
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    seen,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections()
        server.close(() => {
          closed()
        })
      }),
  }
}
