import {PlimsollError} from '../errors.js'
import type {LoadedProposal, Proposal} from '../proposal/model.js'
import {SECTIONS} from '../proposal/write.js'
import {chainId, chainName} from '../protocols/chains.js'
import {protocolNamed} from '../protocols/registry.js'
import {isSetting, withoutSettings} from '../protocols/setting.js'
import {canonical, formatQuantity} from '../units/quantity.js'
import {readWritten} from '../units/written.js'

/** Something that two proposals do not say alike; a side that does not say it at all is missing. */
export interface Difference {
  /** The part of the file: `protocol`, `changes`, `governance`, `backtest`, ... */
  readonly section: string
  /** What of that part: the asset of a change, the place of a venue; empty where there is one only. */
  readonly subject: string
  /** `liquidationThreshold to`, `nonce`, `accept coverage`. */
  readonly name: string
  /** In human units. */
  readonly a?: string
  readonly b?: string
}

/** Two proposal files, each with its sha256, and what they say differently. */
export interface ProposalDiff {
  readonly a: {readonly file: string; readonly digest: string}
  readonly b: {readonly file: string; readonly digest: string}
  readonly differences: readonly TitledDifference[]
}
export interface TitledDifference extends Difference {
  /** The name for people: `liquidation threshold to`. */
  readonly title: string
}

/** Compares two proposal files. */
export function differences(a: LoadedProposal, b: LoadedProposal): ProposalDiff {
  const parameters = [a, b].flatMap(({proposal}) => protocolNamed(proposal.protocol.name).parameters)
  const titles = new Map(parameters.map(({id, title}) => [id, title]))
  const title = (name: string): string =>
    name
      .split(' ')
      .map((word) => titles.get(word) ?? word)
      .join(' ')
  return {
    a: {file: a.file, digest: a.digest},
    b: {file: b.file, digest: b.digest},
    differences: differencesOf(a.proposal, b.proposal).map((found) => ({...found, title: title(found.name)})),
  }
}

/** Between the parts of a key: nothing that a file can hold has it. */
const SLASH = '\u0000'
const ORDER = ['changes', 'order'].join(SLASH)

/** A value somewhere in a proposal: how people read it, and one spelling for all that mean the same. */
interface Leaf {
  readonly section: string
  readonly subject: string
  readonly name: string
  readonly text: string
  readonly meaning: string
}

/**
 * What two proposals say differently: values in human units, the order of changes, everything but the layout.
 * Spellings of one value (`83%`, `8300bps`), of one chain and of one address are the same; so are comments and the order of keys.
 */
export function differencesOf(a: Proposal, b: Proposal): Difference[] {
  const [left, right] = [leavesOf(a), leavesOf(b)]
  const keys = [...left.keys(), ...[...right.keys()].filter((key) => !left.has(key))]
  const place = (key: string): number => SECTIONS.findIndex((section) => key.split(SLASH)[0] === section)
  return keys
    .sort((x, y) => place(x) - place(y))
    .flatMap((key): Difference[] => {
      const [before, after] = [left.get(key), right.get(key)]
      const leaf = before ?? after
      if (!leaf || before?.meaning === after?.meaning) return []
      if (key === ORDER && !sameMembers(before, after)) return []
      const {section, subject, name} = leaf
      return [{section, subject, name, ...(before && {a: before.text}), ...(after && {b: after.text})}]
    })
}

/** Every value of a proposal by a key that does not depend on where in the file it stands. */
function leavesOf(proposal: Proposal): Map<string, Leaf> {
  const leaves = new Map<string, Leaf>()
  const put = (key: string, leaf: Leaf): void => void leaves.set(key, leaf)
  for (const [section, value] of Object.entries(proposal)) {
    if (section === 'changes') putChanges(proposal.changes, put)
    else if (section === 'require') putRequire(value as string[], put)
    else if (Array.isArray(value)) {
      for (const [index, item] of (value as unknown[]).entries())
        putTree(section, String(index + 1), [], item, [section, index].join(SLASH), put)
    } else putTree(section, '', [], value, section, put)
  }
  return leaves
}

type Put = (key: string, leaf: Leaf) => void

