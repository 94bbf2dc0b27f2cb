import {findDeployment} from '../../src/protocols/aave-v3/deployments.js'
import {deployAave} from './aave.js'
import {Chain} from './evm.js'
import {addressesOf} from './carry-out.js'
import {deploySafe, owners, safeLibrary} from './safe.js'

export const RISK_SAFE = '0x47c71dFEB55Ebaa431Ae3fbF99Ea50e0D3d30fA8'
/** Where MultiSendCallOnly 1.3.0 stands. */
const CALL_ONLY = '0x40A2aCCbd92BCA938b02010E17A5b8929b49130D'

/**
 * A chain with a real Aave 3.0.2 market at the addresses of AaveV3Ethereum, with the parameters of the README's example. Its
 * risk admin is a real Safe 1.3.0 of two of three owners.
 */
export async function exampleMarket(): Promise<Chain> {
  const chain = await Chain.create()
  const deployment = 'AaveV3Ethereum'
  const {dataProvider, configurator} = await deployAave(chain, {
    deployment,
    symbols: ['WETH', 'USDC'],
    riskAdmin: RISK_SAFE,
  })
  const book = findDeployment(deployment)
  await chain.copy(dataProvider.address, book.dataProvider)
  const weth = book.assets['WETH']!.underlying
  await configurator.send('configureReserveAsCollateral', [weth, 8050n, 8300n, 10_500n])
  await configurator.send('setSupplyCap', [weth, 1_800_000n])
  await configurator.send('setBorrowCap', [weth, 1_400_000n])
  await configurator.send('setReserveFactor', [weth, 1500n])
  await configurator.send('setLiquidationProtocolFee', [weth, 1000n])
  const safe = await deploySafe(chain, '1.3.0', addressesOf(owners(3)), 2)
  await chain.copy(safe.address, RISK_SAFE)
  await chain.copy((await chain.deploy(safeLibrary('1.3.0', 'MultiSendCallOnly'))).address, CALL_ONLY)
  return chain
}
