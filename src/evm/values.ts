import type {Proposal} from '../proposal/model.js'
import {settingsOf} from '../proposal/settings.js'
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

/** What is asked of a protocol's contracts about a proposal; undefined where they say nothing about their values. */
export function queriesOf(proposal: Proposal): Query[] | undefined {
  try {
    const assets = proposal.changes.map((change) => String(change['asset']))
    return gettersFor(proposal.protocol.name).queries(proposal, [...new Set(assets)])
  } catch (error) {
    if (error instanceof PlimsollError && error.code === 'GETTER_NONE') return undefined
    throw error
  }
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
  const said = proposal.changes.flatMap((change, index) => {
    const asset = String(change['asset'])
    return settingsOf(change, ['changes', index]).map(({name: parameter, from, to, keep}): ValueLine => {
      const key = keyOf(asset, parameter)
      spoken.add(key)
      const [old, now] = [was.get(key), is.get(key)]
      const wanted = readWritten(to ?? keep ?? '')
      const held = from ?? keep
      const drift = old !== undefined && held !== undefined && canonical(readWritten(held)) !== canonical(old)
      return {
        asset,
        parameter,
        title: titles.get(parameter) ?? parameter,
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
