import {id} from 'ethers'

import {onContracts, type Edge} from '../../helpers/on-contracts.js'
import {compiled} from '../../helpers/solidity.js'

const UMBRELLA = '0xD400fc38ED4732893174325693a63C30ee3881a8'
const WETH = '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2'
const USDC = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48'
const GHO = '0x40D16FC0246aD3160Ccc09B8D0D3A2cD28aE6C2f'
const DAI = '0x6B175474E89094C44Da98b954EedeAC495271d0F'
/** A token with 18 decimals that the market does not list. */
const STETH = '0xae7ab96520DE3A18E5e111B5EaAb095312D7fE84'
const STAKE = '0xaAFD07D53A7365D3e9fb6F3a3B09EC19676B73Ce'
const USDC_STAKE = '0x6bf183243FdD1e306ad2C4450BC7dcf6f0bf8Aa6'
const GHO_STAKE = '0x4f827A63755855cDf3e8f3bcD20265C833f15033'
const SECOND = '0x000000000000000000000000000000000000bEEF'
const STRANGER = '0x000000000000000000000000000000000000c0DE'
/** Chainlink's ETH / USD. */
const ORACLE = '0x5f4eC3Df9cbd43714FE2740f5E3616155c5b8419'
const WORTHLESS = '0x000000000000000000000000000000000000dEaD'
const ETHER = 10n ** 18n

const SLASHING = `liquidationFee: {to: 0.5%}, priceOracle: {to: "${ORACLE}"}`
const change = (stake: string, rest = SLASHING, asset = 'WETH'): string =>
  `  - {asset: ${asset}, stake: ${stake}, ${rest}}`
/** What a simulation says of an error, by its name and through the Safe. */
const reverts = (error: string): RegExp =>
  new RegExp(`reverts with 0x[0-9a-f]+: ${error.replace(/[()]/g, String.raw`\$&`)}`)
/** The same of a stake token that the Umbrella does not have; where none stands there, it cannot be asked. */
const NO_STAKE = new RegExp(`${reverts('InvalidStakeToken()').source}|getCooldown`)
/** Words of updateSlashingConfigs with one item. */
const WORD = {reserve: 2, stake: 3, fee: 4, oracle: 5}
const raw = (word: number, value: bigint | string, error: string, call = 0): Edge['raw'] => ({
  ...{call, word, error},
  value: BigInt(value),
})

