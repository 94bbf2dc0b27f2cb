import {concat, Interface, toBeHex, ZeroAddress, zeroPadValue} from 'ethers'

import {PlimsollError} from '../../errors.js'
import {chainName} from '../../protocols/chains.js'
import {
  SAFE_VERSIONS,
  type Entry,
  type SafeTransaction,
  type SafeVersion,
  type Turn,
  type VenueContext,
  type VenueDefinition,
  type VenueItem,
} from '../model.js'
import {safeContract} from '../safe-contracts.js'
import {absent, accountIn, addressField, addressIn, choiceIn, idField, uintIn} from './item.js'
import {multiSend} from './multi-send.js'
import {safeHashes} from './safe-hashes.js'

const SAFE = new Interface(['function approveHash(bytes32 hashToApprove)'])
/** Safes before 1.3.0 never revert when their call fails: the nonce is used up, and only an event tells. */
const SILENT: readonly SafeVersion[] = ['1.0.0', '1.1.1', '1.2.0']
const BATCHES = ['MultiSendCallOnly', 'MultiSend'] as const
const nonce = {type: 'integer', minimum: 0}

const schema = {
  type: 'object',
  properties: {
    address: addressField('The Safe, with its checksum, in quotes.'),
    version: {
      type: 'string',
      enum: SAFE_VERSIONS,
      description: "The Safe's version, as its VERSION() says it: decides the hashes and the batch contract.",
    },
    nonce: {
      description:
        'The nonce that this transaction will have; a list of them where the Safe makes several. The hashes depend on it, so encode needs it.',
      anyOf: [nonce, {type: 'array', items: nonce, minItems: 1}],
    },
    batch: {
      type: 'string',
      enum: BATCHES,
      description: 'Contract that batches several calls; MultiSendCallOnly when absent.',
    },
    safeTxGas: idField('safeTxGas: leave it at 0, so that a failing call reverts and the nonce is not used up.'),
    baseGas: idField('baseGas: for a gas refund; leave it at 0.'),
    gasPrice: idField('gasPrice: not 0 means that the Safe pays the executor back; leave it at 0.'),
    gasToken: addressField('gasToken: what a gas refund is paid in; leave it at the zero address.'),
    refundReceiver: addressField('refundReceiver: who gets a gas refund; leave it at the zero address.'),
  },
  required: ['address', 'version'],
}

function nonceIn(item: VenueItem, {turn, turns}: VenueContext): number {
  const nonces: readonly unknown[] = [item['nonce']].flat()
  const found = nonces[turn]
  if (absent(item, 'nonce') || !nonces.every((value) => Number.isSafeInteger(value) && Number(value) >= 0)) {
    const message = 'The Safe has no `nonce:`, and without it there is no transaction to sign.'
    throw new PlimsollError('SAFE_NO_NONCE', message, {
      suggestions: [
        "Add `nonce:` to the venue: the Safe's nonce(), plus the transactions that are queued before this one.",
        'Everything else can be done without it: check, backtest.',
      ],
    })
  }
  if (nonces.length !== turns || new Set(nonces).size !== turns) {
    const first = Number(nonces[0])
    const example = Array.from({length: turns}, (_, index) => first + index).join(', ')
    const message = `The Safe makes ${turns} ${turns === 1 ? 'transaction' : 'transactions'}, but \`nonce:\` names ${nonces.length}.`
    throw new PlimsollError('SAFE_NONCES', message, {
      suggestions: [`If they follow one another, write \`nonce: ${turns === 1 ? first : `[${example}]`}\`.`],
    })
  }
  return Number(found)
}

function versionIn(item: VenueItem): SafeVersion {
  const found = SAFE_VERSIONS.find((version) => version === item['version'])
  if (found) return found
  throw new PlimsollError('SAFE_VERSION', `Safes of version ${String(item['version'])} are not supported.`, {
    suggestions: [`Supported are ${SAFE_VERSIONS.join(', ')}.`],
  })
}

