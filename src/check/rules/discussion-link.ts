import {textAt} from '../look.js'
import type {FileRule} from '../rule.js'
import {example} from './examples.js'

const CHANGE = '- asset: WETH\n  reserveFactor: {from: 15%, to: 20%}'

export const discussionLink: FileRule = {
  id: 'discussion-link',
  severity: 'warning',
  summary: 'the discussion is missing, or its link is not https',
  rationale:
    'Who votes or signs must be able to read the objections; a link without https can be answered by anyone on the way.',
  failing: example(CHANGE, {discussion: 'http://governance.aave.com/'}),
  passing: example(CHANGE),
  checkFile({value, refused}) {
    if (refused.some(([first]) => first === 'discussion') || typeof value !== 'object' || value === null) return []
    const link = textAt(value, ['discussion'])
    if (link === undefined) {
      return [
        {
          path: ['title'],
          key: true,
          message: 'there is no `discussion:`: link the thread where the change is discussed.',
        },
      ]
    }
    if (/^https:\/\/[\w-]+(\.[\w-]+)+/.test(link)) return []
    return [{path: ['discussion'], message: `${link} is no https link.`}]
  },
}
