import {concat, Interface, toBeHex} from 'ethers'

import type {SafeTransaction} from '../../src/governance/model.js'
import type {Proposal} from '../../src/proposal/model.js'

// Transactions as ethers encodes them: an encoder that shares nothing with the code that reads them.

export const CONFIGURATOR = '0x64b761D848206f447Fe2dd461b0c635Ec39EbB27'
export const STEWARD = '0x13a9CC64344b02bACC5AD9Cf38B5711F1B9ec3d4'
export const CALL_ONLY = {
  '1.3.0': '0x40A2aCCbd92BCA938b02010E17A5b8929b49130D',
  '1.4.1': '0x9641d764fc13c8B624c04430C7356C1C7C8102e2',
}
export const WETH = '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2'
export const WSTETH = '0x7f39C581F595B53c5cb19bD0b3f8dA6c935E2Ca0'
export const SAFE = '0x47c71dFEB55Ebaa431Ae3fbF99Ea50e0D3d30fA8'
export const ZERO = `0x${'0'.repeat(40)}`
export const KEEP = 2n ** 256n - 43n

const aave = new Interface([
  'function configureReserveAsCollateral(address, uint256, uint256, uint256)',
  'function setSupplyCap(address, uint256)',
  'function setBorrowCap(address, uint256)',
  'function setReserveFactor(address, uint256)',
  'function setLiquidationProtocolFee(address, uint256)',
  'function updateCaps((address, uint256, uint256)[])',
])
const older = new Interface(['function updateCollateralSide((address, uint256, uint256, uint256, uint256, uint256)[])'])
const newer = new Interface(['function updateCollateralSide((address, uint256, uint256, uint256, uint256)[])'])
const batch = new Interface(['function multiSend(bytes)'])

export interface Item {
  readonly to: string
  readonly data: string
  readonly value?: bigint
  readonly operation?: number
}

export const configurator = (name: string, ...args: unknown[]): Item => ({
  to: CONFIGURATOR,
  data: aave.encodeFunctionData(name, args),
})
export const caps = (rows: unknown[]): Item => ({to: STEWARD, data: aave.encodeFunctionData('updateCaps', [rows])})
export const collateralOld = (rows: unknown[]): Item => ({
  to: STEWARD,
  data: older.encodeFunctionData('updateCollateralSide', [rows]),
})
export const collateralNew = (rows: unknown[]): Item => ({
  to: STEWARD,
  data: newer.encodeFunctionData('updateCollateralSide', [rows]),
})

export const pack = (items: readonly Item[]): string =>
  concat(
    items.map(({to, data, value = 0n, operation = 0}) =>
      concat([toBeHex(operation, 1), to, toBeHex(value, 32), toBeHex((data.length - 2) / 2, 32), data]),
    ),
  )
export const multiSend = (items: readonly Item[]): string => batch.encodeFunctionData('multiSend', [pack(items)])

/** The worked call of PROTOCOLS 11.8: WETH 80.5% / 83% / 5%, then a supply cap of 1,800,000. */
export const BATCH = multiSend([
  configurator('configureReserveAsCollateral', WETH, 8050, 8300, 10_500),
  configurator('setSupplyCap', WETH, 1_800_000),
])

const fields = {
  chainId: 1,
  safe: SAFE,
  version: '1.3.0',
  safeTxGas: '0',
  baseGas: '0',
  gasPrice: '0',
  gasToken: ZERO,
  refundReceiver: ZERO,
  nonce: 42,
}

export const direct = ({to, data, value = 0n}: Item): SafeTransaction => ({
  ...fields,
  to,
  value: String(value),
  data,
  operation: 0,
})
export const batched = (...items: Item[]): SafeTransaction => ({
  ...fields,
  to: CALL_ONLY['1.3.0'],
  value: '0',
  data: multiSend(items),
  operation: 1,
})

const safe = {venue: 'safe', address: SAFE, version: '1.3.0', nonce: 42}

export const proposal = (through: string, changes: Proposal['changes'], more: Partial<Proposal> = {}): Proposal => ({
  plimsoll: 1,
  title: 'A change',
  protocol: {name: 'aave-v3', chain: 'ethereum', deployment: 'AaveV3Ethereum', through},
  changes,
  governance: [safe],
  ...more,
})

