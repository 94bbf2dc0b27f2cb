import type {FileRule} from '../rule.js'
import {example} from './examples.js'

const GOOD = example('- asset: WETH\n  reserveFactor: {from: 15%, to: 20%}')

export const finalNewline: FileRule = {
  id: 'final-newline',
  severity: 'warning',
  summary: 'the file does not end in exactly one line end',
  rationale:
    'Many editors add or remove the last line end when they save, which changes the sha256 that signers compare. One line ' +
    'end is what they leave alone.',
  failing: GOOD.trimEnd(),
  passing: GOOD,
  fixable: true,
  checkFile({source: {text}}) {
    const start = text.trimEnd().length
    const tail = text.slice(start)
    if (/^[ \t]*\r?\n?$/.test(tail) && /[\r\n]$/.test(tail)) return []
    const message = /[\r\n]/.test(tail) ? 'the file ends in empty lines.' : 'the last line has no line end.'
    const end = tail.includes('\r') ? '\r\n' : '\n'
    return [{path: [], offset: start, message, fix: {start, end: text.length, text: end}}]
  },
}
