import {Interface} from 'ethers'

import type {Act, Entry, Turn, VenueCall, VenueContext, VenueItem, Window} from '../model.js'
import {GRACE_SECONDS, type StyledCall} from './compound-queue.js'
import {heldProposal} from './held.js'
import {proposeKey, requiredTimelock, timelockField, voteAct, voteKey} from './governor-proposal.js'
import {absent, accountIn, durationField, durationIn, idField, timeField, timeIn, uintIn} from './item.js'
import {numbered} from './numbered.js'
import {forTurn} from './per-turn.js'
import {compoundTxHash} from './timelock-hashes.js'
import {ANY_TIME, within} from './windows.js'

const BY_ID = new Interface(['function queue(uint256 proposalId)', 'function execute(uint256 proposalId)'])
const id = idField('A whole number.')
const time = timeField('Unix seconds, or a time in UTC.')

/** What governors over a Compound Timelock that number their proposals have in common. */
export const SEQUENTIAL_FIELDS = {
  timelock: timelockField('Compound Timelock', {
    grace: durationField('Its GRACE_PERIOD(): 14d when absent, as in the contract.'),
  }),
  proposalId: {
    description:
      'The number that propose gave, once it is known: queue and execute need it. A list where there are several.',
    anyOf: [...id.anyOf, {type: 'array', minItems: 1, items: id}],
  },
  eta: {
    description:
      'The eta that queue gave, once it is known: unix seconds, or a time in UTC. A list where there are several.',
    anyOf: [...time.anyOf, {type: 'array', minItems: 1, items: time}],
  },
}

/**
 * Propose, vote, queue, execute, with a number for an id and a Compound Timelock behind: eta is the time of queueing plus its
 * delay, the same for every call. Nothing hashes the content; what was proposed is read back by its number.
 */
export function sequentialGovernor(
  turn: Turn,
  item: VenueItem,
  context: VenueContext,
  {
    propose,
    styled,
    view,
  }: {
    propose: Pick<VenueCall, 'data' | 'signature'>
    styled: readonly StyledCall[]
    /** Reads back what was proposed. */
    view: Parameters<typeof heldProposal>[2]
  },
): Entry[] {
  const {index} = context
  const governor = accountIn(item, 'address')
  const {address: timelock, delay, item: timelockItem} = requiredTimelock(item)
  const grace = absent(timelockItem, 'grace') ? GRACE_SECONDS : durationIn(timelockItem, 'grace')
  const number = absent(item, 'proposalId') ? undefined : uintIn(forTurn(item, 'proposalId', context), 'proposalId')
  const eta = absent(item, 'eta') ? undefined : timeIn(forTurn(item, 'eta', context), 'eta')
  const hashes: Record<string, string> = {
    ...(number === undefined ? {} : {proposalId: number.toString()}),
    ...(eta === undefined
      ? {}
      : numbered(
          'txHash',
          styled.map((call) => compoundTxHash({...call, eta: BigInt(eta)})),
        )),
  }
  const title = (does: string): string => `${does} at the governor ${governor}: ${turn.title}`
  const proposed: Turn = {
    key: proposeKey(turn, index),
    title: title('Propose'),
    calls: [{...propose, to: governor, value: 0n, title: title('Propose')}],
    role: `an account with more than proposalThreshold() votes at the governor ${governor}`,
    window: ANY_TIME,
    hashes,
    notes: [
      `The proposal has ${turn.calls.length} actions: proposalMaxOperations() must allow that, where there is one.`,
    ],
  }
  const byId = (name: 'execute' | 'queue', does: string, key: string, window: Window): Act => ({
    key,
    title: title(does),
    venue: index,
    sender: {role: 'any account'},
    numbered: {governor, proposed: proposeKey(turn, index), function: name},
    ...(number === undefined
      ? {missing: `${name}(proposalId): give the number that propose gave as \`proposalId:\``}
      : {transaction: {to: governor, value: 0n, data: BY_ID.encodeFunctionData(name, [number])}}),
    window,
    hashes,
  })
  const won = {after: voteKey(turn, index), until: 'and the proposal has succeeded (state 4)'}
  const queueKey = `${turn.key}/queue-${index}`
  const [opens, closes] =
    eta === undefined
      ? [
          {after: queueKey, seconds: delay},
          {after: queueKey, seconds: delay + grace},
        ]
      : [{at: eta}, {at: eta + grace}]
  const execute = byId(
    'execute',
    `Execute through the timelock ${timelock}`,
    turn.key,
    within(turn.window, {opens: [opens], closes: [closes]}),
  )
  const held = number === undefined ? {} : {held: heldProposal(governor, number, view, styled)}
  const notes = [`The timelock must be ${turn.role}.`, ...(turn.notes ?? [])]
  return [
    {turn: proposed},
    {act: voteAct(turn, index, governor, hashes)},
    {act: byId('queue', `Queue in the timelock ${timelock}`, queueKey, {opens: [won], closes: []})},
    {act: {...execute, ...held, hashes: {...turn.hashes, ...hashes}, notes}},
  ]
}