const edges: Readonly<Record<string, Edge>> = {
  'a slashing fee of 100% is the last': {
    at: change('STK_WA_WETH_V1', SLASHING.replace('0.5%', '100%')),
    beyond: change('STK_WA_WETH_V1', SLASHING.replace('0.5%', '100.01%')),
    refusal: /0\.00% to 100\.00%/,
    raw: raw(WORD.fee, 10_001n, 'InvalidLiquidationFee()'),
  },
  'an oracle has an address': {
    at: change('STK_WA_WETH_V1', SLASHING.replace('0.5%', '0%')),
    beyond: change('STK_WA_WETH_V1', SLASHING.replace(ORACLE, `0x${'0'.repeat(40)}`)),
    refusal: /outside what the contract can hold/,
    raw: raw(WORD.oracle, 0n, 'ZeroAddress()'),
  },
  'a stake token has the decimals of the reserve': {
    at: change('STK_WA_WETH_V1'),
    beyond: change('STK_WA_USDC_V1'),
    refusal: /InvalidNumberOfDecimals/,
    raw: raw(WORD.stake, USDC_STAKE, 'InvalidNumberOfDecimals()'),
  },
  'a stake token is one of the Umbrella': {
    at: change('STK_WA_WETH_V1'),
    beyond: change('STRANGER'),
    refusal: NO_STAKE,
    raw: raw(WORD.stake, WETH, 'InvalidStakeToken()'),
  },
  'a stake token covers one reserve': {
    at: change('STK_WA_WETH_V1'),
    beyond: change('STK_GHO_V1'),
    refusal: reverts('UmbrellaStakeAlreadySetForAnotherReserve()'),
    raw: raw(WORD.stake, GHO_STAKE, 'UmbrellaStakeAlreadySetForAnotherReserve()'),
  },
  'a stake token that the proposal names covers one reserve': {
    at: [change('STK_WA_WETH_V1'), change('STK_GHO_V1', SLASHING, 'GHO')].join('\n'),
    beyond: [change('STK_WA_WETH_V1'), change('STK_WA_WETH_V1', SLASHING, 'GHO')].join('\n'),
    refusal: /UmbrellaStakeAlreadySetForAnotherReserve/,
    raw: raw(WORD.stake, STAKE, 'UmbrellaStakeAlreadySetForAnotherReserve()', 1),
  },
  'the market lists the reserve': {
    at: change('STK_WA_WETH_V1'),
    beyond: change('STK_WA_WETH_V1', SLASHING, 'stETH'),
    refusal: /no asset called `stETH`/,
    raw: raw(WORD.reserve, STETH, 'InvalidReserve()'),
  },
  'an offset is of a reserve that is covered': {
    at: '  - {asset: WETH, deficitOffset: {to: 1_000_000 WETH}}',
    beyond: '  - {asset: DAI, deficitOffset: {to: 1_000_000 DAI}}',
    refusal: reverts('ReserveCoverageNotSetup()'),
    raw: raw(0, DAI, 'ReserveCoverageNotSetup()'),
  },
  // What is longer ends after 32 bits of Unix time, wherever a cooldown began: the contract takes it, and nobody could leave.
  'a cooldown ends within 32 bits': {
    at: change('STK_WA_WETH_V1', 'cooldown: {to: 2546231295s}'),
    beyond: change('STK_WA_WETH_V1', 'cooldown: {to: 2546231296s}'),
    refusal: /no staker could leave; the nearest that fits is 2546231295s/,
    raw: raw(3, 2n ** 32n, 'SafeCastOverflowedUintDowncast(uint8,uint256)'),
  },
  'an unstake window ends within 32 bits': {
    at: change('STK_WA_WETH_V1', 'unstakeWindow: {to: 2546231295s}'),
    beyond: change('STK_WA_WETH_V1', 'unstakeWindow: {to: 4294967296s}'),
    refusal: /no staker could leave; the nearest that fits is 2546231295s/,
    raw: raw(3, 2n ** 32n, 'SafeCastOverflowedUintDowncast(uint8,uint256)'),
  },
  'an unstake window is of a stake token of the Umbrella': {
    at: change('STK_WA_WETH_V1', 'unstakeWindow: {to: 0s}'),
    beyond: change('STRANGER', 'unstakeWindow: {to: 0s}'),
    refusal: NO_STAKE,
    raw: raw(2, STRANGER, 'InvalidStakeToken()'),
  },
  'a price is above nothing': {
    at: change('STK_WA_WETH_V1'),
    beyond: change('STK_WA_WETH_V1', SLASHING.replace(ORACLE, WORTHLESS)),
    refusal: reverts('InvalidOraclePrice()'),
    raw: raw(WORD.oracle, WORTHLESS, 'InvalidOraclePrice()'),
    minimalOnly: true,
  },
  // 40 WETH are owed, and 10 of them are pending.
  'an offset and what is pending cover what is owed': {
    at: '  - {asset: WETH, deficitOffset: {to: 30 WETH}}',
    beyond: '  - {asset: WETH, deficitOffset: {to: 29.999999999999999999 WETH}}',
    refusal: reverts('TooMuchDeficitOffsetReduction()'),
    raw: raw(1, 30n * ETHER - 1n, 'TooMuchDeficitOffsetReduction()'),
    minimalOnly: true,
  },
  'an offset and what is pending are within 256 bits': {
    at: '  - {asset: GHO, deficitOffset: {to: 115792089237316195423570985008687907853269984665640564039457.584007913129639935 GHO}}',
    beyond:
      '  - {asset: WETH, deficitOffset: {to: 115792089237316195423570985008687907853269984665640564039457.584007913129639935 WETH}}',
    refusal: reverts('Panic(uint256)'),
    raw: raw(0, WETH, 'Panic(uint256)'),
    minimalOnly: true,
  },
  // 5 USDC are owed when it comes.
  'the first stake token of a reserve sets the offset': {
    at: change('STK_WA_USDC_V1', `${SLASHING}, deficitOffset: {to: 5 USDC}`, 'USDC'),
    beyond: change('STK_WA_USDC_V1', SLASHING, 'USDC'),
    refusal: /USDC deficit offset becomes 5 USDC \(from 0 USDC\), and the proposal does not say so/,
    raw: raw(1, 4_999_999n, 'TooMuchDeficitOffsetReduction()', 1),
    minimalOnly: true,
  },
  'a second stake token of a reserve has terms of its own, and the offset stays': {
    at: change('SECOND', 'liquidationFee: {to: 12.34%}, priceOracle: {to: "' + ORACLE + '"}, cooldown: {to: 7d}'),
    beyond: [change('SECOND'), change('STK_WA_WETH_V1')].join('\n'),
    refusal: /STK_WA_WETH_V1 needs a proposal of its own/,
    raw: raw(WORD.stake, GHO_STAKE, 'UmbrellaStakeAlreadySetForAnotherReserve()'),
    minimalOnly: true,
  },
}

