import {getAddress} from 'ethers'

import {knownPlaces} from '../../src/protocols/known-places.js'
import {PROTOCOLS} from '../../src/protocols/registry.js'

test('says where an address comes from, however it is written', () => {
  const places = knownPlaces('0x316F9708BB98AF7DA9C68C1C3B5E79039CD336E3')
  expect(places.map(({title, chainId, source}) => [title, chainId, source])).toEqual([
    [
      'CONFIGURATOR_PROXY of Compound III',
      1,
      'github:compound-finance/comet@d5a30b0a:forge/script/marketupdates/helpers/ChainAddresses.sol',
    ],
  ])
  expect(knownPlaces('0x000000000000000000000000000000000000bEEF')).toEqual([])
})

test('every address of the books has its checksum and its source', () => {
  const landmarks = PROTOCOLS.flatMap((protocol) => protocol.landmarks?.() ?? [])
  expect(landmarks.length).toBeGreaterThan(500)
  const bad = landmarks.filter(
    ({address, source}) => getAddress(address.toLowerCase()) !== address || source === undefined,
  )
  expect(bad).toEqual([])
})
