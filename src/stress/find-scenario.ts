import {PlimsollError} from '../errors.js'
import {nearest} from '../nearest.js'
import {NAMED_SCENARIOS} from './crises.js'
import type {Scenario} from './model.js'

/** @throws STRESS_UNKNOWN */
export function findScenario(name: string): Scenario {
  const found = NAMED_SCENARIOS.find((scenario) => scenario.name === name)
  if (found) return found
  const near = nearest(
    name,
    NAMED_SCENARIOS.map((scenario) => scenario.name),
  )
  throw new PlimsollError('STRESS_UNKNOWN', `There is no scenario ${name}.`, {
    suggestions: [
      ...(near.length > 0 ? [`Did you mean ${near.join(', ')}?`] : []),
      'See what there is: plimsoll stress --list',
    ],
  })
}
