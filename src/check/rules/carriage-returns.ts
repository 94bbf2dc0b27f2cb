import type {FileRule} from '../rule.js'
import {example} from './examples.js'

const GOOD = example('- asset: WETH\n  reserveFactor: {from: 15%, to: 20%}')

export const carriageReturns: FileRule = {
  id: 'carriage-returns',
  severity: 'warning',
  summary: 'lines end in CRLF',
  rationale:
    "A file's sha256 pins it for signers, and a governor hashes the description byte by byte: an editor or a checkout that " +
    'turns line ends changes both without a visible difference.',
  failing: GOOD.replaceAll('\n', '\r\n'),
  passing: GOOD,
  fixable: true,
  checkFile({source: {text}}) {
    const ends = [...text.matchAll(/\r\n?/g)]
    const [first] = ends
    if (!first) return []
    const message = `${ends.length === 1 ? 'a line ends' : `${ends.length} lines end`} in CRLF or CR: save the file with LF line ends.`
    const fixes = ends.map(({index, 0: end}) => ({start: index, end: index + end.length, text: '\n'}))
    return fixes.map((fix) => ({path: [], offset: first.index, message, fix}))
  },
}
