import {mkdirSync, readFileSync} from 'node:fs'
import path from 'node:path'

import type {Proposal} from '../../src/proposal/model.js'
import {parseSource} from '../../src/proposal/parse.js'
import {scratchFolder} from './cli.js'

const folder = scratchFolder()
let folders = 0
/** A folder of its own for a test. */
export function place(): string {
  const made = path.join(folder, String(folders++))
  mkdirSync(made)
  return made
}

/** The proposal of a file. */
export const read = (cwd: string, name: string): Proposal =>
  parseSource(readFileSync(path.join(cwd, name)), name).value as Proposal

export const SAFE = '0x47c71dFEB55Ebaa431Ae3fbF99Ea50e0D3d30fA8'
export const DISCUSSION = 'https://forum.org/t/1'
export const PLACE = ['--protocol', 'aave-v3', '--deployment', 'AaveV3Ethereum', '--through', 'risk-steward']
export const VENUE = ['--discussion', DISCUSSION, '--safe', SAFE, '--safe-version', '1.3.0', '--nonce', '42']
export const BACKTEST = [
  '--prices',
  'ETH-USDT',
  '--since',
  '2018-01-01',
  '--horizon',
  '1d',
  '--confidence',
  '99%',
  '--coverage',
  '>= 96.5%',
]
export const CHANGE = ['--asset', 'WETH', '--set', 'ltv=80%', '--set', 'liquidationThreshold=82.5%']
export const TYPED = ['--from', 'ltv=80.5%', '--from', 'liquidationThreshold=83%', '--keep', 'liquidationBonus=5%']

export const EXPECTED = {
  plimsoll: 1,
  title: 'Lower the WETH loan-to-value and liquidation threshold on Aave v3 Ethereum',
  summary:
    'Lowers the WETH loan-to-value from 80.5% to 80%.\nLowers the WETH liquidation threshold from 83% to 82.5%.\n' +
    'The WETH liquidation bonus stays at 5%.\n',
  discussion: DISCUSSION,
  protocol: {name: 'aave-v3', chain: 'ethereum', deployment: 'AaveV3Ethereum', through: 'risk-steward'},
  changes: [
    {
      asset: 'WETH',
      ltv: {from: '80.5%', to: '80%'},
      liquidationThreshold: {from: '83%', to: '82.5%'},
      liquidationBonus: {keep: '5%'},
    },
  ],
  governance: [{venue: 'safe', address: SAFE, version: '1.3.0', nonce: 42}],
  backtest: {
    prices: 'ETH-USDT',
    from: '2018-01-01',
    horizon: '1d',
    confidence: '99%',
    accept: {coverage: '>= 96.5%'},
  },
  require: ['check', 'backtest', 'encode', 'verify'],
}
