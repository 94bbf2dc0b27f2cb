import {decodeBase58, Interface, isHexString, toBeHex} from 'ethers'

import {PlimsollError} from '../../errors.js'
import type {Act, Entry, Turn, VenueContext, VenueDefinition, VenueItem} from '../model.js'
import {heldPayload} from './held.js'
import {absent, accountIn, addressField, durationField, durationIn, idField, uintIn} from './item.js'
import {forTurn} from './per-turn.js'
import {ANY_TIME, within} from './windows.js'

const CONTROLLER = new Interface([
  'function createPayload((address target, bool withDelegateCall, uint8 accessLevel, uint256 value, string signature, bytes callData)[] actions) returns (uint40)',
  'function executePayload(uint40 payloadId) payable',
])
const GOVERNANCE = new Interface([
  'function createProposal((uint256 chain, uint8 accessLevel, address payloadsController, uint40 payloadId)[] payloads, address votingPortal, bytes32 ipfsHash) payable returns (uint256)',
  'function activateVoting(uint256 proposalId)',
  'function executeProposal(uint256 proposalId)',
])
const UINT40_MAX = 2n ** 40n - 1n
/** Where proposals are made and voted on: the governance core is on Ethereum. */
const CORE_CHAIN = 1
/**
 * PayloadsControllerCore.sol: EXPIRATION_DELAY counts from creation, and is the first second that is too late; GRACE_PERIOD
 * counts from the end of the delay.
 */
const EXPIRATION_SECONDS = 35 * 86_400
const GRACE_SECONDS = 7 * 86_400
/** GovernanceCore.sol: PROPOSAL_EXPIRATION_TIME, from creation, and is the last second that is not too late. */
const PROPOSAL_SECONDS = 30 * 86_400
const id = idField('A whole number.')
const ids = (description: string) => ({description, anyOf: [...id.anyOf, {type: 'array', minItems: 1, items: id}]})

const schema = {
  type: 'object',
  properties: {
    payloadsController: addressField("The chain's PayloadsController, with its checksum, in quotes."),
    executor: addressField('The executor of the access level, which makes the calls.'),
    accessLevel: {enum: [1, 2], description: '1: short executor (parameters); 2: long executor.'},
    delay: durationField("The executor's delay after the payload is queued; one to ten days."),
    payloadId: ids(
      'The number that createPayload gave, once it is known: the later steps need it. A list where there are several.',
    ),
    governance: addressField('The governance core on Ethereum.'),
    votingPortal: addressField('The voting portal, which decides the chain of the vote.'),
    ipfsHash: {
      type: 'string',
      pattern: '^(Qm[1-9A-HJ-NP-Za-km-z]{44}|0x[0-9a-fA-F]{64})$',
      description: 'What describes the proposal: a CIDv0 (`Qm...`), or its 32 bytes.',
    },
    cancellationFee: idField('getCancellationFee() of the governance core, in wei.'),
    proposalId: ids('The number that createProposal gave, once it is known. A list where there are several.'),
  },
  required: [
    'payloadsController',
    'executor',
    'accessLevel',
    'delay',
    'governance',
    'votingPortal',
    'ipfsHash',
    'cancellationFee',
  ],
}

/** 32 bytes of an IPFS hash: a CIDv0 is base58 of 0x1220 (sha2-256, 32 bytes) and the digest. @throws VENUE_BAD_IPFS */
export function ipfsBytes32(text: string): string {
  if (isHexString(text, 32)) return text.toLowerCase()
  const whole = /^Qm[1-9A-HJ-NP-Za-km-z]{44}$/.test(text) ? toBeHex(decodeBase58(text)) : ''
  if (whole.startsWith('0x1220') && whole.length === 70) return `0x${whole.slice(6)}`
  throw new PlimsollError('VENUE_BAD_IPFS', `\`${text}\` is neither a CIDv0 (\`Qm...\`) nor 32 bytes in hex.`)
}

interface Place {
  readonly controller: string
  readonly governance: string
  readonly level: number
  readonly payload: bigint | undefined
  readonly proposal: bigint | undefined
}

function placeIn(item: VenueItem, context: VenueContext): Place {
  const number = (field: string, max?: bigint): bigint | undefined =>
    absent(item, field) ? undefined : uintIn(forTurn(item, field, context), field, max === undefined ? {} : {max})
  return {
    controller: accountIn(item, 'payloadsController'),
    governance: accountIn(item, 'governance'),
    level: Number(uintIn(item, 'accessLevel', {max: 2n})),
    payload: number('payloadId', UINT40_MAX),
    proposal: number('proposalId'),
  }
}

function createPayload({key, title, calls}: Turn, {controller, level}: Place, index: number): Entry {
  const actions = calls.map(({to, value, data}) => [to, false, level, value, '', data])
  const call = {
    to: controller,
    value: 0n,
    data: CONTROLLER.encodeFunctionData('createPayload', [actions]),
    title: `Create the payload: ${title}`,
    signature: 'createPayload((address,bool,uint8,uint256,string,bytes)[])',
  }
  return {
    turn: {key: `${key}/payload-${index}`, title: call.title, calls: [call], role: 'any account', window: ANY_TIME},
  }
}

