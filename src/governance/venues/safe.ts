import {concat, getAddress, Interface, isHexString, dataLength, toBeHex, ZeroAddress} from 'ethers'

import {PlimsollError} from '../../errors.js'
import {chainName} from '../../protocols/chains.js'
import type {Call} from '../../protocols/model.js'
import {parseDecimal} from '../../units/rational.js'
import {SAFE_VERSIONS, type SafeTransaction, type SafeVersion, type VenueDefinition, type VenueItem} from '../model.js'
import {safeContract} from '../safe-contracts.js'
import {builderFile} from './safe-builder.js'
import {safeHashes} from './safe-hashes.js'

const MULTI_SEND = new Interface(['function multiSend(bytes transactions)'])
const SAFE = new Interface(['function approveHash(bytes32 hashToApprove)'])
const UINT256_MAX = 2n ** 256n - 1n

const schema = {
  type: 'object',
  properties: {
    address: {
      type: 'string',
      pattern: '^0x[0-9a-fA-F]{40}$',
      description: 'The Safe, with its checksum, in quotes.',
    },
    version: {
      type: 'string',
      enum: SAFE_VERSIONS,
      description: "The Safe's version, as its VERSION() says it: decides the batch contract.",
    },
    nonce: {
      type: 'integer',
      minimum: 0,
      description: 'The nonce that this transaction will have. The hashes depend on it, so encode needs it.',
    },
    safeTxGas: gas('safeTxGas: leave it at 0, so that a failing call reverts and the nonce is not used up.'),
    baseGas: gas('baseGas: for a gas refund; leave it at 0.'),
    gasPrice: gas('gasPrice: not 0 means that the Safe pays the executor back; leave it at 0.'),
    gasToken: address('gasToken: what a gas refund is paid in; leave it at the zero address.'),
    refundReceiver: address('refundReceiver: who gets a gas refund; leave it at the zero address.'),
  },
  required: ['address', 'version'],
}

function gas(description: string) {
  return {
    description,
    anyOf: [
      {type: 'integer', minimum: 0},
      {type: 'string', pattern: String.raw`^(0|[1-9]\d*)$`},
    ],
  }
}

function address(description: string) {
  return {description, type: 'string', pattern: '^0x[0-9a-fA-F]{40}$'}
}

/** A checksummed address of the item; the zero address when the optional field is absent. */
function addressIn(item: VenueItem, field: string): string {
  const text = item[field] ?? (field === 'address' ? undefined : ZeroAddress)
  if (typeof text !== 'string' || !isHexString(text, 20)) {
    throw new PlimsollError('SAFE_BAD_ADDRESS', `The Safe's \`${field}\` is not an address in quotes.`)
  }
  const right = getAddress(text.toLowerCase())
  if (right !== text) {
    throw new PlimsollError('SAFE_BAD_ADDRESS', `The Safe's \`${field}\` ${text} does not have its checksum.`, {
      suggestions: [`If it is the right address, write it as ${right}.`],
    })
  }
  return text
}

function uintIn(item: VenueItem, field: string): string {
  const given = item[field] ?? 0
  const exact = typeof given === 'number' && Number.isSafeInteger(given) ? BigInt(given) : undefined
  const parsed = typeof given === 'string' ? parseDecimal(given) : undefined
  const value = exact ?? (parsed?.d === 1n ? parsed.n : undefined)
  if (value !== undefined && value >= 0n && value <= UINT256_MAX) return value.toString()
  throw new PlimsollError('SAFE_BAD_NUMBER', `The Safe's \`${field}\` is not an exact whole number.`, {
    suggestions: ['Put numbers above 2^53 in quotes.'],
  })
}

function nonceIn(item: VenueItem): number {
  const {nonce} = item
  if (typeof nonce === 'number' && Number.isSafeInteger(nonce) && nonce >= 0) return nonce
  throw new PlimsollError(
    'SAFE_NO_NONCE',
    'The Safe has no `nonce:`, and without it there is no transaction to sign.',
    {
      suggestions: [
        "Add `nonce:` to the venue: the Safe's nonce(), plus the transactions that are queued before this one.",
        'Everything else can be done without it: check, backtest.',
      ],
    },
  )
}

function versionIn(item: VenueItem): SafeVersion {
  const found = SAFE_VERSIONS.find((version) => version === item['version'])
  if (found) return found
  throw new PlimsollError('SAFE_VERSION', `Safes of version ${String(item['version'])} are not supported.`, {
    suggestions: [`Supported are ${SAFE_VERSIONS.join(', ')}.`],
  })
}

/** One item of a MultiSend batch: operation 0, to, value, length, data, without padding. */
function packed({to, value, data}: Call): string {
  return concat(['0x00', to, toBeHex(value, 32), toBeHex(dataLength(data), 32), data])
}

/** Where the Safe's transaction goes: the one call, or a batch of all by delegatecall. */
function target(
  calls: readonly Call[],
  version: SafeVersion,
  chainId: number,
): Pick<SafeTransaction, 'data' | 'operation' | 'to' | 'value'> {
  const [first, ...others] = calls
  if (!first) throw new PlimsollError('SAFE_NO_CALLS', 'There is nothing for the Safe to do: no value changes.')
  if (calls.some(({to}) => to === ZeroAddress)) {
    throw new PlimsollError('SAFE_ZERO_ADDRESS', 'A call goes to the zero address, which Safe 1.5.0 takes for itself.')
  }
  if (others.length === 0) return {to: first.to, value: first.value.toString(), data: first.data, operation: 0}
  const batch = safeContract(version, 'multiSendCallOnly', chainId)
  if (!batch) {
    throw new PlimsollError(
      'SAFE_NO_MULTISEND',
      `There is no MultiSendCallOnly ${version} known on ${chainName(chainId)}, which ${calls.length} calls at once need.`,
      {suggestions: ['Make one proposal for each call.']},
    )
  }
  const data = MULTI_SEND.encodeFunctionData('multiSend', [concat(calls.map(packed))])
  return {to: batch.address, value: '0', data, operation: 1}
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`

/** A Safe (1.3.0, 1.4.1, 1.5.0) that carries out the calls in one transaction. */
export const safe: VenueDefinition = {
  name: 'safe',
  title: 'Safe multisig',
  schema,
  wrap(calls, item, context) {
    const version = versionIn(item)
    const transaction: SafeTransaction = {
      chainId: context.chainId,
      safe: addressIn(item, 'address'),
      version,
      ...target(calls, version, context.chainId),
      safeTxGas: uintIn(item, 'safeTxGas'),
      baseGas: uintIn(item, 'baseGas'),
      gasPrice: uintIn(item, 'gasPrice'),
      gasToken: addressIn(item, 'gasToken'),
      refundReceiver: addressIn(item, 'refundReceiver'),
      nonce: nonceIn(item),
    }
    const hashes = safeHashes(transaction)
    const {chainId, safe: account} = transaction
    const builder = builderFile(calls, {chainId, safe: account, name: context.title, description: context.summary})
    return {
      safeTransaction: transaction,
      hashes,
      calls: [
        {
          to: account,
          value: 0n,
          data: SAFE.encodeFunctionData('approveHash', [hashes.safeTxHash]),
          title: `Approve the transaction with nonce ${transaction.nonce} of the Safe ${account}`,
        },
      ],
      artefacts: [
        {name: 'safe-transaction.json', content: json(transaction)},
        {name: 'safe-builder.json', content: json(builder)},
      ],
    }
  },
}
