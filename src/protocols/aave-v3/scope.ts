import type {ProtocolRequest} from '../model.js'

/** The releases whose contracts differ in what governs risk, oldest first. */
export const VERSIONS = ['3.0', '3.1', '3.2', '3.3', '3.4', '3.5', '3.6', '3.7'] as const
export type Version = (typeof VERSIONS)[number]

/** What the name of a change is about: a reserve, an eMode category, or a reserve as a member of one. */
export type Scope =
  | {readonly kind: 'reserve'; readonly symbol: string}
  | {readonly kind: 'category'; readonly category: number}
  | {readonly kind: 'member'; readonly symbol: string; readonly category: number}

const NAME = /^(?:(?<symbol>\S+) in )?eMode (?<category>[1-9]\d{0,2})$/

/** Reads `WETH`, `eMode 1` or `WETH in eMode 1`. Categories are 1 to 255; 0 is "no eMode". */
export function scopeOf(name: string): Scope {
  const {symbol, category: text} = NAME.exec(name)?.groups ?? {}
  const category = Number(text)
  if (text === undefined || category > 255) return {kind: 'reserve', symbol: name}
  return symbol === undefined ? {kind: 'category', category} : {kind: 'member', symbol, category}
}

/** Whether one release is not older than another. */
export const atLeast = (version: Version, since: Version): boolean =>
  VERSIONS.indexOf(version) >= VERSIONS.indexOf(since)

/** The release that the proposal says the market runs; undefined when it does not say, or names none. */
export const saidVersion = ({protocol}: Pick<ProtocolRequest, 'protocol'>): Version | undefined =>
  VERSIONS.find((known) => known === protocol.version)
