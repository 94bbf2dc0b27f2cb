import {textAt} from '../look.js'
import type {FileRule} from '../rule.js'
import {example} from './examples.js'

const CHANGE = '- asset: WETH\n  reserveFactor: {from: 15%, to: 20%}'

export const summaryMissing: FileRule = {
  id: 'summary-missing',
  severity: 'warning',
  summary: 'the proposal has no summary',
  rationale: 'Voters and signers read prose; without it nothing says in words what the numbers are meant to do.',
  failing: example(CHANGE, {summary: ''}),
  passing: example(CHANGE),
  checkFile({value, refused}) {
    if (refused.some(([first]) => first === 'summary') || typeof value !== 'object' || value === null) return []
    const summary = textAt(value, ['summary'])
    if (summary !== undefined && summary.trim() !== '') return []
    const path = summary === undefined ? ['title'] : ['summary']
    return [{path, key: true, message: 'there is no `summary:`: say in a few sentences what changes and why.'}]
  },
}
