import type {FileRule} from '../rule.js'
import {example} from './examples.js'

const CHANGE = '- asset: WETH\n  reserveFactor: {from: 15%, to: 20%}'

const TAGS =
  'a|abbr|b|blockquote|br|code|dd|del|details|div|dl|dt|em|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|pre|q|s|small|span|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|u|ul|var'

const PATTERNS: readonly RegExp[] = [
  /\b(?:TODO|FIXME|TBD|TBC|XXX+|lorem ipsum)\b/gi,
  /\bto be (?:determined|decided)\b/gi,
  /\?{3,}/g,
  /\bhttps?:\/\/(?:[\w-]+\.)*(?:example\.(?:com|net|org)|[\w-]+\.(?:example|invalid|test))(?![\w.-]*\w)[^\s)>"']*/gi,
  new RegExp(`<(?!/?(?:${TAGS})\\b)[a-z][a-z0-9 _'-]+>`, 'gi'),
  /\[(?:insert|add|fill in|your)\b[^\]\n]*\](?!\()/gi,
  /\b0x(?:0*dead(?:beef)?(?:0*|dead|beef)*|([1-9a-f])\1{39}|1234567890[\da-f]{30})\b/gi,
]

export const placeholder: FileRule = {
  id: 'placeholder',
  severity: 'error',
  summary: 'something is still to be filled in',
  rationale:
    'Proposals have gone on chain with the description "TODO" and with caps that were to be filled in. What is open must ' +
    'not look finished.',
  failing: example(CHANGE, {summary: 'Moves the reserve factor from 15% to 20%. Motivation TBD.'}),
  passing: example(CHANGE),
  checkFile({source: {text}}) {
    return PATTERNS.flatMap((pattern) => [...text.matchAll(pattern)]).map(({index, 0: found}) => ({
      path: [],
      offset: index,
      message: `\`${found}\` stands for something that is still to be filled in.`,
    }))
  },
}
