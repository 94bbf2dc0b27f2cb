import {titleOf} from '../settings.js'
import type {Rule} from '../rule.js'
import {example} from './examples.js'

export const fromMissing: Rule = {
  id: 'from-missing',
  severity: 'warning',
  summary: 'a change does not say what it starts from',
  rationale:
    'A new value alone tells nobody how large the step is, and nobody notices when the chain has moved on since the text ' +
    'was written.',
  failing: example('- asset: WETH\n  reserveFactor: {to: 20%}'),
  passing: example('- asset: WETH\n  reserveFactor: {from: 15%, to: 20%}'),
  check({settings, refused}) {
    const meant = new Set(refused.map((path) => path.join('\n')))
    return settings
      .filter(({from, to}) => to !== undefined && from === undefined)
      .filter(({path}) => !meant.has([...path, 'from'].join('\n')))
      .map((setting) => ({
        path: setting.path,
        key: true,
        message: `the ${titleOf(setting)} has no \`from:\`: say what it is now.`,
      }))
  },
}
