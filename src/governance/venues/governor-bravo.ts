import {Interface} from 'ethers'

import type {VenueDefinition} from '../model.js'
import {STYLES, styledCalls, styleField} from './compound-queue.js'
import {descriptionField, descriptionIn, requiredTimelock} from './governor-proposal.js'
import {addressField, choiceIn} from './item.js'
import {SEQUENTIAL_FIELDS, sequentialGovernor} from './sequential-governor.js'

const BRAVO = new Interface([
  'function propose(address[] targets, uint256[] values, string[] signatures, bytes[] calldatas, string description)',
])

/** GovernorBravo (and GovernorAlpha, which proposes alike) over a Compound Timelock. Source: compound-protocol GovernorBravoDelegate.sol. */
export const governorBravo: VenueDefinition = {
  name: 'governor-bravo',
  title: 'GovernorBravo with Compound Timelock',
  about: [
    'Ids are numbers in sequence and bind nothing: what is voted on is what getActions(id) returns. The folder therefore cannot hold queue and execute, and says so.',
    "At most ten actions in Compound's; all of them get one eta, and two equal ones cannot be queued.",
  ],
  schema: {
    type: 'object',
    properties: {
      address: addressField('The governor (its proxy), with its checksum, in quotes.'),
      style: styleField,
      ...SEQUENTIAL_FIELDS,
      description: descriptionField,
    },
    required: ['address', 'style', 'timelock'],
  },
  example: [
    {
      venue: 'governor-bravo',
      address: '0xc0Da02939E1441F497fd74F78cE7Decb17B66529',
      style: 'signature',
      timelock: {address: '0x6d903f6003cca6255D85CcA4D3B5E5146dC33925', delay: '2d'},
    },
  ],
  account: (item) => requiredTimelock(item).address,
  wrap(turn, item, context) {
    const styled = styledCalls(turn.calls, choiceIn(item, 'style', STYLES))
    const data = BRAVO.encodeFunctionData('propose', [
      styled.map(({target}) => target),
      styled.map(({value}) => value),
      styled.map(({signature}) => signature),
      styled.map(({data: body}) => body),
      descriptionIn(item, context),
    ])
    const signature = 'propose(address[],uint256[],string[],bytes[],string)'
    return sequentialGovernor(turn, item, context, {propose: {data, signature}, styled, view: 'getActions'})
  },
}
