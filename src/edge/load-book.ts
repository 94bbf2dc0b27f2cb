import type {BookInput} from '../backtest/book/study/study.js'
import {bookKindOf, byAuction, subjectsOf} from '../backtest/book/study/rules.js'
import {parsePositionsMap} from '../backtest/book/positions-map.js'
import {PlimsollError} from '../errors.js'
import type {BacktestRequest} from '../proposal/model.js'
import type {RiskValue} from '../protocols/model.js'
import {readPositions} from './positions.js'

export interface BookFlags {
  readonly positions?: string | undefined
  readonly map?: string | undefined
}

/**
 * Reads the positions that a backtest replays: of the flag, or of the proposal's `book:`; undefined for a synthetic book
 * and where there is none. A column that the file lacks is taken from the proposal where that leaves no choice.
 * @throws POSITIONS_*, DATA_UNREADABLE, INPUT_*
 */
export async function loadBook(
  request: BacktestRequest,
  values: readonly RiskValue[],
  {map, positions}: BookFlags = {},
): Promise<BookInput['positions']> {
  const file = positions ?? request.book?.source
  if (file === undefined || file === 'synthetic') {
    if (map === undefined) return undefined
    throw new PlimsollError(
      'POSITIONS_MAP',
      '--map names the columns of a file of positions: give one with --positions.',
    )
  }
  const kind = bookKindOf(values)
  const [asset, ...others] = kind === undefined ? [] : subjectsOf(values, kind)
  const defaults = {
    ...(asset !== undefined && others.length === 0 && {collateral_asset: asset, market: asset}),
    // Maker's vaults owe its own dollar, whatever backs them.
    ...(byAuction(values) && {debt_asset: 'USD'}),
  }
  const read = await readPositions(file, {defaults, map: map === undefined ? undefined : parsePositionsMap(map)})
  return {...read, file}
}

/** As `loadBook`; a book that cannot be read is returned as its error. */
export async function tryLoadBook(
  request: BacktestRequest,
  values: readonly RiskValue[],
): Promise<BookInput['positions'] | PlimsollError> {
  try {
    return await loadBook(request, values)
  } catch (error) {
    if (error instanceof PlimsollError) return error
    throw error
  }
}
