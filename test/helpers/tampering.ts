/** A chain state that a test may spoil. */
export interface LooseChainFile {
  header: Record<string, string>
  accounts: Record<string, {nonce: string; balance: string; code: string; storage: Record<string, string>}>
  proofs: string[]
}

const contract = (file: LooseChainFile) => Object.values(file.accounts).find(({code}) => code.length > 1000)!
const flipped = (hex: string, at: number): string =>
  `${hex.slice(0, at)}${hex[at] === '0' ? '1' : '0'}${hex.slice(at + 1)}`

/** Ways to change a saved chain state, each of which must be noticed. */
export const TAMPERINGS: [string, (file: LooseChainFile) => unknown][] = [
  [
    'one slot',
    ({accounts}) => {
      const {storage} = Object.values(accounts).find(({storage: slots}) => Object.keys(slots).length > 0)!
      const [[slot, value]] = Object.entries(storage) as [[string, string]]
      storage[slot] = flipped(value, 65)
    },
  ],
  ['one byte of code', (file) => (contract(file).code = flipped(contract(file).code, 500))],
  ['a balance', (file) => (contract(file).balance = '1')],
  ['a nonce', (file) => (contract(file).nonce = '77')],
  ['a node of a proof', ({proofs}) => (proofs[0] = flipped(proofs[0]!, proofs[0]!.length - 1))],
  ['a node that is gone', ({proofs}) => proofs.pop()],
  ['a node too many', ({proofs}) => proofs.push('0xc0')],
  ['the time of the block', ({header}) => (header['timestamp'] = '0x665a0b81')],
  ['the state root', ({header}) => (header['stateRoot'] = `0x${'12'.repeat(32)}`)],
]
