/** One item of a MultiSend batch, as packed: `uint8 operation, address to, uint256 value, uint256 length, bytes data`. */
export interface MultiSendItem {
  readonly operation: number
  /** Lower case. */
  readonly to: string
  readonly value: bigint
  readonly data: string
}

export interface Unpacked {
  readonly items: readonly MultiSendItem[]
  readonly problems: readonly string[]
}

/** `multiSend(bytes)`. */
export const MULTISEND_SELECTOR = '0x8d80ff0a'
const WORD = 64
const ITEM_HEAD = 2 + 40 + WORD + WORD

/**
 * Unpacks the calldata (lower-case hex) of `multiSend(bytes)`, accepting only its canonical encoding: offset 0x20, the
 * exact length, zero padding to a whole word, no byte more; then items that fill the length exactly.
 * Declared lengths are compared with what is there before anything is cut out.
 */
export function unpackMultiSend(data: string): Unpacked {
  if (!data.startsWith(MULTISEND_SELECTOR))
    return {items: [], problems: ['the batch contract is not called by multiSend(bytes)']}
  const body = data.slice(MULTISEND_SELECTOR.length)
  if (body.length < 2 * WORD) return {items: [], problems: ['the batch ends before its length']}
  if (integer(body, 0) !== 32n) return {items: [], problems: ['the batch has an offset other than 0x20']}
  const length = integer(body, WORD)
  if (length * 2n > BigInt(body.length - 2 * WORD)) return {items: [], problems: ['the batch is shorter than it says']}
  const digits = Number(length) * 2
  const padding = body.slice(2 * WORD + digits)
  if (/[^0]/.test(padding)) return {items: [], problems: ['the batch is followed by bytes that are not zero']}
  if (padding.length !== (WORD - (digits % WORD)) % WORD) {
    return {items: [], problems: ['the batch is not padded to exactly a whole word']}
  }
  return unpackItems(body.slice(2 * WORD, 2 * WORD + digits))
}

/** Unpacks the items themselves (lower-case hex without 0x), which must fill it exactly. */
export function unpackItems(packed: string): Unpacked {
  const items: MultiSendItem[] = []
  const problem = (what: string): Unpacked => ({items, problems: [`item ${items.length + 1} of the batch ${what}`]})
  for (let at = 0; at < packed.length;) {
    if (packed.length - at < ITEM_HEAD) return problem('is cut off')
    const length = integer(packed, at + 2 + 40 + WORD)
    const start = at + ITEM_HEAD
    if (length * 2n > BigInt(packed.length - start)) return problem('is shorter than it says')
    const end = start + Number(length) * 2
    items.push({
      operation: Number.parseInt(packed.slice(at, at + 2), 16),
      to: `0x${packed.slice(at + 2, at + 42)}`,
      value: integer(packed, at + 42),
      data: `0x${packed.slice(start, end)}`,
    })
    at = end
  }
  return items.length === 0 ? {items, problems: ['the batch is empty']} : {items, problems: []}
}

const integer = (hex: string, at: number): bigint => BigInt(`0x${hex.slice(at, at + WORD)}`)
