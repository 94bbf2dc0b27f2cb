import {PlimsollError} from '../../errors.js'
import type {Act, Turn, VenueContext, VenueItem} from '../model.js'
import {accountIn, addressField, durationField, durationIn} from './item.js'

export const descriptionField = {
  type: 'string',
  minLength: 1,
  description:
    'What is proposed on chain, to the last character; when absent `# ` and the title, and if there is a summary an empty line and the summary without blanks at its end; with `evidence:` another empty line and `Evidence: ` with that line.',
}

/** The description of the item, or the one that is made from title and summary. */
export const descriptionIn = (item: VenueItem, context: VenueContext): string =>
  typeof item['description'] === 'string' ? item['description'] : context.description

export interface GovernorTimelock {
  readonly address: string
  readonly delay: number
  readonly item: VenueItem
}

export const timelockField = (what: string, more: Readonly<Record<string, unknown>> = {}) => ({
  type: 'object',
  description: `${what} that the governor queues in and executes through.`,
  additionalProperties: false,
  required: ['address', 'delay'],
  properties: {
    address: addressField('The timelock, with its checksum, in quotes.'),
    delay: durationField('Its delay between queueing and execution.'),
    ...more,
  },
})

/** The timelock that belongs to a governor; undefined when it has none. @throws VENUE_NO_TIMELOCK when what is given is none */
export function timelockIn(item: VenueItem): GovernorTimelock | undefined {
  const given = item['timelock']
  if (given === undefined || given === null) return undefined
  if (typeof given !== 'object') {
    throw new PlimsollError(
      'VENUE_NO_TIMELOCK',
      `The ${item.venue}'s \`timelock\` is no map with \`address\` and \`delay\`.`,
    )
  }
  const inner: VenueItem = {...given, venue: `${item.venue}'s timelock`}
  return {address: accountIn(inner, 'address'), delay: durationIn(inner, 'delay'), item: inner}
}

/** @throws VENUE_NO_TIMELOCK */
export function requiredTimelock(item: VenueItem): GovernorTimelock {
  const found = timelockIn(item)
  if (found) return found
  throw new PlimsollError('VENUE_NO_TIMELOCK', `The ${item.venue} has no \`timelock:\`, which it executes through.`)
}

export const proposeKey = ({key}: Turn, index: number): string => `${key}/propose-${index}`
export const voteKey = ({key}: Turn, index: number): string => `${key}/vote-${index}`

/** The vote between propose and queue: an act of many, each with a transaction of its own. */
export function voteAct(turn: Turn, index: number, governor: string, hashes: Readonly<Record<string, string>>): Act {
  return {
    key: voteKey(turn, index),
    title: `Vote on the proposal at the governor ${governor}`,
    venue: index,
    sender: {role: 'everyone who has votes'},
    ballot: {governor, proposed: proposeKey(turn, index)},
    missing: 'each voter sends a vote of its own: castVote(proposalId, support), 1 for, 0 against, 2 abstain',
    window: {
      opens: [{after: proposeKey(turn, index), until: 'and the voting delay is over (state 1, Active)'}],
      closes: [{condition: 'the voting period is over'}],
    },
    hashes,
  }
}
