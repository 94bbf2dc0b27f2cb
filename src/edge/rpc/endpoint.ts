import {PlimsollError} from '../../errors.js'

/** A node's address. Only `host` may be shown: paths, queries and user names carry keys. */
export interface Endpoint {
  readonly url: URL
  readonly host: string
  /** What somebody else said, with every part of the address that may be a key taken out. */
  redact(text: string): string
}

/** Shorter parts of an address (`v3`, `rpc`, `mainnet`) are no keys, and occur in plain text. */
const SHORTEST_KEY = 8

/** @throws RPC_BAD_URL when it is no http(s) address; the message does not repeat it. */
export function parseEndpoint(text: string): Endpoint {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new PlimsollError('RPC_BAD_URL', 'the address of the node is not an http or https URL.', {
      suggestions: ['Write it as in --rpc https://eth.example or --rpc "$RPC_URL".'],
    })
  }
  const parts = [
    url.username,
    url.password,
    url.hash.slice(1),
    ...url.pathname.split('/'),
    ...url.searchParams.values(),
  ]
  const secrets = [text, url.href, ...parts.flatMap((part) => [part, decoded(part)])]
    .filter((part) => part.length >= SHORTEST_KEY)
    .sort((a, b) => b.length - a.length)
  return {
    url,
    host: url.host,
    redact: (said) => secrets.reduce((clean, secret) => clean.replaceAll(secret, '***'), said),
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
