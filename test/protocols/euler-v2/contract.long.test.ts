import {onContracts, type OnContracts} from '../../helpers/on-contracts.js'
import {compiled} from '../../helpers/solidity.js'

// Euler Prime's vaults of USDC and WETH: script/production/mainnet/clusters/PrimeCluster.{json,s.sol} of evk-periphery at 235e51d.
const VAULT = '0x797DD80692c3b2dAdabCe8e30C07fDE5307D48a9'
const COLLATERAL = '0xD8b27CF359b7D15710a5BE299AF6e7Bf904984C2'
const GOVERNOR = '0x35400831044167E9E2DE613d26515eeE37e30a1b'
const MODEL = '0x000000000000000000000000000000000000bEEF'

const head = (through: string): string => `
protocol: {name: euler-v2, chain: ethereum, deployment: eUSDC-2, underlying: USDC, through: ${through}}
contracts:
  eUSDC-2: {address: "${VAULT}", decimals: 6}
  eWETH-2: {address: "${COLLATERAL}"}
`
const spec = (through: 'access-control' | 'governor'): OnContracts => ({
  protocol: 'euler-v2',
  chainId: 1,
  head: head(through),
  // governorAdmin() of the vault; the admin's timelock has the wildcard role of the governor.
  governor: through === 'governor' ? {to: VAULT, data: '0x6ce98c29'} : '0x1b8C367aE56656b1D0901b2ADd1AD3226fF74f5a',
  async build(chain, safe) {
    const vault = compiled('EulerVault')
    if (through === 'access-control') {
      const {address} = await chain.deploy(compiled('EulerGovernor', 'EulerVault'), [safe])
      await chain.copy(address, GOVERNOR)
    }
    const governor = through === 'governor' ? safe : GOVERNOR
    await chain.copy((await chain.deploy(vault, [governor])).address, VAULT)
    await chain.at(VAULT, vault.abi).send('setLTV', [COLLATERAL, 8400, 8700, 0], {from: governor})
  },
  unauthorized: through === 'governor' ? 'E_Unauthorized()' : 'NotAuthorized()',
  said: {
    'a ramp and caps': `
  - asset: eWETH-2
    borrowLTV: {to: 82.5%}
    liquidationLTV: {to: 84.01%}
    rampDuration: {to: 30d}
  - asset: USDC
    supplyCap: {to: 1_500_000 USDC}
    borrowCap: {to: 1_023 USDC}
    maxLiquidationDiscount: {to: 15%}
    liquidationCoolOffTime: {to: 65535s}
    interestFee: {to: 10%}
    interestRateModel: {to: "${MODEL}"}
`,
    'a higher threshold at once; no limit and a closed door': `
  - {asset: eWETH-2, borrowLTV: {to: 90%}, liquidationLTV: {to: 100%}, rampDuration: {to: 0s}}
  - {asset: USDC, supplyCap: {to: unlimited}, borrowCap: {to: 0 USDC}}
`,
  },
  edges: {
    'a liquidation LTV of 100% is the last': {
      at: '  - {asset: eWETH-2, borrowLTV: {to: 90%}, liquidationLTV: {to: 100%}, rampDuration: {to: 0s}}',
      beyond: '  - {asset: eWETH-2, borrowLTV: {to: 90%}, liquidationLTV: {to: 100.01%}, rampDuration: {to: 0s}}',
      refusal: /100\.00%/,
      raw: {call: 0, word: 2, value: 10_001n, error: 'E_ConfigAmountTooLargeToEncode()'},
    },
    'a borrow LTV may equal the liquidation LTV': {
      at: '  - {asset: eWETH-2, borrowLTV: {to: 86%}, liquidationLTV: {to: 86%}, rampDuration: {to: 0s}}',
      beyond: '  - {asset: eWETH-2, borrowLTV: {to: 86.01%}, liquidationLTV: {to: 86%}, rampDuration: {to: 0s}}',
      refusal: /E_LTVBorrow/,
      raw: {call: 0, word: 1, value: 8601n, error: 'E_LTVBorrow()'},
    },
    'only what is lowered ramps': {
      at: '  - {asset: eWETH-2, borrowLTV: {to: 80%}, liquidationLTV: {from: 87%, to: 86.99%}, rampDuration: {to: 1s}}',
      beyond:
        '  - {asset: eWETH-2, borrowLTV: {to: 80%}, liquidationLTV: {from: 87%, to: 87%}, rampDuration: {to: 1s}}',
      refusal: /E_LTVLiquidation/,
      raw: {call: 0, word: 2, value: 8700n, error: 'E_LTVLiquidation()'},
    },
    'a vault is no collateral of its own': {
      at: '  - {asset: eWETH-2, borrowLTV: {to: 80%}, liquidationLTV: {to: 86%}, rampDuration: {to: 0s}}',
      beyond: '  - {asset: eUSDC-2, borrowLTV: {to: 80%}, liquidationLTV: {to: 86%}, rampDuration: {to: 0s}}',
      refusal: /E_InvalidLTVAsset/,
      raw: {call: 0, word: 0, value: BigInt(VAULT), error: 'E_InvalidLTVAsset()'},
    },
    // 2 x (2^112 - 1) is 1.038e34 units.
    'a supply cap is within twice 112 bits': {
      at: '  - {asset: USDC, supplyCap: {to: 10_200_000_000_000_000_000_000_000_000 USDC}, borrowCap: {to: 1 USDC}}',
      beyond:
        '  - {asset: USDC, supplyCap: {to: 10_400_000_000_000_000_000_000_000_000 USDC}, borrowCap: {to: 1 USDC}}',
      refusal: /outside what the contract takes/,
      raw: {call: 0, word: 0, value: (104n << 6n) | 34n, error: 'E_BadSupplyCap()'},
    },
    'a borrow cap is within 112 bits': {
      at: '  - {asset: USDC, supplyCap: {to: 1 USDC}, borrowCap: {to: 5_190_000_000_000_000_000_000_000_000 USDC}}',
      beyond: '  - {asset: USDC, supplyCap: {to: 1 USDC}, borrowCap: {to: 5_200_000_000_000_000_000_000_000_000 USDC}}',
      refusal: /outside what the contract takes/,
      raw: {call: 0, word: 1, value: (520n << 6n) | 33n, error: 'E_BadBorrowCap()'},
    },
    'a cap has three digits, four up to 1023': {
      at: '  - {asset: USDC, supplyCap: {to: 1_023 USDC}, borrowCap: {to: 999_000 USDC}}',
      beyond: '  - {asset: USDC, supplyCap: {to: 1_024 USDC}, borrowCap: {to: 999_000 USDC}}',
      refusal: /nearest that fit are 1,023 USDC and 1,030 USDC/,
      raw: {call: 0, word: 0, value: 65_535n, error: 'E_BadSupplyCap()'},
    },
    'a discount of 99.99% is the last': {
      at: '  - {asset: USDC, maxLiquidationDiscount: {to: 99.99%}}',
      beyond: '  - {asset: USDC, maxLiquidationDiscount: {to: 100%}}',
      refusal: /99\.99%/,
      raw: {call: 0, word: 0, value: 10_000n, error: 'E_BadMaxLiquidationDiscount()'},
    },
    'an interest fee of 100% is the last': {
      at: '  - {asset: USDC, interestFee: {to: 100%}}',
      beyond: '  - {asset: USDC, interestFee: {to: 100.01%}}',
      refusal: /100\.00%/,
      raw: {call: 0, word: 0, value: 10_001n, error: 'E_BadFee()'},
    },
    'an interest fee below 10% is for ProtocolConfig to allow': {
      at: '  - {asset: USDC, interestFee: {to: 10%}}',
      beyond: '  - {asset: USDC, interestFee: {to: 9.99%}}',
      refusal: /E_BadFee/,
      raw: {call: 0, word: 0, value: 999n, error: 'E_BadFee()'},
      // Governance may have allowed it since.
      minimalOnly: true,
    },
  },
})

describe('the governor calls the vault', () => {
  onContracts(spec('governor'))
})

describe('a forwarder calls the vault', () => {
  const {edges, ...rest} = spec('access-control')
  const [name, edge] = Object.entries(edges)[0]!
  onContracts({...rest, edges: {[name]: edge}})
})
