import {createHash} from 'node:crypto'

import {PlimsollError} from '../../errors.js'
import type {LoanPosition} from './lending/book.js'
import type {PerpPosition} from './perps/book.js'
import {POSITION_FIELDS, type BookKind, type PositionField} from './positions-fields.js'
import type {FieldSource} from './positions-map.js'

/** A file of positions that was read whole. */
export type Positions = {
  /** sha256 (hex) over the rows as they were understood: the same whatever format and column names the file has. */
  readonly digest: string
  /** What was assumed about the file. */
  readonly notes: readonly string[]
} & (
  | {readonly kind: 'lending'; readonly positions: readonly LoanPosition[]}
  | {readonly kind: 'perpetual'; readonly positions: readonly PerpPosition[]}
)

export interface PositionsOptions {
  readonly map?: ReadonlyMap<string, FieldSource> | undefined
  /** What a column that the file lacks is taken as; every use is noted. */
  readonly defaults?: Readonly<Record<string, string>> | undefined
  /** What rows are called in complaints. */
  readonly rowName?: 'item' | 'line' | 'row'
}

type Values = Readonly<Record<string, number | string | undefined>>

interface Cell extends PositionField {
  /** Index of its column; undefined where `constant` is the text of every row. */
  readonly index: number | undefined
  readonly constant: string
}

/** Rows whose complaint is told in full, and further ones that are named. */
const [MOST_LISTED, MOST_NAMED] = [20, 1000]
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** Takes the rows of a file of positions one by one and keeps what is sound; `finish` refuses a file that is not all sound. */
export class PositionsReader {
  private readonly options: PositionsOptions
  private readonly positions: (LoanPosition | PerpPosition)[] = []
  private readonly rows = new Map<string, number>()
  private readonly complaints: string[] = []
  private readonly others: number[] = []
  private readonly notes: string[] = []
  private readonly hash = createHash('sha256')
  private kind: BookKind | undefined
  private cells: readonly Cell[] = []
  private width = 0
  private bad = 0

  constructor(options: PositionsOptions = {}) {
    this.options = options
  }

  /** @throws POSITIONS_HEADER, POSITIONS_MAP */
  header(names: readonly string[]): void {
    const columns = names.map((name) => name.trim().toLowerCase())
    const twice = columns.find((name, i) => name !== '' && columns.indexOf(name) < i)
    if (twice !== undefined) throw new PlimsollError('POSITIONS_HEADER', `The column \`${twice}\` is there twice.`)
    this.width = names.length
    const kinds = (['lending', 'perpetual'] as const).map((kind) => ({kind, ...this.plan(kind, columns)}))
    const [best] = kinds.sort((a, b) => a.missing.length - b.missing.length)
    if (best === undefined || best.missing.length > 0) throw headerRefusal(kinds, columns)
    this.kind = best.kind
    this.cells = best.cells
    for (const {name, index, constant} of best.cells) {
      if (index === undefined && this.options.map?.has(name) !== true && constant !== '') {
        this.notes.push(`\`${name}\` is not in the file: taken as ${constant}`)
      }
    }
  }

  private plan(kind: BookKind, columns: readonly string[]): {cells: Cell[]; missing: string[]} {
    const {defaults = {}, map} = this.options
    const missing: string[] = []
    const cells = POSITION_FIELDS[kind].flatMap((field): Cell[] => {
      const source = map?.get(field.name) ?? {column: field.name}
      if ('constant' in source) return [{...field, constant: source.constant, index: undefined}]
      const index = columns.indexOf(source.column.toLowerCase())
      if (index >= 0) return [{...field, constant: '', index}]
      if (map?.has(field.name)) {
        throw new PlimsollError(
          'POSITIONS_MAP',
          `The file has no column \`${source.column}\`, which ${field.name} is mapped to: it has ${columns.join(', ')}.`,
        )
      }
      const constant = defaults[field.name]
      if (constant !== undefined && field.required) return [{...field, constant, index: undefined}]
      if (field.required) missing.push(field.name)
      return []
    })
    return {cells, missing}
  }

