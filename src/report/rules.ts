import type {RuleText} from '../check/rule.js'
import {style} from './style.js'

const indented = (text: string): string => text.trimEnd().replaceAll(/^(?=.)/gm, '    ')

/** `--explain RULE`: what it forbids, why, and an example of each kind. */
export function renderRule({id, severity, summary, rationale, failing, passing, fixable, world}: RuleText): string {
  const fix = fixable === true ? '\n`--fix` puts it right where there is only one way.' : ''
  const beside = [
    ...(world?.today === undefined ? [] : [`On ${world.today}.`]),
    ...(world?.pending === undefined ? [] : [`Beside this open proposal:\n\n${indented(world.pending)}`]),
  ].join('\n')
  return [
    `${style.strong(id)} (${severity}): ${summary}.`,
    '',
    rationale + fix,
    ...(beside === '' ? [] : ['', beside]),
    '',
    style.bad('fails:'),
    '',
    indented(failing),
    '',
    style.good('passes:'),
    '',
    indented(passing),
  ].join('\n')
}

/** `--list-rules`: one line each. */
export function renderRuleList(rules: readonly RuleText[]): string {
  const width = Math.max(...rules.map(({id}) => id.length))
  return rules
    .map(({id, severity, fixable, summary}) => {
      const what = `${severity}${fixable === true ? ', fixable' : ''}`
      return `${style.strong(id.padEnd(width))}  ${what.padEnd('warning, fixable'.length)}  ${summary}`
    })
    .join('\n')
}

const fenced = (text: string): string => {
  const shown = text
    .replaceAll('\r', '␍')
    .replaceAll(/[\p{Cf}]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .replaceAll(/[ ]+$/gm, (blanks) => '·'.repeat(blanks.length))
  return ['```yaml', shown.trimEnd(), '```'].join('\n')
}

/** `docs/rules.md`: every rule, from what the rules say about themselves. */
export function rulesPage(rules: readonly RuleText[]): string {
  const row = ({id, severity, fixable, summary}: RuleText): string =>
    `| [\`${id}\`](#${id}) | ${severity} | ${fixable === true ? 'yes' : ''} | ${summary.replaceAll('|', '\\|')} |`
  const section = ({id, severity, summary, rationale, failing, passing, world}: RuleText): string[] => [
    `## ${id}`,
    '',
    `${severity === 'error' ? 'Error' : 'Warning'}: ${summary}.`,
    '',
    rationale,
    '',
    ...(world?.today === undefined ? [] : [`The examples are checked on ${world.today}.`, '']),
    ...(world?.pending === undefined ? [] : ['Beside this open proposal:', '', fenced(world.pending), '']),
    'Fails:',
    '',
    fenced(failing),
    '',
    'Passes:',
    '',
    fenced(passing),
    '',
  ]
  return [
    '# Lint rules',
    '',
    '<!-- Written by `UPDATE_DOCS=1 npm test -- test/check/docs`; do not edit. -->',
    '',
    `\`plimsoll check\` knows ${rules.length} rules. \`plimsoll check --explain RULE\` prints one of them; an error makes the exit`,
    'code 1, a warning only with `--max-warnings`. In the examples `·` stands for a blank at the end of a line, and `␍` for a',
    'carriage return.',
    '',
    '| rule | severity | `--fix` | what it finds |',
    '| --- | --- | --- | --- |',
    ...rules.map(row),
    '',
    ...rules.flatMap(section),
  ].join('\n')
}
