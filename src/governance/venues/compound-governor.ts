import {Interface} from 'ethers'

import type {VenueDefinition} from '../model.js'
import {styledCalls} from './compound-queue.js'
import {descriptionField, descriptionIn, requiredTimelock} from './governor-proposal.js'
import {addressField} from './item.js'
import {SEQUENTIAL_FIELDS, sequentialGovernor} from './sequential-governor.js'

const GOVERNOR = new Interface([
  'function propose(address[] targets, uint256[] values, bytes[] calldatas, string description)',
])

/**
 * CompoundGovernor, Bravo's successor: proposes as OpenZeppelin's does, numbers as Bravo did, and queues in the old timelock
 * in calldata style. Source: compound-governance CompoundGovernor.sol.
 */
export const compoundGovernor: VenueDefinition = {
  name: 'compound-governor',
  title: 'CompoundGovernor with Compound Timelock',
  about: [
    "Ids go on where Bravo's ended, in sequence; hashProposal() does not give them. What is voted on is what proposalDetails(id) returns.",
    'Its actions have no signatures: whole calldata, queued in the Compound Timelock in calldata style.',
  ],
  schema: {
    type: 'object',
    properties: {
      address: addressField('The governor (its proxy), with its checksum, in quotes.'),
      ...SEQUENTIAL_FIELDS,
      description: descriptionField,
    },
    required: ['address', 'timelock'],
  },
  example: [
    {
      venue: 'compound-governor',
      address: '0x309a862bbC1A00e45506cB8A802D1ff10004c8C0',
      timelock: {address: '0x6d903f6003cca6255D85CcA4D3B5E5146dC33925', delay: '2d'},
      proposalId: 500,
    },
  ],
  account: (item) => requiredTimelock(item).address,
  wrap(turn, item, context) {
    const styled = styledCalls(turn.calls, 'calldata')
    const data = GOVERNOR.encodeFunctionData('propose', [
      styled.map(({target}) => target),
      styled.map(({value}) => value),
      styled.map(({data: whole}) => whole),
      descriptionIn(item, context),
    ])
    const signature = 'propose(address[],uint256[],bytes[],string)'
    return sequentialGovernor(turn, item, context, {propose: {data, signature}, styled, view: 'proposalDetails'})
  },
}
