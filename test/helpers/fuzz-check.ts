import {checkSource} from '../../src/check/check.js'
import {applyFixes} from '../../src/check/fix.js'
import {PlimsollError} from '../../src/errors.js'
import {parseSource} from '../../src/proposal/parse.js'

/** What is wrong with how `check` took a file; undefined when it reported findings with places, or refused the file. */
export function checkViolation(bytes: Uint8Array): string | undefined {
  try {
    const source = parseSource(bytes, 'f.yaml')
    const {findings, fixes, text, proposal} = checkSource(source, {today: '2026-01-31'})
    const lines = source.text.split('\n').length
    for (const {line, column, message, rule} of findings) {
      if (!(line >= 1 && line <= lines && column >= 1)) return `${rule} at ${line}:${column} of ${lines} lines`
      if (message === '' || /undefined|\[object|NaN/.test(message.replaceAll(/`[^`]*`/gs, '')))
        return `${rule}: ${message}`
    }
    if (!proposal && findings.every(({severity}) => severity !== 'error')) return 'refused without an error'
    if (typeof applyFixes(text, fixes) !== 'string') return 'fixes that make no text'
    return undefined
  } catch (error) {
    return error instanceof PlimsollError && error.message !== ''
      ? undefined
      : String(error instanceof Error ? error.stack : error)
  }
}
