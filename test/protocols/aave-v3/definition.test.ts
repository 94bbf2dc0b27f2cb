import {Ajv} from 'ajv'

import {aaveV3} from '../../../src/protocols/aave-v3/definition.js'
import {DEPLOYMENTS, deploymentOf, findAsset, findDeployment} from '../../../src/protocols/aave-v3/deployments.js'
import type {Change} from '../../../src/protocols/model.js'
import {rational} from '../../../src/units/rational.js'
import {refusal} from '../../helpers/refusal.js'

const ajv = new Ajv({allErrors: true, keywords: ['defaultSnippets'], strict: true})
const acceptsChange = ajv.compile(aaveV3.changeSchema)
const acceptsProtocol = ajv.compile(aaveV3.protocolSchema)
const request = (changes: readonly Change[], chain: number | string = 'ethereum', deployment = 'AaveV3Ethereum') => ({
  protocol: {name: 'aave-v3', chain, deployment, through: 'configurator'},
  changes,
})

describe('the schema of a change', () => {
  test.each([
    {ltv: {to: '80%'}},
    {ltv: {from: '80.5%', to: '80%'}},
    {ltv: {keep: '80%'}},
    {supplyCap: {from: '1_800_000 WETH', to: '1.9m WETH'}},
  ])('accepts %j', (values) => {
    expect(acceptsChange({asset: 'WETH', ...values})).toBe(true)
  })

  test.each([
    {},
    {ltv: {}},
    {ltv: {from: '80%'}},
    {ltv: {from: '80%', keep: '80%'}},
    {ltv: {to: '80%', keep: '80%'}},
    {ltv: {to: '80'}},
    {ltv: {to: 80}},
    {ltv: {to: '80%', unit: 'bps'}},
    {supplyCap: {to: '80%'}},
    {supplyCap: {to: '1800000'}},
    {debtCeiling: {to: '1%'}},
    {frozen: {to: 'true'}},
    {unbackedMintCap: {to: '1 WETH'}},
  ])('refuses %j', (values) => {
    expect(acceptsChange({asset: 'WETH', ...values})).toBe(false)
  })

  test('describes every parameter', () => {
    const {properties} = aaveV3.changeSchema as {properties: Record<string, {description: string}>}
    expect(Object.keys(properties)).toEqual(['asset', ...aaveV3.parameters.map(({id}) => id)])
    for (const {description} of Object.values(properties)) expect(description.length).toBeGreaterThan(20)
  })
})

test('the schema of the protocol knows the deployments and both routes', () => {
  expect(acceptsProtocol({deployment: 'AaveV3Ethereum', through: 'risk-steward', version: '3.7'})).toBe(true)
  expect(acceptsProtocol({deployment: 'AaveV3Ethereum'})).toBe(false)
  expect(acceptsProtocol({deployment: 'AaveV3Etherium', through: 'configurator'})).toBe(false)
  expect(acceptsProtocol({deployment: 'AaveV3Ethereum', through: 'governance'})).toBe(false)
})

test('values with a role come in the order of the file, with their places', () => {
  const changes = [
    {asset: 'USDC', reserveFactor: {to: '10%'}, supplyCap: {to: '2m USDC'}},
    {asset: 'WETH', liquidationBonus: {keep: '5%'}, ltv: {from: '80.5%', to: '80%'}},
  ]
  expect(aaveV3.riskValues(request(changes))).toEqual([
    {
      subject: 'USDC',
      parameter: 'supplyCap',
      role: 'cap',
      before: undefined,
      after: rational(2_000_000),
      path: ['changes', 0, 'supplyCap'],
    },
    {
      subject: 'WETH',
      parameter: 'liquidationBonus',
      role: 'liquidationBonus',
      before: rational(1, 20),
      after: rational(1, 20),
      path: ['changes', 1, 'liquidationBonus'],
    },
    {
      subject: 'WETH',
      parameter: 'ltv',
      role: 'loanToValue',
      before: rational(161, 200),
      after: rational(4, 5),
      path: ['changes', 1, 'ltv'],
    },
  ])
})

describe('deployments', () => {
  test('come from the address book, with their source', () => {
    expect(findDeployment('AaveV3Ethereum')).toMatchObject({
      chainId: 1,
      configurator: '0x64b761D848206f447Fe2dd461b0c635Ec39EbB27',
      riskSteward: '0x13a9CC64344b02bACC5AD9Cf38B5711F1B9ec3d4',
      riskCouncil: '0x47c71dFEB55Ebaa431Ae3fbF99Ea50e0D3d30fA8',
      source: '@aave-dao/aave-address-book@4.68.1:dist/AaveV3Ethereum.mjs',
    })
    expect(DEPLOYMENTS).toHaveLength(32)
  })

  test('know their assets and a heading', () => {
    expect(aaveV3.assets(request([]))).toContain('wstETH')
    expect(aaveV3.describe(request([], 1, 'AaveV3EthereumLido'))).toBe('Aave v3 EthereumLido')
  })

  test('name near matches for what is unknown', () => {
    expect(refusal(() => findDeployment('AaveV3Etherium')).suggestions[0]).toContain('AaveV3Ethereum')
    expect(refusal(() => findDeployment('toString')).code).toBe('AAVE_UNKNOWN_DEPLOYMENT')
    const avalanche = deploymentOf(request([], 'avalanche', 'AaveV3Avalanche'))
    expect(refusal(() => findAsset(avalanche, 'USDT')).suggestions[0]).toContain('USDt')
    expect(refusal(() => findAsset(avalanche, 'QWERTY')).suggestions[0]).toMatch(/^Known are: .*USDt/)
  })
})
