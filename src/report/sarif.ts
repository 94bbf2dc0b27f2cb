import type {Finding} from '../check/finding.js'
import type {RuleText} from '../check/rule.js'

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json'

/** A path as a relative URI reference, as SARIF wants it. */
const uriOf = (file: string): string =>
  encodeURI(file.replaceAll('\\', '/')).replaceAll('?', '%3F').replaceAll('#', '%23')

/** Findings as a SARIF 2.1.0 log (OASIS), which code-scanning services read. Columns count UTF-16 code units from 1. */
export function sarifLog(findings: readonly Finding[], rules: readonly RuleText[], version: string): unknown {
  const used = rules.filter(({id}) => findings.some(({rule}) => rule === id))
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'plimsoll',
            semanticVersion: version,
            rules: used.map(({id, severity, summary, rationale}) => ({
              id,
              shortDescription: {text: `${summary}.`},
              fullDescription: {text: rationale},
              defaultConfiguration: {level: severity},
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: findings.map(({file, line, column, rule, severity, message}) => ({
          ruleId: rule,
          ruleIndex: used.findIndex(({id}) => id === rule),
          level: severity,
          message: {text: message},
          locations: [
            {
              physicalLocation: {
                artifactLocation: {uri: uriOf(file)},
                region: {startLine: line, startColumn: column},
              },
            },
          ],
        })),
      },
    ],
  }
}
