import * as Address from 'ox/Address'

import type {AbiValue} from '../governance/read/abi/decode.js'
import type {DecodedCall} from '../governance/read/decode/model.js'
import {statementsOf} from './explain.js'
import type {StatementResult} from './statements.js'

const MAX_VALUE = 80

/** What a call and the calls inside it do, a line each: operation and target first, then the function. */
export function seen(root: DecodedCall, chainId: number | undefined): StatementResult[] {
  const lines = statementsOf(root, chainId)
  if (lines.length > 0) return lines.map((text) => ({text, status: 'seen'}))
  const own: StatementResult = {text: callLine(root), status: 'seen'}
  return [own, ...root.calls.flatMap((call) => seen(call, chainId))]
}

/** `delegatecall to 0x... (MultiSendCallOnly 1.3.0): multiSend(2 calls)`. */
export function callLine(call: DecodedCall): string {
  const to = call.to === undefined ? 'a target that is not given' : Address.checksum(call.to)
  const title = call.title === undefined ? '' : ` (${call.title})`
  const value = call.value === 0n ? '' : ` with ${call.value} wei`
  return `${call.operation} to ${to}${title}${value}: ${what(call)}`
}

function what({function: fn, data, calls, problem}: DecodedCall): string {
  if (!fn) {
    if (calls.length > 0) return 'hands the call on'
    if (data === '0x') return 'no data'
    const start = data.length > MAX_VALUE ? `${data.slice(0, MAX_VALUE)}...` : data
    return `${data.length / 2 - 1} bytes ${start}${problem === undefined ? '' : ` (${problem})`}`
  }
  const mark = fn.certainty === 'guess' ? ' [a guess]' : ''
  const inside =
    calls.length === 0
      ? fn.arguments.map(({name, value}) => `${name === '' ? '' : `${name} `}${shown(value)}`).join(', ')
      : `${calls.length} ${calls.length === 1 ? 'call' : 'calls'}`
  return `${fn.name}(${inside})${mark}`
}

function shown(value: AbiValue): string {
  if (Array.isArray(value))
    return `[${(value as readonly AbiValue[]).slice(0, 4).map(shown).join(', ')}${value.length > 4 ? `, ... ${value.length} items` : ''}]`
  const text = String(value)
  if (/^0x[\da-f]{40}$/.test(text)) return Address.checksum(text)
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}...` : text
}
