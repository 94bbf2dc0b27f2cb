import {createMPT, createMerkleProof} from '@ethereumjs/mpt'
import {bytesToHex, hexToBytes, type PrefixedHexString} from '@ethereumjs/util'
import {keccak256} from 'ethers'
import fc from 'fast-check'

import {EMPTY_TRIE, provenValue, TrieNodes} from '../../src/evm/trie.js'

const bytes = (hex: string): Uint8Array => hexToBytes(hex as PrefixedHexString)
const key = (number: number): string => `0x${number.toString(16).padStart(64, '0')}`

describe('a proof of a trie', () => {
  it('is what another library proves: the value of a key that is there, nothing for one that is not', async () => {
    const entries = fc.uniqueArray(fc.nat(), {minLength: 1, maxLength: 40})
    await fc.assert(
      fc.asyncProperty(entries, fc.nat(), fc.boolean(), async (numbers, other, long) => {
        const trie = await createMPT({})
        const value = (number: number): string =>
          long ? keccak256(key(number)) : `0x${(number % 127) + 1 < 16 ? '0' : ''}${((number % 127) + 1).toString(16)}`
        for (const number of numbers) await trie.put(bytes(keccak256(key(number))), bytes(value(number)))
        const root = bytesToHex(trie.root())
        for (const number of [...numbers.slice(0, 5), other]) {
          const proof = await createMerkleProof(trie, bytes(keccak256(key(number))))
          const nodes = proof.map((node) => bytesToHex(node))
          const expected = numbers.includes(number) ? value(number) : undefined
          expect(provenValue(root, key(number), new TrieNodes(nodes))).toBe(expected)
          const cut = nodes.slice(0, -1)
          expect(() => provenValue(root, key(number), new TrieNodes(cut))).toThrow(/no node of its proofs/)
        }
      }),
      {numRuns: 60},
    )
  })

  it('of an empty trie needs no nodes', () => {
    expect(provenValue(EMPTY_TRIE, key(1), new TrieNodes([]))).toBeUndefined()
    expect(keccak256('0x80')).toBe(EMPTY_TRIE)
  })
})
