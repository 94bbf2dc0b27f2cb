import type {VenueDefinition} from '../model.js'

export const VENUES: readonly VenueDefinition[] = [
  {
    name: 'safe',
    title: 'Safe',
    schema: {
      properties: {address: {type: 'string'}, version: {type: 'string'}, nonce: {type: 'integer'}},
      required: ['address', 'version'],
    },
    wrap() {
      throw new Error()
    },
  },
]
