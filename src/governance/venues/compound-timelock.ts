import {Interface} from 'ethers'

import type {Entry, VenueCall, VenueDefinition} from '../model.js'
import {GRACE_SECONDS, STYLES, styledCalls, styleField} from './compound-queue.js'
import {absent, accountIn, addressField, choiceIn, durationField, durationIn, timeField, timeIn} from './item.js'
import {numbered} from './numbered.js'
import {forTurn} from './per-turn.js'
import {compoundTxHash} from './timelock-hashes.js'
import {within} from './windows.js'

const TIMELOCK = new Interface([
  'function queueTransaction(address target, uint256 value, string signature, bytes data, uint256 eta)',
  'function executeTransaction(address target, uint256 value, string signature, bytes data, uint256 eta)',
])
const time = timeField('Unix seconds, or a time in UTC.')

const schema = {
  type: 'object',
  properties: {
    address: addressField('The Timelock, with its checksum, in quotes.'),
    delay: durationField('Its delay(): the transactions must be queued at least that long before `eta`.'),
    eta: {
      description:
        'When the transactions can be executed: unix seconds, or a time in UTC; a list where the timelock is used several times.',
      anyOf: [...time.anyOf, {type: 'array', minItems: 1, items: time}],
    },
    grace: durationField(
      'Its GRACE_PERIOD(): how long after `eta` they can be executed; 14d when absent, as in the contract.',
    ),
    style: styleField,
  },
  required: ['address', 'delay', 'eta', 'style'],
}

/**
 * Compound's Timelock on its own (also the local timelocks of its other chains): the admin queues every call under one eta,
 * and executes them between eta and eta + grace. Source: compound-protocol Timelock.sol.
 */
export const compoundTimelock: VenueDefinition = {
  name: 'compound-timelock',
  title: 'Compound Timelock',
  about: [
    "The transaction's hash binds target, value, signature, data and eta; neither the timelock nor the chain. Signature style and calldata style do the same and have different hashes.",
    'Queued and executed by its admin alone. The contract refuses an eta earlier than now + delay(), and execution before eta or after eta + GRACE_PERIOD().',
  ],
  schema,
  example: [
    {venue: 'safe', address: '0x47c71dFEB55Ebaa431Ae3fbF99Ea50e0D3d30fA8', version: '1.3.0', nonce: [42, 43]},
    {
      venue: 'compound-timelock',
      address: '0x81Bc6016Fa365bfE929a51Eec9217B441B598eC6',
      delay: '2d',
      eta: '2027-01-15T08:00:00Z',
      style: 'calldata',
    },
  ],
  account: (item) => accountIn(item, 'address'),
  wrap(turn, item, context): Entry[] {
    const timelock = accountIn(item, 'address')
    const eta = timeIn(forTurn(item, 'eta', context), 'eta')
    const delay = durationIn(item, 'delay')
    const grace = absent(item, 'grace') ? GRACE_SECONDS : durationIn(item, 'grace')
    const styled = styledCalls(turn.calls, choiceIn(item, 'style', STYLES))
    const calls = (name: string, does: string): VenueCall[] =>
      styled.map(({target, value, signature, data}, place) => ({
        to: timelock,
        value: 0n,
        data: TIMELOCK.encodeFunctionData(name, [target, value, signature, data, eta]),
        title: `${does}: ${turn.calls[place]?.title ?? ''}`,
        signature: TIMELOCK.getFunction(name)?.format('sighash') ?? name,
      }))
    const hashes = numbered(
      'txHash',
      styled.map((call) => compoundTxHash({...call, eta: BigInt(eta)})),
    )
    const role = `the admin of the timelock ${timelock}`
    const standing = {contract: timelock, as: 'admin'} as const
    const queue = {
      key: `${turn.key}/queue-${context.index}`,
      title: `Queue on the timelock ${timelock}: ${turn.title}`,
      calls: calls('queueTransaction', 'Queue'),
      role,
      standing,
      window: {opens: [], closes: [{at: eta - delay}]},
      hashes,
    }
    const execute = {
      key: turn.key,
      title: `Execute on the timelock ${timelock}: ${turn.title}`,
      calls: calls('executeTransaction', 'Execute'),
      role,
      standing,
      window: within(turn.window, {opens: [{at: eta}], closes: [{at: eta + grace}]}),
      hashes: {...turn.hashes, ...hashes},
      notes: [`The timelock must be ${turn.role}.`, ...(turn.notes ?? [])],
    }
    return [{turn: queue}, {turn: execute}]
  },
}
