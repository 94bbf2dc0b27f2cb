import {readFile} from 'node:fs/promises'

import {getAddress} from 'ethers'

import {AAVE_V3} from '../src/generated/aave-v3.js'
import {SAFE} from '../src/generated/safe.js'
import {CHAIN_BOUND_SAFE_VERSIONS} from '../src/governance/model.js'

/** Every address below a value of the table. */
function addressesIn(value: unknown): string[] {
  if (typeof value === 'string') return /^0x[\da-fA-F]{40}$/.test(value) ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(addressesIn) : []
}

test('every address of the tables has its checksum', () => {
  const all = addressesIn([AAVE_V3, SAFE])
  expect(all.length).toBeGreaterThan(300)
  expect(all.filter((address) => getAddress(address.toLowerCase()) !== address)).toEqual([])
})

test('a deployment has what both roads need, and decimals that are possible', () => {
  for (const [name, {chainId, configurator, assets, source}] of Object.entries(AAVE_V3)) {
    expect([name, Number.isSafeInteger(chainId), configurator.length, source.includes(name)]).toEqual([
      name,
      true,
      42,
      true,
    ])
    expect(Object.keys(assets).length).toBeGreaterThan(0)
    for (const {decimals} of Object.values(assets)) expect(decimals).toBeLessThanOrEqual(18)
  }
})

test('a chain has at most one default of each Safe library', () => {
  for (const contract of CHAIN_BOUND_SAFE_VERSIONS.flatMap((version) => Object.values(SAFE[version]))) {
    const chains = contract.deployments.flatMap(({defaultOn}) => defaultOn)
    expect(new Set(chains).size).toBe(chains.length)
    expect(chains).toContain(1)
  }
})

test('the tables are small enough to load with a command', async () => {
  const sizes = await Promise.all(
    ['aave-v3', 'safe'].map(async (name) => (await readFile(`src/generated/${name}.ts`)).byteLength),
  )
  expect(Math.max(...sizes)).toBeLessThan(64 * 1024)
})
