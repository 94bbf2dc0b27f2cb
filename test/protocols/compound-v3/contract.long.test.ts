import {compiled} from '../../helpers/solidity.js'
import {onContracts} from '../../helpers/on-contracts.js'

const COMET = '0xc3d688B66703497DAA19211EEdff47f25384cdc3'
const CONFIGURATOR = '0x316f9708bB98af7dA9c68C1C3b5e79039cD336E3'
const ADMIN = '0x1EC63B5883C3481134FD50D5DAebc83Ecd2E8779'
const WETH = '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2'
const WAD = 10n ** 18n

onContracts({
  protocol: 'compound-v3',
  chainId: 1,
  head: 'protocol: {name: compound-v3, chain: ethereum, deployment: cUSDCv3Ethereum, through: governor}',
  // The timelock of Compound governance.
  governor: '0x6d903f6003cca6255D85CcA4D3B5E5146dC33925',
  async build(chain, governor) {
    const put = async (name: string, at: string, args: readonly unknown[]) => {
      const artifact = compiled(name, 'Comet')
      await chain.copy((await chain.deploy(artifact, args)).address, at)
      return chain.at(at, artifact.abi)
    }
    const configurator = await put('Configurator', CONFIGURATOR, [governor])
    const admin = await put('CometProxyAdmin', ADMIN, [governor])
    await put('CometProxy', COMET, [ADMIN])
    const from = {from: governor}
    const weth = [WETH, WETH, 18, (8n * WAD) / 10n, (85n * WAD) / 100n, (93n * WAD) / 100n, 1000n * WAD]
    await configurator.send('addAsset', [COMET, weth], from)
    await configurator.send('setBaseMinForRewards', [COMET, 1], from)
    await admin.send('deployAndUpgradeTo', [CONFIGURATOR, COMET], from)
  },
  said: {
    all: `
  - asset: WETH
    borrowCollateralFactor: {to: 82.5%}
    liquidateCollateralFactor: {to: 89.51%}
    liquidationFactor: {to: 94.99%}
    supplyCap: {to: 500_001 WETH}
  - asset: USDC
    supplyKink: {to: 85%}
    supplyRateBase: {to: 0.1%}
    supplyRateSlopeLow: {to: 3.25%}
    supplyRateSlopeHigh: {to: 40%}
    borrowKink: {to: 90%}
    borrowRateBase: {to: 1.5%}
    borrowRateSlopeLow: {to: 3.5%}
    borrowRateSlopeHigh: {to: 340%}
    storeFrontPriceFactor: {to: 60%}
    targetReserves: {to: 20_000_000.000001 USDC}
    baseBorrowMin: {to: 100 USDC}
    baseMinForRewards: {to: 1_000_000 USDC}
    baseTrackingSupplySpeed: {to: "0.000402083333333"}
    baseTrackingBorrowSpeed: {to: "0.000115740740740"}
`,
  },
  edges: {
    'a liquidate collateral factor of 100% is the last': {
      at: '  - {asset: WETH, liquidateCollateralFactor: {to: 100%}}',
      beyond: '  - {asset: WETH, liquidateCollateralFactor: {to: 100.01%}}',
      refusal: /0\.01% to 100\.00%/,
      raw: {call: 0, word: 2, value: WAD + 10n ** 14n, error: 'LiquidateCFTooLarge()'},
    },
    'a liquidate collateral factor of one step is the first: no borrow factor is below 0%': {
      at: '  - {asset: WETH, borrowCollateralFactor: {to: 0%}, liquidateCollateralFactor: {to: 0.01%}}',
      beyond: '  - {asset: WETH, liquidateCollateralFactor: {to: 0%}}',
      refusal: /0\.01% to 100\.00%/,
      raw: {call: 1, word: 2, value: 0n, error: 'BorrowCFTooLarge()'},
    },
    'a borrow collateral factor of one step below 100% is the last': {
      at: '  - {asset: WETH, borrowCollateralFactor: {to: 99.99%}, liquidateCollateralFactor: {to: 100%}}',
      beyond: '  - {asset: WETH, borrowCollateralFactor: {to: 100%}}',
      refusal: /0\.00% to 99\.99%/,
      raw: {call: 0, word: 2, value: WAD, error: 'BorrowCFTooLarge()'},
    },
    // 655.36% is 2^16 steps: the Comet does not check it, and keeps nothing of it.
    'a liquidation factor is kept in 16 bits': {
      at: '  - {asset: WETH, liquidationFactor: {to: 100%}}',
      beyond: '  - {asset: WETH, liquidationFactor: {to: 655.36%}}',
      refusal: /0\.00% to 100\.00%/,
      raw: {call: 0, word: 2, value: 65_536n * 10n ** 14n, keeps: '0.00%'},
    },
    'a borrow factor stays one step below the liquidate factor': {
      at: '  - {asset: WETH, borrowCollateralFactor: {to: 84.99%}, liquidateCollateralFactor: {to: 85%}}',
      beyond: '  - {asset: WETH, borrowCollateralFactor: {to: 85%}, liquidateCollateralFactor: {to: 85%}}',
      refusal: /BorrowCFTooLarge/,
      raw: {call: 0, word: 2, value: (85n * WAD) / 100n, error: 'BorrowCFTooLarge()'},
    },
    'factors that differ by less than a step are equal once they are cut': {
      at: '  - {asset: WETH, borrowCollateralFactor: {to: 84.99%}, liquidateCollateralFactor: {to: 85%}}',
      beyond: '  - {asset: WETH, borrowCollateralFactor: {to: 85%}, liquidateCollateralFactor: {to: 85.001%}}',
      refusal: /are 85\.00% and 85\.01%/,
      raw: {call: 1, word: 2, value: (8499n * WAD) / 10_000n + 1n, error: 'BorrowCFTooLarge()'},
    },
    'a cap is of 64 bits of whole tokens': {
      at: '  - {asset: WETH, supplyCap: {to: 18_446_744_073_709_551_615 WETH}}',
      beyond: '  - {asset: WETH, supplyCap: {to: 18_446_744_073_709_551_616 WETH}}',
      refusal: /18,446,744,073,709,551,615 WETH/,
      raw: {call: 0, word: 2, value: (2n ** 64n + 5n) * WAD, keeps: '5 WETH'},
    },
    'a store front price factor of 100% is the last': {
      at: '  - {asset: USDC, storeFrontPriceFactor: {to: 100%}}',
      beyond: '  - {asset: USDC, storeFrontPriceFactor: {to: 100.000000000000000001%}}',
      refusal: /outside|fit/,
      raw: {call: 0, word: 1, value: WAD + 1n, error: 'BadDiscount()'},
    },
    'a least supply for rewards of one unit is the first': {
      at: '  - {asset: USDC, baseMinForRewards: {to: 0.000002 USDC}}',
      beyond: '  - {asset: USDC, baseMinForRewards: {to: 0 USDC}}',
      refusal: /0\.000001 USDC to/,
      raw: {call: 0, word: 1, value: 0n, error: 'BadMinimum()'},
    },
  },
})
