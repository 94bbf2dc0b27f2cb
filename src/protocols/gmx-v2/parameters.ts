import {rational} from '../../units/rational.js'
import {assetOf, type Governed, type GovernedTable} from '../governed.js'
import type {Change, ProtocolRequest} from '../model.js'
import {EXCHANGE, marketOf, marketToken, placeOf, symbolOf, type GmxPlace, type TokenSide} from './deployments.js'
import {DOLLARS, KEYS, MOST_SECONDS, SWITCH, TOKENS, UINT256, type Key} from './base-keys.js'
import {SHAPES, type KeyPart} from './keys.js'

/** What a change is about: a market, or the whole exchange. */
export interface GmxSubject {
  readonly asset: string
  readonly place: GmxPlace
  /** The market token; undefined for the whole exchange. */
  readonly market: string | undefined
  readonly symbol: (side: TokenSide) => string | undefined
  readonly token: (side: TokenSide) => {readonly address: string; readonly decimals: number}
}

/** A parameter with its key: the name of the base key, and what its data says beside the market. */
export interface GmxParameter extends Governed<GmxSubject> {
  readonly key: string
  readonly parts: readonly KeyPart[]
}

/** `MAX_OPEN_INTEREST` as `maxOpenInterest`. */
const camel = (name: string): string =>
  name.toLowerCase().replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

function parametersOf({
  name,
  shape,
  kind,
  title,
  description,
  role = 'none',
  min = 0n,
  max = UINT256,
}: Key): GmxParameter[] {
  const {spelling, unit, perOne, step} = kind
  return SHAPES[shape].map(({suffix, words, parts}): GmxParameter => {
    const side = parts.find((part) => part === 'longToken' || part === 'shortToken')
    const isAmount = kind === TOKENS
    const bounded = max !== UINT256 || min > 0n
    const one = isAmount ? 1n : perOne
    const shown = (units: bigint): string => spelling.show(rational(units, one), kind === DOLLARS ? 'USD' : '')
    return {
      id: `${camel(name)}${suffix}`,
      title: `${title}${words}`,
      description: `${description} Key ${name}.`,
      kind: spelling.kind,
      role,
      unit,
      range: {
        min: rational(min, one),
        max: rational(max, one),
        step: rational(1n, step),
        why: bounded ? 'the Config reverts (ConfigValueExceedsAllowedRange)' : 'the DataStore holds 256 bits',
      },
      accepts: !bounded
        ? 'no limit on chain'
        : max === MOST_SECONDS
          ? `${shown(min)} and more`
          : `${shown(min)} to ${shown(max)}`,
      getter: `DataStore.${kind === SWITCH ? 'getBool' : 'getUint'}(key)`,
      event: `EventLog1(Set${kind === SWITCH ? 'Bool' : 'Uint'}, baseKey, data, value)`,
      spelling,
      token: (subject) => (isAmount && side !== undefined ? (subject.symbol(side) ?? `the ${side}`) : 'USD'),
      units(subject) {
        const scale = isAmount && side !== undefined ? 10n ** BigInt(subject.token(side).decimals) : perOne
        return {name: isAmount ? 'units of the token' : unit, perOne: scale, min, max}
      },
      unfit({asset, market}) {
        if ((market === undefined) === (shape === 'exchange')) return undefined
        return market === undefined
          ? `this is a parameter of a market, and \`${EXCHANGE}\` stands for the whole exchange.`
          : `this is a parameter of the whole exchange: put it into a change of \`${EXCHANGE}\`, not of ${asset}.`
      },
      key: name,
      parts,
    }
  })
}

export const PARAMETERS: readonly GmxParameter[] = KEYS.flatMap((each) => parametersOf(each))

/** What a change is about. @throws GMX_UNKNOWN_MARKET, PROTOCOL_* */
export function subjectOf(change: Change, request: ProtocolRequest): GmxSubject {
  const asset = assetOf(change)
  return {
    asset,
    place: placeOf(request),
    market: marketOf(request, asset),
    symbol: (side) => symbolOf(change, side),
    token: (side) => marketToken(request, change, side),
  }
}

export const TABLE: GovernedTable<GmxSubject> = {parameters: PARAMETERS, subjectOf}
