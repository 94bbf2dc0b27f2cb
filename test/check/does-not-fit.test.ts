import {checkSource} from '../../src/check/check.js'
import {parseSource} from '../../src/proposal/parse.js'

// What a contract cannot hold is said by `check`, with its place, in whatever way the contract counts.

function errorsOf(lines: readonly string[]): string[] {
  const text = `plimsoll: 1\ntitle: A change\n${lines.join('\n')}\n`
  const {findings} = checkSource(parseSource(new TextEncoder().encode(text), 'p.yaml'))
  return findings
    .filter(({severity}) => severity === 'error')
    .map(({file, line, column, rule, message}) => `${file}:${line}:${column} ${rule}: ${message}`)
}

const EULER = [
  'protocol: {name: euler-v2, chain: ethereum, deployment: eUSDC-2, underlying: USDC, through: governor}',
  'contracts:',
  '  eUSDC-2: {address: "0x000000000000000000000000000000000000bEEF", decimals: 6}',
  'changes:',
]
const COMPOUND = [
  'protocol: {name: compound-v3, chain: ethereum, deployment: cUSDCv3Ethereum, through: governor}',
  'changes:',
]
const GMX = ['protocol: {name: gmx-v2, chain: arbitrum, deployment: GmxV2Arbitrum, through: config-keeper}', 'changes:']
const CUSTOM = [
  'protocol: {name: custom, chain: ethereum}',
  'contracts:',
  '  own: {address: "0x000000000000000000000000000000000000bEEF", abi: ["function set(uint16 fee, uint48 delay)"]}',
  'changes:',
  '  - asset: X',
  '    contract: own',
  '    function: set',
  '    arguments:',
]

test.each<[string, readonly string[], string]>([
  [
    'a cap of five digits in 16 bits',
    [
      ...EULER,
      '  - asset: USDC',
      '    supplyCap: {from: 1m USDC, to: 10_234 USDC}',
      '    borrowCap: {keep: unlimited}',
    ],
    'p.yaml:8:36 does-not-fit: USDC supplyCap: 10,234 USDC has more digits than the contract can hold (16 bits: three digits, four up to 1023); the nearest that fit are 10,230 USDC and 10,300 USDC.',
  ],
  [
    'a time of more than 16 bits',
    [...EULER, '  - asset: USDC', '    liquidationCoolOffTime: {from: 1h, to: 2d}'],
    'p.yaml:8:44 does-not-fit: USDC liquidationCoolOffTime: 2d is outside what the contract can hold (0s to 65535s, in seconds in 16 bits); the nearest that fits is 65535s.',
  ],
  [
    'more decimals than the token has',
    [...COMPOUND, '  - asset: USDC', '    targetReserves: {from: 5m USDC, to: 0.0000001 USDC}'],
    'p.yaml:6:41 does-not-fit: USDC targetReserves: 0.0000001 USDC falls between two values that the contract can hold (units of USDC); the nearest that fit are 0 USDC and 0.000001 USDC.',
  ],
  [
    'a factor that the Comet would cut',
    [...COMPOUND, '  - asset: WBTC', '    liquidationFactor: {from: 93%, to: 93.333333%}'],
    'p.yaml:6:40 does-not-fit: the contract cannot hold 93.333333% as the liquidation factor of WBTC; the nearest that fit are 93.33% and 93.34%.',
  ],
  [
    'a cap of one and a half tokens where whole ones are counted',
    [...COMPOUND, '  - asset: WBTC', '    supplyCap: {from: 2 WBTC, to: 1.5 WBTC}'],
    'p.yaml:6:35 does-not-fit: the contract cannot hold 1.5 WBTC as the supply cap of WBTC; the nearest that fit are 1 WBTC and 2 WBTC.',
  ],
  [
    'a time beyond the range of the Config',
    [...GMX, '  - asset: GMX', '    sequencerGraceDuration: {from: 5min, to: 3h}'],
    'p.yaml:6:46 does-not-fit: GMX sequencerGraceDuration: 3h is outside what the contract can hold (0s to 2h, in seconds); the nearest that fits is 2h.',
  ],
  [
    'more than the integer of a contract of its own',
    [
      ...CUSTOM,
      '      fee: {from: 500%, to: 700%, unit: bps, role: none}',
      '      delay: {keep: 1h, unit: seconds, role: none}',
    ],
    'p.yaml:11:29 does-not-fit: own.set fee: 700.00% is outside what the contract can hold (0.00% to 655.35%, in bps in uint16); the nearest that fits is 655.35%.',
  ],
])('%s', (_what, lines, wanted) => {
  expect(errorsOf(lines)).toContain(wanted)
})
