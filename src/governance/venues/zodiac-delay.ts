import {Interface, solidityPackedKeccak256} from 'ethers'

import type {Entry, VenueCall, VenueDefinition, Window} from '../model.js'
import {absent, accountIn, addressField, durationField, durationIn} from './item.js'
import {numbered} from './numbered.js'
import {begunBefore, within} from './windows.js'

const DELAY = new Interface([
  'function execTransactionFromModule(address to, uint256 value, bytes data, uint8 operation) returns (bool success)',
  'function executeNextTx(address to, uint256 value, bytes data, uint8 operation)',
])
const CALL = 0

const schema = {
  type: 'object',
  properties: {
    address: addressField('The Delay module, with its checksum, in quotes.'),
    avatar: addressField('Its avatar(): the account (usually a Safe) that makes the calls in the end.'),
    cooldown: durationField('Its txCooldown().'),
    expiration: durationField('Its txExpiration(); absent when that is 0: nothing expires.'),
  },
  required: ['address', 'avatar', 'cooldown'],
}

/** What a Delay holds in its queue: keccak256(abi.encodePacked(to, value, data, operation)). Source: zodiac-modifier-delay Delay.sol. */
export function delayHash({to, value, data}: Pick<VenueCall, 'data' | 'to' | 'value'>): string {
  return solidityPackedKeccak256(['address', 'uint256', 'bytes', 'uint8'], [to, value, data, CALL])
}

/** A Zodiac Delay modifier: a module queues each call, and after the cooldown anyone executes them, strictly in order. */
export const zodiacDelay: VenueDefinition = {
  name: 'zodiac-delay',
  title: 'Zodiac Delay modifier',
  about: [
    'The queued hash binds target, value, data and operation: no nonce, no module, no chain.',
    'Anybody executes, strictly in order, after txCooldown() and before txExpiration() (0: never). What was queued before must be executed, skipped or expired first.',
  ],
  schema,
  example: [
    {venue: 'safe', address: '0x47c71dFEB55Ebaa431Ae3fbF99Ea50e0D3d30fA8', version: '1.3.0', nonce: 42},
    {
      venue: 'zodiac-delay',
      address: '0xd54895B1121A2eE3f37b502F507631FA1331BED6',
      avatar: '0xa30d9c1ca20ceb6539D21C9A22Dd1EFc2C33120E',
      cooldown: '1d',
      expiration: '3d',
    },
  ],
  account: (item) => accountIn(item, 'avatar'),
  wrap(turn, item, {index}): Entry[] {
    const module = accountIn(item, 'address')
    const avatar = accountIn(item, 'avatar')
    const cooldown = durationIn(item, 'cooldown')
    const expiration = absent(item, 'expiration') ? undefined : durationIn(item, 'expiration')
    const encode = (name: string, {to, value, data}: VenueCall): string =>
      DELAY.encodeFunctionData(name, [to, value, data, CALL])
    const hashes = turn.calls.map(delayHash)
    const key = `${turn.key}/delay-${index}`
    const queue: Entry = {
      turn: {
        key,
        title: `Queue at the Delay ${module}: ${turn.title}`,
        calls: turn.calls.map((call) => ({
          to: module,
          value: 0n,
          data: encode('execTransactionFromModule', call),
          title: `Queue at the Delay: ${call.title}`,
          signature: 'execTransactionFromModule(address,uint256,bytes,uint8)',
        })),
        role: `a module that is enabled on the Delay ${module}`,
        window: begunBefore(turn.window, cooldown),
        hashes: numbered('queuedTxHash', hashes),
      },
    }
    const last = turn.calls.length - 1
    const windowOf = (place: number): Window => {
      const after = place === last ? key : `${key}#${place}`
      const closes = expiration === undefined ? [] : [{after, seconds: cooldown + expiration}]
      return within(turn.window, {opens: [{after, seconds: cooldown}], closes})
    }
    const order = 'Everything that stands before it in the queue of the Delay must be executed, skipped or expired.'
    const alone = last > 0 ? ['One of several transactions: they do not succeed or fail together.'] : []
    const executed = turn.calls.map((call, place): Entry => ({
      act: {
        key: place === last ? turn.key : `${turn.key}/next-${index}-${place}`,
        title: `Execute from the Delay ${module}: ${call.title}`,
        venue: index,
        sender: {role: 'any account'},
        transaction: {to: module, value: 0n, data: encode('executeNextTx', call)},
        window: windowOf(place),
        hashes: {...(place === last ? turn.hashes : {}), queuedTxHash: hashes[place] ?? ''},
        notes: [`The avatar ${avatar} must be ${turn.role}.`, order, ...alone, ...(turn.notes ?? [])],
      },
    }))
    return [queue, ...executed]
  },
}
