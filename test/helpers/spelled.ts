import type {Governed, GovernedTable} from '../../src/protocols/governed.js'
import type {Change, ProtocolRequest} from '../../src/protocols/model.js'
import type {FixedPoint} from '../../src/units/fixed.js'
import {rational} from '../../src/units/rational.js'

/** The contract's integer for a parameter; undefined to leave it out. */
type Pick<S> = (parameter: Governed<S>, units: FixedPoint, index: number) => bigint | undefined

/** One change of everything that fits a subject, YAML: its literals, and each parameter at the integer that is picked for it. */
export function spelled<S>(
  {parameters, subjectOf}: GovernedTable<S>,
  {protocol, literals, pick}: {protocol: ProtocolRequest['protocol']; literals: Change; pick: Pick<S>},
): string {
  const subject = subjectOf(literals, {protocol, changes: [literals]})
  const lines = parameters
    .filter(({unfit}) => unfit?.(subject) === undefined)
    .flatMap((parameter, index) => {
      const fixed = parameter.units(subject)
      const units = pick(parameter, fixed, index)
      if (units === undefined) return []
      const text = parameter.spelling.write(rational(units, fixed.perOne), parameter.token?.(subject) ?? '')
      return [`    ${parameter.id}: {to: "${text}"}`]
    })
  const own = Object.entries(literals).map(
    ([name, value], index) => `  ${index === 0 ? '-' : ' '} ${name}: ${String(value)}`,
  )
  return [...own, ...lines].join('\n')
}
