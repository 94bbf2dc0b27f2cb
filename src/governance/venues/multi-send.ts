import {concat, dataLength, Interface, toBeHex} from 'ethers'

import type {Call} from '../../protocols/model.js'

const MULTI_SEND = new Interface(['function multiSend(bytes transactions)'])

/** One item of a MultiSend batch: operation 0, to, value, length, data, without padding. */
function packed({to, value, data}: Call): string {
  return concat(['0x00', to, toBeHex(value, 32), toBeHex(dataLength(data), 32), data])
}

/** Calldata of MultiSend and of MultiSendCallOnly: the calls in order, all or none. Source: libraries/MultiSend.sol. */
export function multiSend(calls: readonly Call[]): string {
  return MULTI_SEND.encodeFunctionData('multiSend', [concat(calls.map(packed))])
}
