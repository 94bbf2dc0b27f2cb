import {PlimsollError} from '../../errors.js'
import type {VenueDefinition} from '../model.js'
import {eoa} from './eoa.js'
import {safe} from './safe.js'

/** Every kind of governance machinery that a proposal may name. Adding one: its file, and a line here. */
export const VENUES: readonly VenueDefinition[] = [safe, eoa]

/** @throws VENUE_UNKNOWN when there is none of that name. */
export function venueNamed(name: string): VenueDefinition {
  const found = VENUES.find((venue) => venue.name === name)
  if (found) return found
  throw new PlimsollError('VENUE_UNKNOWN', `There is no venue called \`${name}\`.`, {
    suggestions: [`Known are: ${VENUES.map((venue) => venue.name).join(', ')}.`],
  })
}
