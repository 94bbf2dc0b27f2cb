/** A version of the Safe contracts, and how it hashes. */
export interface SafeScheme {
  /** `1.3.0`, without what may stand behind it (`+L2`). */
  readonly version: string
  /** From 1.3.0 on the domain names the chain; before, a signature holds on every chain where the Safe has the address. */
  readonly chainInDomain: boolean
  /** Before 1.0.0 `baseGas` was called `dataGas`, which changes the type hash. */
  readonly baseGasName: 'baseGas' | 'dataGas'
  /** Whether this version was ever released; what is not is hashed as its neighbours are. */
  readonly released: boolean
}

const RELEASED = ['0.1.0', '1.0.0', '1.1.0', '1.1.1', '1.2.0', '1.3.0', '1.4.0', '1.4.1', '1.5.0']

/** Reads what `VERSION()` says, or what people write: `1.3.0`, `v1.3.0`, `1.3.0+L2`. Undefined for anything else, and before 0.1.0: those hash differently. */
export function safeScheme(text: string): SafeScheme | undefined {
  const match = /^v?(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:[+-][\w.+-]{1,32})?$/i.exec(text.trim())
  if (!match) return undefined
  const [major = 0, minor = 0, patch = 0] = match.slice(1, 4).map(Number)
  if (major === 0 && minor === 0) return undefined
  const version = `${major}.${minor}.${patch}`
  return {
    version,
    chainInDomain: major > 1 || (major === 1 && minor >= 3),
    baseGasName: major === 0 ? 'dataGas' : 'baseGas',
    released: RELEASED.includes(version),
  }
}

/** One version for each way of hashing, the newest first: what a hash of unknown version is tried with. */
export const SCHEME_VERSIONS: readonly string[] = ['1.4.1', '1.2.0', '0.1.0']
