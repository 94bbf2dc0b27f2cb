import {Args, Flags} from '@oclif/core'

import type {Finding} from '../src/check/finding.js'
import type {RuleText} from '../src/check/rule.js'
import {RULE_TEXTS, ruleNamed} from '../src/check/rules.js'
import {checkFiles} from '../src/edge/check-files.js'
import {PlimsollCommand} from '../src/edge/command.js'
import {EXIT, PlimsollError} from '../src/errors.js'
import {CHECK_FORMATS, renderCheck, type CheckFormat} from '../src/report/check.js'
import {renderRule, renderRuleList} from '../src/report/rules.js'

export interface CheckOutput {
  files: {file: string; digest: string; fixed?: number}[]
  findings: readonly Finding[]
}

export default class Check extends PlimsollCommand {
  static override summary = 'check proposal files against the schema and the lint rules'
  static override description =
    'Prints every finding with its place. Exit code 0: no errors; 1: at least one error, or more warnings than allowed; ' +
    '2: a file cannot be read as YAML.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> proposals/aave-v3-weth-liquidation-threshold.yaml --max-warnings 0',
    '<%= config.bin %> <%= command.id %> proposals/custom-perpetual-maintenance-margin.yaml --pending proposals',
    '<%= config.bin %> <%= command.id %> proposals/aave-v3-weth-liquidation-threshold.yaml --format sarif',
    '<%= config.bin %> <%= command.id %> --explain scale-slip',
  ]
  static override strict = false
  static override args = {file: Args.string({description: 'proposal files (YAML)'})}
  static override flags = {
    format: Flags.option({
      options: CHECK_FORMATS,
      default: 'text' as CheckFormat,
      description: 'text for people, json as --json, sarif for code scanning, github for annotations in a workflow',
    })(),
    fix: Flags.boolean({
      description: 'put right what leaves no choice, in the files: blanks, line ends, quotes, checksums',
    }),
    'max-warnings': Flags.integer({description: 'exit 1 when there are more warnings', helpValue: 'N', min: 0}),
    pending: Flags.string({description: 'folder of open proposals to compare with', helpValue: 'DIR'}),
    explain: Flags.string({description: 'explain a rule, with examples', helpValue: 'RULE'}),
    'list-rules': Flags.boolean({description: 'list the rules'}),
  }

  async run(): Promise<CheckOutput | RuleText | readonly RuleText[]> {
    const {argv, flags} = await this.parse(Check)
    if (flags['list-rules']) return this.conclude(RULE_TEXTS, EXIT.yes, renderRuleList(RULE_TEXTS))
    if (flags.explain !== undefined)
      return this.conclude(ruleNamed(flags.explain), EXIT.yes, renderRule(ruleNamed(flags.explain)))
    if (argv.length === 0) throw new PlimsollError('CHECK_NO_FILE', 'name a proposal file, or a rule with --explain.')
    const {fix, pending} = flags
    const today = new Date().toISOString().slice(0, 10)
    const {checked, unreadable} = await checkFiles(argv as string[], {fix, pending, today})
    const findings = checked.flatMap(({result}) => result.findings)
    const files = checked.map(({result: {file, digest}, fixed}) => ({file, digest, ...(fix ? {fixed} : {})}))
    const output = {files, findings}
    const [last, ...others] = unreadable.toReversed()
    const warnings = findings.filter(({severity}) => severity === 'warning').length
    const failed = warnings < findings.length || warnings > (flags['max-warnings'] ?? Infinity)
    const exit = last ? EXIT.usage : failed ? EXIT.no : EXIT.yes
    if (checked.length > 0) this.conclude(output, exit, renderCheck(flags.format, checked, output, this.config.version))
    for (const error of others.toReversed()) this.complain(error)
    if (last) throw last
    return output
  }
}
