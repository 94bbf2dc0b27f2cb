import type {Finding} from '../check/finding.js'
import {style} from './style.js'
import {visible} from './visible.js'

const CONTEXT = 74

/** The line of a finding with a mark under its column, cut to what fits. */
export function codeFrame(text: string, line: number, column: number): string[] {
  const source = (text.split(/\r?\n/)[line - 1] ?? '').replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ')
  const start = column > CONTEXT ? column - Math.floor(CONTEXT / 2) : 0
  const shown = source.slice(start, start + CONTEXT)
  const number = String(line)
  return [
    style.faint(`  ${number} | `) + shown,
    style.faint(`  ${' '.repeat(number.length)} | `) + ' '.repeat(column - 1 - start) + style.bad('^'),
  ]
}

/** `file:line:col  severity  message  (rule)` and the line it stands in. */
export function renderFinding(finding: Finding, text: string): string[] {
  const {file, line, column, rule, severity, message} = finding
  const label = severity === 'error' ? style.bad('error') : style.warn('warning')
  return [
    `${style.strong(visible(`${file}:${line}:${column}`))}  ${label}  ${visible(message)} ${style.faint(`(${rule})`)}`,
    ...codeFrame(text, line, column),
  ]
}

export function renderSummary(findings: readonly Finding[], files: number): string {
  const errors = findings.filter(({severity}) => severity === 'error').length
  const warnings = findings.length - errors
  const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`
  const of = `in ${count(files, 'file')}`
  if (findings.length === 0) return style.good(`no problems ${of}`)
  const text = `${count(errors, 'error')}, ${count(warnings, 'warning')} ${of}`
  return errors > 0 ? style.bad(text) : style.warn(text)
}
