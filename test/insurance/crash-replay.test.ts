import {readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {loadSeries} from '../../src/edge/series-store.js'
import {ROOT} from '../helpers/cli.js'
import {adlQueue} from '../../src/insurance/layers/adl-allocation.js'
import {BOOK, replayCrash, type Replay} from './crash-replay.js'

const POLICIES = ['queue', 'pro-rata', 'leverage-weighted'] as const
const series = await loadSeries('ETH-USDT-1h-2025-10', path.join(ROOT, 'none'))
const replays = new Map(POLICIES.map((policy) => [policy, replayCrash(series, policy)]))
const queue = replays.get('queue') as Replay

const million = (usd: number): string => (usd / 1e6).toFixed(2)
const percent = (share: number): string => `${(100 * Math.max(0, share)).toFixed(1)}%`
const row = (cells: readonly (number | string)[]): string => `| ${cells.join(' | ')} |`

function firstOfQueue(): string[] {
  const {winners} = queue.worst!
  return adlQueue(winners)
    .slice(0, 5)
    .map((account, rank) =>
      row([
        rank + 1,
        million(winners.notional[account]!),
        million(winners.profit[account]!),
        `${winners.leverage[account]!.toFixed(1)}x`,
        ...POLICIES.map((policy) => million(replays.get(policy)!.worst!.shares[account]!)),
      ]),
    )
}

function page(): string {
  const hours = queue.hours.filter(({paid}) => paid.slice(1).some((usd) => usd > 0))
  const policies = POLICIES.map((policy) => {
    const {metrics, topTen, winners: book} = (replays.get(policy) as Replay).worst!
    const winners = book.profit.length
    const {closedNotional, gini, largestHaircut, solvency, taken, touched} = metrics
    return row([
      policy,
      million(taken),
      percent(solvency),
      `${Math.round(touched * winners)} of ${winners}`,
      percent(largestHaircut),
      Math.max(0, gini).toFixed(2),
      percent(topTen),
      million(closedNotional),
    ])
  })
  return `# 10 October 2025, replayed

What a stack of four layers would have paid on the hours of 10-11 October 2025 (ETH, embedded series \`${series.id}\`), and who
would have paid the last part of it. \`UPDATE_DOCS=1 npm test -- test/insurance/crash-replay\` writes this page; the test
fails when the code says something else.

**The book is synthetic**, and no venue's: ${BOOK.count.toLocaleString('en')} isolated ETH perpetuals drawn with seed ${BOOK.seed}, ${BOOK.openInterest / 1e9}bn USD a side at the first
opening, median leverage 8x, at most 50x, maintenance margin ${100 * BOOK.maintenance}%, penalty ${percent(BOOK.penalty)}. Whoever a bar's extreme takes
below maintenance is closed at that extreme, the worst that can have happened; nobody adds margin. The stack: what the
defaulters have left, penalties of the hour (what they leave goes to the fund), an insurance fund of 10m USD,
auto-deleveraging.

## In which order the layers are used

Hours in which more than the defaulters' own margin was needed; m USD.

${row(['hour (UTC)', 'closed', 'notional', 'own margin', 'penalties', 'fund', 'ADL', 'residual'])}
${row(['---', '---:', '---:', '---:', '---:', '---:', '---:', '---:'])}
${hours.map(({closed, notional, paid, time}) => row([new Date(time * 1000).toISOString().slice(0, 16).replace('T', ' '), closed, million(notional), ...paid.map(million)])).join('\n')}

The fund is enough for the first fall and empty in the hour of the second: the two came six hours apart, and little
refilled it in between. Penalties are smallest where they are needed most, since accounts that gap through their bankruptcy
price have nothing left to be charged.

## Three ways to share the same shortfall

The hour of ${new Date((queue.worst?.time ?? 0) * 1000).toISOString().slice(0, 16).replace('T', ' ')}; m USD. "Closed whole": notional of everybody touched, if positions can only be closed whole.

${row(['policy', 'taken', 'covered', 'winners touched', 'largest haircut', 'Gini', 'ten largest pay', 'closed whole'])}
${row(['---', '---:', '---:', '---:', '---:', '---:', '---:', '---:'])}
${policies.join('\n')}

The first five of the queue, by profit times leverage, and what each policy takes from them:

${row(['account', 'notional', 'profit', 'leverage', ...POLICIES])}
${row(['---:', '---:', '---:', '---:', '---:', '---:', '---:'])}
${firstOfQueue().join('\n')}

All three make the venue whole: solvency does not depend on the policy, fairness and disruption do. The queue takes half of the
profit of one account, the first in rank, and leaves everybody else alone; it closes least. Pro rata takes the same small
share of everybody's profit, and must touch every winner's position for it, hedges included. Weighting by leverage lies
near pro rata, and moves the burden to those who run the most risk.

## What the real day looked like

Public figures: about 19bn USD liquidated on all venues; on Hyperliquid 34,983 auto-deleveraging events in 162 assets, 2.10bn USD
in 12 minutes, the first 61.7 seconds after the first liquidation, ETH 21.8% of it; 302 accounts with negative equity of
23.19m USD together (an earlier reconstruction by the same author says 1,147 and 109.3m: such figures depend on the
method). Sources: press reports for the total, ConejoCapital's reconstruction for Hyperliquid; Chitra, arXiv 2512.01112,
studies the same event.

Ours is one venue's worth of one asset, without the other assets that shared accounts' margin, on hourly bars: the twelve
minutes are inside one bar. The sizes are not to be compared. What does compare is the order of events: margin first,
then the backstop, then auto-deleveraging within the hour of the fall, and no residual deficit, since winners' profits were far
larger than losers' shortfall.
`
}

it('docs/replay-2025-10-10.md says what the replay says', () => {
  const file = path.join(ROOT, 'docs/replay-2025-10-10.md')
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, page())
  expect(readFileSync(file, 'utf8')).toBe(page())
})

it('makes the venue whole under each policy, in the order of the stack', () => {
  for (const {hours, total, worst} of replays.values()) {
    expect(total.at(-1)).toBe(0)
    expect(worst!.metrics.solvency).toBeCloseTo(1, 9)
    for (const {paid} of hours) if (paid[3]! > 0) expect(paid[2]).toBeGreaterThan(0)
  }
  expect(queue.worst!.metrics.gini).toBeGreaterThan(replays.get('pro-rata')!.worst!.metrics.gini)
})
