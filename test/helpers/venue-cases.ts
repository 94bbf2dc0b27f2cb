import {id, Interface, ZeroHash} from 'ethers'

import type {Proposal} from '../../src/proposal/model.js'
import {
  batched,
  BROAD,
  BROAD_ITEMS,
  CUSTOM,
  CUSTOM_ITEMS,
  direct,
  SAFE,
  STEWARDED,
  STEWARDED_ITEMS,
  type Item,
} from './transactions.js'

// Proposals through each kind of venue, with the transaction that carries them out, as ethers encodes it.

const VENUES = new Interface([
  'function propose(address[],uint256[],bytes[],string)',
  'function queue(address[],uint256[],bytes[],bytes32)',
  'function execute(address[],uint256[],bytes[],bytes32)',
  'function scheduleBatch(address[],uint256[],bytes[],bytes32,bytes32,uint256)',
  'function executeBatch(address[],uint256[],bytes[],bytes32,bytes32)',
  'function schedule(address,uint256,bytes,bytes32,bytes32,uint256)',
  'function queueTransaction(address,uint256,string,bytes,uint256)',
  'function execTransactionFromModule(address,uint256,bytes,uint8)',
  'function executeNextTx(address,uint256,bytes,uint8)',
  'function execTransactionWithRole(address,uint256,bytes,uint8,bytes32,bool)',
  'function execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)',
])
const BRAVO = new Interface(['function propose(address[],uint256[],string[],bytes[],string)'])

export const VENUE = '0x1C93aC73Bb0DbA8FF79Ca105d10100210757cb30'
const SALT = id('salt-1')
const ROLE = `0x${Buffer.from('RISK').toString('hex').padEnd(64, '0')}`
const [FIRST] = CUSTOM_ITEMS

const lists = (items: readonly Item[]) => [
  items.map(({to}) => to),
  items.map(({value = 0n}) => value),
  items.map(({data}) => data),
]
const through = (request: Proposal, ...governance: Record<string, unknown>[]): Proposal =>
  ({...request, governance}) as unknown as Proposal
const safe = {venue: 'safe', address: SAFE, version: '1.3.0', nonce: 42}
const one: Proposal = {...CUSTOM, changes: CUSTOM.changes.slice(0, 1)}
const description = `# ${BROAD.title}`
const call = (name: string, values: unknown[]): Item => ({to: VENUE, data: VENUES.encodeFunctionData(name, values)})
const bravo = BRAVO.encodeFunctionData('propose', [
  CUSTOM_ITEMS.map(({to}) => to),
  CUSTOM_ITEMS.map(() => 0),
  ['file(bytes32,bytes32,uint256)', 'file(bytes32,bytes32,uint256)', 'setDelay(uint48,bool)'],
  CUSTOM_ITEMS.map(({data}) => `0x${data.slice(10)}`),
  `# ${CUSTOM.title}`,
])

export interface VenueCase {
  readonly name: string
  readonly proposal: Proposal
  /** The text of T. */
  readonly text: string
}
const json = (value: object): string => JSON.stringify(value)
const execTransaction = (item: {to: string; value: string; data: string; operation: number}): string =>
  VENUES.encodeFunctionData('execTransaction', [
    item.to,
    item.value,
    item.data,
    item.operation,
    0,
    0,
    0,
    `0x${'0'.repeat(40)}`,
    `0x${'0'.repeat(40)}`,
    '0x',
  ])

/** Every one is a MATCH. */
export const VENUE_CASES: readonly VenueCase[] = [
  {name: 'a Safe, one call', proposal: one, text: json(direct(FIRST!))},
  {name: 'a Safe, a batch', proposal: BROAD, text: json(batched(...BROAD_ITEMS))},
  {name: 'a Safe, a batch of one', proposal: one, text: json(batched(FIRST!))},
  {name: 'a Safe, the steward', proposal: STEWARDED, text: json(batched(...STEWARDED_ITEMS))},
  {name: 'a Safe, execTransaction', proposal: BROAD, text: execTransaction(batched(...BROAD_ITEMS))},
  {
    name: 'a Governor, propose',
    proposal: through(BROAD, {venue: 'oz-governor', version: '4', address: VENUE}),
    text: VENUES.encodeFunctionData('propose', [...lists(BROAD_ITEMS), description]),
  },
  {
    name: 'a Governor, queue',
    proposal: through(BROAD, {venue: 'oz-governor', version: '4', address: VENUE}),
    text: VENUES.encodeFunctionData('queue', [...lists(BROAD_ITEMS), id(description)]),
  },
  {
    name: 'a Governor, execute',
    proposal: through(BROAD, {venue: 'oz-governor', version: '4', address: VENUE}),
    text: VENUES.encodeFunctionData('execute', [...lists(BROAD_ITEMS), id(description)]),
  },
  {
    name: 'a Governor, fields',
    proposal: through(CUSTOM, {venue: 'oz-governor', version: '4', address: VENUE}),
    text: json({
      targets: CUSTOM_ITEMS.map(({to}) => to),
      values: CUSTOM_ITEMS.map(() => '0'),
      calldatas: CUSTOM_ITEMS.map(({data}) => data),
      description: `# ${CUSTOM.title}`,
    }),
  },
  {
    name: 'Bravo',
    proposal: through(CUSTOM, {venue: 'governor-bravo', style: 'signature', address: VENUE}),
    text: bravo,
  },
  {
    name: 'a Timelock, scheduleBatch',
    proposal: through(BROAD, {venue: 'timelock-controller', address: VENUE, salt: SALT, delay: '2d'}),
    text: VENUES.encodeFunctionData('scheduleBatch', [...lists(BROAD_ITEMS), ZeroHash, SALT, 172_800]),
  },
  {
    name: 'a Timelock, executeBatch',
    proposal: through(BROAD, {venue: 'timelock-controller', address: VENUE, salt: SALT, delay: '2d'}),
    text: VENUES.encodeFunctionData('executeBatch', [...lists(BROAD_ITEMS), ZeroHash, SALT]),
  },
  {
    name: 'a Safe on a Timelock',
    proposal: through(one, safe, {venue: 'timelock-controller', address: VENUE, salt: SALT, delay: '2d'}),
    text: json(direct(call('schedule', [FIRST!.to, 0, FIRST!.data, ZeroHash, SALT, 172_800]))),
  },
  {
    name: 'a Compound Timelock',
    proposal: through(one, {venue: 'compound-timelock', address: VENUE, eta: 1_800_000_000}),
    text: VENUES.encodeFunctionData('queueTransaction', [
      FIRST!.to,
      0,
      'file(bytes32,bytes32,uint256)',
      `0x${FIRST!.data.slice(10)}`,
      1_800_000_000,
    ]),
  },
  {
    name: 'a Safe on a Delay',
    proposal: through(one, safe, {venue: 'zodiac-delay', address: VENUE}),
    text: json(direct(call('execTransactionFromModule', [FIRST!.to, 0, FIRST!.data, 0]))),
  },
  {
    name: 'a Delay, executed',
    proposal: through(one, {venue: 'zodiac-delay', address: VENUE}),
    text: VENUES.encodeFunctionData('executeNextTx', [FIRST!.to, 0, FIRST!.data, 0]),
  },
  {
    name: 'Roles',
    proposal: through(one, {venue: 'zodiac-roles', version: '2', address: VENUE, role: 'RISK'}),
    text: VENUES.encodeFunctionData('execTransactionWithRole', [FIRST!.to, 0, FIRST!.data, 0, ROLE, true]),
  },
]
