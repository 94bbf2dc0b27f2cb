import * as Hash from 'ox/Hash'
import * as Rlp from 'ox/Rlp'

/** A block's header as a node gives it: fields by name, hex. */
export type BlockHeader = Readonly<Record<string, string>>

type Hex = `0x${string}`

/** In the order in which they are hashed; the fields from `baseFeePerGas` on came one fork after another. */
const FIELDS = [
  'parentHash',
  'sha3Uncles',
  'miner',
  'stateRoot',
  'transactionsRoot',
  'receiptsRoot',
  'logsBloom',
  'difficulty',
  'number',
  'gasLimit',
  'gasUsed',
  'timestamp',
  'extraData',
  'mixHash',
  'nonce',
  'baseFeePerGas',
  'withdrawalsRoot',
  'blobGasUsed',
  'excessBlobGas',
  'parentBeaconBlockRoot',
  'requestsHash',
] as const
const REQUIRED = 15
const INTEGERS: readonly string[] = [
  'difficulty',
  'number',
  'gasLimit',
  'gasUsed',
  'timestamp',
  'baseFeePerGas',
  'blobGasUsed',
  'excessBlobGas',
]

/**
 * Hash of a block: keccak256 of the RLP of its header's fields (Yellow Paper 4.3, and EIP-1559, 4895, 4844, 4788, 7685 for the
 * later ones). Undefined where a field is missing that every header has. Chains with other fields get another hash than
 * their own.
 */
export function headerHash(header: BlockHeader): string | undefined {
  if (FIELDS.slice(0, REQUIRED).some((name) => header[name] === undefined)) return undefined
  const items = FIELDS.flatMap((name): Hex[] => {
    const value = header[name]
    if (value === undefined) return []
    return [(INTEGERS.includes(name) ? integer(value) : value.toLowerCase()) as Hex]
  })
  return Hash.keccak256(Rlp.fromHex(items))
}

/** The fields that a header's hash is of, and the hash, out of what a node says of a block. */
export function headerOf(block: Readonly<Record<string, unknown>>): BlockHeader {
  const names: readonly string[] = [...FIELDS, 'hash']
  return Object.fromEntries(
    names.flatMap((name) => (typeof block[name] === 'string' ? [[name, block[name].toLowerCase()]] : [])),
  )
}

/** Shortest big-endian bytes; none for 0. */
function integer(value: string): string {
  const digits = value.slice(2).replace(/^0+/, '')
  return `0x${digits.length % 2 === 0 ? '' : '0'}${digits}`
}