/** Two assets through the configurator, with everything that it can set. */
export const BROAD = proposal('configurator', [
  {
    asset: 'WETH',
    ltv: {keep: '80.5%'},
    liquidationThreshold: {from: '83%', to: '82.5%'},
    liquidationBonus: {keep: '5%'},
    supplyCap: {from: '1_800_000 WETH', to: '2m WETH'},
    borrowCap: {to: '1_400_000 WETH'},
  },
  {asset: 'wstETH', reserveFactor: {to: '15%'}, liquidationProtocolFee: {to: '10%'}, supplyCap: {to: '0 wstETH'}},
])
export const BROAD_ITEMS: readonly Item[] = [
  configurator('configureReserveAsCollateral', WETH, 8050, 8250, 10_500),
  configurator('setSupplyCap', WETH, 2_000_000),
  configurator('setBorrowCap', WETH, 1_400_000),
  configurator('setReserveFactor', WSTETH, 1500),
  configurator('setLiquidationProtocolFee', WSTETH, 1000),
  configurator('setSupplyCap', WSTETH, 0),
]

/** Collateral and caps of one asset through the risk steward. */
export const STEWARDED = proposal('risk-steward', [
  {
    asset: 'WETH',
    ltv: {from: '80.5%', to: '80%'},
    liquidationThreshold: {from: '83%', to: '82.5%'},
    liquidationBonus: {keep: '5%'},
    supplyCap: {to: '2m WETH'},
  },
])
export const STEWARDED_ITEMS: readonly Item[] = [
  collateralNew([[WETH, 8000, 8250, KEEP, KEEP]]),
  caps([[WETH, 2_000_000, KEEP]]),
]

export const SPOT = '0x65C79fcB50Ca1594B025960e539eD7A9a6D434A3'
export const VAT = '0x35D1b3F3D7966A1DFe207aa4514C12a259A0492B'
export const MAKER = new Interface([
  'function file(bytes32, bytes32, uint256)',
  'function file(bytes32, uint256)',
  'function setDelay(uint48, bool)',
])
export const name32 = (text: string): string => `0x${Buffer.from(text).toString('hex').padEnd(64, '0')}`

/** Maker: a collateral ratio in ray, a debt ceiling in rad, and a delay in seconds. */
export const CUSTOM: Proposal = {
  plimsoll: 1,
  title: 'A change',
  protocol: {name: 'custom', chain: 1},
  contracts: {
    spot: {
      address: SPOT,
      abi: ['function file(bytes32 ilk, bytes32 what, uint256 data)', 'function setDelay(uint48 delay, bool now)'],
    },
    vat: {
      address: VAT,
      abi: ['function file(bytes32 ilk, bytes32 what, uint256 data)', 'function file(bytes32 what, uint256 data)'],
    },
  },
  changes: [
    {
      asset: 'ETH',
      contract: 'spot',
      function: 'file',
      arguments: {
        ilk: {text: 'ETH-B'},
        what: {text: 'mat'},
        data: {from: '130%', to: '135%', unit: 'ray', role: 'collateralRatio'},
      },
    },
    {
      asset: 'ETH',
      contract: 'vat',
      function: 'file(bytes32,bytes32,uint256)',
      arguments: {ilk: {text: 'ETH-B'}, what: {text: 'line'}, data: {keep: '250m DAI', unit: 'rad', role: 'cap'}},
    },
    {
      asset: 'ETH',
      contract: 'spot',
      function: 'setDelay',
      arguments: {delay: {to: '36h', unit: 'seconds', role: 'none'}, now: false},
    },
  ],
  governance: [safe],
}
export const CUSTOM_ITEMS: readonly Item[] = [
  {
    to: SPOT,
    data: MAKER.encodeFunctionData('file(bytes32,bytes32,uint256)', [
      name32('ETH-B'),
      name32('mat'),
      135n * 10n ** 25n,
    ]),
  },
  {
    to: VAT,
    data: MAKER.encodeFunctionData('file(bytes32,bytes32,uint256)', [
      name32('ETH-B'),
      name32('line'),
      250_000_000n * 10n ** 45n,
    ]),
  },
  {to: SPOT, data: MAKER.encodeFunctionData('setDelay', [129_600, false])},
]
