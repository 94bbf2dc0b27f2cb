import {PlimsollError} from '../../errors.js'
import {parseAmount} from '../../units/amount.js'
import type {Quantity} from '../../units/quantity.js'
import {parseRatio} from '../../units/ratio.js'
import type {Change, ProtocolRequest, Setting, Statement} from '../model.js'
import {deploymentOf, findAsset} from './deployments.js'
import {statement, type Deployment, type Parameter} from './read/statements.js'

const TRIPLE: readonly Parameter[] = ['ltv', 'liquidationThreshold', 'liquidationBonus']
const CAPS: readonly Parameter[] = ['supplyCap', 'borrowCap']
const SINGLES: readonly Parameter[] = [...CAPS, 'reserveFactor', 'liquidationProtocolFee']
const KNOWN: readonly string[] = ['asset', ...TRIPLE, ...SINGLES]

/** What an aave-v3 proposal says must hold, from its texts alone. */
export function claims(request: ProtocolRequest): Statement[] {
  const {protocol, changes} = request
  const place = deploymentOf(request)
  const {target, packed} = authority(protocol.through, place)
  return changes.flatMap((change) => claimsOf(change, place, target, packed))
}

/** The contract that carries the change, and whether its setters take the collateral triple in one piece. */
function authority(through: string | undefined, place: Deployment): {target: string; packed: boolean} {
  if (through === 'configurator') return {target: place.configurator, packed: true}
  if (through !== 'risk-steward') {
    throw new PlimsollError(
      'AAVE_AUTHORITY',
      `\`through: ${through ?? '(none)'}\` is not an authority whose transactions are read.`,
      {
        suggestions: ['Readable are `configurator` and `risk-steward`.'],
      },
    )
  }
  if (place.riskSteward === undefined)
    throw new PlimsollError('AAVE_NO_STEWARD', `${place.name} has no known risk steward.`)
  return {target: place.riskSteward, packed: false}
}

function claimsOf(change: Change, place: Deployment, target: string, packed: boolean): Statement[] {
  const symbol = String(change['asset'])
  const asset = findAsset(place, symbol)
  const unknown = Object.keys(change).find((key) => !KNOWN.includes(key))
  if (unknown !== undefined)
    throw new PlimsollError('AAVE_UNKNOWN_PARAMETER', `\`${unknown}\` of ${symbol} is no parameter that is read.`)

  const where = {deployment: place, chainId: place.chainId, target}
  const claim = (parameter: Parameter, text: string): Statement =>
    statement(where, {underlying: asset.underlying, symbol}, parameter, quantity(parameter, text, symbol))
  const setting = (parameter: Parameter): Setting | undefined => change[parameter] as Setting | undefined
  const set = [...TRIPLE, ...SINGLES].filter((parameter) => setting(parameter)?.to !== undefined)
  const carried = packed && TRIPLE.some((parameter) => set.includes(parameter)) ? [...TRIPLE] : []
  return [...TRIPLE, ...SINGLES]
    .filter((parameter) => set.includes(parameter) || carried.includes(parameter))
    .map((parameter) => {
      const {to, keep} = setting(parameter) ?? {}
      const text = to ?? keep
      if (text === undefined) {
        throw new PlimsollError(
          'AAVE_TRIPLE_INCOMPLETE',
          `${symbol}: the pool configurator sets loan-to-value, threshold and bonus in one call, and \`${parameter}\` is not given.`,
          {suggestions: [`Say what stays: \`${parameter}: {keep: ...}\`.`]},
        )
      }
      return claim(parameter, text)
    })
}

function quantity(parameter: Parameter, text: string, symbol: string): Quantity {
  if (!CAPS.includes(parameter)) return {kind: 'ratio', value: parseRatio(text)}
  const amount = parseAmount(text)
  if (amount.unit !== symbol) {
    throw new PlimsollError(
      'AAVE_WRONG_TOKEN',
      `the ${parameter} of ${symbol} is counted in ${symbol}, not in ${amount.unit} (\`${text}\`).`,
    )
  }
  return {kind: 'amount', ...amount}
}
