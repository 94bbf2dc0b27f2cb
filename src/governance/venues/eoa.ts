import type {VenueDefinition} from '../model.js'
import {accountIn, addressField} from './item.js'

/** An ordinary account that sends the calls itself, one transaction each. */
export const eoa: VenueDefinition = {
  name: 'eoa',
  title: 'Ordinary account',
  about: [
    "One transaction a call: nothing makes them succeed or fail together, and each can be followed by somebody else's.",
  ],
  schema: {
    type: 'object',
    properties: {address: addressField('The account that sends the transactions, with its checksum, in quotes.')},
    required: ['address'],
  },
  example: [{venue: 'eoa', address: '0x47c71dFEB55Ebaa431Ae3fbF99Ea50e0D3d30fA8'}],
  account: (item) => accountIn(item, 'address'),
  wrap({key, title, calls, role, already, window, hashes, notes}, item, {index}) {
    const address = accountIn(item, 'address')
    const apart = calls.length > 1 ? ['One of several transactions: they do not succeed or fail together.'] : []
    return calls.map(({to, value, data, title: what}, place) => ({
      act: {
        key: place === calls.length - 1 ? key : `${key}#${place}`,
        title: calls.length > 1 ? what : title,
        venue: index,
        sender: {role, address},
        transaction: {to, value, data},
        ...(already && calls.length === 1 ? {already} : {}),
        window,
        notes: [...(notes ?? []), ...apart],
        ...(hashes ? {hashes} : {}),
      },
    }))
  },
}
