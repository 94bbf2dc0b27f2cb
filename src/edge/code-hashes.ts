import * as Hash from 'ox/Hash'

import {authenticate} from '../evm/chain-file.js'
import type {CodeFacts} from '../verify/library-code.js'
import {loadChainFile, parseChainFile} from './chain-file.js'

/** What the code of each account of a saved chain state hashes to, and how far that state can be trusted. @throws CHAIN_STATE_* */
export async function codeFacts(
  given: {readonly file: string} | {readonly name: string; readonly text: string},
  blockHash: string | undefined,
): Promise<CodeFacts> {
  const saved = 'file' in given ? await loadChainFile(given.file) : parseChainFile(given.text, given.name)
  const {text} = authenticate(saved, blockHash)
  const hashes = Object.entries(saved.accounts).map(([address, {code}]): [string, string] => [
    address.toLowerCase(),
    Hash.keccak256(code as `0x${string}`),
  ])
  return {chainId: saved.chainId, hashes: new Map(hashes), authenticity: text}
}