/** Steps that must run: a set. */
function putRequire(steps: readonly string[], put: Put): void {
  const text = steps.toSorted().join(', ')
  put('require', {section: 'require', subject: '', name: 'require', text, meaning: text})
}

/** Changes by what they are about, and the order in which they stand: calls are made in that order. */
function putChanges(changes: Proposal['changes'], put: Put): void {
  const seen = new Map<string, number>()
  const order = changes.map((change) => {
    const about = identityOf(change)
    const times = (seen.get(about) ?? 0) + 1
    seen.set(about, times)
    const subject = [change['asset'], change['contract'], change['function']]
      .filter((part) => typeof part === 'string')
      .join(' ')
    for (const [name, value] of Object.entries(change)) {
      if (!['asset', 'contract', 'function'].includes(name))
        putTree(
          'changes',
          subject,
          name === 'arguments' ? [] : [name],
          value,
          ['changes', about, times, name].join(SLASH),
          put,
        )
    }
    return subject
  })
  const text = order.join(', ')
  put(ORDER, {section: 'changes', subject: '', name: 'order', text, meaning: text})
}

/** Whether two orders are of the same things; where something came or went, that is said already. */
function sameMembers(a: Leaf | undefined, b: Leaf | undefined): boolean {
  const [left, right] = [a, b].map((leaf) => leaf?.text.split(', ').sort().join(', '))
  return left === right
}

/** What a change is about, whatever values it sets: its asset, and for a call of any contract the function and the literals. */
function identityOf(change: Readonly<Record<string, unknown>>): string {
  const given = change['arguments']
  const literals = Object.entries(typeof given === 'object' && given !== null ? given : {})
    .filter(([, value]) => !isSetting(value))
    .map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'string' ? lower(value) : withoutSettings(value, 'set'),
    ])
    .sort(([x], [y]) => (String(x) < String(y) ? -1 : 1))
  return JSON.stringify([change['asset'], change['contract'], change['function'], literals])
}

function putTree(
  section: string,
  subject: string,
  names: readonly string[],
  value: unknown,
  key: string,
  put: Put,
): void {
  if (typeof value === 'object' && value !== null) {
    for (const [name, part] of Object.entries(value as Record<string, unknown>)) {
      putTree(section, subject, [...names, name], part, key + SLASH + name, put)
    }
    return
  }
  const name = names.join(' ') || section
  put(key, {section, subject, name, ...read(section, names, String(value).trimEnd())})
}

/** Sections and fields whose texts are names or prose: nothing in them is a value with a unit. */
const PROSE = ['title', 'summary', 'discussion', 'policy', 'contracts', 'require']
const NAMES = ['name', 'deployment', 'through', 'version', 'prices', 'from', 'source', 'venue', 'role', 'unit']

/** A text as people read it, and what it means. */
function read(section: string, names: readonly string[], text: string): Pick<Leaf, 'meaning' | 'text'> {
  const field = names.at(-1) ?? ''
  if (section === 'protocol' && field === 'chain') return chain(text)
  if (PROSE.includes(section) || (section !== 'changes' && NAMES.includes(field))) return {text, meaning: lower(text)}
  const [, relation = '', value = text] = /^(>=|<=|>|<)\s*(\S.*)$/.exec(text) ?? []
  const [number = '', ...rest] = value.split(/\s+(?=of\b|per\b)/)
  const quantity = readWritten(number)
  if (quantity.kind === 'text') return {text, meaning: lower(text)}
  const around = (middle: string): string => [relation, middle, ...rest].filter((part) => part !== '').join(' ')
  return {text: around(formatQuantity(quantity)), meaning: around(canonical(quantity))}
}

function chain(text: string): Pick<Leaf, 'meaning' | 'text'> {
  try {
    const id = chainId(/^\d+$/.test(text) ? Number(text) : text)
    return {text: chainName(id), meaning: String(id)}
  } catch (error) {
    if (error instanceof PlimsollError) return {text, meaning: text}
    throw error
  }
}

/** Hex means the same in either case. */
const lower = (text: string): string => (/^0x[\da-f]*$/i.test(text) ? text.toLowerCase() : text)
