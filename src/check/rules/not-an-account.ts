import {textAt} from '../look.js'
import {actingAddresses, landmarksAt, safeLibraryAt} from '../places.js'
import type {FileRule} from '../rule.js'
import {example, safe} from './examples.js'

/** Venues whose address is an account of people's; of the others it is a contract. */
const PEOPLE = new Set(['eoa', 'safe'])
const CHANGE = '- asset: WETH\n  supplyCap: {from: 1m WETH, to: 2m WETH}'

export const notAnAccount: FileRule = {
  id: 'not-an-account',
  severity: 'error',
  summary: 'the Safe is a well-known contract that is no Safe',
  rationale:
    'The Safe singleton, a batch library, a token or the pool stand beside the right address in every list; a transaction ' +
    '"from" them cannot be signed by anybody.',
  failing: example(CHANGE, {rest: safe('nonce: 42', '0xd9Db270c1B5E3Bd161E8c8503c55cEABeE709552')}),
  passing: example(CHANGE, {rest: safe()}),
  checkFile({value}) {
    return actingAddresses(value).flatMap(({path, address, use}) => {
      if (use !== 'venue' || !PEOPLE.has(textAt(value, [...path.slice(0, 2), 'venue']) ?? '')) return []
      const known = safeLibraryAt(address) ?? landmarksAt(address).find(({account}) => !account)?.title
      return known === undefined ? [] : [{path, message: `${address} is ${known}, not a Safe of somebody's.`}]
    })
  },
}
