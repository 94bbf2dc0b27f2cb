import type {ErrorObject} from 'ajv'
import {isScalar} from 'yaml'

import type {Path} from '../proposal/model.js'
import type {SourceFile} from '../proposal/parse.js'
import {parseAmount} from '../units/amount.js'
import {parseDuration} from '../units/duration.js'
import {nearest} from '../nearest.js'
import {parseRatio} from '../units/ratio.js'
import type {Fix} from './fix.js'
import type {Report} from './rule.js'

/** What the schema refuses, in words, at the deepest place it can be blamed on. */
export interface SchemaReport extends Report {
  readonly rule: 'missing-unit' | 'schema'
}

type Failure = ErrorObject<string, Record<string, unknown>>

const pathOf = (pointer: string): Path =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))

const list = (values: readonly unknown[]): string => values.map((value) => `\`${String(value)}\``).join(', ')
function show(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a map'
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``
}

/** The message of the parser that reads such a value, which knows the likely slips. */
function parserMessage(value: string, read: (text: string) => unknown): string | undefined {
  try {
    read(value)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : undefined
  }
}

/** Which parser stands behind a pattern, told by an example that only it reads. */
function parserFor(pattern: unknown): ((text: string) => unknown) | undefined {
  if (typeof pattern !== 'string') return undefined
  const expression = new RegExp(pattern)
  if (expression.test('83%') && !expression.test('>= 83%')) return parseRatio
  if (expression.test('1 WETH')) return parseAmount
  return expression.test('36h') ? parseDuration : undefined
}

function textual({data, parentSchema}: Failure): Omit<SchemaReport, 'path'> | undefined {
  if (typeof data !== 'string' && typeof data !== 'number') return undefined
  const read = parserFor(parentSchema?.['pattern'])
  const message = read && parserMessage(String(data), read)
  if (message === undefined) return undefined
  return {rule: /^[+-]?[\d_.]+$/.test(String(data).trim()) ? 'missing-unit' : 'schema', message}
}

function describe(failure: Failure): Omit<SchemaReport, 'path'> & {under?: string} {
  const {keyword, params, data, parentSchema, schema} = failure
  const rule = 'schema'
  switch (keyword) {
    case 'additionalProperties': {
      const name = String(params['additionalProperty'])
      const known = Object.keys((parentSchema?.['properties'] ?? {}) as object)
      const close = nearest(name, known)
      const hint = close.length > 0 ? `did you mean ${list(close)}?` : `known here: ${list(known)}.`
      return {rule, key: true, under: name, message: `unknown key \`${name}\`; ${hint}`}
    }
    case 'required': {
      return {rule, key: true, message: `\`${String(params['missingProperty'])}\` is missing here.`}
    }
    case 'enum': {
      const known = (schema as unknown[]).map(String)
      const close = nearest(String(data), known)
      return {
        rule,
        message: `${show(data)} is not known here; ${close.length > 0 ? `did you mean ${list(close)}?` : `use one of ${list(known)}.`}`,
      }
    }
    case 'const': {
      return {rule, message: `must be \`${String(schema)}\`, not ${show(data)}.`}
    }
    case 'pattern':
    case 'type': {
      const wanted = keyword === 'type' ? [params['type']].flat().join(' or ') : 'what is meant here'
      const hint = typeof parentSchema?.['description'] === 'string' ? ` ${parentSchema['description']}` : ''
      return (
        textual(failure) ?? {
          rule,
          message: `${show(data)} is not ${keyword === 'type' ? `of type ${wanted}` : wanted}.${hint}`,
        }
      )
    }
    case 'oneOf': {
      const both = params['passingSchemas'] !== null
      return {
        rule,
        message: both
          ? 'these keys exclude each other: a setting has `to` (and `from`), or `keep`.'
          : 'write `{from, to}`, `{to}` or `{keep}`.',
      }
    }
    case 'anyOf': {
      const hint = typeof parentSchema?.['description'] === 'string' ? ` ${parentSchema['description']}` : ''
      return {rule, message: `${show(data)} is not what is meant here.${hint}`}
    }
    case 'format': {
      return {rule, message: `${show(data)} is not a ${String(params['format'])}.`}
    }
    default: {
      return {rule, message: `${failure.message ?? 'is invalid'}.`}
    }
  }
}

/**
 * Alternatives (`anyOf`, `oneOf`) report every branch that failed. Keeps the branch that came closest: one that does not
 * fail on the type of the whole value, with the fewest errors; the alternative itself where no branch came close.
 */
function closestBranches(errors: readonly Failure[]): Failure[] {
  let left = [...errors]
  const alternatives = left.filter(({keyword}) => keyword === 'anyOf' || keyword === 'oneOf')
  for (const whole of alternatives.toSorted((a, b) => b.schemaPath.length - a.schemaPath.length)) {
    const prefix = `${whole.schemaPath}/`
    const isInside = (error: Failure): boolean =>
      error.schemaPath.startsWith(prefix) && error.instancePath.startsWith(whole.instancePath)
    const branches = new Map<string, Failure[]>()
    for (const error of left.filter(isInside)) {
      const [branch = ''] = error.schemaPath.slice(prefix.length).split('/')
      branches.set(branch, [...(branches.get(branch) ?? []), error])
    }
    const missesType = (branch: readonly Failure[]): boolean =>
      branch.some((error) => error.keyword === 'type' && error.instancePath === whole.instancePath)
    const [best] = [...branches.values()].filter((branch) => !missesType(branch)).sort((a, b) => a.length - b.length)
    left = left.filter((error) =>
      best ? error !== whole && (!isInside(error) || best.includes(error)) : !isInside(error),
    )
  }
  return left
}

/** Quotes for a text that YAML took for a number (`version: 3.6`), where the text is one that the schema takes. */
function quotes({keyword, data, params, parentSchema}: Failure, path: Path, source: SourceFile): Fix | undefined {
  if (keyword !== 'type' || typeof data !== 'number' || params['type'] !== 'string') return undefined
  const node: unknown = source.document.getIn(path, true)
  const range = source.rangeOf(path)
  if (!isScalar(node) || node.type !== 'PLAIN' || node.source === undefined || !range) return undefined
  const {pattern, enum: known} = parentSchema ?? {}
  if (typeof pattern === 'string' && !new RegExp(pattern).test(node.source)) return undefined
  if (Array.isArray(known) && !known.includes(node.source)) return undefined
  return {start: range[0], end: range[1], text: `"${node.source}"`}
}

/** Turns the validator's errors into reports, each place and message once. */
export function schemaReports(errors: readonly Failure[], source: SourceFile): SchemaReport[] {
  const seen = new Set<string>()
  const failures = closestBranches(errors.filter(({keyword}) => keyword !== 'if'))
  // A value of the wrong type is no member of a list either, nor of a pattern: once is enough.
  const mistyped = new Set(failures.flatMap(({keyword, instancePath}) => (keyword === 'type' ? [instancePath] : [])))
  const once = failures.filter(({keyword, instancePath}) => keyword !== 'enum' || !mistyped.has(instancePath))
  return once.flatMap((failure) => {
    const {under, ...report} = describe(failure)
    const path = [...pathOf(failure.instancePath), ...(under === undefined ? [] : [under])]
    const id = JSON.stringify([path, report.message])
    if (seen.has(id)) return []
    seen.add(id)
    const fix = quotes(failure, path, source)
    const message = fix ? `YAML reads ${show(failure.data)} as a number: put it in quotes.` : report.message
    return [{...report, message, path, ...(fix ? {fix} : {})}]
  })
}