  push(row: readonly string[], number: number): void {
    if (row.length !== this.width) {
      this.complain(number, `${row.length} cells where the header has ${this.width}`)
      return
    }
    const values: Record<string, number | string | undefined> = {}
    for (const cell of this.cells) {
      const text = (cell.index === undefined ? cell.constant : (row[cell.index] as string)).trim()
      const value = valueOf(cell, text)
      if (value === undefined && text === '' && !cell.required) continue
      if (value === undefined) {
        this.complain(number, `${cell.name} is ${text === '' ? 'missing' : `\`${text.slice(0, 40)}\``}${wanted(cell)}`)
        return
      }
      values[cell.name] = value
    }
    const id = values['id'] as string
    const before = this.rows.get(id)
    if (before !== undefined) {
      this.complain(number, `the id ${id} is that of ${this.rowName} ${before} too`)
      return
    }
    this.rows.set(id, number)
    this.hash.update(`${JSON.stringify(values)}\n`)
    this.positions.push(this.kind === 'lending' ? loanOf(values) : perpOf(values))
  }

  private get rowName(): string {
    return this.options.rowName ?? 'line'
  }

  private complain(number: number, what: string): void {
    this.bad++
    if (this.complaints.length < MOST_LISTED) this.complaints.push(`${this.rowName} ${number}: ${what}`)
    else if (this.others.length < MOST_NAMED) this.others.push(number)
  }

  /** @throws POSITIONS_ROWS listing what is wrong, row by row: a book with rows left out would be another book */
  finish(): Positions {
    const {bad, complaints, kind, notes, others, positions} = this
    if (bad > 0) {
      const rest = bad - complaints.length
      const beyond = rest > others.length ? ', ...' : ''
      const more = rest > 0 ? `; and ${rest} more (${this.rowName}s ${others.join(', ')}${beyond})` : ''
      const all = bad + positions.length
      throw new PlimsollError(
        'POSITIONS_ROWS',
        `${bad} of ${all} rows cannot be used: ${complaints.join('; ')}${more}.`,
        {suggestions: ['Repair the rows or take them out: none is skipped in silence.']},
      )
    }
    if (kind === undefined || positions.length === 0) {
      throw new PlimsollError('POSITIONS_EMPTY', 'There is no position in the file.')
    }
    return {digest: this.hash.digest('hex'), kind, notes, positions} as Positions
  }
}

function valueOf({type}: Cell, text: string): number | string | undefined {
  if (text === '') return undefined
  if (type === 'text') return text
  if (type === 'side') return oneOf(text, ['long', 'short'])
  if (type === 'mode') return oneOf(text, ['isolated', 'cross'])
  const number = NUMBER.test(text) ? Number(text) : NaN
  return Number.isFinite(number) && (type === 'amount' ? number >= 0 : number > 0) ? number : undefined
}

function oneOf(text: string, names: readonly string[]): string | undefined {
  return names.find((name) => name === text.toLowerCase())
}

const WANTED = {
  amount: ' (a number, not negative)',
  mode: ' (isolated or cross)',
  positive: ' (a positive number)',
  side: ' (long or short)',
  text: '',
}
const wanted = ({type}: Cell): string => WANTED[type]

function headerRefusal(
  kinds: readonly {readonly kind: BookKind; readonly missing: readonly string[]}[],
  columns: readonly string[],
): PlimsollError {
  const lacks = kinds.map(({kind, missing}) => `for a ${kind} book it lacks ${missing.join(', ')}`).join('; ')
  return new PlimsollError('POSITIONS_HEADER', `The header (${columns.join(', ')}) is of no book: ${lacks}.`, {
    suggestions: [
      'Name columns that are called otherwise: --map id=vault,debt_amount=debt_dai',
      'See what a file may hold: plimsoll schema positions',
    ],
  })
}

function loanOf(values: Values): LoanPosition {
  const text = (name: string) => values[name] as string
  return {
    id: text('id'),
    collateralAsset: text('collateral_asset'),
    collateralAmount: values['collateral_amount'] as number,
    debtAsset: text('debt_asset'),
    debtAmount: values['debt_amount'] as number,
    ...(values['account'] !== undefined && {account: text('account')}),
    ...(values['emode'] !== undefined && {emode: text('emode')}),
  }
}

function perpOf(values: Values): PerpPosition {
  const text = (name: string) => values[name] as string
  return {
    id: text('id'),
    market: text('market'),
    side: values['side'] as PerpPosition['side'],
    size: values['size'] as number,
    entryPrice: values['entry_price'] as number,
    collateral: values['collateral'] as number,
    marginMode: (values['margin_mode'] ?? 'isolated') as PerpPosition['marginMode'],
    ...(values['collateral_asset'] !== undefined && {collateralAsset: text('collateral_asset')}),
    ...(values['account'] !== undefined && {account: text('account')}),
  }
}
