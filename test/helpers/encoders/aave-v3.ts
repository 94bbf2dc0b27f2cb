import {single, type Row, type Scope, type Values} from './scope.js'
import type {Value} from './sample.js'
import {amount, ratio, type Kind} from './texts.js'

// A parameter that is new in the registry needs a kind and a row here. Signatures: PoolConfigurator.sol, and IAaveV3ConfigEngine.sol
// as of 3.2 to 3.6 and of 3.7.

const CONFIGURATOR = '0x64b761D848206f447Fe2dd461b0c635Ec39EbB27'
const STEWARD = '0x13a9CC64344b02bACC5AD9Cf38B5711F1B9ec3d4'
const STEWARD_ON_ZKSYNC = '0x528a1036C8450464f8a00A0A8c2f517595E44169'
const WETH = '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2'
const MAINNET = {WETH, USDC: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48'}
const ZKSYNC = {WETH: '0x5AEa5775959fBC2557Cc8789bC1bf90A239D9a91', USDC: '0x1d17CBcF0D6D143135aE902365D2E5e2A16538D4'}
type Assets = Readonly<Record<string, string>>

const bps = (max: bigint, min = 0n): Kind => ratio(4, {min, max})
const cap = (symbol: string, min = 0n): Kind => amount(symbol, 0, {min, max: 2n ** 36n - 1n})

/** LTV <= LT, and LT x (1 + bonus) <= 100%; without a threshold no bonus. */
function collateral(units: Record<string, bigint>, prefix = ''): void {
  const [ltv, lt, bonus] = ['ltv', 'liquidationThreshold', 'liquidationBonus'].map((id) => prefix + id) as [
    string,
    string,
    string,
  ]
  if (units[lt] === 0n) units[bonus] = 0n
  else {
    const most = (10_000n * 10_000n) / units[lt]! - 10_000n
    if (most < 1n) units[lt] = 9000n
    units[bonus] = 1n + (units[bonus]! % (most < 1n ? 1000n : most))
  }
  if (units[ltv]! > units[lt]!) units[ltv] = units[lt]!
}

const COLLATERAL = ['ltv', 'liquidationThreshold', 'liquidationBonus']
const configurator: Scope = {
  protocol: {name: 'aave-v3', chain: 'ethereum', deployment: 'AaveV3Ethereum', through: 'configurator'},
  about: {asset: 'WETH'},
  kinds: {
    ltv: bps(10_000n),
    liquidationThreshold: bps(10_000n),
    liquidationBonus: bps(10_000n),
    supplyCap: cap('WETH'),
    borrowCap: cap('WETH'),
    reserveFactor: bps(10_000n),
    liquidationProtocolFee: bps(10_000n),
  },
  packs: [COLLATERAL],
  relate: collateral,
  rows: [
    {
      to: CONFIGURATOR,
      signature: 'configureReserveAsCollateral(address,uint256,uint256,uint256)',
      when: COLLATERAL,
      args(values) {
        const [ltv, threshold, bonus] = COLLATERAL.map((id) => values.of(id) as bigint) as [bigint, bigint, bigint]
        return [WETH, ltv, threshold, threshold === 0n ? 0n : 10_000n + bonus]
      },
    },
    single(CONFIGURATOR, 'setSupplyCap', 'address,uint256', 'supplyCap', WETH),
    single(CONFIGURATOR, 'setBorrowCap', 'address,uint256', 'borrowCap', WETH),
    single(CONFIGURATOR, 'setReserveFactor', 'address,uint256', 'reserveFactor', WETH),
    single(CONFIGURATOR, 'setLiquidationProtocolFee', 'address,uint256', 'liquidationProtocolFee', WETH),
  ],
}

const KEEP_CURRENT = 2n ** 256n - 42n - 1n
const COLLATERAL_SIDE = 'updateCollateralSide'
const inAll = (assets: Assets, ids: readonly string[]): string[] =>
  Object.keys(assets).flatMap((asset) => ids.map((id) => `${asset}/${id}`))

/** One struct for each asset of which something changes. */
const structs = (values: Values, assets: Assets, ids: readonly string[], kept: number): Value[] =>
  Object.entries(assets).flatMap(([asset, token]) => {
    const wanted = ids.map((id) => (values.changes(`${asset}/${id}`) ? values.of(`${asset}/${id}`) : KEEP_CURRENT))
    if (wanted.every((value) => value === KEEP_CURRENT)) return []
    return [[token, ...wanted, ...Array.from({length: kept}, () => KEEP_CURRENT)]]
  })

/** What a proposal asks of a steward; `kept`: how many fields of the collateral's struct it never changes. */
function steward(to: string, kept: number, assets: Assets, protocol: Scope['protocol']): Scope {
  const list = (name: string, ids: readonly string[], rest: number): Row => ({
    to,
    signature: `${name}((address${',uint256'.repeat(ids.length + rest)})[])`,
    when: inAll(assets, ids),
    args: (values) => [structs(values, assets, ids, rest)],
  })
  const names = Object.keys(assets)
  return {
    protocol,
    about: Object.fromEntries(names.map((asset) => [asset, {asset}])),
    kinds: Object.fromEntries(
      names.flatMap((asset): [string, Kind][] => [
        [`${asset}/ltv`, bps(9000n, 1n)],
        [`${asset}/liquidationThreshold`, bps(9000n, 1n)],
        [`${asset}/liquidationBonus`, bps(1000n, 1n)],
        [`${asset}/supplyCap`, cap(asset, 1n)],
        [`${asset}/borrowCap`, cap(asset, 1n)],
      ]),
    ),
    relate(units) {
      for (const asset of names) collateral(units, `${asset}/`)
    },
    rows: [list(COLLATERAL_SIDE, COLLATERAL, kept), list('updateCaps', ['supplyCap', 'borrowCap'], 0)],
  }
}

const through = {...configurator.protocol, through: 'risk-steward'}
const zksync = {...through, deployment: 'AaveV3ZkSync', chain: 'zksync'}

export const AAVE_V3: readonly Scope[] = [
  configurator,
  steward(STEWARD, 1, MAINNET, through),
  steward(STEWARD_ON_ZKSYNC, 1, ZKSYNC, {...zksync, version: '3.7'}),
  steward(STEWARD_ON_ZKSYNC, 2, ZKSYNC, {...zksync, version: '3.6'}),
]