/** Where the Safe's transaction goes: the one call, or a batch of all by delegatecall. */
function target(
  {calls}: Turn,
  item: VenueItem,
  {chainId}: VenueContext,
): Pick<SafeTransaction, 'data' | 'operation' | 'to' | 'value'> {
  const version = versionIn(item)
  const [first, ...others] = calls
  if (!first) throw new PlimsollError('SAFE_NO_CALLS', 'There is nothing for the Safe to do: no value changes.')
  if (calls.some(({to}) => to === ZeroAddress)) {
    throw new PlimsollError('SAFE_ZERO_ADDRESS', 'A call goes to the zero address, which Safe 1.5.0 takes for itself.')
  }
  if (others.length === 0) return {to: first.to, value: first.value.toString(), data: first.data, operation: 0}
  const name = absent(item, 'batch') ? 'MultiSendCallOnly' : choiceIn(item, 'batch', BATCHES)
  const batch = safeContract(version, name === 'MultiSend' ? 'multiSend' : 'multiSendCallOnly', chainId)
  if (!batch) {
    throw new PlimsollError(
      'SAFE_NO_MULTISEND',
      `There is no ${name} known for Safes ${version} on ${chainName(chainId)}, which ${calls.length} calls at once need.`,
      {suggestions: ['Make one proposal for each call.']},
    )
  }
  return {to: batch.address, value: '0', data: multiSend(calls), operation: 1}
}

function transactionOf(turn: Turn, item: VenueItem, context: VenueContext): SafeTransaction {
  return {
    chainId: context.chainId,
    safe: accountIn(item, 'address'),
    version: versionIn(item),
    ...target(turn, item, context),
    safeTxGas: uintIn(item, 'safeTxGas', {optional: true}).toString(),
    baseGas: uintIn(item, 'baseGas', {optional: true}).toString(),
    gasPrice: uintIn(item, 'gasPrice', {optional: true}).toString(),
    gasToken: addressIn(item, 'gasToken', ZeroAddress),
    refundReceiver: addressIn(item, 'refundReceiver', ZeroAddress),
    nonce: nonceIn(item, context),
  }
}

/** What stands for the signature of an owner that has approved the hash on chain: r its address, s 0, v 1. */
const approval = (owner: string): string => concat([zeroPadValue(owner, 32), toBeHex(0, 32), '0x01'])

/** A Safe (1.0.0 to 1.5.0) that carries out the calls in one transaction; inside another account, that one approves its hash. */
export const safe: VenueDefinition = {
  name: 'safe',
  title: 'Safe multisig',
  about: [
    'The safeTxHash binds every field, the nonce and the Safe; from 1.3.0 also the chain, before that not: the same signatures hold on every chain where the Safe has this address.',
    'Nothing on chain says what was signed until it is executed. Several calls go out as one delegatecall to a batch contract, and all fail together.',
    'With `safeTxGas` and `gasPrice` at 0 a failing call reverts from 1.3.0 on; otherwise, and before 1.3.0, the nonce is used up and only an event tells.',
    'An owner that is a Safe itself approves the hash by a transaction of its own, to any depth.',
  ],
  schema,
  example: [{venue: 'safe', address: '0x47c71dFEB55Ebaa431Ae3fbF99Ea50e0D3d30fA8', version: '1.3.0', nonce: 42}],
  account: (item) => accountIn(item, 'address'),
  wrap(turn, item, context): Entry[] {
    const transaction = transactionOf(turn, item, context)
    const hashes = safeHashes(transaction)
    const {safe: account, nonce: at} = transaction
    const {outer} = context
    const approve: Entry = {
      turn: {
        key: `${turn.key}/approve-${context.index}`,
        title: `Approve the hash of transaction ${at} of the Safe ${account}`,
        calls: [
          {
            to: account,
            value: 0n,
            data: SAFE.encodeFunctionData('approveHash', [hashes.safeTxHash]),
            title: `Approve the transaction with nonce ${at} of the Safe ${account}`,
            signature: 'approveHash(bytes32)',
          },
        ],
        role: `an owner of the Safe ${account}`,
        window: {opens: [], closes: []},
        hashes: {approvedSafeTxHash: hashes.safeTxHash},
      },
    }
    const approved =
      outer === undefined
        ? []
        : [
            `The approval by ${outer} stands among the signatures, in the order of the owners' addresses, as ${approval(outer)}.`,
          ]
    const silent = SILENT.includes(versionIn(item))
      ? ['If the call fails, this version does not revert: the nonce is used up, and only the failure event tells.']
      : []
    const execute: Entry = {
      act: {
        key: turn.key,
        title: `${turn.title} (Safe ${account}, nonce ${at})`,
        venue: context.index,
        sender: {role: 'any account, once enough owners have signed'},
        missing: "execTransaction's calldata holds the owners' signatures of safeTxHash",
        window: turn.window,
        hashes: {...turn.hashes, ...hashes},
        notes: [`The Safe must be ${turn.role}.`, ...approved, ...silent, ...(turn.notes ?? [])],
        safe: {transaction, hashes, calls: turn.calls},
      },
    }
    return outer === undefined ? [execute] : [approve, execute]
  },
}
