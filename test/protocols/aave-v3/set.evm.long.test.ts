import {computeAddress, Interface} from 'ethers'

import {encodeProposal} from '../../../src/governance/encode.js'
import type {Proposal} from '../../../src/proposal/model.js'
import {safeContract} from '../../../src/governance/safe-contracts.js'
import {findDeployment} from '../../../src/protocols/aave-v3/deployments.js'
import type {Change} from '../../../src/protocols/model.js'
import {deployAave} from '../../helpers/aave.js'
import {Chain, Reverted} from '../../helpers/evm.js'
import {deploySafe, execute, owners, safeLibrary, signatures} from '../../helpers/safe.js'

const KEYS = owners(2)
const VERSION = '1.4.1'
const {assets, riskSteward} = findDeployment('AaveV3Ethereum')
const WETH = assets['WETH']!.underlying
const USDC = assets['USDC']!.underlying

/** A chain with a real Safe that is the risk admin of a real market; `sign` signs and executes what we encode. */
async function setUp() {
  const chain = await Chain.create()
  const safe = await deploySafe(chain, VERSION, KEYS.map(computeAddress), 2)
  const batch = safeContract(VERSION, 'multiSendCallOnly', 1)!
  await chain.putCode(batch.address, safeLibrary(VERSION, 'MultiSendCallOnly').deployedBytecode)
  let nonce = 0
  const sign = async (changes: readonly Change[], through: string) => {
    const proposal: Proposal = {
      plimsoll: 1,
      title: 'test',
      protocol: {name: 'aave-v3', chain: 'ethereum', deployment: 'AaveV3Ethereum', through},
      changes,
      governance: [{venue: 'safe', address: safe.address, version: VERSION, nonce}],
    }
    const {transaction: safeTransaction, hashes} = encodeProposal(proposal, {file: 'p.yaml', digest: ''}).acts[0]!.safe!
    const logs = await execute(safe, safeTransaction, signatures(hashes.safeTxHash, KEYS))
    nonce++
    return logs
  }
  return {chain, safe, sign}
}

async function withMarket() {
  const {chain, safe, sign} = await setUp()
  const {dataProvider} = await deployAave(chain, {
    deployment: 'AaveV3Ethereum',
    symbols: ['WETH', 'USDC'],
    riskAdmin: safe.address,
  })
  const read = async (asset: string) => {
    const [, ltv, threshold, bonus, reserveFactor] = await dataProvider.read('getReserveConfigurationData', [asset])
    const [borrowCap, supplyCap] = await dataProvider.read('getReserveCaps', [asset])
    const [fee] = await dataProvider.read('getLiquidationProtocolFee', [asset])
    return {ltv, threshold, bonus, reserveFactor, borrowCap, supplyCap, fee}
  }
  return {sign, read}
}

