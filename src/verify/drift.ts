import type {Proposal} from '../proposal/model.js'
import {settingsOf} from '../proposal/settings.js'
import {customParameters} from '../protocols/custom/getters.js'
import {protocolNamed} from '../protocols/registry.js'
import {deploymentIn, stateValue, type ChainState} from '../protocols/state.js'
import {canonical, formatQuantity, type Quantity} from '../units/quantity.js'
import {readWritten} from '../units/written.js'

/** What the chain says about one setting of a proposal. */
export type DriftStatus =
  /** `to` is in force already. */
  | 'applied'
  /** `from` or `keep` is what the chain has, or the file says neither. */
  | 'as said'
  /** `from` or `keep` is not what the chain has. */
  | 'drift'
  /** The state does not have this value. */
  | 'unknown'

export interface DriftLine {
  readonly asset: string
  readonly parameter: string
  /** `liquidation threshold`. */
  readonly title: string
  readonly status: DriftStatus
  /** Human units, as all the values here. */
  readonly now?: string
  readonly from?: string
  readonly to?: string
  readonly keep?: string
  /** One sentence. */
  readonly text: string
}

export interface Drift {
  /** `drift`: some value is not what the file says; `applied`: some value is in force already; `unknown`: some is not known. */
  readonly verdict: DriftStatus
  readonly lines: readonly DriftLine[]
}

/**
 * Compares what a proposal says holds now (`from`, `keep`) with what a chain said.
 * @throws STATE_OTHER when the state is of another protocol, chain or deployment
 */
export function driftOf(proposal: Proposal, state: ChainState): Drift {
  const deployment = deploymentIn(state, proposal.protocol)
  const titles = new Map(protocolNamed(proposal.protocol.name).parameters.map(({id, title}) => [id, title]))
  const custom = proposal.protocol.name === 'custom' ? customParameters(proposal) : undefined
  const lines = proposal.changes.flatMap((change, index) => {
    const asset = String(change['asset'])
    return settingsOf(change, ['changes', index]).map(({name: parameter, path, from, to, keep}): DriftLine => {
      const key = custom ? custom(path) : parameter
      const now = key === undefined ? undefined : stateValue(state, deployment, asset, key)
      const texts = {
        ...(from !== undefined && {from}),
        ...(to !== undefined && {to}),
        ...(keep !== undefined && {keep}),
      }
      const human = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, show(readWritten(text))]))
      const title = custom ? `${String(change['function'])} ${parameter}` : (titles.get(parameter) ?? parameter)
      return {asset, parameter, title, ...(now && {now: show(now)}), ...human, ...judge(now, texts)}
    })
  })
  const worst = (['drift', 'applied', 'unknown'] as const).find((status) =>
    lines.some((line) => line.status === status),
  )
  return {verdict: worst ?? 'as said', lines}
}

interface Texts {
  readonly from?: string
  readonly to?: string
  readonly keep?: string
}

function judge(now: Quantity | undefined, {from, to, keep}: Texts): Pick<DriftLine, 'status' | 'text'> {
  if (!now) return {status: 'unknown', text: 'the state does not say'}
  const is = (text: string | undefined): boolean =>
    text !== undefined && canonical(readWritten(text)) === canonical(now)
  const becomes = to === undefined ? 'stays' : `becomes ${show(readWritten(to))}`
  const [word, said] = keep === undefined ? (['from', from] as const) : (['keep', keep] as const)
  if (is(said)) return {status: 'as said', text: `as the file says; ${becomes}`}
  if (is(to)) return {status: 'applied', text: `already applied: the chain says ${show(now)}`}
  if (said === undefined) return {status: 'as said', text: `the file does not say from where; ${becomes}`}
  const says = show(readWritten(said))
  return {status: 'drift', text: `the chain says ${show(now)}, the file's ${word} says ${says}`}
}

const show = (quantity: Quantity): string => formatQuantity(quantity)
