import type {Scenario} from './model.js'

type Crisis = readonly [name: string, from: string, to: string, title: string]

/**
 * Crises of crypto markets with their days (UTC, both included). Where Plimsoll holds hourly bars of all these days for an
 * asset they are replayed hourly, otherwise on the series that the proposal names.
 */
const CRISES: readonly Crisis[] = [
  ['korea-2018-01', '2018-01-15', '2018-01-17', 'January 2018: fear of a trading ban in South Korea'],
  ['split-2018-11', '2018-11-14', '2018-11-25', 'November 2018: Bitcoin Cash splits'],
  ['bakkt-2019-09', '2019-09-24', '2019-09-26', 'September 2019: leveraged longs are flushed out'],
  ['covid-2020-03', '2020-03-11', '2020-03-14', 'March 2020: Black Thursday'],
  ['january-2021', '2021-01-10', '2021-01-11', 'January 2021: the first fall of the rally'],
  ['china-2021-05', '2021-05-18', '2021-05-21', 'May 2021: mining is banned in China'],
  ['salvador-2021-09', '2021-09-06', '2021-09-08', 'September 2021: a flash crash on liquidations'],
  ['december-2021', '2021-12-03', '2021-12-05', 'December 2021: a weekend crash'],
  ['terra-2022-05', '2022-05-08', '2022-05-13', 'May 2022: UST loses its peg'],
  ['celsius-2022-06', '2022-06-12', '2022-06-14', 'June 2022: Celsius stops withdrawals'],
  ['ftx-2022-11', '2022-11-08', '2022-11-10', 'November 2022: FTX fails'],
  ['usdc-2023-03', '2023-03-10', '2023-03-13', 'March 2023: USDC loses its peg over a weekend'],
  ['august-2023', '2023-08-16', '2023-08-18', 'August 2023: a thin market falls at once'],
  ['yen-2024-08', '2024-08-04', '2024-08-06', 'August 2024: yen carry trades unwind'],
  ['tariffs-2025-02', '2025-02-02', '2025-02-04', 'February 2025: tariffs are announced'],
  ['tariffs-2025-10', '2025-10-10', '2025-10-11', 'October 2025: the largest day of liquidations on record'],
]

const HOUR = 3600
const DAY = 24 * HOUR
const still = {kind: 'still'} as const
const gap = (by: number) => ({kind: 'gap', by}) as const

const SHOCKS: readonly Omit<Scenario, 'named'>[] = [
  {name: 'gap-30', prices: gap(-0.3), title: 'prices open 30% lower'},
  {name: 'gap-50', prices: gap(-0.5), title: 'prices open 50% lower'},
  {name: 'gap-up-30', prices: gap(0.3), title: 'prices open 30% higher'},
  {
    name: 'gap-30-outage',
    outageSeconds: 6 * HOUR,
    prices: gap(-0.3),
    title: 'prices open 30% lower and feeds say nothing for 6h',
  },
  {name: 'gap-30-thin', prices: gap(-0.3), title: 'prices open 30% lower in a fifth of the depth', withdrawn: 0.8},
  {name: 'volatility-x2', prices: {kind: 'volatility', times: 2}, title: 'the last 30 days, every return doubled'},
  {name: 'volatility-x3', prices: {kind: 'volatility', times: 3}, title: 'the last 30 days, every return tripled'},
  {
    name: 'correlation-1',
    prices: {from: '2020-03-11', kind: 'correlation', to: '2020-03-14'},
    title: 'March 2020, all assets as one',
  },
  {
    depeg: {by: 0.1, lastsSeconds: 2 * DAY, overSeconds: 6 * HOUR},
    name: 'depeg-10',
    prices: still,
    title: 'collateral loses 10% within 6h and is back after two days',
  },
]

/** Every scenario that has a name. */
export const NAMED_SCENARIOS: readonly Scenario[] = [
  ...CRISES.map(([name, from, to, title]): Scenario => ({
    name,
    named: true,
    prices: {from, kind: 'history', to},
    title,
  })),
  ...SHOCKS.map((shock): Scenario => ({...shock, named: true})),
]
