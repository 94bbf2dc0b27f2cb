import type {CheckResult} from '../check/check.js'
import type {Finding} from '../check/finding.js'
import {RULE_TEXTS} from '../check/rules.js'
import {renderFinding, renderSummary} from './findings.js'
import {githubCommand} from './github.js'
import {sarifLog} from './sarif.js'
import {visible} from './visible.js'

export const CHECK_FORMATS = ['text', 'json', 'sarif', 'github'] as const
export type CheckFormat = (typeof CHECK_FORMATS)[number]

interface Checked {
  readonly result: CheckResult
  readonly fixed: number
}

function asText(checked: readonly Checked[]): string {
  const findings = checked.flatMap(({result}) => result.findings)
  return [
    ...checked
      .filter(({fixed}) => fixed > 0)
      .map(({result: {file}, fixed}) => `${visible(file)}: ${fixed} ${fixed === 1 ? 'place' : 'places'} put right`),
    ...checked.flatMap(({result}) => result.findings.flatMap((finding) => renderFinding(finding, result.text))),
    renderSummary(findings, checked.length),
  ].join('\n')
}

const json = (value: unknown): string => JSON.stringify(value, undefined, 2)

/** What `plimsoll check` prints, in one of its formats. */
export function renderCheck(
  format: CheckFormat,
  checked: readonly Checked[],
  output: {readonly findings: readonly Finding[]},
  version: string,
): string {
  switch (format) {
    case 'text': {
      return asText(checked)
    }
    case 'json': {
      return json(output)
    }
    case 'sarif': {
      return json(sarifLog(output.findings, RULE_TEXTS, version))
    }
    case 'github': {
      return output.findings.map(githubCommand).join('\n')
    }
  }
}
