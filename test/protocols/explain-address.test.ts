import {getAddress} from 'ethers'

import {explainAddress} from '../../src/protocols/explain-address.js'
import {PROTOCOLS} from '../../src/protocols/registry.js'
import {refusal} from '../helpers/refusal.js'

test('says where an address comes from', () => {
  expect(explainAddress('0x316f9708bB98af7dA9c68C1C3b5e79039cD336E3').lines).toEqual([
    'CONFIGURATOR_PROXY of Compound III on ethereum, from github:compound-finance/comet@d5a30b0a:forge/script/marketupdates/helpers/ChainAddresses.sol',
  ])
  expect(explainAddress('0x64b761D848206f447Fe2dd461b0c635Ec39EbB27').lines).toEqual([
    'the PoolConfigurator of AaveV3Ethereum on ethereum, from @aave-dao/aave-address-book@4.68.1:dist/AaveV3Ethereum.mjs',
  ])
})

test('refuses what no book names, and what has not its checksum', () => {
  expect(refusal(() => explainAddress('0x000000000000000000000000000000000000bEEF')).code).toBe('ADDRESS_UNKNOWN')
  expect(refusal(() => explainAddress('0x316f9708bB98af7dA9c68C1C3b5e79039cD336e3')).suggestions.join()).toContain(
    'cD336E3',
  )
})

test('every address of the books has its checksum and its source', () => {
  const landmarks = PROTOCOLS.flatMap((protocol) => protocol.landmarks?.() ?? [])
  expect(landmarks.length).toBeGreaterThan(500)
  const bad = landmarks.filter(
    ({address, source}) => getAddress(address.toLowerCase()) !== address || source === undefined,
  )
  expect(bad).toEqual([])
})
