import {checksum} from 'ox/Address'

import type {Path} from '../../proposal/model.js'
import {addressesIn} from '../../protocols/custom/set.js'
import type {Change, ProtocolRequest} from '../../protocols/model.js'
import {listAt, lookAt, mapAt, textsIn} from '../look.js'
import {ADDRESS} from '../places.js'
import {placeInText} from '../place.js'
import type {FileContext, FileRule} from '../rule.js'
import {example, safe} from './examples.js'

const CHANGE = '- asset: WETH\n  supplyCap: {from: 1m WETH, to: 2m WETH}'
const COUNCIL = '0x47c71dFEB55Ebaa431Ae3fbF99Ea50e0D3d30fA8'

/** The addresses among the arguments of the calls, by the fragments that the file brings along. */
function addressArguments(value: unknown): Path[] {
  const contracts = mapAt(value, ['contracts']) as NonNullable<ProtocolRequest['contracts']>
  return listAt(value, ['changes']).flatMap((change, index) =>
    addressesIn({contracts}, change as Change).map((path) => ['changes', index, 'arguments', ...path]),
  )
}

function addressPaths(value: unknown): Path[] {
  return [
    ['governance'], // every address of every venue, however deep
    ...Object.keys(mapAt(value, ['contracts'])).map((name) => ['contracts', name, 'address']),
    ...addressArguments(value),
  ]
}

function reports({source, value}: FileContext, path: Path, text: string): ReturnType<FileRule['checkFile']> {
  if (!ADDRESS.test(text)) return []
  const right = checksum(text.toLowerCase())
  if (right === text) return []
  const digits = text.slice(2)
  const none = digits === digits.toLowerCase() || digits === digits.toUpperCase()
  if (!none) {
    const message = `${text} does not have its checksum: a character may be mistyped. If it is the right address, write it as ${right}.`
    return [{path, message}]
  }
  const {offset} = placeInText(source, path, String(lookAt(value, path)), 0, text)
  const fix = offset === undefined ? {} : {fix: {start: offset, end: offset + text.length, text: right}}
  return [{path, message: `${text} has no checksum: write it as ${right}.`, ...fix}]
}

export const addressChecksum: FileRule = {
  id: 'address-checksum',
  severity: 'error',
  summary: 'an address has no checksum, or a wrong one',
  rationale:
    'The mix of upper and lower case (EIP-55) is what catches a mistyped address. An address without it is put right by ' +
    '`--fix`; one whose checksum is wrong is not, because nobody knows which character is.',
  failing: example(CHANGE, {rest: safe('nonce: 42', COUNCIL.toLowerCase())}),
  passing: example(CHANGE, {rest: safe()}),
  fixable: true,
  checkFile(context) {
    return addressPaths(context.value).flatMap((path) =>
      textsIn(lookAt(context.value, path), path).flatMap((found) => reports(context, found.path, found.text)),
    )
  },
}
