import {settingsOf, type PlacedSetting} from '../proposal/settings.js'
import type {ParameterInfo, ProtocolDefinition, ProtocolRequest, Role} from '../protocols/model.js'
import {parseAmount} from '../units/amount.js'
import {parseDuration} from '../units/duration.js'
import type {Quantity} from '../units/quantity.js'
import {parseRatio} from '../units/ratio.js'
import {parseDecimal} from '../units/rational.js'

/** A setting with what its texts mean. */
export interface ReadSetting extends PlacedSetting {
  /** Index of its change. */
  readonly index: number
  /** The asset that the change names; empty when it names none. */
  readonly asset: string
  readonly role: Role
  /** What the protocol says about the parameter, where the protocol lists its parameters. */
  readonly parameter: ParameterInfo | undefined
  /** The unit that the file gives the contract's integer, for a custom contract. */
  readonly unit: string | undefined
  /** Before (`from`, or `keep`) and after (`to`, or `keep`); undefined when absent or unreadable. */
  readonly before: Quantity | undefined
  readonly after: Quantity | undefined
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** What a text with its unit means: a ratio, a duration, an amount, or a plain number. Undefined when it is none of these. */
export function readQuantity(text: string): Quantity | undefined {
  const trimmed = text.trim()
  const ratio = attempt(() => parseRatio(trimmed))
  if (ratio) return {kind: 'ratio', value: ratio}
  const seconds = attempt(() => parseDuration(trimmed))
  if (seconds !== undefined) return {kind: 'duration', seconds}
  const amount = attempt(() => parseAmount(trimmed))
  if (amount) return {kind: 'amount', ...amount}
  const number = parseDecimal(trimmed)
  return number && {kind: 'number', value: number}
}

/** Every setting of a request, in file order. */
export function readSettings(request: ProtocolRequest, definition: ProtocolDefinition): ReadSetting[] {
  return request.changes.flatMap((change, index) =>
    settingsOf(change, ['changes', index]).map((setting): ReadSetting => {
      const parameter = definition.parameters.find(({id}) => id === setting.name)
      const raw = setting.path.slice(2).reduce<unknown>((node, step) => (node as Record<string, unknown>)[step], change)
      const {role, unit} = raw as {role?: Role; unit?: string}
      const before = setting.from ?? setting.keep
      const after = setting.to ?? setting.keep
      return {
        ...setting,
        index,
        asset: typeof change['asset'] === 'string' ? change['asset'] : '',
        role: parameter?.role ?? role ?? 'none',
        parameter,
        unit,
        before: before === undefined ? undefined : readQuantity(before),
        after: after === undefined ? undefined : readQuantity(after),
      }
    }),
  )
}

/** The name that people know it by: `liquidation threshold`, or the argument's name. */
export const titleOf = ({parameter, name}: Pick<ReadSetting, 'name' | 'parameter'>): string => parameter?.title ?? name