/** The acts on Ethereum: propose the payload, start the vote, vote, execute the proposal. */
function proposalActs(turn: Turn, item: VenueItem, place: Place, {chainId, index}: VenueContext): Act[] {
  const {governance, controller, level, payload, proposal} = place
  const key = (name: string): string => `${turn.key}/${name}-${index}`
  const hashes: Record<string, string> = {
    ...(payload === undefined ? {} : {payloadId: payload.toString()}),
    ...(proposal === undefined ? {} : {proposalId: proposal.toString()}),
  }
  const act = (name: string, title: string, after: string, rest: Partial<Act>): Act => ({
    key: key(name),
    title: `${title}: ${turn.title}`,
    venue: index,
    sender: {role: 'any account'},
    chainId: CORE_CHAIN,
    window: {opens: [{after: key(after)}], closes: []},
    hashes,
    ...rest,
  })
  const byId = (name: string): Pick<Act, 'missing' | 'transaction'> =>
    proposal === undefined
      ? {missing: `${name}(proposalId): give the number that createProposal gave as \`proposalId:\``}
      : {transaction: {to: governance, value: 0n, data: GOVERNANCE.encodeFunctionData(name, [proposal])}}
  const payloads = [[chainId, level, controller, payload]]
  const ipfs = ipfsBytes32(String(item['ipfsHash']))
  const propose: Pick<Act, 'missing' | 'transaction'> =
    payload === undefined
      ? {missing: 'createProposal names the payload: give the number that createPayload gave as `payloadId:`'}
      : {
          transaction: {
            to: governance,
            value: uintIn(item, 'cancellationFee'),
            data: GOVERNANCE.encodeFunctionData('createProposal', [payloads, accountIn(item, 'votingPortal'), ipfs]),
          },
        }
  // activateVoting: strictly more than getVotingConfig(accessLevel).coolDownBeforeVotingStart after creation.
  const cooled = {after: key('propose'), until: 'and the cool-down before the vote is over (getVotingConfig)'}
  const voted = {
    after: key('activate'),
    until: 'and the vote has passed (state 3, Queued) and the cool-down after it is over (COOLDOWN_PERIOD)',
  }
  const expires = {after: key('propose'), seconds: PROPOSAL_SECONDS}
  return [
    act('propose', 'Propose at the governance core', 'payload', {
      ...propose,
      sender: {role: `an account with the proposition power of access level ${level}`},
      hashes: {...hashes, ipfsHash: ipfs},
      notes: ['The payload must have been created before the vote is activated.'],
    }),
    act('activate', 'Start the vote at the governance core', 'propose', {
      ...byId('activateVoting'),
      window: {opens: [cooled], closes: [expires]},
    }),
    act('execute', 'Execute the proposal at the governance core', 'activate', {
      ...byId('executeProposal'),
      window: {
        opens: [voted],
        closes: [
          expires,
          {
            after: key('payload'),
            seconds: EXPIRATION_SECONDS - 1,
            until: 'by when its message must have queued the payload',
          },
        ],
      },
    }),
  ]
}

/**
 * Aave governance v3: the calls are actions of a payload on their chain; a proposal on Ethereum queues it, and after the
 * executor's delay anyone executes it. Numbers are sequential: nothing hashes the content.
 * Source: aave-governance-v3 PayloadsControllerCore.sol, Governance.sol.
 */
export const aaveGovernance: VenueDefinition = {
  name: 'aave-governance-v3',
  title: 'Aave governance v3',
  about: [
    'Every call becomes an action of a payload at the PayloadsController of its chain; the vote on Ethereum names that payload by chain, controller and number. The number is known once the payload is there.',
    'A payload that is created after the vote was activated cannot be queued; one that is queued can be executed after its delay, within the grace period of 7 days, and expires 35 days after it was created.',
  ],
  schema,
  example: [
    {
      venue: 'aave-governance-v3',
      payloadsController: '0xdAbad81aF85554E9ae636395611C58F7eC1aAEc5',
      executor: '0x5300A1a15135EA4dc7aD5a167152C01EFc9b192A',
      accessLevel: 1,
      delay: '1d',
      payloadId: 512,
      governance: '0x9AEE0B04504CeF83A65AC3f0e838D0593BCb2BC7',
      votingPortal: '0x6ACe1Bf22D57a33863161bFDC851316Fb0442690',
      ipfsHash: 'QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWvzYEW',
      cancellationFee: '50000000000000000',
    },
  ],
  account: (item) => accountIn(item, 'executor'),
  wrap(turn, item, context): Entry[] {
    const {index} = context
    const place = placeIn(item, context)
    const {controller, payload} = place
    const delay = durationIn(item, 'delay')
    const queued = {after: `${turn.key}/execute-${index}`, until: 'and its message has reached the PayloadsController'}
    const execute: Act = {
      key: turn.key,
      title: `Execute the payload: ${turn.title}`,
      venue: index,
      sender: {role: 'any account'},
      ...(payload === undefined
        ? {missing: 'executePayload(payloadId): give the number that createPayload gave as `payloadId:`'}
        : {transaction: {to: controller, value: 0n, data: CONTROLLER.encodeFunctionData('executePayload', [payload])}}),
      ...(payload === undefined ? {} : {held: heldPayload(controller, payload, place.level, turn.calls)}),
      window: within(turn.window, {
        // strictly between queuedAt + delay and queuedAt + delay + grace
        opens: [{...queued, seconds: delay + 1}],
        closes: [{...queued, seconds: delay + GRACE_SECONDS - 1}],
      }),
      hashes: {...turn.hashes, ...(payload === undefined ? {} : {payloadId: payload.toString()})},
      notes: [`The executor must be ${turn.role}.`, ...(turn.notes ?? [])],
    }
    const acts = [...proposalActs(turn, item, place, context), execute]
    return [createPayload(turn, place, index), ...acts.map((act) => ({act}))]
  },
}
