import * as Address from 'ox/Address'

import type {Quantity} from '../../units/quantity.js'
import {rational} from '../../units/rational.js'
import {decodeCanonical, parseFunction, selectorOf, type FunctionFragment} from '../calldata/read.js'
import type {ProtocolReader, ProtocolRequest, RawCall, Statement} from '../model.js'
import {claims} from './claims.js'
import {deploymentOf} from './deployments.js'
import {statement, type Deployment, type Parameter} from './read/statements.js'
import {stewardOf} from './stewards.js'

// This side's own fragments and units, written from facts/abi and PROTOCOLS 1.3, 1.7 and 1.8, apart from the setting side.

type Unit = (raw: bigint, symbol: string) => Quantity

/** 1/10,000. */
const bps: Unit = (raw) => ({kind: 'ratio', value: rational(raw, 10_000n)})
/** Whole tokens; 0 means no cap. */
const tokens: Unit = (raw, symbol) => ({kind: 'amount', value: rational(raw), unit: symbol})
/** Whole US dollars (the steward's debt ceiling). */
const dollars: Unit = (raw) => ({kind: 'amount', value: rational(raw), unit: 'USD'})
/** The pool configurator stores 10,000 + premium, and 0 (only) for an asset that is no collateral. */
const grossBonus: Unit = (raw) => bps(raw === 0n ? 0n : raw - 10_000n, '')

/** The config engine's and steward's sentinel for "leave it": 2^256 - 1 - 42. */
const KEEP_CURRENT = 2n ** 256n - 43n

type Columns = readonly (readonly [Parameter, Unit])[]

interface Setter {
  readonly fragment: FunctionFragment
  /** What the arguments after the asset mean, in their order. */
  readonly columns: Columns
}

const setter = (fragment: string, ...columns: Columns): Setter => ({fragment: parseFunction(fragment), columns})
const bySelector = (setters: readonly Setter[]): ReadonlyMap<string, Setter> =>
  new Map(setters.map((entry) => [entry.fragment.selector, entry]))

let tables:
  {readonly configurator: ReadonlyMap<string, Setter>; readonly steward: ReadonlyMap<string, Setter>} | undefined

/** The functions of the two contracts, parsed on first use. */
function functions(): NonNullable<typeof tables> {
  const side = [
    ['ltv', bps],
    ['liquidationThreshold', bps],
    ['liquidationBonus', bps],
  ] as const
  tables ??= {
    configurator: bySelector([
      setter(
        'function configureReserveAsCollateral(address asset, uint256 ltv, uint256 liquidationThreshold, uint256 liquidationBonus)',
        ['ltv', bps],
        ['liquidationThreshold', bps],
        ['liquidationBonus', grossBonus],
      ),
      setter('function setSupplyCap(address asset, uint256 newSupplyCap)', ['supplyCap', tokens]),
      setter('function setBorrowCap(address asset, uint256 newBorrowCap)', ['borrowCap', tokens]),
      setter('function setReserveFactor(address asset, uint256 newReserveFactor)', ['reserveFactor', bps]),
      setter('function setLiquidationProtocolFee(address asset, uint256 newFee)', ['liquidationProtocolFee', bps]),
    ]),
    steward: bySelector([
      setter(
        'function updateCollateralSide((address asset, uint256 ltv, uint256 liqThreshold, uint256 liqBonus, uint256 debtCeiling, uint256 liqProtocolFee)[] updates)',
        ...side,
        ['debtCeiling', dollars],
        ['liquidationProtocolFee', bps],
      ),
      setter(
        'function updateCollateralSide((address asset, uint256 ltv, uint256 liqThreshold, uint256 liqBonus, uint256 liqProtocolFee)[] updates)',
        ...side,
        ['liquidationProtocolFee', bps],
      ),
      setter(
        'function updateCaps((address asset, uint256 supplyCap, uint256 borrowCap)[] updates)',
        ['supplyCap', tokens],
        ['borrowCap', tokens],
      ),
    ]),
  }
  return tables
}

/** One asset's row of new values, in the order of the columns. */
interface Row {
  readonly asset: string
  readonly values: readonly bigint[]
}

