import {single, type Row, type Scope, type Values} from './scope.js'
import {address, type Value} from './sample.js'
import {amount, duration, number, ratio, words, yesNo, type Kind} from './texts.js'

// A parameter that is new in the registry needs a kind and a row here. Signatures: PoolConfigurator.sol of 3.0, 3.1, 3.2, 3.4,
// 3.6 and 3.7, and RiskSteward.sol of its three generations. Where releases share a function, each draw picks one of them.

const CONFIGURATOR = '0x64b761D848206f447Fe2dd461b0c635Ec39EbB27'
const STEWARD = '0x13a9CC64344b02bACC5AD9Cf38B5711F1B9ec3d4'
const STEWARD_ON_ZKSYNC = '0x528a1036C8450464f8a00A0A8c2f517595E44169'
const WETH = '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2'
const MAINNET = {WETH, USDC: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48'}
const ZKSYNC = {WETH: '0x5AEa5775959fBC2557Cc8789bC1bf90A239D9a91', USDC: '0x1d17CBcF0D6D143135aE902365D2E5e2A16538D4'}
type Assets = Readonly<Record<string, string>>

const RELEASES = ['3.0', '3.1', '3.2', '3.3', '3.4', '3.5', '3.6', '3.7']
const releases = (since: string, until: string): string[] =>
  RELEASES.slice(RELEASES.indexOf(since), RELEASES.indexOf(until) + 1)

const bps = (max: bigint, min = 0n): Kind => ratio(4, {min, max})
const cap = (symbol: string, min = 0n): Kind => amount(symbol, 0, {min, max: 2n ** 36n - 1n})

const COLLATERAL = ['ltv', 'liquidationThreshold', 'liquidationBonus'] as const
const EMODE = ['eModeLtv', 'eModeLiquidationThreshold', 'eModeLiquidationBonus'] as const
const RATES = ['optimalUsageRatio', 'baseVariableBorrowRate', 'variableRateSlope1', 'variableRateSlope2'] as const

/** LTV <= LT, and LT x (1 + bonus) <= 100%; without a threshold no bonus. */
function collateral(units: Record<string, bigint>, ids: readonly string[] = COLLATERAL, prefix = ''): void {
  const [ltv, lt, bonus] = ids.map((id) => prefix + id) as [string, string, string]
  if (units[lt] === 0n) units[bonus] = 0n
  else {
    const most = (10_000n * 10_000n) / units[lt]! - 10_000n
    if (most < 1n) units[lt] = 9000n
    units[bonus] = 1n + (units[bonus]! % (most < 1n ? 1000n : most))
  }
  if (units[ltv]! > units[lt]!) units[ltv] = units[lt]!
}

/** Slope 1 <= slope 2, and base and slopes together at most 1000%. */
function curve(units: Record<string, bigint>, prefix = ''): void {
  const [base, first, second] = RATES.slice(1).map((id) => prefix + id) as [string, string, string]
  units[base] = units[base]! / 3n
  units[second] = units[second]! / 3n
  units[first] = (units[second] * (units[first]! % 1001n)) / 1000n
}

const RATE_KINDS: Readonly<Record<(typeof RATES)[number], Kind>> = {
  optimalUsageRatio: bps(9900n, 100n),
  baseVariableBorrowRate: bps(100_000n),
  variableRateSlope1: bps(100_000n),
  variableRateSlope2: bps(100_000n),
}
const EMODE_KINDS: Readonly<Record<(typeof EMODE)[number], Kind>> = {
  eModeLtv: bps(9999n, 1n),
  eModeLiquidationThreshold: bps(9999n, 1n),
  eModeLiquidationBonus: bps(9999n, 1n),
}

/** What a proposal asks of the PoolConfigurator of some releases; `undefined` for one that does not say which. */
const configurator = (
  versions: readonly (string | undefined)[],
  scope: Pick<Scope, 'kinds' | 'packs' | 'relate' | 'rows'>,
  asset = 'WETH',
): Scope => ({
  protocol: {name: 'aave-v3', chain: 'ethereum', deployment: 'AaveV3Ethereum', through: 'configurator'},
  versions,
  about: {asset},
  ...scope,
})

/** (asset, value) for a reserve. */
const ofReserve = (name: string, type: string, id: string): Row =>
  single(CONFIGURATOR, name, `address,${type}`, id, WETH)

const always = configurator([...RELEASES, undefined], {
  kinds: {
    ltv: bps(10_000n),
    liquidationThreshold: bps(10_000n),
    liquidationBonus: bps(10_000n),
    supplyCap: cap('WETH'),
    borrowCap: cap('WETH'),
    reserveFactor: bps(10_000n),
    liquidationProtocolFee: bps(10_000n),
    borrowingEnabled: yesNo,
    flashLoanEnabled: yesNo,
    frozen: yesNo,
    paused: yesNo,
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
    ofReserve('setSupplyCap', 'uint256', 'supplyCap'),
    ofReserve('setBorrowCap', 'uint256', 'borrowCap'),
    ofReserve('setReserveFactor', 'uint256', 'reserveFactor'),
    ofReserve('setLiquidationProtocolFee', 'uint256', 'liquidationProtocolFee'),
    ofReserve('setReserveBorrowing', 'bool', 'borrowingEnabled'),
    ofReserve('setReserveFlashLoaning', 'bool', 'flashLoanEnabled'),
    ofReserve('setReserveFreeze', 'bool', 'frozen'),
    ofReserve('setReservePause', 'bool', 'paused'),
  ],
})

const untilIsolationLeft = configurator(releases('3.0', '3.6'), {
  // Cents, 40 bits.
  kinds: {debtCeiling: amount('USD', 2, {max: 2n ** 40n - 1n}), borrowableInIsolation: yesNo, siloedBorrowing: yesNo},
  rows: [
    ofReserve('setDebtCeiling', 'uint256', 'debtCeiling'),
    ofReserve('setBorrowableInIsolation', 'bool', 'borrowableInIsolation'),
    ofReserve('setSiloedBorrowing', 'bool', 'siloedBorrowing'),
  ],
})

/** abi.encode of four small numbers, each in a word. */
const rateData = (values: Values): string =>
  `0x${RATES.map((id) => (values.of(id) as bigint).toString(16).padStart(64, '0')).join('')}`
const SET_RATES: Row = {
  to: CONFIGURATOR,
  signature: 'setReserveInterestRateData(address,bytes)',
  when: RATES,
  args: (values) => [WETH, rateData(values)],
}
const STRATEGY = 'interestRateStrategy'
const rates: readonly Scope[] = [
  configurator(['3.0'], {
    kinds: {[STRATEGY]: address(1n)},
    rows: [ofReserve('setReserveInterestRateStrategyAddress', 'address', STRATEGY)],
  }),
  configurator(releases('3.1', '3.3'), {
    kinds: {...RATE_KINDS, [STRATEGY]: address(1n)},
    packs: [[...RATES, STRATEGY]],
    relate: curve,
    rows: [
      {...SET_RATES, made: (values) => !values.changes(STRATEGY)},
      {
        to: CONFIGURATOR,
        signature: 'setReserveInterestRateStrategyAddress(address,address,bytes)',
        when: [STRATEGY, ...RATES],
        made: (values) => values.changes(STRATEGY),
        args: (values) => [WETH, values.of(STRATEGY), rateData(values)],
      },
    ],
  }),
  configurator(releases('3.4', '3.7'), {kinds: RATE_KINDS, packs: [RATES], relate: curve, rows: [SET_RATES]}),
]

const grace = configurator(releases('3.1', '3.7'), {
  kinds: {paused: {...yesNo, max: 0n}, gracePeriod: duration(14_400n, 1n)},
  packs: [['paused', 'gracePeriod']],
  rows: [
    {
      to: CONFIGURATOR,
      signature: 'setReservePause(address,bool,uint40)',
      when: ['paused', 'gracePeriod'],
      args: (values) => [WETH, values.of('paused'), values.of('gracePeriod')],
    },
  ],
})

const ltvZero = configurator(releases('3.6', '3.7'), {
  kinds: {ltvZero: yesNo},
  rows: [ofReserve('setReserveLtvzero', 'bool', 'ltvZero')],
})

/** A category, set whole: what its release has behind the three shares. */
const category = (versions: readonly string[], types: string, more: Readonly<Record<string, Kind>>): Scope =>
  configurator(
    versions,
    {
      kinds: {...EMODE_KINDS, ...more},
      packs: [[...EMODE, ...Object.keys(more)]],
      relate: (units) => {
        collateral(units, EMODE)
      },
      rows: [
        {
          to: CONFIGURATOR,
          signature: `setEModeCategory(uint8,uint16,uint16,uint16,${types})`,
          when: [...EMODE, ...Object.keys(more)],
          // Where a release can set `isolated` alone, it does.
          made: (values) => [...EMODE, 'eModeLabel', 'eModePriceSource'].some((id) => values.changes(id)),
          args(values) {
            const [ltv, threshold, bonus] = EMODE.map((id) => values.of(id) as bigint) as [bigint, bigint, bigint]
            return [255n, ltv, threshold, 10_000n + bonus, ...Object.keys(more).map((id) => values.of(id))]
          },
        },
        ...('eModeIsolated' in more
          ? [
              {
                ...single(CONFIGURATOR, 'setEModeCategoryIsolated', 'uint8,bool', 'eModeIsolated', 255n),
                made: (values: Values) => ![...EMODE, 'eModeLabel'].some((id) => values.changes(id)),
              },
            ]
          : []),
      ],
    },
    'eMode 255',
  )

/** (asset, category, switch) for a reserve in a category. */
const ofMember = (name: string, id: string): Row => single(CONFIGURATOR, name, 'address,uint8,bool', id, WETH, 7n)

const eModes: readonly Scope[] = [
  configurator(['3.0', '3.1'], {
    kinds: {eModeCategory: number(0, {max: 255n})},
    rows: [ofReserve('setAssetEModeCategory', 'uint8', 'eModeCategory')],
  }),
  category(['3.0', '3.1'], 'address,string', {eModePriceSource: address(), eModeLabel: words}),
  category(releases('3.2', '3.6'), 'string', {eModeLabel: words}),
  category(['3.7'], 'string,bool', {eModeLabel: words, eModeIsolated: yesNo}),
  configurator(
    ['3.7'],
    {
      kinds: {eModeIsolated: yesNo},
      rows: [single(CONFIGURATOR, 'setEModeCategoryIsolated', 'uint8,bool', 'eModeIsolated', 7n)],
    },
    'eMode 7',
  ),
  configurator(
    releases('3.2', '3.7'),
    {
      kinds: {eModeCollateral: yesNo, eModeBorrowable: yesNo},
      rows: [
        ofMember('setAssetCollateralInEMode', 'eModeCollateral'),
        ofMember('setAssetBorrowableInEMode', 'eModeBorrowable'),
      ],
    },
    'WETH in eMode 7',
  ),
  configurator(
    ['3.6', '3.7'],
    {kinds: {eModeLtvZero: yesNo}, rows: [ofMember('setAssetLtvzeroInEMode', 'eModeLtvZero')]},
    'WETH in eMode 7',
  ),
]

const KEEP_CURRENT = 2n ** 256n - 42n - 1n
const KEEP_CURRENT_STRING = 'KEEP_CURRENT_STRING'
const CATEGORIES = {'eMode 1': 1n, 'eMode 255': 255n}
const inAll = (subjects: Readonly<Record<string, Value>>, ids: readonly string[]): string[] =>
  Object.keys(subjects).flatMap((name) => ids.map((id) => `${name}/${id}`))

/** One struct for each thing of which something changes. */
const structs = (
  values: Values,
  subjects: Readonly<Record<string, Value>>,
  ids: readonly string[],
  struct: (subject: Value, wanted: readonly Value[]) => readonly Value[],
): Value[] =>
  Object.entries(subjects).flatMap(([name, subject]) => {
    const wanted = ids.map((id) => (values.changes(`${name}/${id}`) ? values.of(`${name}/${id}`) : KEEP_CURRENT))
    return wanted.every((value) => value === KEEP_CURRENT) ? [] : [struct(subject, wanted)]
  })

/** A generation of the steward: who has it, and what its structs carry. */
interface Generation {
  readonly to: string
  readonly assets: Assets
  readonly protocol: Scope['protocol']
  readonly versions: readonly (string | undefined)[]
  readonly hasDebtCeiling: boolean
  /** What stands behind the three shares of a category, and what a proposal says for it; absent where there are no eModes. */
  readonly eMode?: {readonly types: string; readonly kept: readonly Value[]}
}

function steward({to, assets, protocol, versions, hasDebtCeiling, eMode}: Generation): Scope {
  const side = [...COLLATERAL, ...(hasDebtCeiling ? ['debtCeiling'] : [])]
  const categories = eMode ? CATEGORIES : {}
  const list = (name: string, ids: readonly string[], fields: string, struct: Parameters<typeof structs>[3]): Row => ({
    to,
    signature: `${name}((address,${fields})[])`,
    when: inAll(assets, ids),
    args: (values) => [structs(values, assets, ids, struct)],
  })
  const kindsOf = (asset: string): Readonly<Record<string, Kind>> => ({
    ltv: bps(9000n, 1n),
    liquidationThreshold: bps(9000n, 1n),
    liquidationBonus: bps(1000n, 1n),
    supplyCap: cap(asset, 1n),
    borrowCap: cap(asset, 1n),
    ...RATE_KINDS,
    // Whole dollars, where the configurator counts cents.
    ...(hasDebtCeiling && {debtCeiling: amount('USD', 0, {min: 1n, max: (2n ** 40n - 1n) / 100n})}),
  })
  const prefixed = (name: string, kinds: Readonly<Record<string, Kind>>): [string, Kind][] =>
    Object.entries(kinds).map(([id, kind]) => [`${name}/${id}`, kind])
  return {
    protocol: {...protocol, through: 'risk-steward'},
    versions,
    about: Object.fromEntries([...Object.keys(assets), ...Object.keys(categories)].map((asset) => [asset, {asset}])),
    kinds: Object.fromEntries([
      ...Object.keys(assets).flatMap((asset) => prefixed(asset, kindsOf(asset))),
      ...Object.keys(categories).flatMap((name) => prefixed(name, EMODE_KINDS)),
    ]),
    relate(units) {
      for (const asset of Object.keys(assets)) {
        collateral(units, COLLATERAL, `${asset}/`)
        curve(units, `${asset}/`)
      }
      for (const name of Object.keys(categories)) collateral(units, EMODE, `${name}/`)
    },
    rows: [
      list('updateCollateralSide', side, `uint256${',uint256'.repeat(side.length)}`, (asset, wanted) => [
        asset,
        ...wanted,
        KEEP_CURRENT,
      ]),
      list('updateCaps', ['supplyCap', 'borrowCap'], 'uint256,uint256', (asset, wanted) => [asset, ...wanted]),
      list('updateRates', RATES, '(uint256,uint256,uint256,uint256)', (asset, wanted) => [asset, wanted]),
      ...(eMode
        ? [
            {
              to,
              signature: `updateEModeCategories((uint8,uint256,uint256,uint256,${eMode.types})[])`,
              when: inAll(categories, EMODE),
              args: (values: Values) => [
                structs(values, categories, EMODE, (id, wanted) => [id, ...wanted, ...eMode.kept]),
              ],
            },
          ]
        : []),
    ],
  }
}

const onZkSync = {
  to: STEWARD_ON_ZKSYNC,
  assets: ZKSYNC,
  protocol: {name: 'aave-v3', chain: 'zksync', deployment: 'AaveV3ZkSync'},
  hasDebtCeiling: true,
}

export const AAVE_V3: readonly Scope[] = [
  always,
  untilIsolationLeft,
  ...rates,
  grace,
  ltvZero,
  ...eModes,
  steward({...onZkSync, versions: ['3.1']}),
  steward({...onZkSync, versions: releases('3.2', '3.6'), eMode: {types: 'string', kept: [KEEP_CURRENT_STRING]}}),
  steward({
    to: STEWARD,
    assets: MAINNET,
    protocol: always.protocol,
    versions: ['3.7', undefined],
    hasDebtCeiling: false,
    eMode: {types: 'string,uint256', kept: [KEEP_CURRENT_STRING, KEEP_CURRENT]},
  }),
]
