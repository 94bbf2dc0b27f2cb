import type {Rule} from '../rule.js'
import {example} from './examples.js'

export const incompleteCall: Rule = {
  id: 'incomplete-call',
  severity: 'error',
  summary: 'one call sets several parameters, and not all of them are given',
  rationale:
    'A packed setter writes every one of its values. What the file leaves out would have to be guessed, and a guess undoes ' +
    "somebody else's change.",
  failing: example('- asset: WETH\n  liquidationThreshold: {from: 83%, to: 82.5%}'),
  passing: example(
    '- asset: WETH\n  ltv: {keep: 80.5%}\n  liquidationThreshold: {from: 83%, to: 82.5%}\n  liquidationBonus: {keep: 5%}',
  ),
  check({request, definition, settings, refused}) {
    return (definition.together?.(request) ?? []).flatMap((group) =>
      request.changes.flatMap((change, index) => {
        const own = settings.filter((setting) => setting.index === index && group.includes(setting.name))
        const first = own.find(({to}) => to !== undefined)
        const meant = (id: string): boolean =>
          refused.some(([root, item, name]) => root === 'changes' && item === index && name === id)
        const missing = group.filter((id) => !Object.hasOwn(change, id) && !meant(id))
        if (!first || missing.length === 0) return []
        const asked = missing.map((id) => `\`${id}: {keep: <the current value>}\``).join(', ')
        const message = `one call sets ${group.join(', ')} together: add ${asked}, or change ${missing.length > 1 ? 'them' : 'it'} too.`
        return [{path: first.path, key: true, message}]
      }),
    )
  },
}
