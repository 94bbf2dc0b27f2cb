import * as Address from 'ox/Address'

import {decodeCanonical, selectorOf} from '../calldata/read.js'
import type {ProtocolReader, ProtocolRequest, RawCall, Statement} from '../model.js'
import type {Unit} from '../read/quantities.js'
import {claims} from './claims.js'
import {deploymentOf} from './deployments.js'
import {orderProblems} from './read/order.js'
import {setters, type Setter} from './read/functions.js'
import {statement, type Deployment, type Parameter, type Subject} from './read/statements.js'
import {atLeast, saidVersion} from './scope.js'
import {GENERATION_OF, stewardOf} from './stewards.js'

/** The config engine's and steward's sentinels for "leave it": 2^256 - 1 - 42, and a text. */
const KEEP_CURRENT = 2n ** 256n - 43n
const KEEP_CURRENT_STRING = 'KEEP_CURRENT_STRING'
const isKept = (raw: unknown): boolean => raw === KEEP_CURRENT || raw === KEEP_CURRENT_STRING

/** One thing and its new values, in the order of the columns. */
interface Row {
  readonly underlying?: string
  readonly category?: number
  readonly values: readonly unknown[]
}

function read(call: RawCall, request: ProtocolRequest): ReturnType<ProtocolReader['read']> {
  const place = deploymentOf(request)
  const isSteward = same(call.to, place.riskSteward)
  if (!isSteward && !same(call.to, place.configurator)) return undefined
  const known = setters()[isSteward ? 'steward' : 'configurator'].get(selectorOf(call.data) ?? '')
  if (!known) return undefined
  const {name} = known.fragment
  const problems = call.value === 0n ? [] : [`the call to ${name} carries ${call.value} wei, which it cannot take`]
  const decoded = decodeCanonical(known.fragment, call.data)
  if ('problem' in decoded) return {statements: [], problems: [...problems, decoded.problem]}
  problems.push(...(isSteward ? generationProblems(known, place, request) : releaseProblems(known, place, request)))
  const rows = rowsOf(known, decoded.values)
  if (rows.length === 0) problems.push(`the call to ${name} changes nothing`)
  problems.push(...rowProblems(rows, isSteward, place))
  const statements = rows.flatMap((row) => {
    const told = tellRow(row, known, isSteward, call, place)
    problems.push(...told.problems)
    return told.statements
  })
  return {statements, problems}
}

/** A function that the steward at this address does not have: the call would revert. */
function generationProblems({fragment, generations}: Setter, place: Deployment, {protocol}: ProtocolRequest): string[] {
  if (generations.length === Object.keys(GENERATION_OF).length) return []
  const {address, generation} = stewardOf(place, protocol.version)
  if (generations.includes(generation)) return []
  const theirs = generations.map((each) => GENERATION_OF[each]).join(', ')
  return [
    `the risk steward ${address}, for Aave ${GENERATION_OF[generation]}, has no ${fragment.signature}, which is of the one ` +
      `for Aave ${theirs}: the call would revert`,
  ]
}

/** A function that the configurator of the release does not have, or may not have. */
function releaseProblems({fragment, since, until}: Setter, place: Deployment, request: ProtocolRequest): string[] {
  if (since === '3.0' && until === '3.7') return []
  const version = saidVersion(request)
  const where = `${fragment.signature} is there from Aave ${since} to ${until}`
  if (version === undefined) return [`${where}, and the proposal does not say which ${place.name} runs`]
  return atLeast(version, since) && atLeast(until, version)
    ? []
    : [`${where}, and the proposal says that ${place.name} runs ${version}: the call would revert`]
}

function rowsOf({about, generations}: Setter, values: readonly unknown[]): Row[] {
  const row = (list: readonly unknown[]): Row => {
    const [first, second] = list
    if (about === 'category') return {category: Number(first), values: list.slice(1)}
    if (about === 'asset') return {underlying: Address.checksum(first as string), values: list.slice(1)}
    return {underlying: Address.checksum(first as string), category: Number(second), values: list.slice(2)}
  }
  if (generations.length === 0) return [row(values)]
  return (values[0] as readonly unknown[]).map((update) => row(flat(update)))
}

