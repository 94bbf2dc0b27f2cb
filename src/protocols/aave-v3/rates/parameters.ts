import {ONE, rational} from '../../../units/rational.js'
import {ADDRESS} from '../../spelling.js'
import {ratio, shareRange} from '../fields.js'
import {parameterOf, type Parameter, type Spec} from '../subject.js'

// Source: DefaultReserveInterestRateStrategyV2.sol of aave-dao/aave-v3-origin, v3.1.0 to fd1fbd91: MIN_OPTIMAL_POINT 1%,
// MAX_OPTIMAL_POINT 99%, MAX_BORROW_RATE 1000%.

const UPDATED =
  'RateDataUpdate(reserve, optimalUsageRatio, baseVariableBorrowRate, variableRateSlope1, variableRateSlope2)'
const rate = (spec: Pick<Spec, 'description' | 'id' | 'title'> & Partial<Spec>): Parameter =>
  parameterOf('reserve', {
    ...ratio(100_000n),
    setter: 'setReserveInterestRateData',
    since: '3.1',
    unit: 'bps a year, 32 bits',
    range: shareRange('base and both slopes together must not exceed 1000% (InvalidMaxRate)', 100_000n),
    accepts: '0% to 1000%, with the others together',
    getter: `InterestRateStrategy.getInterestRateDataBps(asset).${spec.id}`,
    event: UPDATED,
    ...spec,
  })

/** The interest-rate model of a reserve. */
export const RATE_PARAMETERS: readonly Parameter[] = [
  rate({
    ...ratio(9900n, 100n),
    id: 'optimalUsageRatio',
    title: 'optimal usage ratio',
    description: 'The share of the supply that is lent out at which the borrow rate has its kink.',
    unit: 'bps, 16 bits',
    range: shareRange('the contract reverts (InvalidOptimalUsageRatio)', 9900n, 100n),
    accepts: '1% to 99%',
  }),
  rate({
    id: 'baseVariableBorrowRate',
    title: 'base variable borrow rate',
    description: 'The borrow rate a year when nothing is lent out.',
  }),
  rate({
    id: 'variableRateSlope1',
    title: 'variable rate slope 1',
    description: 'What the borrow rate gains up to the optimal usage ratio. Must not exceed slope 2.',
  }),
  rate({
    id: 'variableRateSlope2',
    title: 'variable rate slope 2',
    description: 'What the borrow rate gains from the optimal usage ratio to full usage.',
  }),
  parameterOf('reserve', {
    setter: 'setReserveInterestRateStrategyAddress',
    until: '3.3',
    spelling: ADDRESS,
    units: () => ({name: 'an address', perOne: 1n, min: 1n, max: 2n ** 160n - 1n}),
    id: 'interestRateStrategy',
    title: 'interest rate strategy',
    description:
      'Up to 3.3: the contract that gives the rates. On 3.0 the numbers are fixed in it; from 3.1 on the call writes them too. ' +
      'From 3.4 on the pool has one for all.',
    unit: 'address',
    range: {min: ONE, max: rational(2n ** 160n - 1n), step: ONE, why: 'it is an address, and not zero'},
    accepts: 'an address with its checksum',
    getter: 'PoolDataProvider.getInterestRateStrategyAddress(asset)',
    event: 'ReserveInterestRateStrategyChanged(asset, oldStrategy, newStrategy)',
  }),
]

/** What setReserveInterestRateData writes, in the order of its struct. */
export const RATES = [
  'optimalUsageRatio',
  'baseVariableBorrowRate',
  'variableRateSlope1',
  'variableRateSlope2',
] as const
