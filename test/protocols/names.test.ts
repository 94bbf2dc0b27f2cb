import {CHAINS, chainId, chainName} from '../../src/protocols/chains.js'
import {findDeployment, DEPLOYMENTS} from '../../src/protocols/aave-v3/deployments.js'
import {nearest} from '../../src/nearest.js'
import {PROTOCOLS, protocolNamed} from '../../src/protocols/registry.js'
import {setterNamed, SETTERS} from '../../src/protocols/setters.js'
import {refusal} from '../helpers/refusal.js'

test('chains go by name or id', () => {
  expect(chainId('arbitrum')).toBe(42_161)
  expect(chainId(999_999)).toBe(999_999)
  expect(chainName(8453)).toBe('base')
  expect(chainName(999_999)).toBe('chain 999999')
  for (const name of ['etherium', 'toString', ''])
    expect(refusal(() => chainId(name)).code).toBe('PROTOCOL_UNKNOWN_CHAIN')
  expect(refusal(() => chainId('etherium')).suggestions[0]).toContain('ethereum')
  for (const id of [0, -1, 1.5]) expect(refusal(() => chainId(id)).code).toBe('PROTOCOL_UNKNOWN_CHAIN')
})

test('every chain of a deployment has a name, and no two names the same id', () => {
  for (const name of DEPLOYMENTS) expect(chainName(findDeployment(name).chainId)).not.toMatch(/^chain /)
  expect(new Set(Object.values(CHAINS)).size).toBe(Object.keys(CHAINS).length)
})

test('near names come best first', () => {
  expect(nearest('USDT', ['USDC', 'USDt', 'WETH'])).toEqual(['USDt', 'USDC'])
  expect(nearest('eth', ['wstETH', 'ETHx', 'DAI'])).toEqual(['ETHx', 'wstETH'])
  expect(nearest('zzzzzz', ['WETH'])).toEqual([])
})

test('every protocol has its setter', () => {
  expect(SETTERS.map(({name}) => name)).toEqual(PROTOCOLS.map(({name}) => name))
  for (const {name} of PROTOCOLS) expect(setterNamed(name).name).toBe(protocolNamed(name).name)
  expect(refusal(() => protocolNamed('aave-v4')).suggestions).toEqual(['Did you mean aave-v3?'])
  expect(refusal(() => protocolNamed('compound')).suggestions).toEqual(['Did you mean compound-v3?'])
  expect(refusal(() => protocolNamed('liquity')).suggestions.join()).toMatch(/^Known are: aave-v3, .*custom\.$/)
  expect(() => setterNamed('compound')).toThrow('Bug in Plimsoll')
})
