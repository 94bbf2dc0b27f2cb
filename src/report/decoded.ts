import type {ExplainedArgument, ExplainedCall, Explanation, PlainValue} from '../verify/explained.js'
import {style} from './style.js'
import {visible} from './visible.js'

const MAX_TEXT = 400
const MAX_ITEMS = 20

/** The tree of calls: operation and target lead, then the function and how sure that is, then arguments and inner calls. */
export function decodedScreen({call, warnings}: Explanation): string {
  const paint = {danger: style.bad, warning: style.warn, info: style.faint}
  return [
    ...callLines(call, ''),
    ...(warnings.length === 0 ? [] : ['']),
    ...warnings.map(({severity, message}) => paint[severity](`${severity.padEnd(8)} ${visible(message)}`)),
  ].join('\n')
}

function callLines(call: ExplainedCall, indent: string): string[] {
  const target = call.to ?? 'a target that is not given'
  const contract = call.contract === null ? '' : ` (${call.contract})`
  const value = call.value === '0' ? '' : `, with ${call.value} wei`
  const head = `${call.operation} to ${target}${contract}${value}`
  const inner = `${indent}  `
  return [
    indent + (call.operation === 'delegatecall' ? style.bad(style.strong(head)) : style.strong(visible(head))),
    ...functionLine(call).map((line) => inner + line),
    ...call.statements.map((text) => inner + style.good(visible(text))),
    ...call.arguments.map((argument) => inner + argumentLine(argument)),
    ...call.flaws.map((flaw) => inner + style.bad(`the bytes have ${flaw.replaceAll('-', ' ')}`)),
    ...(call.problem === null ? [] : [inner + style.warn(visible(call.problem))]),
    ...(call.data === null || call.data === '0x' ? [] : [`${inner}${style.faint(`bytes ${cut(call.data)}`)}`]),
    ...call.calls.flatMap((child) => callLines(child, inner)),
  ]
}

function functionLine({function: signature, certainty, selector}: ExplainedCall): string[] {
  if (signature === null) return []
  const marks = {pinned: '', stated: ', as the transaction states it', guess: ', a guess from its first four bytes'}
  return [`${signature} ${style.faint(`${selector ?? ''}${certainty === null ? '' : marks[certainty]}`)}`]
}

function argumentLine({name, value, means, type}: ExplainedArgument): string {
  const note = means === undefined ? '' : ` ${style.faint(`= ${visible(means)}`)}`
  return `${name === '' ? type : name}: ${visible(cut(shown(value)))}${note}`
}

function shown(value: PlainValue): string {
  if (!Array.isArray(value)) return String(value)
  const items = value as readonly PlainValue[]
  const more = items.length > MAX_ITEMS ? `, and ${items.length - MAX_ITEMS} more` : ''
  return `[${items.slice(0, MAX_ITEMS).map(shown).join(', ')}${more}]`
}

const cut = (text: string): string =>
  text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}... (${text.length} characters: --json has all of them)`
