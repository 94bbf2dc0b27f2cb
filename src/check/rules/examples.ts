const COUNCIL = '0x47c71dFEB55Ebaa431Ae3fbF99Ea50e0D3d30fA8'

/** A Safe that carries the calls, as the last part of an example. */
export const safe = (fields = 'nonce: 42', address = COUNCIL): string => `governance:
  - venue: safe
    address: "${address}"
    version: 1.3.0
    ${fields}
`

/** A summary that tells every change, so that an example shows one thing only. */
function tell(changes: string): string {
  const told = [...changes.matchAll(/(?<name>[\w]+): \{(?:from: (?<from>[^,}]+), )?to: (?<to>[^,}]+)/g)].map(
    ({groups: {name = '', from, to = ''} = {}}) => `${name}${from === undefined ? '' : ` from ${from}`} to ${to}`,
  )
  return `Moves ${told.join(', ') || 'nothing'}.`
}

interface Parts {
  readonly title?: string
  readonly summary?: string
  readonly discussion?: string
  readonly through?: string
  /** What follows the changes. */
  readonly rest?: string
}

const head = ({title = 'An example for a rule', summary, discussion}: Parts, changes: string): string =>
  [
    'plimsoll: 1',
    `title: ${title}`,
    ...(summary === '' ? [] : [`summary: ${summary ?? tell(changes)}`]),
    ...(discussion === '' ? [] : [`discussion: ${discussion ?? 'https://governance.aave.com/'}`]),
  ].join('\n')

const indented = (text: string): string => text.trim().replaceAll(/^/gm, '  ')

/** A small Aave proposal around some changes: what most rules' examples are made of. */
export function example(changes: string, parts: Parts = {}): string {
  return `${head(parts, changes)}
protocol:
  name: aave-v3
  chain: ethereum
  deployment: AaveV3Ethereum
  through: ${parts.through ?? 'configurator'}
changes:
${indented(changes)}
${parts.rest ?? ''}`
}

const CONTRACTS = `market:
  address: "0x0BBbbF9D0cbdE8069e926c859E530B00Bfe90072"
  abi:
    - function setMargin(uint256 value)
    - function setMargins(uint256 initial, uint256 maintenance)`

/** A small proposal for a contract of one's own. */
export function customExample(
  changes: string,
  {contracts = CONTRACTS, chain = 'arbitrum', ...parts}: Parts & {contracts?: string; chain?: string} = {},
): string {
  return `${head(parts, changes)}
protocol:
  name: custom
  chain: ${chain}
contracts:
${indented(contracts)}
changes:
${indented(changes)}
${parts.rest ?? ''}`
}

/** The part of an example that asks for evidence. */
export const backtest = ({
  prices = 'ETH-USDT',
  from = '2018-01-01',
  to = '',
  confidence = '99%',
  accept = '{coverage: ">= 97%"}',
} = {}): string =>
  [
    'backtest:',
    `  prices: ${prices}`,
    `  from: ${from}`,
    ...(to === '' ? [] : [`  to: ${to}`]),
    '  horizon: 1d',
    `  confidence: ${confidence}`,
    ...(accept === '' ? [] : [`  accept: ${accept}`]),
    '',
  ].join('\n')
