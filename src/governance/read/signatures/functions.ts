import {parseFunction, type AbiFunction} from '../abi/type.js'
import {AAVE} from './aave.js'
import {COMMON} from './common.js'
import {COMPOUND} from './compound.js'
import {GMX} from './gmx.js'
import {MACHINERY} from './machinery.js'
import {MAKER} from './maker.js'
import type {SignatureTable} from './model.js'
import {SYNTHETIX} from './synthetix.js'
import {VAULTS} from './vaults.js'

/** Earlier tables come first where several contracts have a function of one selector. */
const TABLES: readonly SignatureTable[] = [COMMON, MACHINERY, COMPOUND, MAKER, AAVE, SYNTHETIX, GMX, VAULTS]
const SELECTOR = 10

const parsed = new Map<string, AbiFunction>()
let all: ReadonlyMap<string, string> | undefined
let byAbi: ReadonlyMap<string, ReadonlyMap<string, string>> | undefined

function indexed(rows: readonly string[]): [string, string][] {
  return rows.map((row) => [row.slice(0, SELECTOR), row.slice(SELECTOR + 1)])
}

function parsedOnce(text: string | undefined): AbiFunction | undefined {
  if (text === undefined) return undefined
  let known = parsed.get(text)
  if (!known) parsed.set(text, (known = parseFunction(text)))
  return known
}

/** A function of any contract that is known here, by its selector alone: a guess. */
export function guessedFunction(selector: string): AbiFunction | undefined {
  // The last entry of a map's constructor wins, so the tables go in backwards.
  all ??= new Map(TABLES.toReversed().flatMap((table) => Object.values(table).toReversed().flatMap(indexed)))
  return parsedOnce(all.get(selector))
}

/** A function that the contract of this name has. */
export function pinnedFunction(abi: string, selector: string): AbiFunction | undefined {
  byAbi ??= new Map(
    TABLES.flatMap((table) => Object.entries(table).map(([name, rows]) => [name, new Map(indexed(rows))] as const)),
  )
  return parsedOnce(byAbi.get(abi)?.get(selector))
}

/** Every row of the tables: what the selectors are tested against. */
export function signatureRows(): readonly (readonly [abi: string, selector: string, text: string])[] {
  return TABLES.flatMap((table) =>
    Object.entries(table).flatMap(([abi, rows]) =>
      indexed(rows).map(([selector, text]) => [abi, selector, text] as const),
    ),
  )
}
