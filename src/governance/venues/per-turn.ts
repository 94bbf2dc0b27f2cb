import {PlimsollError} from '../../errors.js'
import type {VenueContext, VenueItem} from '../model.js'

/**
 * The item with one value in place of a list for this turn. A venue that acts several times needs as many values.
 * @throws VENUE_PER_TURN when there are more or fewer
 */
export function forTurn(item: VenueItem, field: string, {turn, turns}: VenueContext): VenueItem {
  const given: readonly unknown[] = [item[field]].flat()
  if (given.length === turns) return {...item, [field]: given[turn]}
  throw new PlimsollError(
    'VENUE_PER_TURN',
    `The ${item.venue} acts ${turns} times, but \`${field}\` has ${given.length}.`,
    {
      suggestions: [`Give \`${field}\` as a list of ${turns}, in order.`],
    },
  )
}