/** The values of a struct, and of the structs in it, in order. */
const flat = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap((each) => flat(each)) : [value]

/** Rows that say nothing of their own could still make the whole call revert, so they are not waved through. */
function rowProblems(rows: readonly Row[], isSteward: boolean, place: Deployment): string[] {
  return rows.flatMap(({underlying, category, values}) => {
    const listed =
      underlying === undefined || Object.values(place.assets).some((asset) => same(asset.underlying, underlying))
    const silent = isSteward && values.every((value) => isKept(value))
    const about = underlying ?? `eMode ${category ?? ''}`
    return [
      ...(listed ? [] : [`${underlying} is not an asset of ${place.name}`]),
      ...(silent ? [`the row for ${about} changes nothing`] : []),
      ...(category === 0 && underlying === undefined ? ['eMode 0 stands for none and cannot be set'] : []),
    ]
  })
}

interface Told {
  readonly statements: readonly Statement[]
  readonly problems: readonly string[]
}

function tellRow(row: Row, {columns, fragment}: Setter, isSteward: boolean, call: RawCall, place: Deployment): Told {
  const {underlying, category} = row
  const symbol =
    underlying === undefined
      ? undefined
      : (Object.entries(place.assets).find((entry) => same(entry[1].underlying, underlying))?.[0] ?? underlying)
  const subject: Subject = {
    ...(underlying !== undefined && {underlying}),
    ...(symbol !== undefined && {symbol}),
    ...(category !== undefined && {category}),
  }
  const where = {deployment: place, chainId: call.chainId, target: Address.checksum(call.to)}
  const say = ([parameter, unit]: readonly [Parameter, Unit], raw: unknown): Statement[] =>
    isSteward && isKept(raw) ? [] : [statement(where, subject, parameter, unit(raw, symbol ?? ''))]
  const problems = isSteward ? [] : valueProblems(fragment.name, row.values)
  const statements = columns.flatMap((column, index) => {
    const raw = row.values[index]
    if (column !== 'rates') return say(column, raw)
    const {rateData, rates} = setters()
    const decoded = decodeCanonical(rateData, rateData.selector + (raw as string).slice(2))
    if ('problem' in decoded) {
      problems.push(`the rate data of ${fragment.name}: ${decoded.problem}`)
      return []
    }
    return rates.flatMap((rate, at) => say(rate, decoded.values[at]))
  })
  return {statements, problems}
}

/**
 * What the contract refuses or leaves out, although the bytes seem to say it. A gross bonus of 0 reads as no premium, and
 * so would one of 10,000: the contract takes neither for the other (0 exactly when the threshold of a reserve is 0,
 * otherwise above 10,000), and what it refuses says nothing.
 */
function valueProblems(name: string, values: readonly unknown[]): string[] {
  const [first, threshold = 0n, bonus = 0n] = values as (bigint | number)[]
  const stored = BigInt(name === 'setReservePause' ? 0n : bonus)
  if (name === 'configureReserveAsCollateral') {
    const fits = threshold === 0n ? stored === 0n : stored > 10_000n
    if (!fits) return [`${name} would refuse a stored bonus of ${stored} with a threshold of ${threshold}`]
  }
  if (name === 'setEModeCategory' && stored <= 10_000n) return [`${name} would refuse a stored bonus of ${stored}`]
  if (name === 'setReservePause' && values.length > 1 && (first as unknown) === true)
    return [`${name} leaves out a grace period while it pauses`]
  return []
}

const same = (a: string, b: string | undefined): boolean => a.toLowerCase() === b?.toLowerCase()

export const aaveV3Reader: ProtocolReader = {name: 'aave-v3', read, claims, orderProblems}
