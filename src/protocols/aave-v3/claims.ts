import {EXIT, PlimsollError} from '../../errors.js'
import {parseAmount} from '../../units/amount.js'
import type {Quantity} from '../../units/quantity.js'
import type {Change, ProtocolRequest, Statement} from '../model.js'
import {claimed, isSet, textFor, type ClaimKind} from '../read/claim.js'
import {deploymentOf, findAsset} from './deployments.js'
import {kindOf, PARAMETER_TITLES, statement, type Deployment, type Parameter, type Subject} from './read/statements.js'
import {saidVersion, scopeOf, type Scope, type Version} from './scope.js'

const TRIPLE: readonly Parameter[] = ['ltv', 'liquidationThreshold', 'liquidationBonus']
const CAPS: readonly Parameter[] = ['supplyCap', 'borrowCap']
const RATES: readonly Parameter[] = [
  'optimalUsageRatio',
  'baseVariableBorrowRate',
  'variableRateSlope1',
  'variableRateSlope2',
]
const EMODE: readonly Parameter[] = ['eModeLtv', 'eModeLiquidationThreshold', 'eModeLiquidationBonus']
const YES_OR_NO: readonly Parameter[] = [
  'borrowingEnabled',
  'flashLoanEnabled',
  'borrowableInIsolation',
  'siloedBorrowing',
  'frozen',
  'ltvZero',
  'paused',
  'eModeIsolated',
  'eModeCollateral',
  'eModeBorrowable',
  'eModeLtvZero',
]

/** What an aave-v3 proposal says must hold, from its texts alone. */
export function claims(request: ProtocolRequest): Statement[] {
  const {protocol, changes} = request
  const place = deploymentOf(request)
  const {target, packed} = authority(protocol.through, place)
  return changes.flatMap((change) => {
    const name = String(change['asset'])
    const scope = scopeOf(name)
    const subject = subjectOf(scope, place)
    const ids = knownIn(change, name, scope.kind)
    const set = ids.filter((id) => isSet(change, id))
    const written = packed ? carried(set, change, saidVersion(request)) : set
    return written.map((id) =>
      statement({deployment: place, chainId: place.chainId, target}, subject, id, quantity(id, change, subject)),
    )
  })
}

/** The contract that carries the change, and whether its setters take what belongs together in one piece. */
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

function subjectOf(scope: Scope, place: Deployment): Subject {
  if (scope.kind === 'category') return {category: scope.category}
  const {underlying} = findAsset(place, scope.symbol)
  return {underlying, symbol: scope.symbol, ...(scope.kind === 'member' && {category: scope.category})}
}

function knownIn(change: Change, name: string, kind: Scope['kind']): Parameter[] {
  const keys = Object.keys(change).filter((key) => key !== 'asset')
  const unknown = keys.find((key) => !Object.hasOwn(PARAMETER_TITLES, key) || kindOf(key as Parameter) !== kind)
  if (unknown !== undefined)
    throw new PlimsollError('AAVE_UNKNOWN_PARAMETER', `\`${unknown}\` of ${name} is no parameter that is read.`)
  return keys as Parameter[]
}

/** What the calls of the configurator write: what is set, with all that the same call writes. */
function carried(set: readonly Parameter[], change: Change, version: Version | undefined): Parameter[] {
  const any = (ids: readonly Parameter[]): boolean => ids.some((id) => set.includes(id))
  const packs: Parameter[] = []
  if (any(TRIPLE)) packs.push(...TRIPLE)
  if (set.includes('interestRateStrategy') && version !== '3.0') packs.push('interestRateStrategy', ...RATES)
  else if (any(RATES)) packs.push(...RATES)
  if (any(['paused', 'gracePeriod'])) packs.push('paused', ...(change['gracePeriod'] ? (['gracePeriod'] as const) : []))
  if (any([...EMODE, 'eModeLabel', 'eModePriceSource'])) packs.push(...EMODE, ...restOfEMode(version))
  return [...packs, ...set.filter((id) => !packs.includes(id))]
}

/** What setEModeCategory writes beside the three numbers, by release. */
function restOfEMode(version: Version | undefined): Parameter[] {
  switch (version) {
    case undefined: {
      throw new PlimsollError(
        'AAVE_VERSION',
        'what setEModeCategory writes depends on the release, and the proposal does not say which the market runs.',
        {exit: EXIT.cannotTell, suggestions: ['Say it under `protocol:`, as in `version: "3.6"`.']},
      )
    }
    case '3.0':
    case '3.1': {
      return ['eModePriceSource', 'eModeLabel']
    }
    case '3.7': {
      return ['eModeLabel', 'eModeIsolated']
    }
    default: {
      return ['eModeLabel']
    }
  }
}

function kindOfText(parameter: Parameter): ClaimKind {
  if (YES_OR_NO.includes(parameter)) return 'yesNo'
  if (parameter === 'debtCeiling') return 'amount'
  if (parameter === 'gracePeriod') return 'duration'
  if (parameter === 'eModeCategory') return 'number'
  return parameter === 'interestRateStrategy' || parameter === 'eModePriceSource' ? 'address' : 'ratio'
}

function quantity(parameter: Parameter, change: Change, {symbol = ''}: Subject): Quantity {
  const text = textFor(change, parameter)
  if (parameter === 'eModeLabel') return {kind: 'text', value: text.trim()}
  if (!CAPS.includes(parameter)) return claimed(kindOfText(parameter), text, 'USD', parameter)
  const amount = parseAmount(text)
  if (amount.unit !== symbol) {
    throw new PlimsollError(
      'AAVE_WRONG_TOKEN',
      `the ${parameter} of ${symbol} is counted in ${symbol}, not in ${amount.unit} (\`${text}\`).`,
    )
  }
  return {kind: 'amount', ...amount}
}
