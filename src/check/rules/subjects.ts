import {isPlausible} from '../plausible.js'
import type {RiskValue, Role} from '../../protocols/model.js'

/** The values of each subject that has all of these roles, in the order of the roles; values that cannot be meant are left out. */
export function bySubject(values: readonly RiskValue[], roles: readonly Role[]): RiskValue[][] {
  const subjects = [...new Set(values.map(({subject}) => subject))]
  return subjects.flatMap((subject) => {
    const found = roles.flatMap(
      (role) => values.find((value) => value.subject === subject && value.role === role && isPlausible(value)) ?? [],
    )
    return found.length === roles.length ? [found] : []
  })
}
