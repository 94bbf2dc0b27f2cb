import {encodeBytes32String, ZeroAddress} from 'ethers'

import {findDeployment} from '../../src/protocols/aave-v3/deployments.js'
import {ANYONE, artifact, type Artifact, type Chain, type Contract} from './evm.js'

const core = (path: string): Artifact => {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return artifact(`@aave/core-v3/artifacts/contracts/${path}.sol/${name}.json`)
}
const logic = (name: string): Artifact => core(`protocol/libraries/logic/${name}`)
const RAY = 10n ** 27n

export interface Market {
  readonly dataProvider: Contract
  readonly configurator: Contract
}

/**
 * A real Aave 3.0.2 market whose Pool and PoolConfigurator stand at the addresses that the address book has for a deployment,
 * with that deployment's assets of the given symbols listed, and `riskAdmin` as its risk admin.
 */
export async function deployAave(
  chain: Chain,
  {deployment, symbols, riskAdmin}: {deployment: string; symbols: readonly string[]; riskAdmin: string},
): Promise<Market> {
  const book = findDeployment(deployment)
  const provider = await chain.deploy(core('protocol/configuration/PoolAddressesProvider'), ['test', ANYONE])
  await provider.send('setACLAdmin', [ANYONE])
  const acl = await chain.deploy(core('protocol/configuration/ACLManager'), [provider.address])
  await provider.send('setACLManager', [acl.address])
  await acl.send('addPoolAdmin', [ANYONE])
  await acl.send('addRiskAdmin', [riskAdmin])

  const libraries: Record<string, string> = {}
  const plain = [
    'BorrowLogic',
    'BridgeLogic',
    'ConfiguratorLogic',
    'EModeLogic',
    'LiquidationLogic',
    'PoolLogic',
    'SupplyLogic',
  ]
  for (const name of [...plain, 'FlashLoanLogic']) {
    libraries[name] = (await chain.deploy(logic(name), [], {libraries})).address
  }
  const poolImpl = await chain.deploy(core('protocol/pool/Pool'), [provider.address], {libraries})
  await provider.send('setPoolImpl', [poolImpl.address])
  const [createdPool] = await provider.read('getPool')
  const {pool} = book
  await chain.copy(String(createdPool), pool)
  await provider.send('setAddress', [encodeBytes32String('POOL'), pool])

  const configuratorArtifact = core('protocol/pool/PoolConfigurator')
  const configuratorImpl = await chain.deploy(configuratorArtifact, [], {libraries})
  await provider.send('setPoolConfiguratorImpl', [configuratorImpl.address])
  const [created] = await provider.read('getPoolConfigurator')
  await chain.copy(String(created), book.configurator)
  await provider.send('setAddress', [encodeBytes32String('POOL_CONFIGURATOR'), book.configurator])
  const configurator = chain.at(book.configurator, configuratorArtifact.abi)

  const tokens: string[] = []
  for (const name of ['AToken', 'StableDebtToken', 'VariableDebtToken']) {
    tokens.push((await chain.deploy(core(`protocol/tokenization/${name}`), [pool])).address)
  }
  const rates = await chain.deploy(core('protocol/pool/DefaultReserveInterestRateStrategy'), [
    provider.address,
    ...[80n, 0n, 4n, 60n, 4n, 60n, 1n, 8n, 20n].map((percent) => (percent * RAY) / 100n),
  ])
  const token = core('mocks/tokens/MintableERC20')
  for (const symbol of symbols) {
    const {underlying, decimals} = book.assets[symbol]!
    await chain.copy((await chain.deploy(token, [symbol, symbol, decimals])).address, underlying)
    const names = ['a', 'variable', 'stable'].flatMap((kind) => [`${kind} ${symbol}`, `${kind}${symbol}`])
    await configurator.send('initReserves', [
      [[...tokens, decimals, rates.address, underlying, ANYONE, ZeroAddress, ...names, '0x']],
    ])
  }
  const dataProvider = await chain.deploy(core('misc/AaveProtocolDataProvider'), [provider.address])
  await provider.send('setPoolDataProvider', [dataProvider.address])
  return {dataProvider, configurator}
}
