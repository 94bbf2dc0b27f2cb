import {textsIn} from '../look.js'
import {placeInText} from '../place.js'
import type {FileRule} from '../rule.js'
import {example} from './examples.js'

const GOOD = example('- asset: WETH\n  reserveFactor: {from: 15%, to: 20%}')

/** Letters of other scripts that are drawn like Latin ones (Unicode TR 39, the confusables of Latin letters). */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  ...pairs('аАвВсСԁеЕһНіІјЈкКӏмМоОрРԛѕЅтТуУԝхХүҮ', 'aABBcCdeEhHiIjJkKlmMoOpPqsStTyYwxXyY'),
  ...pairs('ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοιϳνϲ', 'ABEZHIKMNOPTYXoijvc'),
  ...pairs('օսոցհԼՍՕ', 'ounghLUO'),
}

function pairs(others: string, latin: string): Record<string, string> {
  const target = Array.from(latin)
  return Object.fromEntries(Array.from(others).map((other, index) => [other, target[index] ?? '?']))
}

function complaint(word: string): string | undefined {
  const digit = /(?![0-9])\p{Nd}/u.exec(word)?.[0]
  if (digit !== undefined)
    return `\`${word}\` has a digit that is not 0 to 9 (${code(digit)}): numbers are written in plain digits.`
  const styled = /[\uff01-\uff5e\u{1d400}-\u{1d7ff}]/u.exec(word)?.[0]
  if (styled !== undefined) return `\`${word}\` has a letter of another font (${code(styled)}): write plain letters.`
  const other = Array.from(word).find((letter) => Object.hasOwn(LOOK_ALIKES, letter))
  if (other === undefined || !/[A-Za-z]/.test(word)) return undefined
  return `\`${word}\` has a letter that only looks like \`${LOOK_ALIKES[other] ?? ''}\` (${code(other)}): type the word again.`
}

const code = (letter: string): string => `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

export const lookAlikeLetters: FileRule = {
  id: 'look-alike-letters',
  severity: 'error',
  summary: 'a word mixes Latin letters with look-alikes, or has digits of another script',
  rationale:
    'A name with one foreign letter looks like the asset or contract that readers know, and is another; a search for it ' +
    'finds nothing.',
  failing: GOOD.replace('An example for a rule', 'An ex\u0430mple for a rule'),
  passing: GOOD,
  checkFile({source}) {
    return textsIn(source.value).flatMap(({path, text}) =>
      [...text.matchAll(/[\p{L}\p{M}\p{Nd}\uff01-\uff5e_]+/gu)].flatMap(({index, 0: word}) => {
        const message = complaint(word)
        return message === undefined ? [] : [{path, ...placeInText(source, path, text, index, word), message}]
      }),
    )
  },
}
