import {PlimsollError} from '../errors.js'
import {parseAmount} from '../units/amount.js'
import {parseDuration} from '../units/duration.js'
import {parseRatio} from '../units/ratio.js'
import {toNumber} from '../units/rational.js'

/** Which column of a proposal: a governed parameter, `{from, to}`, is `from` before the change and `to` after it. */
export type Side = 'after' | 'before'

/** An item of a file (as parsed YAML) whose fields are read with their units. `where` names the item in errors. */
export class Fields {
  private readonly item: Readonly<Record<string, unknown>>
  private readonly where: string
  private readonly side: Side

  constructor(item: Readonly<Record<string, unknown>>, where: string, side: Side) {
    this.item = item
    this.where = where
    this.side = side
  }

  /** USD. `fallback` is what the schema says holds where the field is absent; without one the field is required. */
  usd(name: string, fallback?: number): number {
    return this.read(name, fallback, (text) => {
      const {unit, value} = parseAmount(text)
      if (unit === 'USD') return toNumber(value)
      throw this.error(name, `is in ${unit}: layers are counted in USD, write what it is worth`)
    })
  }

  /** A fraction: 0.05 for `5%`. */
  ratio(name: string, fallback?: number): number {
    return this.read(name, fallback, (text) => toNumber(parseRatio(text)))
  }

  /** Seconds. */
  duration(name: string, fallback?: number): number {
    return this.read(name, fallback, parseDuration)
  }

  /** A plain number: an exponent, a count. */
  number(name: string, fallback?: number): number {
    const value = this.value(name) ?? fallback
    if (typeof value === 'number' && !Number.isNaN(value)) return value
    throw this.error(name, value === undefined ? 'is missing' : 'is not a number')
  }

  choice<T extends string>(name: string, choices: readonly T[], fallback?: T): T {
    const value = this.value(name) ?? fallback
    const found = choices.find((choice) => choice === value)
    if (found !== undefined) return found
    throw this.error(name, `${value === undefined ? 'is missing' : 'is none of the known ones'}: ${choices.join(', ')}`)
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.value(name) ?? fallback
    if (typeof value === 'boolean') return value
    throw this.error(name, 'must be true or false')
  }

  text(name: string, fallback: string): string {
    const value = this.value(name) ?? fallback
    if (typeof value === 'string') return value
    throw this.error(name, 'is not a text')
  }

  has(name: string): boolean {
    return this.value(name) !== undefined
  }

  /** The items of a list, each with its own fields. */
  list(name: string): Fields[] {
    const value = this.value(name)
    if (!Array.isArray(value)) throw this.error(name, 'is not a list')
    return value.map((entry: unknown, index) => {
      if (typeof entry !== 'object' || entry === null) throw this.error(name, `has an item ${index + 1} without fields`)
      return new Fields(entry as Record<string, unknown>, `${this.where}, ${name} ${index + 1}`, this.side)
    })
  }

  private value(name: string): unknown {
    const value = this.item[name]
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    const map = value as Record<string, unknown>
    if ('keep' in map) return map['keep']
    return this.side === 'before' ? map['from'] : map['to']
  }

  private read(name: string, fallback: number | undefined, parse: (text: string) => number): number {
    const value = this.value(name)
    if (value === undefined && fallback !== undefined) return fallback
    if (typeof value !== 'string') throw this.error(name, value === undefined ? 'is missing' : 'lacks its unit')
    return parse(value)
  }

  private error(name: string, what: string): PlimsollError {
    return new PlimsollError('INSURANCE_FIELD', `\`${name}\` of ${this.where} ${what}.`)
  }
}
