import {EXIT, PlimsollError} from '../../../errors.js'
import type {Quantity} from '../../../units/quantity.js'
import {rational} from '../../../units/rational.js'
import type {CurrentValue, ProtocolRequest, Query} from '../../model.js'
import {account, BPS, yesNo} from '../../read/quantities.js'
import {query, unreadable} from '../../read/query.js'
import type {AaveV3Asset} from '../deployments.js'
import {atLeast, type Version} from '../scope.js'
import {versionOf} from '../stewards.js'
import type {Deployment, Parameter} from './statements.js'

// What a pool says of its eModes: Pool.sol of @aave/core-v3 1.19.3 and aave-dao/aave-v3-origin at v3.1.0 to fd1fbd91.

function releaseOf(request: ProtocolRequest): Version {
  const version = versionOf(request)
  if (version !== undefined) return version
  throw new PlimsollError(
    'AAVE_VERSION',
    'which getters of eModes a market has depends on its release, and the proposal does not say which it runs.',
    {exit: EXIT.cannotTell, suggestions: ['Say it under `protocol:`, as in `version: "3.6"`.']},
  )
}

/** A category stores 1 + the premium; one that does not exist stores 0. */
function premium(raw: number, name: string): Quantity {
  if (raw !== 0 && raw <= 10_000) throw unreadable(`a liquidation bonus of ${raw} for ${name}, which no pool can store`)
  return {kind: 'ratio', value: rational(raw === 0 ? 0n : BigInt(raw) - 10_000n, 10_000n)}
}

const text = (raw: unknown): Quantity => ({kind: 'text', value: String(raw)})

interface Terms {
  readonly ltv: number
  readonly liquidationThreshold: number
  readonly liquidationBonus: number
}

const TERMS = 'uint16 ltv, uint16 liquidationThreshold, uint16 liquidationBonus'

/** A category's parameters, by the getters of the release. */
export function eModeQueries(request: ProtocolRequest, place: Deployment, name: string, category: number): Query[] {
  const version = releaseOf(request)
  const value = (parameter: Parameter, of: Quantity): CurrentValue => ({asset: name, parameter, value: of})
  const terms = ({ltv, liquidationThreshold, liquidationBonus}: Terms): CurrentValue[] => [
    value('eModeLtv', BPS(ltv, '')),
    value('eModeLiquidationThreshold', BPS(liquidationThreshold, '')),
    value('eModeLiquidationBonus', premium(liquidationBonus, name)),
  ]
  const ask = (getter: string, returns: string, read: (raw: unknown) => CurrentValue[]): Query =>
    query(
      {
        to: place.pool,
        fragment: `function ${getter}(uint8 id) view returns (${returns})`,
        args: [category],
        about: name,
      },
      ([raw]) => read(raw),
    )
  if (!atLeast(version, '3.2')) {
    return [
      ask('getEModeCategoryData', `(${TERMS}, address priceSource, string label) category`, (raw) => {
        const {priceSource, label, ...rest} = raw as Terms & {readonly priceSource: string; readonly label: string}
        return [...terms(rest), value('eModePriceSource', account(priceSource, '')), value('eModeLabel', text(label))]
      }),
    ]
  }
  return [
    ask('getEModeCategoryCollateralConfig', `(${TERMS}) config`, (raw) => terms(raw as Terms)),
    ask('getEModeCategoryLabel', 'string', (raw) => [value('eModeLabel', text(raw))]),
    ...(atLeast(version, '3.7')
      ? [ask('getIsEModeCategoryIsolated', 'bool', (raw) => [value('eModeIsolated', yesNo(raw, ''))])]
      : []),
  ]
}

/** Whether a reserve is in the bitmaps of a category: the bit of its id, which the pool is asked to confirm. */
export function memberQueries(
  request: ProtocolRequest,
  place: Deployment,
  name: string,
  category: number,
  {id, underlying}: AaveV3Asset,
): Query[] {
  const version = releaseOf(request)
  const maps: readonly (readonly [Parameter, string])[] = [
    ['eModeCollateral', 'Collateral'],
    ['eModeBorrowable', 'Borrowable'],
    ...(atLeast(version, '3.6') ? [['eModeLtvZero', 'Ltvzero'] as const] : []),
  ]
  const confirm = query(
    {
      to: place.pool,
      fragment: 'function getReserveAddressById(uint16 id) view returns (address)',
      args: [id],
      about: String(id),
    },
    ([found]) => {
      if ((found as string).toLowerCase() === underlying.toLowerCase()) return []
      throw unreadable(
        `that reserve ${id} is ${String(found)}, not the ${underlying} of the address book (${place.source})`,
      )
    },
  )
  return [
    confirm,
    ...maps.map(([parameter, map]) =>
      query(
        {
          to: place.pool,
          fragment: `function getEModeCategory${map}Bitmap(uint8 id) view returns (uint128)`,
          args: [category],
          about: `eMode ${category}`,
        },
        ([bits]) => [{asset: name, parameter, value: yesNo((((bits as bigint) >> BigInt(id)) & 1n) === 1n, '')}],
      ),
    ),
  ]
}