describe('a real Aave 3.0.2 market', () => {
  test('reads back every parameter as the proposal says', async () => {
    const {sign, read} = await withMarket()
    expect(await read(WETH)).toMatchObject({ltv: 0n, threshold: 0n, bonus: 0n, supplyCap: 0n})
    await sign(
      [
        {
          asset: 'WETH',
          ltv: {from: '0%', to: '80.5%'},
          liquidationThreshold: {to: '83%'},
          liquidationBonus: {to: '5%'},
          supplyCap: {to: '1_800_000 WETH'},
          borrowCap: {to: '1.4m WETH'},
          reserveFactor: {to: '15%'},
          liquidationProtocolFee: {to: '1000bps'},
        },
        {asset: 'USDC', supplyCap: {to: '68_719_476_735 USDC'}},
      ],
      'configurator',
    )
    expect(await read(WETH)).toEqual({
      ltv: 8050n,
      threshold: 8300n,
      bonus: 10_500n,
      reserveFactor: 1500n,
      borrowCap: 1_400_000n,
      supplyCap: 1_800_000n,
      fee: 1000n,
    })
    expect(await read(USDC)).toMatchObject({ltv: 0n, supplyCap: 2n ** 36n - 1n, borrowCap: 0n})
  })

  test('keeps what the proposal keeps, removes a cap with 0, and takes an asset out of collateral', async () => {
    const {sign, read} = await withMarket()
    const collateral = {ltv: {to: '80%'}, liquidationThreshold: {to: '83%'}, liquidationBonus: {to: '5%'}}
    await sign([{asset: 'WETH', ...collateral, supplyCap: {to: '5 WETH'}, borrowCap: {to: '4 WETH'}}], 'configurator')
    await sign(
      [
        {
          asset: 'WETH',
          ltv: {keep: '80%'},
          liquidationThreshold: {from: '83%', to: '82.5%'},
          liquidationBonus: {keep: '5%'},
          supplyCap: {to: '0 WETH'},
          borrowCap: {keep: '4 WETH'},
        },
      ],
      'configurator',
    )
    const after = {ltv: 8000n, threshold: 8250n, bonus: 10_500n, supplyCap: 0n, borrowCap: 4n}
    expect(await read(WETH)).toMatchObject(after)
    const zero = {ltv: {to: '0%'}, liquidationThreshold: {to: '0%'}, liquidationBonus: {to: '0%'}}
    await sign([{asset: 'WETH', ...zero}], 'configurator')
    expect(await read(WETH)).toMatchObject({ltv: 0n, threshold: 0n, bonus: 0n})
  })

  // The real contract is the judge of our refusals: at the edge that we accept it accepts, one step further it reverts.
  test.each([
    ['95.23%', '5%', 'passes'],
    ['95.24%', '5%', 'passes'], // 9524 x 10500 = 100,002,000: percentMul rounds it down to 100%
    ['95.25%', '5%', 'refused'],
    ['95.28%', '4.96%', 'refused'],
    ['100%', '0.01%', 'refused'],
    ['99.99%', '0.01%', 'passes'],
  ])('threshold %s with bonus %s: %s', async (threshold, bonus, verdict) => {
    const {sign, read} = await withMarket()
    const change = {
      asset: 'WETH',
      ltv: {to: '0%'},
      liquidationThreshold: {to: threshold},
      liquidationBonus: {to: bonus},
    }
    if (verdict === 'refused')
      await expect(sign([change], 'configurator')).rejects.toMatchObject({code: 'AAVE_WOULD_REVERT'})
    else {
      await sign([change], 'configurator')
      expect((await read(WETH)).threshold).toBeGreaterThan(9500n)
    }
  })

  test('the contract reverts on what we refuse', async () => {
    const {chain, safe} = await setUp()
    const {configurator} = await deployAave(chain, {
      deployment: 'AaveV3Ethereum',
      symbols: ['WETH'],
      riskAdmin: safe.address,
    })
    const from = {from: safe.address}
    for (const [ltv, threshold, bonus] of [
      [8000, 9525, 10_500],
      [8301, 8300, 10_500],
      [8000, 8300, 10_000],
      [0, 0, 10_000],
      [0, 9528, 10_496],
      [0, 10_000, 10_001],
    ]) {
      const args = [WETH, ltv, threshold, bonus]
      await expect(configurator.send('configureReserveAsCollateral', args, from)).rejects.toThrow(
        new Reverted('20', ''),
      )
    }
    await expect(configurator.send('setSupplyCap', [WETH, 2n ** 36n], from)).rejects.toThrow(new Reverted('69', ''))
    await expect(configurator.send('setReserveFactor', [WETH, 10_001], from)).rejects.toThrow(new Reverted('67', ''))
  })
})

describe('a recorder in the place of the risk steward', () => {
  const KEEP = BigInt('0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffd5')

  test('receives what the real ABI of the 3.7 generation decodes', async () => {
    const {chain, sign} = await setUp()
    await chain.putCode(riskSteward!, '0x365f5f37365fa000') // emits its calldata
    const logs = await sign(
      [
        {asset: 'WETH', ltv: {from: '80.5%', to: '80%'}, liquidationBonus: {keep: '5%'}, supplyCap: {to: '2m WETH'}},
        {asset: 'USDC', liquidationBonus: {from: '4.5%', to: '4%'}},
      ],
      'risk-steward',
    )
    const abi = new Interface([
      'function updateCollateralSide((address asset, uint256 ltv, uint256 liqThreshold, uint256 liqBonus, uint256 liqProtocolFee)[] collateralUpdates)',
      'function updateCaps((address asset, uint256 supplyCap, uint256 borrowCap)[] capUpdates)',
    ])
    const received = logs
      .filter(({address}) => address === riskSteward)
      .map(({data}) => abi.parseTransaction({data})!)
      .map(({name, args}) => [name, (args.toArray(true) as unknown[])[0]])
    expect(received).toEqual([
      [
        'updateCollateralSide',
        [
          [WETH, 8000n, KEEP, KEEP, KEEP],
          [USDC, KEEP, KEEP, 400n, KEEP],
        ],
      ],
      ['updateCaps', [[WETH, 2_000_000n, KEEP]]],
    ])
  })
})
