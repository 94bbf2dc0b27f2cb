import {textAt} from '../look.js'
import {ADDRESS, callerPath, hasChecksum, landmarksAt, safeLibraryAt} from '../places.js'
import type {Rule} from '../rule.js'
import {example, safe} from './examples.js'

const CHANGE = '- asset: WETH\n  supplyCap: {from: 1m WETH, to: 2m WETH}'

export const wrongAuthority: Rule = {
  id: 'wrong-authority',
  severity: 'error',
  summary: 'the calls come from an account that has no authority over them',
  rationale:
    'A risk steward obeys one account, the risk council of its market, and reverts for everybody else (InvalidCaller). ' +
    'Signatures would be collected for nothing.',
  failing: example(CHANGE, {
    through: 'risk-steward',
    rest: safe('nonce: 42', '0xa30d9c1ca20ceb6539D21C9A22Dd1EFc2C33120E'),
  }),
  passing: example(CHANGE, {through: 'risk-steward', rest: safe()}),
  check({request, definition, value}) {
    const authority = definition.authority?.(request)
    const path = callerPath(value)
    const caller = textAt(value, path)
    if (!authority || caller === undefined || !ADDRESS.test(caller) || /^0x0+$/.test(caller)) return []
    if (caller.toLowerCase() === authority.address.toLowerCase()) return []
    if (!hasChecksum(caller)) return [] // of address-checksum: it may be the right one, mistyped
    if (landmarksAt(caller).length > 0 || safeLibraryAt(caller) !== undefined) return [] // rules of their own say what it is
    const message = `${caller} is not ${authority.title} (${authority.address}), the only account that the risk steward obeys.`
    return [{path, message}]
  },
}
