import type {Warning} from '../../governance/read/calls.js'
import {warning} from './catalogue.js'

const INVISIBLE = /[\p{Cf}\p{Co}\p{Cn}\u115F\u1160\u3164\uFFA0]|(?![\n\r\t])\p{Cc}/u
const SCRIPTS = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
]

/** Words that mix scripts (`а` for `a`), and characters that cannot be seen or turn the direction of a text. */
export function textDangers(text: string, where: string): Warning[] {
  const hidden = INVISIBLE.exec(text)?.[0]
  const mixed = text
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .find((word) => SCRIPTS.filter((script) => script.test(word)).length > 1)
  return [
    ...(hidden === undefined
      ? []
      : [
          warning(
            'confusable-text',
            `${where} has the invisible character U+${(hidden.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
          ),
        ]),
    ...(mixed === undefined
      ? []
      : [warning('confusable-text', `${where} mixes the letters of several scripts in \`${mixed}\``)]),
  ]
}

/** Bytes of a description that editors and formatters take away, and the hash with them. */
export function driftDangers(description: string): Warning[] {
  const what = [
    ...(description.includes('\r') ? ['CRLF line ends'] : []),
    ...(/\s$/.test(description) ? ['blanks or newlines at its end'] : []),
    ...(/^\s/.test(description) ? ['blanks or newlines at its start'] : []),
  ]
  return what.length === 0
    ? []
    : [
        warning(
          'description-drift',
          `the description has ${what.join(' and ')}: an editor or formatter that takes them away changes the hash`,
        ),
      ]
}
