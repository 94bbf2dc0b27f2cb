/** An account of a chain at one block; one with nothing in it does not exist (EIP-161). */
export interface SourceAccount {
  readonly nonce: bigint
  /** Wei. */
  readonly balance: bigint
  /** 0x-prefixed, lower case. */
  readonly code: string
}

/**
 * Where the state of a chain at one block comes from: a node, or a file. Addresses and slots (32 bytes) are 0x-prefixed
 * and lower case.
 */
export interface ChainSource {
  account(address: string): Promise<SourceAccount>
  slot(address: string, slot: string): Promise<bigint>
}

/** Everything that was asked of a source. */
export interface Touched {
  readonly accounts: ReadonlyMap<string, SourceAccount & {readonly storage: ReadonlyMap<string, bigint>}>
}
