import {PlimsollError} from '../../errors.js'
import type {VenueDefinition} from '../model.js'
import {aaveGovernance} from './aave-governance.js'
import {compoundGovernor} from './compound-governor.js'
import {compoundTimelock} from './compound-timelock.js'
import {dsPause} from './ds-pause.js'
import {eoa} from './eoa.js'
import {governorBravo} from './governor-bravo.js'
import {ozGovernor} from './oz-governor.js'
import {safe} from './safe.js'
import {timelockController} from './timelock-controller.js'
import {zodiacDelay} from './zodiac-delay.js'
import {zodiacRoles} from './zodiac-roles.js'

/** Every kind of governance machinery that a proposal may name. Adding one: its file, and a line here. */
export const VENUES: readonly VenueDefinition[] = [
  safe,
  eoa,
  timelockController,
  compoundTimelock,
  ozGovernor,
  governorBravo,
  compoundGovernor,
  aaveGovernance,
  dsPause,
  zodiacDelay,
  zodiacRoles,
]

/** @throws VENUE_UNKNOWN when there is none of that name. */
export function venueNamed(name: string): VenueDefinition {
  const found = VENUES.find((venue) => venue.name === name)
  if (found) return found
  throw new PlimsollError('VENUE_UNKNOWN', `There is no venue called \`${name}\`.`, {
    suggestions: [`Known are: ${VENUES.map((venue) => venue.name).join(', ')}.`],
  })
}
