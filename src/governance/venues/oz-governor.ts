import {Interface} from 'ethers'

import {PlimsollError} from '../../errors.js'
import type {Act, Entry, Turn, VenueDefinition, VenueItem, Window} from '../model.js'
import {descriptionHash, governorSalt, proposalId} from './governor-hashes.js'
import {
  descriptionField,
  descriptionIn,
  proposeKey,
  timelockField,
  timelockIn,
  voteAct,
  voteKey,
} from './governor-proposal.js'
import {absent, accountIn, addressField, choiceIn} from './item.js'
import {batchOperationId, NO_PREDECESSOR} from './timelock-hashes.js'
import {ANY_TIME, within} from './windows.js'

const GOVERNOR = new Interface([
  'function propose(address[] targets, uint256[] values, bytes[] calldatas, string description)',
  'function queue(address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash)',
  'function execute(address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash)',
])
const VERSIONS = ['4', '5'] as const

const schema = {
  type: 'object',
  properties: {
    address: addressField('The governor, with its checksum, in quotes.'),
    version: {
      type: 'string',
      enum: VERSIONS,
      description: 'Major version of the OpenZeppelin contracts, in quotes: decides the salt in the timelock.',
    },
    timelock: timelockField('TimelockController'),
    avatar: addressField(
      "For Zodiac's OzGovernor: its avatar(), the account (usually a Safe) that makes the calls in the end.",
    ),
    description: descriptionField,
  },
  required: ['address', 'version'],
}

/** The account that makes the calls. @throws VENUE_TWO_EXECUTORS when both a timelock and an avatar are named */
function executorOf(item: VenueItem): {readonly what: string; readonly address: string} {
  const timelock = timelockIn(item)
  if (absent(item, 'avatar'))
    return timelock
      ? {what: 'timelock', address: timelock.address}
      : {what: 'governor', address: accountIn(item, 'address')}
  const avatar = accountIn(item, 'avatar')
  if (!timelock) return {what: `avatar ${avatar}`, address: avatar}
  throw new PlimsollError('VENUE_TWO_EXECUTORS', `The ${item.venue} names both a \`timelock\` and an \`avatar\`.`, {
    suggestions: ['Keep the one that makes the calls.'],
  })
}

/**
 * OpenZeppelin Governor 4.x and 5.x, by itself or with a TimelockController (GovernorTimelockControl): propose, vote, queue,
 * execute; also as a module of an avatar (Zodiac's OzGovernor), which makes the calls. Governors that number their proposals (GovernorSequentialProposalId) or store them use other ids.
 */
export const ozGovernor: VenueDefinition = {
  name: 'oz-governor',
  title: 'OpenZeppelin Governor',
  about: [
    "The proposal's id binds targets, values, calldatas and the keccak256 of the description, to the byte; neither the governor nor the chain. A newline more is another proposal.",
    "With a TimelockController the salt of the operation is the description's hash (version 4), or that xored with the governor's address (version 5).",
    'A description that ends in `#proposer=` and an address binds the proposer (from 4.9 on).',
  ],
  schema,
  example: [
    {
      venue: 'oz-governor',
      address: '0x03e8f708e9C85EDCEaa6AD7Cd06824CeB82A7E68',
      version: '4',
      timelock: {address: '0xFBEff82f2DD5E51B8AF34b57cf788b4b09d466F9', delay: '1d'},
    },
  ],
  account: (item) => executorOf(item).address,
  wrap(turn, item, context): Entry[] {
    const {index} = context
    const governor = accountIn(item, 'address')
    const major = choiceIn(item, 'version', VERSIONS) === '4' ? 4 : 5
    const timelock = timelockIn(item)
    const actions = {
      targets: turn.calls.map(({to}) => to),
      values: turn.calls.map(({value}) => value),
      calldatas: turn.calls.map(({data}) => data),
    }
    const lists = [actions.targets, actions.values, actions.calldatas]
    const description = descriptionIn(item, context)
    const hash = descriptionHash(description)
    const hashes = {proposalId: proposalId(actions, hash).toString(), descriptionHash: hash}
    const title = (does: string): string => `${does} at the governor ${governor}: ${turn.title}`
    const propose: Turn = {
      key: proposeKey(turn, index),
      title: title('Propose'),
      calls: [
        {
          to: governor,
          value: 0n,
          data: GOVERNOR.encodeFunctionData('propose', [...lists, description]),
          title: title('Propose'),
          signature: 'propose(address[],uint256[],bytes[],string)',
        },
      ],
      role: `an account with at least proposalThreshold() votes at the governor ${governor}`,
      window: ANY_TIME,
      hashes,
    }
    const anyone = (name: 'execute' | 'queue', does: string, key: string, window: Window): Act => ({
      key,
      title: title(does),
      venue: index,
      sender: {role: 'any account'},
      transaction: {to: governor, value: 0n, data: GOVERNOR.encodeFunctionData(name, [...lists, hash])},
      window,
      hashes,
    })
    const won = {after: voteKey(turn, index), until: 'and the proposal has succeeded (state 4)'}
    const before: Entry[] = [{turn: propose}, {act: voteAct(turn, index, governor, hashes)}]
    const notes = [`The ${executorOf(item).what} must be ${turn.role}.`, ...(turn.notes ?? [])]
    if (!timelock) {
      const execute = anyone('execute', 'Execute', turn.key, within(turn.window, {opens: [won]}))
      return [...before, {act: {...execute, hashes: {...turn.hashes, ...hashes}, notes}}]
    }
    const queueKey = `${turn.key}/queue-${index}`
    const salt = governorSalt(major, governor, hash)
    const calls = turn.calls.map(({to, value, data}) => ({target: to, value, data}))
    const scheduled = {salt, operationId: batchOperationId(calls, {predecessor: NO_PREDECESSOR, salt})}
    const queue = anyone('queue', `Queue in the timelock ${timelock.address}`, queueKey, {opens: [won], closes: []})
    const waited = within(turn.window, {opens: [{after: queueKey, seconds: timelock.delay}]})
    const execute = anyone('execute', `Execute through the timelock ${timelock.address}`, turn.key, waited)
    return [
      ...before,
      {act: {...queue, hashes: {...hashes, ...scheduled}}},
      {act: {...execute, hashes: {...turn.hashes, ...hashes, ...scheduled}, notes}},
    ]
  },
}
