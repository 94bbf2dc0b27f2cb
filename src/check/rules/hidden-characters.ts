import type {FileRule} from '../rule.js'
import {example} from './examples.js'

const GOOD = example('- asset: WETH\n  reserveFactor: {from: 15%, to: 20%}')

/** Control, format and separator characters that a screen does not show; tab and line ends are not among them. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0\u2800]/gu
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/
const EMOJI = /\p{Extended_Pictographic}(?:[\u{1f3fb}-\u{1f3ff}]|\ufe0f)*$/u

/** A joiner inside an emoji, or the tags of a flag, belong to a picture. */
function isPicture(text: string, index: number): boolean {
  const character = String.fromCodePoint(text.codePointAt(index) ?? 0)
  if (/[\u{e0020}-\u{e007f}]/u.test(character)) return true
  return character === '\u200d' && EMOJI.test(text.slice(Math.max(0, index - 8), index))
}

export const hiddenCharacters: FileRule = {
  id: 'hidden-characters',
  severity: 'error',
  summary: 'the file has characters that nobody sees',
  rationale:
    'Characters that turn the direction of text, or have no width, make a text read otherwise than the machine reads it ' +
    '("Trojan Source", CVE-2021-42574): the number on the screen is not the number in the file.',
  failing: GOOD.replace('An example for a rule', '"An example\u202e for a rule"'),
  passing: GOOD,
  checkFile({source: {text}}) {
    return [...text.matchAll(HIDDEN)]
      .filter(({index, 0: character}) => !/[\t\n\r]/.test(character) && !isPicture(text, index))
      .map(({index, 0: character}) => {
        const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
        const what = DIRECTION.test(character) ? 'turns the direction of the text' : 'does not show on a screen'
        return {path: [], offset: index, message: `the character ${code} ${what}: remove it.`}
      })
  },
}
