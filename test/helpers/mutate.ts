// One change, drawn at random, of a transaction's text: bits, bytes, fields, calls and units. The same seed gives the same changes.

import type {Item} from './transactions.js'
import {multiSend} from './transactions.js'

/** A generator of 32-bit numbers (xorshift). */
export function randomly(seed: number): (below: number) => number {
  let state = seed | 1
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

type Draw = (below: number) => number

/** The text with one thing changed that means something else. */
export function mutated(text: string, draw: Draw): string {
  if (text.startsWith('0x')) return mutatedData(text, draw, 2)
  const object = JSON.parse(text) as Record<string, unknown>
  if ('targets' in object) return JSON.stringify(mutatedProposal(object, draw))
  return JSON.stringify(mutatedSafe(object, draw))
}

const NUMBERS = ['chainId', 'value', 'safeTxGas', 'baseGas', 'gasPrice', 'nonce']
const ADDRESSES = ['safe', 'to', 'gasToken', 'refundReceiver']

function mutatedSafe(transaction: Record<string, unknown>, draw: Draw): Record<string, unknown> {
  const kind = draw(10)
  if (kind < 5) return {...transaction, data: mutatedData(String(transaction['data']), draw, 2)}
  if (kind === 5) {
    const name = NUMBERS[draw(NUMBERS.length)]!
    return {...transaction, [name]: String(BigInt(String(transaction[name])) + BigInt(1 + draw(1000)))}
  }
  if (kind === 6) {
    const name = ADDRESSES[draw(ADDRESSES.length)]!
    return {...transaction, [name]: turnedBit(String(transaction[name]).toLowerCase(), draw, 2)}
  }
  if (kind === 7) return {...transaction, operation: transaction['operation'] === 0 ? 1 : 0}
  if (kind === 8) return {...transaction, version: ['1.0.0', '1.1.1', '1.2.0', '1.4.1', '1.5.0'][draw(5)]}
  return rearranged(transaction, draw)
}

/** A call left out, repeated, added, or given value. */
function rearranged(transaction: Record<string, unknown>, draw: Draw): Record<string, unknown> {
  const items = itemsOf(String(transaction['data']))
  if (items.length < 2) return {...transaction, data: mutatedData(String(transaction['data']), draw, 2)}
  const at = draw(items.length)
  const item = items[at]!
  const changes: readonly (readonly Item[])[] = [
    [],
    [item, item],
    [{...item, value: 1n}],
    [{...item, operation: 1}],
    [item, {to: item.to, data: '0x'}],
  ]
  return {
    ...transaction,
    data: multiSend([...items.slice(0, at), ...changes[draw(changes.length)]!, ...items.slice(at + 1)]),
  }
}

function itemsOf(data: string): Item[] {
  if (!data.startsWith('0x8d80ff0a')) return []
  const size = Number(BigInt(`0x${data.slice(74, 138)}`)) * 2
  const packed = data.slice(138, 138 + size)
  const items: Item[] = []
  for (let at = 0; at < packed.length;) {
    const length = Number(BigInt(`0x${packed.slice(at + 106, at + 170)}`)) * 2
    items.push({to: `0x${packed.slice(at + 2, at + 42)}`, data: `0x${packed.slice(at + 170, at + 170 + length)}`})
    at += 170 + length
  }
  return items
}

function mutatedProposal(proposal: Record<string, unknown>, draw: Draw): Record<string, unknown> {
  const [targets, values, calldatas] = ['targets', 'values', 'calldatas'].map((name) => [
    ...(proposal[name] as string[]),
  ])
  const at = draw(targets!.length)
  switch (draw(6)) {
    case 0: {
      targets![at] = turnedBit(targets![at]!.toLowerCase(), draw, 2)
      break
    }
    case 1: {
      values![at] = String(1 + draw(1000))
      break
    }
    case 2: {
      for (const list of [targets!, values!, calldatas!]) list.splice(at, 1)
      break
    }
    case 3: {
      for (const list of [targets!, values!, calldatas!]) list.push(list[at]!)
      break
    }
    case 4: {
      const text = String(proposal['description'])
      return {
        ...proposal,
        description: [`${text}\n`, `${text} `, text.slice(1), text.toUpperCase(), `\uFEFF${text}`][draw(5)],
      }
    }
    default: {
      calldatas![at] = mutatedData(calldatas![at]!, draw, 2)
    }
  }
  return {...proposal, targets, values, calldatas}
}

function mutatedData(data: string, draw: Draw, from: number): string {
  const bytes = data.length / 2 - 1
  switch (draw(6)) {
    case 0: {
      return data.slice(0, -2 * (1 + draw(Math.min(40, bytes - 4))))
    }
    case 1: {
      return data + '00'.repeat(1 + draw(64))
    }
    case 2: {
      const at = from + 2 * draw(bytes)
      return `${data.slice(0, at)}${(1 + draw(255)).toString(16).padStart(2, '0')}${data.slice(at)}`
    }
    case 3: {
      return slipped(data, draw)
    }
    default: {
      return turnedBit(data, draw, from)
    }
  }
}

/** A word that counts something, times a power of ten. */
function slipped(data: string, draw: Draw): string {
  const words = Math.floor((data.length - 10) / 64)
  const at = 10 + 64 * draw(Math.max(words, 1))
  const value = BigInt(`0x${data.slice(at, at + 64) || '0'}`)
  const next = value * 10n ** BigInt(1 + draw(18))
  if (value === 0n || words === 0 || next >= 2n ** 256n) return turnedBit(data, draw, 2)
  return data.slice(0, at) + next.toString(16).padStart(64, '0') + data.slice(at + 64)
}

function turnedBit(hex: string, draw: Draw, from: number): string {
  const at = from + draw(hex.length - from)
  const digit = Number.parseInt(hex.charAt(at), 16) ^ (1 << draw(4))
  return hex.slice(0, at) + digit.toString(16) + hex.slice(at + 1)
}
