import {findDeployment} from '../../src/protocols/aave-v3/deployments.js'
import {deployAave} from './aave.js'
import {ANYONE, Chain} from './evm.js'

/** A chain with a real Aave 3.0.2 market at the addresses of AaveV3Ethereum, with the parameters of the README's example. */
export async function exampleMarket(): Promise<Chain> {
  const chain = await Chain.create()
  const deployment = 'AaveV3Ethereum'
  const {dataProvider, configurator} = await deployAave(chain, {
    deployment,
    symbols: ['WETH', 'USDC'],
    riskAdmin: ANYONE,
  })
  const book = findDeployment(deployment)
  await chain.copy(dataProvider.address, book.dataProvider)
  const weth = book.assets['WETH']!.underlying
  await configurator.send('configureReserveAsCollateral', [weth, 8050n, 8300n, 10_500n])
  await configurator.send('setSupplyCap', [weth, 1_800_000n])
  await configurator.send('setBorrowCap', [weth, 1_400_000n])
  await configurator.send('setReserveFactor', [weth, 1500n])
  await configurator.send('setLiquidationProtocolFee', [weth, 1000n])
  return chain
}
