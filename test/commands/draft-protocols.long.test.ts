import {readFileSync} from 'node:fs'
import path from 'node:path'
import {parse} from 'yaml'

import {checkSource} from '../../src/check/check.js'
import {encodeProposal} from '../../src/governance/encode.js'
import {parseSource} from '../../src/proposal/parse.js'
import {PROTOCOLS} from '../../src/protocols/registry.js'
import {place} from '../helpers/drafting.js'
import {plimsoll} from '../helpers/run.js'

const VAULT = '0x797DD80692c3b2dAdabCe8e30C07fDE5307D48a9'
const COLLATERAL = '0xD8b27CF359b7D15710a5BE299AF6e7Bf904984C2'

/** What `draft` is told of a protocol, and the parts of the file that come of it. */
const DRAFTS: Readonly<Record<string, readonly [flags: readonly string[], file: object]>> = {
  'aave-v3': [
    [
      '--deployment AaveV3Ethereum --through configurator',
      '--from USDC.supplyCap=1m_USDC --set USDC.supplyCap=2m_USDC',
      '--from WETH.ltv=80.5% --set WETH.ltv=80% --keep WETH.liquidationThreshold=83% --keep WETH.liquidationBonus=5%',
    ],
    {
      changes: [
        {asset: 'USDC', supplyCap: {from: '1m USDC', to: '2m USDC'}},
        {
          asset: 'WETH',
          ltv: {from: '80.5%', to: '80%'},
          liquidationThreshold: {keep: '83%'},
          liquidationBonus: {keep: '5%'},
        },
      ],
    },
  ],
  'aave-umbrella': [
    [
      '--deployment UmbrellaEthereum --through admin --asset WETH --about stake=STK_WA_WETH_V1',
      '--from cooldown=20d --set cooldown=19d --from deficitOffset=90_WETH --set deficitOffset=100_WETH',
    ],
    {
      changes: [
        {
          asset: 'WETH',
          stake: 'STK_WA_WETH_V1',
          deficitOffset: {from: '90 WETH', to: '100 WETH'},
          cooldown: {from: '20d', to: '19d'},
        },
      ],
    },
  ],
  'compound-v3': [
    ['--deployment cUSDCv3Ethereum --through governor --asset USDC --from borrowKink=85% --set borrowKink=90%'],
    {changes: [{asset: 'USDC', borrowKink: {from: '85%', to: '90%'}}]},
  ],
  'euler-v2': [
    [
      '--deployment eUSDC-2 --chain ethereum --underlying USDC --through governor',
      `--contract eUSDC-2=${VAULT},6 --contract eWETH-2=${COLLATERAL}`,
      '--keep eWETH-2.borrowLTV=84% --from eWETH-2.liquidationLTV=87% --set eWETH-2.liquidationLTV=86%',
      '--from eWETH-2.rampDuration=0s --set eWETH-2.rampDuration=7d',
      '--keep USDC.supplyCap=unlimited --from USDC.borrowCap=1m_USDC --set USDC.borrowCap=2m_USDC',
    ],
    {
      protocol: {name: 'euler-v2', chain: 'ethereum', deployment: 'eUSDC-2', underlying: 'USDC', through: 'governor'},
      contracts: {'eUSDC-2': {address: VAULT, decimals: 6}, 'eWETH-2': {address: COLLATERAL}},
      changes: [
        {
          asset: 'eWETH-2',
          borrowLTV: {keep: '84%'},
          liquidationLTV: {from: '87%', to: '86%'},
          rampDuration: {from: '0s', to: '7d'},
        },
        {asset: 'USDC', supplyCap: {keep: 'unlimited'}, borrowCap: {from: '1m USDC', to: '2m USDC'}},
      ],
    },
  ],
  'gmx-v2': [
    [
      '--deployment GmxV2Arbitrum --through config-keeper --asset ETH-USD --about longToken=WETH',
      '--from maxPoolAmountOfLongToken=10k_WETH --set maxPoolAmountOfLongToken=12k_WETH',
    ],
    {changes: [{asset: 'ETH-USD', longToken: 'WETH', maxPoolAmountOfLongToken: {from: '10k WETH', to: '12k WETH'}}]},
  ],
  maker: [
    [
      '--deployment MakerEthereum --through spell --asset ETH-B --from liquidationRatio=130% --set liquidationRatio=131%',
      '--from autoLineMax=1m_DAI --set autoLineMax=2m_DAI --keep autoLineGap=1m_DAI --keep autoLineCooldown=8h',
    ],
    {
      changes: [
        {
          asset: 'ETH-B',
          liquidationRatio: {from: '130%', to: '131%'},
          autoLineMax: {from: '1m DAI', to: '2m DAI'},
          autoLineGap: {keep: '1m DAI'},
          autoLineCooldown: {keep: '8h'},
        },
      ],
    },
  ],
  'synthetix-v3': [
    [
      '--deployment SynthetixV3Base --through owner --about BTC.market=200 --about ETH.collateral=4',
      '--keep BTC.makerFee=0.02% --from BTC.takerFee=0.05% --set BTC.takerFee=0.06%',
      '--from ETH.maxCollateralAmount=1k_ETH --set ETH.maxCollateralAmount=2k_ETH --keep ETH.upperLimitDiscount=5%',
      '--keep ETH.lowerLimitDiscount=1% --keep ETH.discountScalar=4.5',
      '--from USD.collateralLiquidateRewardRatio=3% --set USD.collateralLiquidateRewardRatio=4%',
    ],
    {
      changes: [
        {asset: 'BTC', market: 200, makerFee: {keep: '0.02%'}, takerFee: {from: '0.05%', to: '0.06%'}},
        {
          asset: 'ETH',
          collateral: 4,
          maxCollateralAmount: {from: '1k ETH', to: '2k ETH'},
          upperLimitDiscount: {keep: '5%'},
          lowerLimitDiscount: {keep: '1%'},
          discountScalar: {keep: '4.5'},
        },
        {asset: 'USD', collateralLiquidateRewardRatio: {from: '3%', to: '4%'}},
      ],
    },
  ],
}

