import {order, single, type Row, type Scope} from './scope.js'
import {amount, number, ratio, type Kind} from './texts.js'

// Signatures: Configurator.sol and CometProxyAdmin.sol of Compound III.

const CONFIGURATOR = '0x316f9708bB98af7dA9c68C1C3b5e79039cD336E3'
const COMET = '0xc3d688B66703497DAA19211EEdff47f25384cdc3'
const PROXY_ADMIN = '0x1EC63B5883C3481134FD50D5DAebc83Ecd2E8779'
const TOKEN = '0x000000000000000000000000000000000000bEEF'
const WAD = 10n ** 18n
const UINT64 = 2n ** 64n - 1n

const STEP = 10n ** 14n
const factor = (min = 0n, max = WAD): Kind => ratio(18, {min, max, step: STEP})
const wad = (max: bigint): Kind => ratio(18, {max})
const base = (min = 0n): Kind => amount('USDC', 6, {min, max: 2n ** 104n - 1n})

const deploy = (when: readonly string[]): Row => ({
  to: PROXY_ADMIN,
  signature: 'deployAndUpgradeTo(address,address)',
  when,
  args: () => [CONFIGURATOR, COMET],
})

/** Configurator setters that take the proxy of the Comet, what stands in `before`, and a value. */
function scope(of: Pick<Scope, 'about' | 'kinds' | 'relate'>, through: string, setters: readonly Row[]): Scope {
  return {
    protocol: {name: 'compound-v3', chain: 'ethereum', deployment: 'cUSDCv3Ethereum', through},
    contracts: {TKN: {address: TOKEN, decimals: 5}},
    ...of,
    rows: [...setters, deploy(Object.keys(of.kinds))],
  }
}

const ofAsset = (name: string, type: string, id: string): Row =>
  single(CONFIGURATOR, name, `address,address,${type}`, id, COMET, TOKEN)
const ofMarket = (name: string, type: string, id: string): Row =>
  single(CONFIGURATOR, name, `address,${type}`, id, COMET)

const collateral = (through: string): Scope =>
  scope(
    {
      about: {asset: 'TKN'},
      kinds: {
        // The one below the other: neither can be at the other's end.
        borrowCollateralFactor: factor(0n, WAD - STEP),
        liquidateCollateralFactor: factor(STEP),
        liquidationFactor: factor(),
        supplyCap: amount('TKN', 5, {max: UINT64 * 10n ** 5n, step: 10n ** 5n}),
      },
      relate(units) {
        order(units, 'borrowCollateralFactor', 'liquidateCollateralFactor')
        if (units['borrowCollateralFactor'] === units['liquidateCollateralFactor']) {
          units['borrowCollateralFactor'] = 0n
          units['liquidateCollateralFactor'] = WAD
        }
      },
    },
    through,
    [
      ofAsset('updateAssetBorrowCollateralFactor', 'uint64', 'borrowCollateralFactor'),
      ofAsset('updateAssetLiquidateCollateralFactor', 'uint64', 'liquidateCollateralFactor'),
      ofAsset('updateAssetLiquidationFactor', 'uint64', 'liquidationFactor'),
      ofAsset('updateAssetSupplyCap', 'uint128', 'supplyCap'),
    ],
  )

const market = scope(
  {
    about: {asset: 'USDC'},
    kinds: {
      supplyKink: wad(WAD),
      supplyRateBase: wad(UINT64),
      supplyRateSlopeLow: wad(UINT64),
      supplyRateSlopeHigh: wad(UINT64),
      borrowKink: wad(WAD),
      borrowRateBase: wad(UINT64),
      borrowRateSlopeLow: wad(UINT64),
      borrowRateSlopeHigh: wad(UINT64),
      storeFrontPriceFactor: wad(WAD),
      targetReserves: base(),
      baseBorrowMin: base(),
      baseMinForRewards: base(1n),
      baseTrackingSupplySpeed: number(15, {max: UINT64}),
      baseTrackingBorrowSpeed: number(15, {max: UINT64}),
    },
  },
  'governor',
  [
    ofMarket('setSupplyKink', 'uint64', 'supplyKink'),
    ofMarket('setSupplyPerYearInterestRateBase', 'uint64', 'supplyRateBase'),
    ofMarket('setSupplyPerYearInterestRateSlopeLow', 'uint64', 'supplyRateSlopeLow'),
    ofMarket('setSupplyPerYearInterestRateSlopeHigh', 'uint64', 'supplyRateSlopeHigh'),
    ofMarket('setBorrowKink', 'uint64', 'borrowKink'),
    ofMarket('setBorrowPerYearInterestRateBase', 'uint64', 'borrowRateBase'),
    ofMarket('setBorrowPerYearInterestRateSlopeLow', 'uint64', 'borrowRateSlopeLow'),
    ofMarket('setBorrowPerYearInterestRateSlopeHigh', 'uint64', 'borrowRateSlopeHigh'),
    ofMarket('setStoreFrontPriceFactor', 'uint64', 'storeFrontPriceFactor'),
    ofMarket('setTargetReserves', 'uint104', 'targetReserves'),
    ofMarket('setBaseBorrowMin', 'uint104', 'baseBorrowMin'),
    ofMarket('setBaseMinForRewards', 'uint104', 'baseMinForRewards'),
    ofMarket('setBaseTrackingSupplySpeed', 'uint64', 'baseTrackingSupplySpeed'),
    ofMarket('setBaseTrackingBorrowSpeed', 'uint64', 'baseTrackingBorrowSpeed'),
  ],
)

export const COMPOUND_V3: readonly Scope[] = [collateral('governor'), collateral('market-admin'), market]
