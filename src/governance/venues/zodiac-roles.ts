import {encodeBytes32String, Interface, isHexString} from 'ethers'

import {PlimsollError} from '../../errors.js'
import type {VenueDefinition, VenueItem} from '../model.js'
import {accountIn, addressField, choiceIn, uintIn} from './item.js'

const V1 = new Interface([
  'function execTransactionWithRole(address to, uint256 value, bytes data, uint8 operation, uint16 role, bool shouldRevert)',
])
const V2 = new Interface([
  'function execTransactionWithRole(address to, uint256 value, bytes data, uint8 operation, bytes32 roleKey, bool shouldRevert)',
])
const VERSIONS = ['1', '2'] as const
const CALL = 0

const schema = {
  type: 'object',
  properties: {
    address: addressField('The Roles module, with its checksum, in quotes.'),
    avatar: addressField('Its avatar(): the account (usually a Safe) that makes the calls in the end.'),
    version: {type: 'string', enum: VERSIONS, description: 'Roles `1` or `2`, in quotes.'},
    role: {
      description:
        'The role: a number in version 1; in version 2 its key, as a text of up to 31 bytes or as 32 bytes in hex.',
      anyOf: [
        {type: 'integer', minimum: 0, maximum: 65_535},
        {type: 'string', minLength: 1},
      ],
    },
  },
  required: ['address', 'avatar', 'version', 'role'],
}

/** The role as the contract takes it. @throws VENUE_BAD_ROLE */
function roleIn(item: VenueItem, version: '1' | '2'): bigint | string {
  if (version === '1') return uintIn(item, 'role', {max: 65_535n})
  const {role} = item
  if (typeof role === 'string' && isHexString(role, 32)) return role.toLowerCase()
  const bytes = typeof role === 'string' && !role.startsWith('0x') ? new TextEncoder().encode(role).length : 0
  if (typeof role === 'string' && bytes > 0 && bytes < 32) return encodeBytes32String(role)
  throw new PlimsollError(
    'VENUE_BAD_ROLE',
    "The zodiac-roles' `role` is neither a text of up to 31 bytes nor 32 bytes in hex.",
  )
}

/** A Zodiac Roles modifier: a member of a role makes the calls as the avatar, at once, as far as the role's conditions allow. */
export const zodiacRoles: VenueDefinition = {
  name: 'zodiac-roles',
  title: 'Zodiac Roles modifier',
  about: [
    'No hash and no delay: the module checks the call against the conditions of the role, on the spot. Several calls as one batch pass only where the module knows how to unwrap the batch.',
  ],
  schema,
  example: [
    {venue: 'safe', address: '0x47c71dFEB55Ebaa431Ae3fbF99Ea50e0D3d30fA8', version: '1.3.0', nonce: 42},
    {
      venue: 'zodiac-roles',
      address: '0x9646fDAD06d3e24444381f44362a3B0eB343D337',
      avatar: '0xa30d9c1ca20ceb6539D21C9A22Dd1EFc2C33120E',
      version: '2',
      role: 'RISK',
    },
  ],
  account: (item) => accountIn(item, 'avatar'),
  wrap(turn, item) {
    const module = accountIn(item, 'address')
    const avatar = accountIn(item, 'avatar')
    const version = choiceIn(item, 'version', VERSIONS)
    const role = roleIn(item, version)
    const roles = version === '1' ? V1 : V2
    const calls = turn.calls.map(({to, value, data, title}) => ({
      to: module,
      value: 0n,
      data: roles.encodeFunctionData('execTransactionWithRole', [to, value, data, CALL, role, true]),
      title: `With the role: ${title}`,
      signature: `execTransactionWithRole(address,uint256,bytes,uint8,${version === '1' ? 'uint16' : 'bytes32'},bool)`,
    }))
    const notes = [
      `The avatar ${avatar} must be ${turn.role}.`,
      "The role's conditions must allow every call: they are on chain, and not in these bytes.",
      ...(turn.notes ?? []),
    ]
    return [
      {
        turn: {
          ...turn,
          calls,
          role: `a member of the role ${String(item['role'])} of the Roles module ${module}`,
          notes,
        },
      },
    ]
  },
}
