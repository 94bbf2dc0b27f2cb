import * as Address from 'ox/Address'

import type {ProtocolReader, ProtocolRequest, RawCall, Statement} from '../model.js'
import {amountOf, numberOf, WAD, type Unit} from '../read/quantities.js'
import {decodeRow, row, sameAddress, state, type ReadRow} from '../read/table.js'
import {tokenOf} from '../tokens.js'
import {claims} from './claims.js'
import {placeOf, type CompoundPlace} from './deployments.js'
import {aboutOf, MEANINGS, UPGRADE} from './read/meaning.js'

// This side's own fragments and units, written from the ABI of the Configurator and of CometProxyAdmin.

const asset = (name: string, type: string, parameter: string, unit: Unit): ReadRow =>
  row(`function ${name}(address comet, address asset, ${type} newValue)`, undefined, undefined, [parameter, unit])
const market = (name: string, type: string, parameter: string, unit: Unit): ReadRow =>
  row(`function ${name}(address comet, ${type} newValue)`, undefined, [parameter, unit])

/** Amounts are decoded as units of the token; the token's decimals are applied afterwards. */
const units = amountOf(1n)
const rewardSpeed = numberOf(10n ** 15n)

let tables: {readonly configurator: readonly ReadRow[]; readonly admin: readonly ReadRow[]} | undefined

function functions(): NonNullable<typeof tables> {
  tables ??= {
    configurator: [
      asset('updateAssetBorrowCollateralFactor', 'uint64', 'borrowCollateralFactor', WAD),
      asset('updateAssetLiquidateCollateralFactor', 'uint64', 'liquidateCollateralFactor', WAD),
      asset('updateAssetLiquidationFactor', 'uint64', 'liquidationFactor', WAD),
      asset('updateAssetSupplyCap', 'uint128', 'supplyCap', units),
      market('setSupplyKink', 'uint64', 'supplyKink', WAD),
      market('setSupplyPerYearInterestRateBase', 'uint64', 'supplyRateBase', WAD),
      market('setSupplyPerYearInterestRateSlopeLow', 'uint64', 'supplyRateSlopeLow', WAD),
      market('setSupplyPerYearInterestRateSlopeHigh', 'uint64', 'supplyRateSlopeHigh', WAD),
      market('setBorrowKink', 'uint64', 'borrowKink', WAD),
      market('setBorrowPerYearInterestRateBase', 'uint64', 'borrowRateBase', WAD),
      market('setBorrowPerYearInterestRateSlopeLow', 'uint64', 'borrowRateSlopeLow', WAD),
      market('setBorrowPerYearInterestRateSlopeHigh', 'uint64', 'borrowRateSlopeHigh', WAD),
      market('setStoreFrontPriceFactor', 'uint64', 'storeFrontPriceFactor', WAD),
      market('setTargetReserves', 'uint104', 'targetReserves', units),
      market('setBaseBorrowMin', 'uint104', 'baseBorrowMin', units),
      market('setBaseMinForRewards', 'uint104', 'baseMinForRewards', units),
      market('setBaseTrackingSupplySpeed', 'uint64', 'baseTrackingSupplySpeed', rewardSpeed),
      market('setBaseTrackingBorrowSpeed', 'uint64', 'baseTrackingBorrowSpeed', rewardSpeed),
    ],
    admin: [row('function deployAndUpgradeTo(address configurator, address comet)', undefined, undefined)],
  }
  return tables
}

type Read = ReturnType<ProtocolReader['read']>

function read(call: RawCall, request: ProtocolRequest): Read {
  const place = placeOf(request)
  if (sameAddress(call.to, place.proxyAdmin)) return readUpgrade(call, place)
  if (!sameAddress(call.to, place.configurator)) return undefined
  const found = decodeRow(functions().configurator, call)
  if (!found) return undefined
  const {row: known, values} = found
  const problems = [...found.problems]
  if (values.length === 0) return {statements: [], problems}
  if (!sameAddress(String(values[0]), place.comet))
    problems.push(
      `${known.fragment.name} stages a value for ${Address.checksum(String(values[0]))}, which is not ${place.name}`,
    )
  const at = known.columns.length - 1
  const [parameter, unit] = known.columns[at] ?? []
  if (parameter === undefined || unit === undefined) return {statements: [], problems}
  const {symbol, subject, subjectId, decimals, whole} = subjectOf(
    at === 2 ? String(values[1]) : undefined,
    place,
    request,
  )
  problems.push(...cutProblems(parameter, values[at] as bigint, whole))
  const perOne = unit === units ? amountOf(10n ** BigInt(decimals)) : unit
  const about = aboutOf(place, place.configurator, subjectId, subject)
  const statement = state(about, parameter, MEANINGS[parameter]?.title ?? parameter, perOne(values[at], symbol))
  return {statements: [statement], problems}
}

