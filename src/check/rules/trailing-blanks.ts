import type {FileRule} from '../rule.js'
import {example} from './examples.js'

const GOOD = example('- asset: WETH\n  reserveFactor: {from: 15%, to: 20%}')

export const trailingBlanks: FileRule = {
  id: 'trailing-blanks',
  severity: 'warning',
  summary: 'a line ends in blanks',
  rationale:
    'Editors and formatters remove blanks at line ends in silence, and every hash over the text changes with them. In ' +
    'Markdown two of them are a line break that nobody sees.',
  failing: GOOD.replace('chain: ethereum', 'chain: ethereum  '),
  passing: GOOD,
  fixable: true,
  checkFile({source: {text}}) {
    return [...text.matchAll(/(?<![ \t])[ \t]+(?=\r?\n|$)/g)].map(({index, 0: blanks}) => ({
      path: [],
      offset: index,
      message: `the line ends in ${blanks.length === 1 ? 'a blank' : `${blanks.length} blanks`}.`,
      fix: {start: index, end: index + blanks.length, text: ''},
    }))
  },
}
