import * as Address from 'ox/Address'

import type {RawCall} from '../../protocols/model.js'
import type {SafeFields} from './fields.js'
import {batchContract, standsOn} from './known-contracts.js'
import {MULTISEND_SELECTOR, unpackMultiSend, type MultiSendItem} from './multisend.js'

/** Something that a signer should know, and that does not by itself decide the verdict. */
export interface Warning {
  readonly id: string
  readonly severity: 'danger' | 'info' | 'warning'
  readonly message: string
}

/** The calls that a Safe makes when it executes a transaction. */
export interface InnerCalls {
  readonly calls: readonly RawCall[]
  readonly problems: readonly string[]
  readonly warnings: readonly Warning[]
}

type CallFields = Pick<SafeFields, 'data' | 'operation' | 'to' | 'value'> & {readonly version: string | undefined}

/** Safes for which there was no MultiSendCallOnly yet. */
const BEFORE_CALL_ONLY = /^(?:0\.|1\.[0-2]\.)/

const ZERO_ADDRESS = `0x${'0'.repeat(40)}`

/** What a Safe transaction does, call by call: itself when it is a call, the items when it delegates to MultiSendCallOnly. */
export function innerCalls(transaction: CallFields, chainId: number): InnerCalls {
  const {to, value, data, operation} = transaction
  if (operation === 0) {
    const problems = to === ZERO_ADDRESS ? ['the call goes to the zero address'] : []
    return {calls: [{chainId, to, value, data}], problems, warnings: []}
  }
  const refused = refuseDelegate(to, chainId)
  if (refused !== undefined) return {calls: [], problems: [refused], warnings: []}
  const {items, problems} = unpackMultiSend(data)
  return {
    calls: items.map((item) => ({chainId, to: Address.checksum(item.to), value: item.value, data: item.data})),
    problems: [
      ...(value === 0n ? [] : [`the delegatecall carries ${value} wei`]),
      ...problems,
      ...items.flatMap((item, index) => itemProblems(item).map((what) => `item ${index + 1} of the batch ${what}`)),
    ],
    warnings: delegateWarnings(transaction, chainId),
  }
}

function refuseDelegate(to: string, chainId: number): string | undefined {
  const contract = batchContract(to)
  if (!contract)
    return `delegatecall to ${to}, which is no known MultiSendCallOnly or MultiSend: it could do anything in the Safe's name`
  if (standsOn(contract, chainId) === false) {
    return `delegatecall to ${to}, a ${contract.name} that is not known to stand on chain ${chainId}: without code there, nothing happens`
  }
  return undefined
}

function itemProblems({operation, to, data}: MultiSendItem): string[] {
  return [
    ...(operation === 0 ? [] : [operation === 1 ? 'is a delegatecall' : `has operation ${operation}`]),
    ...(to === ZERO_ADDRESS ? ['goes to the zero address (from Safe 1.5.0 on: to the Safe itself)'] : []),
    ...(batchContract(to) || data.startsWith(MULTISEND_SELECTOR) ? ['is a batch inside the batch'] : []),
  ]
}

function delegateWarnings({to, version}: CallFields, chainId: number): Warning[] {
  const contract = batchContract(to)
  const warnings: Warning[] = []
  const before = version !== undefined && BEFORE_CALL_ONLY.test(version)
  if (contract && version !== undefined && contract.version !== version && !before) {
    const message = `the batch runs through ${contract.name} ${contract.version}, the Safe is ${version}`
    warnings.push({id: 'multisend-version', severity: 'warning', message})
  }
  if (contract?.name === 'MultiSend' && !before) {
    const message = `the batch runs through MultiSend, which would let an item delegatecall; here every item is a call`
    warnings.push({id: 'multisend-delegate', severity: 'warning', message})
  }
  if (contract && standsOn(contract, chainId) === undefined) {
    const message = `whether ${contract.name} ${to} has code on chain ${chainId} is not known here: check it, for without code nothing happens`
    warnings.push({id: 'multisend-chain', severity: 'danger', message})
  }
  return warnings
}
