import * as Hash from 'ox/Hash'
import * as Rlp from 'ox/Rlp'

import {EXIT, PlimsollError} from '../errors.js'

type Hex = `0x${string}`

/** What a trie without any key hashes to. */
export const EMPTY_TRIE = '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421'

/** Nodes of tries by their hash. Which of them were walked over is kept. */
export class TrieNodes {
  readonly #nodes: ReadonlyMap<string, string>
  readonly used = new Set<string>()

  constructor(nodes: Iterable<string>) {
    this.#nodes = new Map([...nodes].map((node) => [Hash.keccak256(node as Hex), node.toLowerCase()]))
  }

  /** @throws CHAIN_STATE_FORGED when there is none of that hash: it is missing, or not what it was. */
  at(hash: string): string {
    const node = this.#nodes.get(hash)
    if (node === undefined) throw forged(`no node of its proofs has the hash ${hash}`)
    this.used.add(node)
    return node
  }
}

export const forged = (why: string): PlimsollError =>
  new PlimsollError('CHAIN_STATE_FORGED', `this chain state is not the chain's: ${why}.`, {
    exit: EXIT.cannotTell,
    suggestions: ['Somebody or something changed it, or the node lied. Fetch it again: --rpc URL --save FILE.'],
  })

/**
 * The value of a key in a Merkle-Patricia trie whose keys are hashes (the state trie, a storage trie), proven by its nodes;
 * undefined where they prove that there is none. Yellow Paper, appendix D: a branch has 17 items, an extension or a leaf
 * has two, the first of which is the hex-prefix encoding of the nibbles on its way; nodes under 32 bytes stand inline.
 * @param root hash of the root node
 * @param key the key before hashing
 * @throws CHAIN_STATE_FORGED when a node is missing or is none
 */
export function provenValue(root: string, key: string, nodes: TrieNodes): string | undefined {
  if (root === EMPTY_TRIE) return undefined
  const path = Hash.keccak256(key as Hex).slice(2)
  let node = decoded(nodes.at(root))
  for (let at = 0; ;) {
    if (!Array.isArray(node)) throw forged('a node of its proofs is none')
    let next: unknown
    if (node.length === 17) {
      if (at >= path.length) throw forged('a proof goes on where its key ends')
      next = node[Number.parseInt(path[at] ?? '', 16)]
      at += 1
    } else {
      const {nibbles, leaf} = compact(node as unknown[])
      if (!path.startsWith(nibbles, at)) return undefined
      at += nibbles.length
      if (leaf) {
        if (at !== path.length || typeof node[1] !== 'string') throw forged('a proof ends before its key does')
        return node[1]
      }
      next = node[1]
    }
    if (next === '0x') return undefined
    node = typeof next === 'string' ? decoded(nodes.at(next)) : next
  }
}

/** Hex-prefix encoding (Yellow Paper, appendix C): the first nibble says leaf (2) and odd (1). */
function compact(node: readonly unknown[]): {nibbles: string; leaf: boolean} {
  const [encoded] = node
  if (node.length !== 2 || typeof encoded !== 'string' || encoded.length < 4)
    throw forged('a node of its proofs is none')
  const flags = Number.parseInt(encoded[2] ?? '', 16)
  return {nibbles: encoded.slice(flags % 2 === 1 ? 3 : 4), leaf: flags >= 2}
}

/** What RLP holds: bytes, or a list. @throws CHAIN_STATE_FORGED when it is none */
export function decoded(rlp: string): unknown {
  try {
    return Rlp.toHex(rlp as Hex)
  } catch {
    throw forged('something in its proofs is not RLP')
  }
}
