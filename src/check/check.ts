import {PlimsollError} from '../errors.js'
import type {LoadedProposal, Path} from '../proposal/model.js'
import type {SourceFile} from '../proposal/parse.js'
import {settingsOf} from '../proposal/settings.js'
import type {Change, ProtocolDefinition, ProtocolRequest, RiskValue} from '../protocols/model.js'
import {PROTOCOLS} from '../protocols/registry.js'
import type {Finding, Severity} from './finding.js'
import type {Fix} from './fix.js'
import {readProposal} from './read-proposal.js'
import type {FileContext, FileRule, Report, Rule, RuleContext, Surroundings} from './rule.js'
import {RULES} from './rules.js'
import {readSettings} from './settings.js'

export interface CheckResult {
  readonly file: string
  readonly text: string
  /** sha256 of the file's bytes. */
  readonly digest: string
  /** In file order. */
  readonly findings: readonly Finding[]
  /** What `--fix` would do. */
  readonly fixes: readonly Fix[]
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

/** A change with one of its settings only: its own texts, and nothing else on the way to the setting. */
function withOnly(change: Change, texts: Change, path: Path): Change {
  const wrap = ([step, ...rest]: Path, node: unknown): unknown => {
    if (step === undefined) return node
    const inner = wrap(rest, (node as Change)[step])
    return typeof step === 'number' ? Object.assign([], {[step]: inner}) : {[step]: inner}
  }
  return {...texts, ...(wrap(path, change) as Change)}
}

/** The risk values, setting by setting, so that one that cannot be read hides no other. */
function riskValues(definition: ProtocolDefinition, request: ProtocolRequest): Pick<RuleContext, 'unread' | 'values'> {
  const values: RiskValue[] = []
  const unread: {path: Path; error: PlimsollError}[] = []
  for (const [index, change] of request.changes.entries()) {
    const texts = Object.fromEntries(Object.entries(change).filter(([, value]) => typeof value !== 'object'))
    for (const {path} of settingsOf(change, [])) {
      try {
        const own = definition.riskValues({...request, changes: [withOnly(change, texts, path)]})
        values.push(...own.map((value) => ({...value, path: ['changes', index, ...value.path.slice(2)]})))
      } catch (error) {
        if (!(error instanceof PlimsollError)) throw error
        unread.push({path: ['changes', index, ...path], error})
      }
    }
  }
  return {values, unread}
}

/** Errors that have a rule of their own. */
const HAS_A_RULE = new Set([
  'AAVE_WRONG_CHAIN',
  'AAVE_WRONG_TOKEN',
  'CUSTOM_ROLE_UNIT',
  'PROTOCOL_UNKNOWN_CHAIN',
  'PROTOCOL_WRONG_CHAIN',
])

function contextOf(file: FileContext): RuleContext | undefined {
  const found = asRequest(file.value)
  if (!found) return undefined
  return {
    ...file,
    ...found,
    ...riskValues(found.definition, found.request),
    settings: readSettings(found.request, found.definition),
  }
}

const spoken = ({message, suggestions}: PlimsollError): string => [message, ...suggestions].join(' ')

/** A rule that cannot look something up (a deployment on another chain, say) reports that instead. */
function applied(rule: FileRule | Rule, file: FileContext, context: RuleContext | undefined): Report[] {
  try {
    if ('checkFile' in rule) return rule.checkFile(file)
    return context ? rule.check(context) : []
  } catch (error) {
    if (!(error instanceof PlimsollError)) throw error
    return HAS_A_RULE.has(error.code) ? [] : [{path: ['protocol'], message: spoken(error)}]
  }
}

interface Ruling {
  readonly rule: string
  readonly severity: Severity
  readonly report: Report
}

function ruleReports(file: FileContext): Ruling[] {
  const context = contextOf(file)
  const unread = (context?.unread ?? []).filter(({error}) => !HAS_A_RULE.has(error.code))
  return [
    ...unread.map(({path, error}) => ({
      rule: 'schema',
      severity: 'error' as const,
      report: {path, message: spoken(error)},
    })),
    ...RULES.flatMap((rule) =>
      applied(rule, file, context).map((report) => ({
        rule: rule.id,
        severity: report.severity ?? rule.severity,
        report,
      })),
    ),
  ]
}

/** One message at one place is one finding, whichever rules met it. */
function distinct(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>()
  return findings.filter(({line, column, message}) => {
    const id = `${line}:${column} ${message}`
    return !seen.has(id) && seen.add(id)
  })
}

/**
 * Schema and lint rules over one file. Reports everything it can: what the schema refuses does not hide what rules find
 * elsewhere.
 */
export function checkSource(source: SourceFile, surroundings: Surroundings = {}): CheckResult {
  const {proposal, reports} = readProposal(source)
  const refused = reports.map(({path}) => path)
  const rulings: Ruling[] = [
    ...reports.map((report) => ({rule: report.rule, severity: 'error' as const, report})),
    ...ruleReports({...surroundings, source, value: without(source.value, refused), refused}),
  ]
  const findings = rulings.map(({rule, severity, report: {path, key, offset, message}}): Finding => {
    const {file, line = 1, column = 1} = offset === undefined ? source.locate(path, key) : source.placeAt(offset)
    return {file, line, column, rule, severity, message}
  })
  const {file, text, digest} = source
  return {
    file,
    text,
    digest,
    findings: distinct(findings.sort((a, b) => a.line - b.line || a.column - b.column)),
    fixes: rulings.flatMap(({report}) => report.fix ?? []),
    proposal,
  }
}
