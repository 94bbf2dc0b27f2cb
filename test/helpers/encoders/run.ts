import {SAMPLERS} from './all.js'
import {compare, encodedByCast, hasCast, type Expected} from './sample.js'
import {VENUE_SAMPLERS} from './venues.js'

// Run by itself, outside of the test runner, where the same work takes a third of the time: `node run.mjs RUNS CASTS`.

const [runs = 1000, casts = 20] = process.argv.slice(2).map(Number)

/** What the run found: how many values of each parameter were the same in both encodings, and how many calls cast encoded. */
export interface Outcome {
  readonly counts: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** By protocol and route, the parameters that were compared there. */
  readonly routes: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
  /** Undefined where there is no cast on this machine. */
  readonly byCast: number | undefined
  readonly problems: readonly string[]
}

const problems: string[] = []
const forCast: (Expected & {readonly data: string})[] = []

const routes: Record<string, Record<string, string[]>> = {}

function counted([name, samplers]: [string, (typeof SAMPLERS)[string]]): [string, Record<string, number>] {
  const counts: Record<string, number> = {}
  for (const [index, sampler] of samplers.entries()) {
    try {
      const compared = compare(sampler, {runs, casts}, index + 1)
      forCast.push(...compared.forCast)
      for (const [route, ids] of compared.routes) {
        const known = (routes[name] ??= {})
        known[route] = [...new Set([...(known[route] ?? []), ...ids])].toSorted()
      }
      for (const [id, count] of compared.counts) counts[id] = (counts[id] ?? 0) + count
    } catch (error) {
      problems.push(`${name}: ${String(error)}`)
    }
  }
  return [name, counts]
}

const counts = Object.fromEntries(Object.entries({...SAMPLERS, ...VENUE_SAMPLERS}).map((each) => counted(each)))
const byCast = hasCast ? encodedByCast(forCast) : undefined
for (const [index, data] of (byCast ?? []).entries()) {
  const call = forCast[index]!
  if (data !== call.data) problems.push(`cast: ${call.signature}: ${data} instead of ${call.data}`)
}
const outcome: Outcome = {counts, routes, byCast: byCast?.length, problems: problems.slice(0, 10)}
process.stdout.write(JSON.stringify(outcome))
