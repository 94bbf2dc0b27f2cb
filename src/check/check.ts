import type {ValidateFunction} from 'ajv'

import {validateProposal} from '../generated/validators.js'
import {PlimsollError} from '../errors.js'
import type {LoadedProposal, Path, Proposal} from '../proposal/model.js'
import type {SourceFile} from '../proposal/parse.js'
import type {ProtocolDefinition, ProtocolRequest, RiskValue} from '../protocols/model.js'
import {PROTOCOLS} from '../protocols/registry.js'
import type {Finding, Severity} from './finding.js'
import type {Report, Rule, RuleContext} from './rule.js'
import {RULES} from './rules.js'
import {schemaReports, type SchemaReport} from './schema-findings.js'

export interface CheckResult {
  readonly file: string
  readonly text: string
  /** sha256 of the file's bytes. */
  readonly digest: string
  /** In file order. */
  readonly findings: readonly Finding[]
  /** The proposal, when the schema accepts the file. */
  readonly proposal: LoadedProposal | undefined
}

/** A copy without the parts at these paths, so that rules never meet what the schema refused. */
function without(value: unknown, paths: readonly Path[]): unknown {
  const copy: unknown = structuredClone(value)
  for (const path of paths) {
    let node: unknown = copy
    for (const step of path.slice(0, -1)) node = (node as Record<number | string, unknown> | undefined)?.[step]
    const last = path.at(-1)
    if (typeof node === 'object' && node !== null && last !== undefined && !Array.isArray(node)) {
      Reflect.deleteProperty(node, last)
    }
  }
  return copy
}

function asRequest(value: unknown): {request: ProtocolRequest; definition: ProtocolDefinition} | undefined {
  const {protocol, changes} = value as {protocol?: {name?: unknown; chain?: unknown}; changes?: unknown}
  const definition = PROTOCOLS.find(({name}) => name === protocol?.name)
  const items: unknown[] = Array.isArray(changes) ? changes : []
  if (!definition || protocol?.chain === undefined || items.length === 0) return undefined
  if (!items.every((item) => typeof item === 'object' && item !== null)) return undefined
  return {request: value as ProtocolRequest, definition}
}

/** The risk values of each change on its own, so that one unreadable change hides no other. */
function riskValues(
  definition: ProtocolDefinition,
  request: ProtocolRequest,
): {values: RiskValue[]; reports: Report[]} {
  const values: RiskValue[] = []
  const reports: Report[] = []
  for (const [index, change] of request.changes.entries()) {
    try {
      const own = definition.riskValues({...request, changes: [change]})
      values.push(...own.map((value) => ({...value, path: ['changes', index, ...value.path.slice(2)]})))
    } catch (error) {
      if (!(error instanceof PlimsollError)) throw error
      reports.push({path: ['changes', index], message: error.message})
    }
  }
  return {values, reports}
}

/** A rule that cannot look something up (a deployment on another chain, say) reports that instead. */
function applied(rule: Rule, context: RuleContext): Report[] {
  try {
    return rule.check(context)
  } catch (error) {
    if (!(error instanceof PlimsollError)) throw error
    return [{path: ['protocol'], message: [error.message, ...error.suggestions].join(' ')}]
  }
}

function ruleReports(value: unknown, refused: readonly Path[]): {rule: string; severity: Severity; report: Report}[] {
  const found = asRequest(value)
  if (!found) return []
  const {values, reports} = riskValues(found.definition, found.request)
  const context: RuleContext = {...found, values, refused}
  return [
    ...reports.map((report) => ({rule: 'schema', severity: 'error' as const, report})),
    ...RULES.flatMap((rule) =>
      applied(rule, context).map((report) => ({rule: rule.id, severity: report.severity ?? rule.severity, report})),
    ),
  ]
}

/** Schema and lint rules over one file. Reports everything it can: what the schema refuses does not hide what rules find elsewhere. */
export function checkSource(source: SourceFile): CheckResult {
  const validate = validateProposal as ValidateFunction<Proposal>
  const valid = validate(source.value)
  const schema: SchemaReport[] = valid ? [] : schemaReports(validate.errors ?? [])
  const refused = schema.map(({path}) => path)
  const remaining = without(source.value, refused)
  const rules = typeof remaining === 'object' && remaining !== null ? ruleReports(remaining, refused) : []
  const finding = (rule: string, severity: Severity, {path, key, message}: Report): Finding => {
    const {file, line = 1, column = 1} = source.locate(path, key)
    return {file, line, column, rule, severity, message}
  }
  const findings = [
    ...schema.map((report) => finding(report.rule, 'error', report)),
    ...rules.map(({rule, severity, report}) => finding(rule, severity, report)),
  ].sort((a, b) => a.line - b.line || a.column - b.column)
  const {file, text, digest} = source
  const proposal = valid
    ? {
        file,
        text,
        digest,
        proposal: source.value,
        locate: (path: Path, key?: boolean) => source.locate(path, key),
      }
    : undefined
  return {file, text, digest, findings, proposal}
}
