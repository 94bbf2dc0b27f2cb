import {Interface} from 'ethers'

import type {Entry, Turn, VenueCall, VenueDefinition, VenueItem, Window} from '../model.js'
import {absent, accountIn, addressField, bytes32Field, bytesIn, choiceIn, durationField, durationIn} from './item.js'
import {batchOperationId, NO_PREDECESSOR, operationId, type OperationBinding} from './timelock-hashes.js'
import {begunBefore, within} from './windows.js'

const TIMELOCK = new Interface([
  'function schedule(address target, uint256 value, bytes data, bytes32 predecessor, bytes32 salt, uint256 delay)',
  'function scheduleBatch(address[] targets, uint256[] values, bytes[] payloads, bytes32 predecessor, bytes32 salt, uint256 delay)',
  'function execute(address target, uint256 value, bytes payload, bytes32 predecessor, bytes32 salt)',
  'function executeBatch(address[] targets, uint256[] values, bytes[] payloads, bytes32 predecessor, bytes32 salt)',
])
const EXECUTORS = ['anyone', 'outer'] as const

const schema = {
  type: 'object',
  properties: {
    address: addressField('The TimelockController, with its checksum, in quotes.'),
    delay: durationField('Delay that is scheduled, `2d`; at least its getMinDelay().'),
    salt: bytes32Field('Salt of the operation: the same calls can be scheduled again only under another one.'),
    predecessor: bytes32Field('Id of the operation that must be done before; none when absent.'),
    executor: {
      type: 'string',
      enum: EXECUTORS,
      description:
        'Who executes: `outer`, the venue outside of this one (it then acts twice), or `anyone` that holds EXECUTOR_ROLE, as when absent.',
    },
  },
  required: ['address', 'delay', 'salt'],
}

interface Operation {
  readonly id: string
  readonly schedule: VenueCall
  readonly execute: VenueCall
}

/** One call is scheduled by itself, several as one batch: their ids differ even for a batch of one. */
function operationOf({calls, title}: Turn, timelock: string, binding: OperationBinding, delay: number): Operation {
  const {predecessor, salt} = binding
  const [first, ...others] = calls
  const items = calls.map(({to, value, data}) => ({target: to, value, data}))
  const single = first && others.length === 0
  const what = single
    ? [first.to, first.value, first.data]
    : [items.map(({target}) => target), items.map(({value}) => value), items.map(({data}) => data)]
  const [schedule, execute] = single ? ['schedule', 'execute'] : ['scheduleBatch', 'executeBatch']
  const call = (name: string, args: readonly unknown[], does: string): VenueCall => ({
    to: timelock,
    value: 0n,
    data: TIMELOCK.encodeFunctionData(name, args),
    title: `${does}: ${title}`,
    signature: TIMELOCK.getFunction(name)?.format('sighash') ?? name,
  })
  return {
    id: single
      ? operationId({target: first.to, value: first.value, data: first.data}, binding)
      : batchOperationId(items, binding),
    schedule: call(schedule, [...what, predecessor, salt, delay], `Schedule on the timelock ${timelock}`),
    execute: call(execute, [...what, predecessor, salt], `Execute on the timelock ${timelock}`),
  }
}

function bindingIn(item: VenueItem): OperationBinding {
  const predecessor = absent(item, 'predecessor') ? NO_PREDECESSOR : bytesIn(item, 'predecessor', 32)
  return {predecessor, salt: bytesIn(item, 'salt', 32)}
}

/** OpenZeppelin's TimelockController (3.4 to 5.x) on its own: schedule, wait, execute. Nothing expires. */
export const timelockController: VenueDefinition = {
  name: 'timelock-controller',
  title: 'OpenZeppelin TimelockController',
  about: [
    'The operation id binds targets, values, data, predecessor and salt; neither the timelock nor the chain. One call is `schedule`, several are `scheduleBatch`: their ids differ.',
    'The contract refuses a delay under its getMinDelay(), an id that is scheduled already, and execution before the delay is over. A ready operation never expires.',
    'Whoever has EXECUTOR_ROLE executes; anybody does where the zero address has it.',
  ],
  schema,
  example: [
    {venue: 'safe', address: '0x47c71dFEB55Ebaa431Ae3fbF99Ea50e0D3d30fA8', version: '1.3.0', nonce: 42},
    {
      venue: 'timelock-controller',
      address: '0xC77E6C0ca99E02660A23c00A860Dd5a8912DEaF5',
      delay: '1d',
      salt: `0x${'0'.repeat(62)}2a`,
    },
  ],
  account: (item) => accountIn(item, 'address'),
  wrap(turn, item, {index}): Entry[] {
    const timelock = accountIn(item, 'address')
    const delay = durationIn(item, 'delay')
    const binding = bindingIn(item)
    const {id, schedule, execute} = operationOf(turn, timelock, binding, delay)
    const key = `${turn.key}/schedule-${index}`
    const hashes = {operationId: id}
    const after =
      binding.predecessor === NO_PREDECESSOR ? [] : [{condition: `operation ${binding.predecessor} is done`}]
    const window: Window = within(turn.window, {opens: [{after: key, seconds: delay}, ...after]})
    const notes = [`The timelock must be ${turn.role}.`, ...(turn.notes ?? [])]
    const scheduled: Entry = {
      turn: {
        key,
        title: schedule.title,
        calls: [schedule],
        role: `a proposer (PROPOSER_ROLE) of the timelock ${timelock}`,
        standing: {contract: timelock, as: 'PROPOSER_ROLE'},
        window: begunBefore(turn.window, delay),
        hashes,
      },
    }
    const role = `an executor (EXECUTOR_ROLE) of the timelock ${timelock}`
    const standing = {contract: timelock, as: 'EXECUTOR_ROLE'} as const
    const shared = {key: turn.key, title: execute.title, standing, window, hashes: {...turn.hashes, ...hashes}, notes}
    const outer = !absent(item, 'executor') && choiceIn(item, 'executor', EXECUTORS) === 'outer'
    if (outer) return [scheduled, {turn: {...shared, calls: [execute], role}}]
    const sender = {role: `${role}; any account, if the role is granted to the zero address`}
    const {to, value, data} = execute
    return [scheduled, {act: {...shared, venue: index, sender, transaction: {to, value, data}}}]
  },
}