onContracts({
  protocol: 'aave-umbrella',
  chainId: 1,
  head: `
protocol: {name: aave-umbrella, chain: ethereum, deployment: UmbrellaEthereum, through: admin}
contracts: {SECOND: {address: "${SECOND}", decimals: 18}, STRANGER: {address: "${STRANGER}"}}
`,
  // SUPER_ADMIN(), which has the role of the default admin from the start.
  governor: {to: UMBRELLA, data: id('SUPER_ADMIN()').slice(0, 10)},
  async build(chain, safe) {
    const put = async (name: string, at: string, args: readonly unknown[]) => {
      const artifact = compiled(name, 'Umbrella')
      await chain.copy((await chain.deploy(artifact, args)).address, at)
      return chain.at(at, artifact.abi)
    }
    const pool = await chain.deploy(compiled('Pool', 'Umbrella'))
    const umbrella = await put('Umbrella', UMBRELLA, [pool.address, safe])
    const from = {from: safe}
    for (const [at, decimals, deficit] of [
      [WETH, 18, 0n],
      [USDC, 6, 5_000_000n],
      [GHO, 18, 0n],
      [DAI, 18, 0n],
    ] as const) {
      await put('Token', at, [decimals])
      await pool.send('list', [at, deficit])
    }
    await put('Token', STETH, [18])
    await put('Oracle', ORACLE, [3_000n * 10n ** 8n])
    await put('Oracle', WORTHLESS, [0n])
    for (const [at, decimals] of [
      [STAKE, 18],
      [SECOND, 18],
      [GHO_STAKE, 18],
      [USDC_STAKE, 6],
    ] as const) {
      await put('StakeToken', at, [UMBRELLA, decimals])
      await umbrella.send('addStakeToken', [at], from)
    }
    await put('StakeToken', STRANGER, [UMBRELLA, 18])
    const terms = [
      [WETH, STAKE, 100n, ORACLE],
      [GHO, GHO_STAKE, 0n, ORACLE],
    ]
    await umbrella.send('updateSlashingConfigs', [terms], from)
    await pool.send('list', [WETH, 10n * ETHER])
    await umbrella.send('slash', [WETH])
    await pool.send('list', [WETH, 40n * ETHER])
  },
  said: {
    'of a reserve that is covered': `
  - asset: WETH
    stake: STK_WA_WETH_V1
    liquidationFee: {to: 0.07%}
    priceOracle: {to: "${ORACLE}"}
    deficitOffset: {to: 1_000_000.000000000000000001 WETH}
    cooldown: {to: 20d}
    unstakeWindow: {to: 172801s}
`,
    'of two reserves, one of them new': `
  - {asset: USDC, stake: STK_WA_USDC_V1, ${SLASHING}, deficitOffset: {to: 1_000_000.000001 USDC}, unstakeWindow: {to: 0s}}
  - {asset: GHO, stake: STK_GHO_V1, liquidationFee: {to: 1%}, priceOracle: {to: "${ORACLE}"}, cooldown: {to: 0s}}
`,
  },
  unauthorized: 'AccessControlUnauthorizedAccount(address,bytes32)',
  edges,
})