/** Words of a line of flags; an underscore before a letter stands for the blank of an amount. */
const words = (lines: readonly string[]): string[] =>
  lines
    .flatMap((line) => line.split(' '))
    .map((word) => (/\d[mk]?_[A-Z]+$/.test(word) ? `"${word.replace('_', ' ')}"` : word))

const draft = (name: string, lines: readonly string[], file: string) =>
  plimsoll('draft', '--protocol', name, ...words(lines), '--no-venue', '--no-backtest', '--out', file, '--json')

test.each(PROTOCOLS.map(({name}) => name).filter((name) => name !== 'custom'))('drafts %s', async (name) => {
  const file = path.join(place(), 'a.yaml')
  const [lines, expected] = DRAFTS[name] ?? [[], {}]
  const {stdout} = await draft(name, lines, file)
  const {findings} = JSON.parse(stdout) as {findings?: {severity: string}[]}
  expect(findings?.filter(({severity}) => severity === 'error')).toEqual([])
  const text = readFileSync(file)
  expect(parse(text.toString())).toMatchObject(expected)
  const source = parseSource(text, 'a.yaml')
  const {proposal} = checkSource(source)
  expect(encodeProposal(proposal!.proposal, proposal!).calls.length).toBeGreaterThan(0)
})

const EULER = ['--deployment eUSDC-2 --chain ethereum --underlying USDC --through governor']
const SYNTHETIX = [
  '--deployment SynthetixV3Base --through owner --from ETH.lockedOiRatio=1% --set ETH.lockedOiRatio=2%',
]
const UMBRELLA = ['--deployment UmbrellaEthereum --through admin --asset WETH --from cooldown=20d --set cooldown=19d']
const CAP = '--from USDC.borrowCap=1m_USDC --set USDC.borrowCap=2m_USDC'

test.each<[string, string, readonly string[], string]>([
  [
    'a chain that is missing',
    'euler-v2',
    ['--deployment eUSDC-2 --underlying USDC --through governor', CAP],
    '--chain NAME',
  ],
  ['a vault without its address', 'euler-v2', [...EULER, CAP], '--contract eUSDC-2=ADDRESS,DECIMALS'],
  [
    'a collateral without its address',
    'euler-v2',
    [...EULER, `--contract eUSDC-2=${VAULT},6 --set eWETH-2.borrowLTV=84%`],
    '--contract eWETH-2=ADDRESS',
  ],
  [
    'an address without its checksum',
    'euler-v2',
    [...EULER, CAP, `--contract eUSDC-2=${VAULT.toLowerCase()},6`],
    VAULT,
  ],
  ['decimals that are none', 'euler-v2', [...EULER, CAP, `--contract eUSDC-2=${VAULT},37`], 'no number of decimals'],
  ['a contract that is none', 'euler-v2', [...EULER, CAP, '--contract eUSDC-2'], '--contract NAME=ADDRESS'],
  [
    'a contract that is given twice',
    'euler-v2',
    [...EULER, CAP, `--contract eUSDC-2=${VAULT},6 --contract eUSDC-2=${VAULT},6`],
    'gives eUSDC-2 twice',
  ],
  ['a market on another chain', 'synthetix-v3', [...SYNTHETIX, '--chain ethereum'], 'is on base, not on ethereum'],
  ['a market or a collateral that is missing', 'synthetix-v3', SYNTHETIX, '--about ETH.market|collateral=VALUE'],
  ['both of them', 'synthetix-v3', [...SYNTHETIX, '--about ETH.market=1 --about ETH.collateral=1'], 'one of them'],
  ['an id that is none', 'synthetix-v3', [...SYNTHETIX, '--about ETH.market=0'], 'no whole number from 1 on'],
  [
    'a part that no change has',
    'synthetix-v3',
    [...SYNTHETIX, '--about ETH.stake=1'],
    'there is no part of a change of ETH',
  ],
  [
    'a parameter of a market for a collateral',
    'synthetix-v3',
    [...SYNTHETIX, '--about ETH.collateral=4'],
    'there is no parameter of ETH',
  ],
  ['a parameter of a stake without it', 'aave-umbrella', UMBRELLA, 'It may need more: --about stake=VALUE.'],
])('refuses %s', async (_what, name, lines, message) => {
  const {stdout, error: ended} = await draft(name, lines, path.join(place(), 'a.yaml'))
  const {error} = JSON.parse(stdout) as {error: {message: string; suggestions: string[]}}
  expect([error.message, ...error.suggestions].join(' ')).toContain(message)
  expect(ended?.oclif?.exit).toBe(2)
})
