import {AbiCoder, encodeBytes32String} from 'ethers'

import {findDeployment} from '../../src/protocols/aave-v3/deployments.js'
import {ANYONE, artifact, type Artifact, type Chain, type Contract} from './evm.js'
import {compiledPackage} from './solidity-package.js'

const LOGIC = ['BorrowLogic', 'ConfiguratorLogic', 'LiquidationLogic', 'PoolLogic', 'SupplyLogic', 'FlashLoanLogic']
const FOLDER = '@aave-dao/aave-v3-origin/src/contracts'

/** The contracts of a market, compiled from the package's own source. */
const contracts = (): Readonly<Record<string, Artifact>> =>
  compiledPackage({
    compiler: 'solc-0827',
    entries: [
      'protocol/configuration/PoolAddressesProvider',
      'protocol/configuration/ACLManager',
      'helpers/AaveProtocolDataProvider',
      'misc/DefaultReserveInterestRateStrategyV2',
      'instances/PoolInstance',
      'instances/PoolConfiguratorInstance',
      'instances/ATokenInstance',
      'instances/VariableDebtTokenInstance',
      ...LOGIC.map((name) => `protocol/libraries/logic/${name}`),
    ].map((name) => `${FOLDER}/${name}.sol`),
    remappings: {
      'openzeppelin-contracts/contracts/': '@openzeppelin/contracts/',
      'solidity-utils/contracts/': '@bgd-labs/solidity-utils/src/contracts/',
    },
  })

/** The rates that every reserve starts with: optimal usage, base, slope 1, slope 2. */
const RATES = AbiCoder.defaultAbiCoder().encode(['uint16', 'uint32', 'uint32', 'uint32'], [9000, 0, 250, 8000])

/**
 * A real Aave 3.6 market whose Pool, PoolConfigurator, data provider and rate strategy stand at the addresses that the
 * address book has for a deployment. Assets are listed in the order of `symbols`, which gives them their ids; `riskAdmin` is
 * risk and emergency admin.
 */
export async function deployAave36(
  chain: Chain,
  {deployment, symbols, riskAdmin}: {deployment: string; symbols: readonly string[]; riskAdmin: string},
): Promise<{configurator: Contract; dataProvider: Contract; pool: Contract}> {
  const book = findDeployment(deployment)
  const code = contracts()
  const named = (name: string): Artifact => code[name]!
  const provider = await chain.deploy(named('PoolAddressesProvider'), ['test', ANYONE])
  await provider.send('setACLAdmin', [ANYONE])
  const acl = await chain.deploy(named('ACLManager'), [provider.address])
  await provider.send('setACLManager', [acl.address])
  await acl.send('addPoolAdmin', [ANYONE])
  await acl.send('addRiskAdmin', [riskAdmin])
  await acl.send('addEmergencyAdmin', [riskAdmin])

  const libraries: Record<string, string> = {}
  for (const name of LOGIC) libraries[name] = (await chain.deploy(named(name), [], {libraries})).address
  const strategy = book.rateStrategy
  await chain.copy(
    (await chain.deploy(named('DefaultReserveInterestRateStrategyV2'), [provider.address])).address,
    strategy,
  )

  const poolImpl = await chain.deploy(named('PoolInstance'), [provider.address, strategy], {libraries})
  await provider.send('setPoolImpl', [poolImpl.address])
  await chain.copy(String((await provider.read('getPool'))[0]), book.pool)
  await provider.send('setAddress', [encodeBytes32String('POOL'), book.pool])

  const configuratorImpl = await chain.deploy(named('PoolConfiguratorInstance'), [], {libraries})
  await provider.send('setPoolConfiguratorImpl', [configuratorImpl.address])
  await chain.copy(String((await provider.read('getPoolConfigurator'))[0]), book.configurator)
  await provider.send('setAddress', [encodeBytes32String('POOL_CONFIGURATOR'), book.configurator])
  const configurator = chain.at(book.configurator, named('PoolConfiguratorInstance').abi)

  await chain.copy(
    (await chain.deploy(named('AaveProtocolDataProvider'), [provider.address])).address,
    book.dataProvider,
  )
  await provider.send('setPoolDataProvider', [book.dataProvider])

  const aToken = await chain.deploy(named('ATokenInstance'), [book.pool, ANYONE, ANYONE])
  const debt = await chain.deploy(named('VariableDebtTokenInstance'), [book.pool, ANYONE])
  const token = artifact('@aave/core-v3/artifacts/contracts/mocks/tokens/MintableERC20.sol/MintableERC20.json')
  for (const symbol of symbols) {
    const {underlying, decimals} = book.assets[symbol]!
    await chain.copy((await chain.deploy(token, [symbol, symbol, decimals])).address, underlying)
    const names = ['a', 'variable'].flatMap((kind) => [`${kind} ${symbol}`, `${kind}${symbol}`])
    await configurator.send('initReserves', [[[aToken.address, debt.address, underlying, ...names, '0x', RATES]]])
  }
  return {
    configurator,
    dataProvider: chain.at(book.dataProvider, named('AaveProtocolDataProvider').abi),
    pool: chain.at(book.pool, named('PoolInstance').abi),
  }
}
