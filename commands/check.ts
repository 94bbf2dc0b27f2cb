import {Args} from '@oclif/core'

import {checkSource} from '../src/check/check.js'
import type {Finding} from '../src/check/finding.js'
import {PlimsollCommand} from '../src/edge/command.js'
import {loadSource} from '../src/edge/load-proposal.js'
import {EXIT} from '../src/errors.js'
import {renderFinding, renderSummary} from '../src/report/findings.js'

export interface CheckOutput {
  files: {file: string; digest: string}[]
  findings: readonly Finding[]
}

export default class Check extends PlimsollCommand {
  static override summary = 'check proposal files against the schema and the lint rules'
  static override description =
    'Prints every finding with its place. Exit code 0: no errors; 1: at least one error; 2: a file cannot be read as YAML.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> proposals/aave-v3-weth-liquidation-threshold.yaml',
    '<%= config.bin %> <%= command.id %> proposals/aave-v3-weth-liquidation-threshold.yaml --json',
  ]
  static override strict = false
  static override args = {file: Args.string({description: 'proposal files (YAML)', required: true})}

  async run(): Promise<CheckOutput> {
    const {argv} = await this.parse(Check)
    const read = await Promise.allSettled((argv as string[]).map(async (file) => loadSource(file)))
    const unreadable = read.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []))
    const [first, ...others] = unreadable
    if (first && read.length === 1) throw first
    const results = read.flatMap((result) => (result.status === 'fulfilled' ? [checkSource(result.value)] : []))
    const findings = results.flatMap((result) => result.findings)
    const lines = results.flatMap((result) => result.findings.flatMap((finding) => renderFinding(finding, result.text)))
    const output = {files: results.map(({file, digest}) => ({file, digest})), findings}
    const exit = first ? EXIT.usage : findings.some(({severity}) => severity === 'error') ? EXIT.no : EXIT.yes
    this.conclude(output, exit, [...lines, renderSummary(findings, results.length)].join('\n'))
    for (const error of others) this.complain(error)
    if (first) throw first
    return output
  }
}