function rowsOf(values: readonly unknown[], isSteward: boolean): Row[] {
  const row = ([asset, ...rest]: readonly unknown[]): Row => ({asset: asset as string, values: rest as bigint[]})
  if (!isSteward) return [row(values)]
  return (values[0] as Readonly<Record<string, unknown>>[]).map((update) => row(Object.values(update)))
}

function read(call: RawCall, request: ProtocolRequest): ReturnType<ProtocolReader['read']> {
  const place = deploymentOf(request)
  const isSteward = same(call.to, place.riskSteward)
  if (!isSteward && !same(call.to, place.configurator)) return undefined
  const known = functions()[isSteward ? 'steward' : 'configurator'].get(selectorOf(call.data) ?? '')
  if (!known) return undefined
  const {name} = known.fragment
  const problems = call.value === 0n ? [] : [`the call to ${name} carries ${call.value} wei, which it cannot take`]
  const decoded = decodeCanonical(known.fragment, call.data)
  if ('problem' in decoded) return {statements: [], problems: [...problems, decoded.problem]}
  if (isSteward) problems.push(...generationProblems(known, place, request))
  const rows = rowsOf(decoded.values, isSteward)
  if (rows.length === 0) problems.push(`the call to ${name} changes nothing`)
  problems.push(...rowProblems(rows, isSteward, place))
  for (const row of rows) {
    if (known.columns.some(([, unit]) => unit === grossBonus)) problems.push(...collateralProblems(row.values))
  }
  return {statements: rows.flatMap((row) => rowStatements(row, known.columns, isSteward, call, place)), problems}
}

/** The stewards of 3.7 have no function with a debt ceiling, and the older ones none without: a call to it only reverts. */
function generationProblems({fragment, columns}: Setter, place: Deployment, {protocol}: ProtocolRequest): string[] {
  if (fragment.name !== 'updateCollateralSide') return []
  const carries = columns.some(([parameter]) => parameter === 'debtCeiling')
  const {address, generation} = stewardOf(place, protocol.version)
  if (carries === (generation === 'debtCeiling')) return []
  return [
    `the risk steward ${address} has no ${fragment.name} ${carries ? 'with' : 'without'} a debt ceiling: the call would revert`,
  ]
}

/** Rows that say nothing of their own could still make the whole call revert, so they are not waved through. */
function rowProblems(rows: readonly Row[], isSteward: boolean, place: Deployment): string[] {
  return rows.flatMap(({asset, values}) => {
    const listed = Object.values(place.assets).some(({underlying}) => same(underlying, asset))
    const silent = isSteward && values.every((value) => value === KEEP_CURRENT)
    return [
      ...(listed ? [] : [`${Address.checksum(asset)} is not an asset of ${place.name}`]),
      ...(silent ? [`the row for ${Address.checksum(asset)} changes nothing`] : []),
    ]
  })
}

function rowStatements(
  {asset, values}: Row,
  columns: Columns,
  isSteward: boolean,
  call: RawCall,
  place: Deployment,
): Statement[] {
  const where = {deployment: place, chainId: call.chainId, target: Address.checksum(call.to)}
  const underlying = Address.checksum(asset)
  const symbol = Object.entries(place.assets).find((entry) => same(entry[1].underlying, asset))?.[0] ?? underlying
  return columns.flatMap(([parameter, unit], index) => {
    const raw = values[index]
    if (raw === undefined || (isSteward && raw === KEEP_CURRENT)) return []
    return [statement(where, {underlying, symbol}, parameter, unit(raw, symbol))]
  })
}

/**
 * A gross bonus of 0 reads as no premium, and so would one of 10,000: the contract takes neither for the other
 * (0 exactly when the threshold is 0, otherwise above 10,000), and what it refuses says nothing.
 */
function collateralProblems([, threshold = 0n, bonus = 0n]: readonly bigint[]): string[] {
  const fits = threshold === 0n ? bonus === 0n : bonus > 10_000n
  return fits
    ? []
    : [`configureReserveAsCollateral would refuse a stored bonus of ${bonus} with a threshold of ${threshold}`]
}

const same = (a: string, b: string | undefined): boolean => a.toLowerCase() === b?.toLowerCase()

export const aaveV3Reader: ProtocolReader = {name: 'aave-v3', read, claims}
