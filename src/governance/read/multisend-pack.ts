import {MULTISEND_SELECTOR, type MultiSendItem} from './multisend.js'

const word = (value: bigint | number): string => value.toString(16).padStart(64, '0')

/** The calldata of `multiSend(bytes)` for these items, as the Safe's interface makes it; nothing but bytes side by side. */
export function packMultiSend(items: readonly MultiSendItem[]): string {
  const packed = items
    .map(({operation, to, value, data}) => {
      return `${operation.toString(16).padStart(2, '0')}${to.slice(2)}${word(value)}${word(data.length / 2 - 1)}${data.slice(2)}`
    })
    .join('')
  const size = packed.length / 2
  return `${MULTISEND_SELECTOR}${word(32)}${word(size)}${packed.padEnd(Math.ceil(size / 32) * 64, '0')}`.toLowerCase()
}
