/** Functions by contract: `0x` selector, a blank, the signature with argument names. */
export type SignatureTable = Readonly<Record<string, readonly string[]>>