interface Subject {
  readonly symbol: string
  readonly subject: string
  readonly subjectId: string
  readonly decimals: number
  /** Units of the token in a whole one, of which the Comet keeps caps; undefined where nobody says its decimals. */
  readonly whole: bigint | undefined
}

/** The collateral of that address, by the name that the proposal gives it; or the market. */
function subjectOf(address: string | undefined, place: CompoundPlace, request: ProtocolRequest): Subject {
  const {base, baseDecimals} = place
  if (address === undefined)
    return {symbol: base, subject: 'market', subjectId: 'market', decimals: baseDecimals, whole: undefined}
  for (const change of request.changes) {
    const symbol = String(change['asset'])
    if (symbol === base) continue
    const {address: own, decimals} = tokenOf(request, symbol)
    if (sameAddress(own, address))
      return {symbol, subject: symbol, subjectId: own, decimals, whole: 10n ** BigInt(decimals)}
  }
  const checksum = Address.checksum(address)
  return {symbol: checksum, subject: checksum, subjectId: checksum, decimals: 0, whole: undefined}
}

/** How the Comet keeps a value: in steps of so much, and in so many bits where its constructor checks no bound. */
function keptIn(parameter: string, whole: bigint | undefined): {step: bigint; bits?: number} | undefined {
  switch (parameter) {
    case 'borrowCollateralFactor':
    case 'liquidateCollateralFactor': {
      return {step: 10n ** 14n}
    }
    case 'liquidationFactor': {
      return {step: 10n ** 14n, bits: 16}
    }
    case 'supplyCap': {
      return whole === undefined ? undefined : {step: whole, bits: 64}
    }
    default: {
      return undefined
    }
  }
}

/**
 * What the Comet cuts without reverting. Comet.sol and AssetList.sol, getPackedAssetInternal: factors are kept as
 * uint16(value / 1e14) and caps as uint64(value / 10^decimals), both unchecked: of a cap of 2^64 whole tokens, 0 stays.
 */
function cutProblems(parameter: string, raw: bigint, whole: bigint | undefined): string[] {
  const kept = keptIn(parameter, whole)
  if (!kept) return []
  const {step, bits} = kept
  const steps = raw / step
  const stored = (bits === undefined ? steps : BigInt.asUintN(bits, steps)) * step
  if (stored === raw) return []
  const how = raw % step === 0n ? 'more' : 'finer'
  return [
    `the ${MEANINGS[parameter]?.title ?? parameter} of ${raw} is ${how} than the Comet keeps: it would store ${stored}`,
  ]
}

function readUpgrade(call: RawCall, place: CompoundPlace): Read {
  const found = decodeRow(functions().admin, call)
  if (!found) return undefined
  const problems = [...found.problems]
  const [configurator, comet] = found.values.map(String)
  if (comet === undefined) return {statements: [], problems}
  if (!sameAddress(comet, place.comet))
    problems.push(`the upgrade is of ${Address.checksum(comet)}, which is not ${place.name}`)
  if (!sameAddress(configurator ?? '', place.configurator))
    problems.push(
      `the upgrade takes its values from ${Address.checksum(configurator ?? '')}, which is not the Configurator`,
    )
  const about = aboutOf(place, place.proxyAdmin, 'upgrade', 'market')
  const statements: Statement[] = [state(about, UPGRADE.parameter, UPGRADE.title, UPGRADE.value)]
  return {statements, problems}
}

/** What is staged after the upgrade is not in force. */
function orderProblems(calls: readonly RawCall[], request: ProtocolRequest): string[] {
  const {proxyAdmin, configurator} = placeOf(request)
  const upgrade = calls.findLastIndex(({to}) => sameAddress(to, proxyAdmin))
  const late = calls.findIndex(({to}, index) => index > upgrade && sameAddress(to, configurator))
  if (upgrade === -1 || late === -1) return []
  return [`call ${late + 1} stages a value after the upgrade of call ${upgrade + 1}: it would not be in force`]
}

export const compoundV3Reader: ProtocolReader = {name: 'compound-v3', callsMayDepend: true, read, claims, orderProblems}
