import {respell} from '../../units/respell.js'
import type {Rational} from '../../units/rational.js'
import {sameValue} from '../../units/same.js'

/** A figure of the whole change, and what stands in its place in one step: nothing when this step has no such figure. */
export interface Figure {
  readonly whole: string
  readonly step: Rational | undefined
}

/** Numbers in prose, with the unit or token that follows; a digit inside a word (`v3`) or an address is none. */
const NUMBER = /(?<![\w.@#-])\d[\d_,]*(?:\.\d+)?(?:\s?(?:%|bps|x)(?!\w)|\s?(?:k|m|bn)?\s+[A-Z][\w.+-]*|)/g

/**
 * A text about the whole change, made to speak of one step: each number that is one of the figures becomes the step's.
 * Undefined when a number is none of them, or could be two that differ: such a text cannot be kept.
 */
export function restate(text: string, figures: readonly Figure[]): string | undefined {
  const tokens = [...text.matchAll(NUMBER)].map(([token]) => token.replace(/[,.]$/, ''))
  const instead = new Map<string, string>()
  for (const token of tokens) {
    const found = figures.filter(({whole}) => sameValue(token.replaceAll(',', ''), whole))
    const [first, ...others] = found.map(({step}) => (step === undefined ? undefined : respell(token, step)))
    if (first === undefined || others.some((other) => other !== first)) return undefined
    instead.set(token, first)
  }
  return text.replaceAll(NUMBER, (token) => {
    const number = token.replace(/[,.]$/, '')
    return (instead.get(number) ?? number) + token.slice(number.length)
  })
}
