import type {CallSetter} from '../../../src/protocols/encode-call.js'
import type {Change, ProtocolRequest} from '../../../src/protocols/model.js'
import type {Expected, Sampler, Value} from './sample.js'
import type {Kind, Raw, Random} from './texts.js'

/** What a call is made of: the values by parameter, and which of them the proposal changes. */
export interface Values {
  /** @throws where the proposal does not name the parameter */
  of(id: string): Raw
  changes(id: string): boolean
  has(id: string): boolean
}

/** One function, written down a second time. */
export interface Row {
  readonly to: string
  readonly signature: string
  /** The call is made when one of these changes. */
  readonly when: readonly string[]
  /** Where other values decide between two functions. */
  readonly made?: (values: Values) => boolean
  readonly args: (values: Values) => readonly Value[]
  readonly tail?: string
}

/** Parameters that one change may set together, and the calls that carry them. */
export interface Scope {
  readonly protocol: ProtocolRequest['protocol']
  readonly contracts?: ProtocolRequest['contracts']
  /** Releases that have all of it, of which each draw says one, or none. */
  readonly versions?: readonly (string | undefined)[]
  /** What the change says beside the parameters; several changes by a prefix of the parameters' names (`WETH/ltv`). */
  readonly about: Change | Readonly<Record<string, Change>>
  readonly kinds: Readonly<Record<string, Kind>>
  /** Parameters that must be there together. */
  readonly packs?: readonly (readonly string[])[]
  /** Brings the drawn values into the order that the contracts ask for. */
  readonly relate?: (units: Record<string, bigint>) => void
  /** What the setting side refuses for a reason that the values alone do not show: such a change is not drawn. */
  readonly refused?: (values: Values) => boolean
  readonly rows: readonly Row[]
}

/** One function that sets one parameter: (…before, value). */
export const single = (to: string, name: string, types: string, id: string, ...before: readonly Value[]): Row => ({
  to,
  signature: `${name}(${types})`,
  when: [id],
  args: (values) => [...before, values.of(id)],
})

/** Swaps two values that stand the wrong way round. */
export function order(units: Record<string, bigint>, low: string, high: string): void {
  const [a, b] = [units[low], units[high]]
  if (a !== undefined && b !== undefined && a > b) [units[low], units[high]] = [b, a]
}

/** The parameter's name without the prefix of its change. */
export const parameterOf = (id: string): string => id.slice(id.indexOf('/') + 1)

/** The proposal that says these settings. */
export function requestOf(
  {protocol, contracts, about, kinds}: Pick<Scope, 'about' | 'contracts' | 'kinds' | 'protocol'>,
  settings: readonly (readonly [id: string, setting: {to: string} | {keep: string}])[],
): ProtocolRequest {
  const isSeveral = Object.keys(kinds).some((id) => id.includes('/'))
  const changes = Object.entries(isSeveral ? (about as Record<string, Change>) : {'': about})
    .map(([prefix, literals]) => ({
      ...literals,
      ...Object.fromEntries(
        settings.filter(([id]) => !isSeveral || id.startsWith(`${prefix}/`)).map(([id, set]) => [parameterOf(id), set]),
      ),
    }))
    .filter((change) => Object.values(change).some((value) => typeof value === 'object'))
  return {protocol, ...(contracts && {contracts}), changes}
}

/** The random proposals of a scope. */
export function samplerOf(setter: CallSetter, scope: Scope): Sampler {
  const {kinds, rows, packs = [], relate, versions = []} = scope
  const ids = Object.keys(kinds)
  return (random) => {
    const version = versions.length === 0 ? undefined : random.pick(versions)
    const protocol = {...scope.protocol, ...(version !== undefined && {version})}
    const route = `${protocol.through ?? 'directly'} ${protocol.version ?? ''}`.trim()
    const units = Object.fromEntries(ids.map((id) => [id, unitsOf(kinds[id]!, random)]))
    relate?.(units)
    const chosen = new Map<string, {text: string; changes: boolean}>()
    for (const id of ids) {
      if (random.word() % 5 === 0) continue
      chosen.set(id, {text: kinds[id]!.spell(units[id]!, random), changes: random.word() % 8 > 0})
    }
    for (const pack of packs) {
      if (!pack.some((id) => chosen.get(id)?.changes)) continue
      for (const id of pack) {
        if (!chosen.has(id)) chosen.set(id, {text: kinds[id]!.spell(units[id]!, random), changes: false})
      }
    }
    const settings = [...chosen].map(([id, {text, changes}]) => [id, changes ? {to: text} : {keep: text}] as const)
    const request = requestOf({...scope, protocol}, settings)
    const values: Values = {
      of: (id) => kinds[id]!.raw(chosen.get(id)!.text),
      changes: (id) => chosen.get(id)?.changes === true,
      has: (id) => chosen.has(id),
    }
    const made = rows.filter(
      ({when, made: isMade}) => when.some((id) => values.changes(id)) && (isMade?.(values) ?? true),
    )
    if (scope.refused?.(values)) return {route, given: [], expected: []}
    const expected = made.map(({to, signature, args, when, tail}): Expected & {covers: readonly string[]} => ({
      to,
      signature,
      args: args(values),
      ...(tail !== undefined && {tail}),
      covers: when.filter((id) => chosen.has(id)).map((id) => parameterOf(id)),
    }))
    return {route, given: request.changes.length === 0 ? [] : setter.calls(request), expected}
  }
}

/** A random value that fits. */
export function unitsOf(kind: Kind, random: Random): bigint {
  if (kind.draw) return kind.draw(random)
  return kind.min + random.between(0n, (kind.max - kind.min) / kind.step) * kind.step
}
