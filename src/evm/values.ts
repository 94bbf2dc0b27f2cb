import type {Proposal} from '../proposal/model.js'
import {settingsOf} from '../proposal/settings.js'
import {customParameters, customQueries} from '../protocols/custom/getters.js'
import {gettersFor} from '../protocols/getters.js'
import type {CurrentValue, Query} from '../protocols/model.js'
import {protocolNamed} from '../protocols/registry.js'
import {canonical, formatQuantity} from '../units/quantity.js'
import {readWritten} from '../units/written.js'
import {EXIT, PlimsollError} from '../errors.js'
import {ANYBODY, type Machine} from './machine.js'

/** What the chain has for one parameter, before and after. Human units. */
export interface ValueLine {
  readonly asset: string
  readonly parameter: string
  /** `liquidation threshold`. */
  readonly title: string
  readonly before?: string
  readonly after?: string
  /** What the proposal says that it is in the end; absent for what it does not speak of. */
  readonly said?: string
  /**
   * `as said`; `not as said`; `not read`: no getter says it; `also changed`: the proposal does not speak of it, and it is
   * another than before.
   */
  readonly status: 'also changed' | 'as said' | 'not as said' | 'not read'
  /** Set where the proposal's `from` is not what the chain had. */
  readonly drift?: string
}

/** The protocol whose proposals say themselves how their values are read. */
const CUSTOM = 'custom'

/** What is asked of a protocol's contracts about a proposal; nothing where a custom proposal names no getter. */
export function queriesOf(proposal: Proposal): Query[] {
  if (proposal.protocol.name === CUSTOM) return customQueries(proposal)
  const assets = proposal.changes.map((change) => String(change['asset']))
  return gettersFor(proposal.protocol.name).queries(proposal, [...new Set(assets)])
}

/** Asks the contracts. @throws SIMULATE_GETTER (exit 3) naming the getter that fails */
export async function readValues(machine: Machine, queries: readonly Query[]): Promise<CurrentValue[]> {
  const values: CurrentValue[] = []
  for (const {to, data, title, decode} of queries) {
    const {failure, output} = await machine.call({from: ANYBODY, to, value: 0n, data})
    const why = failure ?? (output === '0x' ? 'nothing comes back: there may be no such contract here' : undefined)
    if (why !== undefined)
      throw new PlimsollError('SIMULATE_GETTER', `${title} of ${to}: ${why}.`, {exit: EXIT.cannotTell})
    values.push(...decode(output))
  }
  return values
}

const keyOf = (asset: string, parameter: string): string => JSON.stringify([asset, parameter])

/** Holds what the chain has before and after against what a proposal says: everything that it sets or keeps, and what else changed. */
export function compareValues(
  proposal: Proposal,
  before: readonly CurrentValue[],
  after: readonly CurrentValue[],
): ValueLine[] {
  const titles = new Map(protocolNamed(proposal.protocol.name).parameters.map(({id, title}) => [id, title]))
  const byKey = (values: readonly CurrentValue[]) =>
    new Map(values.map(({asset, parameter, value}) => [keyOf(asset, parameter), value]))
  const [was, is] = [byKey(before), byKey(after)]
  const spoken = new Set<string>()
  const custom = proposal.protocol.name === CUSTOM
  const named = custom ? customParameters(proposal) : undefined
  const said = proposal.changes.flatMap((change, index) => {
    const asset = String(change['asset'])
    return settingsOf(change, ['changes', index]).map(({name: parameter, path, from, to, keep}): ValueLine => {
      const key = keyOf(asset, named ? (named(path) ?? '') : parameter)
      spoken.add(key)
      const [old, now] = [was.get(key), is.get(key)]
      const wanted = readWritten(to ?? keep ?? '')
      const held = from ?? keep
      const drift = old !== undefined && held !== undefined && canonical(readWritten(held)) !== canonical(old)
      return {
        asset,
        parameter,
        title: custom ? `${String(change['function'])} ${parameter}` : (titles.get(parameter) ?? parameter),
        ...(old && {before: formatQuantity(old)}),
        ...(now && {after: formatQuantity(now)}),
        said: formatQuantity(wanted),
        status: !now ? 'not read' : canonical(now) === canonical(wanted) ? 'as said' : 'not as said',
        ...(drift && {drift: `the file says that it was ${formatQuantity(readWritten(held))}`}),
      }
    })
  })
  const more = after.flatMap(({asset, parameter, value}): ValueLine[] => {
    const old = was.get(keyOf(asset, parameter))
    if (spoken.has(keyOf(asset, parameter)) || (old && canonical(old) === canonical(value))) return []
    const title = titles.get(parameter) ?? parameter
    const texts = {...(old && {before: formatQuantity(old)}), after: formatQuantity(value)}
    return [{asset, parameter, title, ...texts, status: 'also changed'}]
  })
  return [...said, ...more]
}
