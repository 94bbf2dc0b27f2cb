import path from 'node:path'

import {PlimsollError} from '../errors.js'
import {parseFunction} from '../governance/read/abi/type.js'
import type {Pin} from '../governance/read/decode/model.js'
import {readInput} from './read-input.js'
import {addressOf} from './flag-values.js'

const MAX_BYTES = 4 * 1024 * 1024

/** The functions of an ABI file (a JSON list of fragments, or one a line), pinned to the target. */
export async function pinsFrom(file: string, to: string | undefined): Promise<Map<string, Pin>> {
  if (to === undefined) throw new PlimsollError('ABI_NO_TARGET', 'an ABI is pinned to an address: give --to.')
  const text = new TextDecoder().decode(await readInput(file, MAX_BYTES))
  const lines = text.trimStart().startsWith('[') ? fragmentsIn(text, file) : text.split('\n')
  const functions = lines
    .map((line) => line.trim().replace(/;$/, ''))
    .filter((line) => /^function\s/.test(line))
    .map((line) => parseFunction(line))
  return new Map([[addressOf('to', to), {title: path.basename(file), functions}]])
}

function fragmentsIn(text: string, file: string): string[] {
  let list: unknown
  try {
    list = JSON.parse(text)
  } catch {
    throw new PlimsollError('ABI_UNREADABLE', 'the ABI is no JSON list.', {place: {file}})
  }
  return (Array.isArray(list) ? (list as unknown[]) : []).flatMap((item) => {
    if (typeof item === 'string') return [item]
    const entry = item as {type?: unknown; name?: unknown; inputs?: unknown} | null
    return entry?.type === 'function' ? [`function ${String(entry.name)}${inputsOf(entry.inputs)}`] : []
  })
}

function inputsOf(inputs: unknown): string {
  const list = Array.isArray(inputs) ? (inputs as {type?: unknown; name?: unknown; components?: unknown}[]) : []
  const written = list.map(({type, name, components}) => {
    const text = String(type)
    const full = text.startsWith('tuple') ? inputsOf(components) + text.slice('tuple'.length) : text
    return `${full} ${typeof name === 'string' ? name : ''}`.trim()
  })
  return `(${written.join(', ')})`
}
