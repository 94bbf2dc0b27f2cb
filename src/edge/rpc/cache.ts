import {createHash} from 'node:crypto'
import {readdir, readFile, rm, stat, utimes} from 'node:fs/promises'
import path from 'node:path'

import {PlimsollError} from '../../errors.js'
import {authenticate, type ChainFile} from '../../evm/chain-file.js'
import type {CallEffect} from '../../evm/cross-check.js'
import {writeFileAtomic} from '../atomic.js'
import {isSimulation, parseChainFile} from '../chain-file.js'

/** The block of a chain that something is known of, and who said it: of a node only the host, and that only as part of a digest. */
export interface CachedBlock {
  readonly chainId: number
  /** Lower case. */
  readonly blockHash: string
  readonly host: string
}

/** What is known of a block: its state as far as it was fetched, and the node's own simulations. */
export interface Kept {
  readonly state: ChainFile
  /** By what was asked (`askedOf`); null where the node makes none. */
  readonly simulations: Readonly<Record<string, readonly CallEffect[] | null>>
}

/** All entries together are kept below this, and one of them below a quarter of it. */
const MOST_BYTES = 256 * 1024 * 1024
const SHARE = 4

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/**
 * What nodes have said of blocks, which cannot change, one file a block under the digest of its chain, its hash and the node's host.
 * An entry carries a digest of itself, and where the node gave proofs each value is held against the block's hash whenever it
 * is read: a damaged, altered or misplaced one counts as none. Writers replace entries whole, so the last of two stays. Where
 * the folder cannot be written nothing is kept, which is said once.
 */
export class StateCache {
  readonly #folder: string
  readonly #say: (text: string) => void
  readonly #most: number

  /**
   * @param cacheDir of the user; the entries are in a folder of it
   * @param say tells the user something in one line
   */
  constructor(cacheDir: string, say: (text: string) => void, most = MOST_BYTES) {
    this.#folder = path.join(cacheDir, 'chain-state')
    this.#say = say
    this.#most = most
  }

  /** What is known of a block; undefined where nothing is, or nothing that can be believed. */
  async read(block: CachedBlock): Promise<Kept | undefined> {
    const file = this.#file(block)
    try {
      const {size} = await stat(file)
      const kept = size > this.#most / SHARE ? undefined : keptIn(await readFile(file, 'utf8'), keyOf(block), block)
      const now = new Date()
      if (kept) await utimes(file, now, now).catch(() => undefined) // the least recently used goes first
      return kept
    } catch {
      return undefined
    }
  }

  /** Keeps what is known of a block in place of what was. */
  async write(block: CachedBlock, kept: Kept): Promise<void> {
    const body = JSON.stringify({key: keyOf(block), ...kept})
    if (body.length + 65 > this.#most / SHARE) return
    const file = this.#file(block)
    try {
      await writeFileAtomic(file, `${sha256(body)}\n${body}`)
    } catch (error) {
      const why = error instanceof PlimsollError ? error.message : `${file} cannot be written.`
      this.#say(`nothing is kept of the chain for next time: ${why} --no-cache does without.`)
      return
    }
    await this.#evict(path.basename(file)).catch(() => undefined)
  }

  #file(block: CachedBlock): string {
    return path.join(this.#folder, `${keyOf(block)}.json`)
  }

  /** Removes what was not used for longest, until all is below the bound; another process may be removing the same. */
  async #evict(newest: string): Promise<void> {
    const names = await readdir(this.#folder)
    const found = await Promise.all(
      names.map(async (name) => {
        const {mtimeMs = 0, size = 0} = (await stat(path.join(this.#folder, name)).catch(() => undefined)) ?? {}
        return {name, mtimeMs, size}
      }),
    )
    let total = found.reduce((sum, {size}) => sum + size, 0)
    for (const {name, size} of found.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
      if (total <= this.#most) return
      if (name === newest) continue
      await rm(path.join(this.#folder, name), {force: true})
      total -= size
    }
  }
}

const keyOf = ({chainId, blockHash, host}: CachedBlock): string =>
  sha256(JSON.stringify(['chain-state', 1, chainId, blockHash, host]))

/** @throws when it is no chain state, or its proofs do not hold */
function keptIn(text: string, key: string, {chainId, blockHash}: CachedBlock): Kept | undefined {
  const body = text.slice(65)
  if (text.slice(0, 65) !== `${sha256(body)}\n`) return undefined
  const {
    key: own,
    state: written,
    simulations,
  } = JSON.parse(body) as {key: unknown; state: unknown; simulations: Kept['simulations']}
  const state = parseChainFile(JSON.stringify(written), 'cache')
  if (own !== key || state.chainId !== chainId || state.header['hash'] !== blockHash) return undefined
  const good = Object.entries(simulations).every(([asked, calls]) => calls === null || isSimulation({asked, calls}))
  if (!good) return undefined
  authenticate(state, state.proofs.length > 0 ? blockHash : undefined)
  return {state, simulations}
}
