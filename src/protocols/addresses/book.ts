import type {Landmark} from '../model.js'

/** An address that a repository or a package of the protocol names, and where. */
export interface BookAddress {
  readonly chainId: number
  /** As the source calls it: `CONFIGURATOR_PROXY`. */
  readonly name: string
  /** Checksummed. */
  readonly address: string
  /** `github:owner/repository@commit:file`, or `npm:package@version`. */
  readonly source: string
  /** An account that acts (a timelock, a multisig), rather than a contract that is called. */
  readonly account: boolean
}

type Row = readonly [chainId: number, name: string, address: string, kind?: 'account']

/** The addresses of one source. */
export function bookOf(source: string, rows: readonly Row[]): BookAddress[] {
  return rows.map(([chainId, name, address, kind]) => ({
    chainId,
    name,
    address,
    source,
    account: kind === 'account',
  }))
}

/** The address of that name on a chain; undefined where the book has none. */
export function inBook(book: readonly BookAddress[], chainId: number, name: string): string | undefined {
  return book.find((entry) => entry.chainId === chainId && entry.name === name)?.address
}

/** A book as landmarks: "CONFIGURATOR_PROXY of Compound III". */
export function landmarksOf(book: readonly BookAddress[], protocol: string): Landmark[] {
  return book.map(({chainId, name, address, source, account}) => ({
    address,
    chainId,
    title: `${name} of ${protocol}`,
    account,
    source,
  }))
}
