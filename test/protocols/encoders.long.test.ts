import {execFileSync} from 'node:child_process'
import {rmSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

import {VENUES} from '../../src/governance/venues/registry.js'
import {PARAMETERS as AAVE_PARAMETERS} from '../../src/protocols/aave-v3/parameters.js'
import {VERSIONS, scopeOf, type Version} from '../../src/protocols/aave-v3/scope.js'
import {notForStewards} from '../../src/protocols/aave-v3/steward-refusals.js'
import {generationFor} from '../../src/protocols/aave-v3/stewards.js'
import {UNIT_NAMES} from '../../src/protocols/custom/units.js'
import type {ProtocolDefinition} from '../../src/protocols/model.js'
import {PROTOCOLS} from '../../src/protocols/registry.js'
import {LITERAL_TYPES} from '../helpers/encoders/custom.js'
import type {Outcome} from '../helpers/encoders/run.js'
import {hasCast} from '../helpers/encoders/sample.js'

// Every parameter of every protocol, and every venue: random values as a proposal spells them, encoded by the setting side,
// equal what two independent encoders make of the contract's own signature and of integers that are read off the text's
// digits. What is written down for that stands in test/helpers/encoders; what the registry has beyond it fails here.

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const RUN = `${ROOT}test/helpers/encoders/run.generated.mjs`
const [RUNS, CASTS] = [1000, 20]

let outcome: Outcome

beforeAll(() => {
  const options = ['--bundle', '--platform=node', '--format=esm', '--packages=external', '--log-level=error']
  try {
    execFileSync('node_modules/.bin/esbuild', ['test/helpers/encoders/run.ts', ...options, `--outfile=${RUN}`], {
      cwd: ROOT,
    })
    const output = execFileSync(process.execPath, [RUN, String(RUNS), String(CASTS)], {cwd: ROOT, encoding: 'utf8'})
    outcome = JSON.parse(output) as Outcome
  } finally {
    rmSync(RUN, {force: true})
  }
}, 900_000)

test('no encoding differs', () => {
  expect(outcome.problems).toEqual([])
})

/** For contracts of the proposal's own: the units of settings, and the types of literals. */
const WANTED = PROTOCOLS.map(
  ({name, parameters}) =>
    [name, name === 'custom' ? [...UNIT_NAMES, ...LITERAL_TYPES] : parameters.map(({id}) => id)] as const,
)

test.each(WANTED)('%s: 1,000 values of every parameter, as another ABI library encodes them', (name, ids) => {
  const counts = outcome.counts[name] ?? {}
  expect(ids.filter((id) => (counts[id] ?? 0) < RUNS)).toEqual([])
  expect(name === 'custom' ? [] : Object.keys(counts).filter((id) => !ids.includes(id))).toEqual([])
})

test.each(VENUES.map(({name}) => name).filter((name) => name !== 'eoa'))('%s: every function, 1,000 times', (name) => {
  const counts = Object.values(outcome.counts[name] ?? {})
  expect(counts.length).toBeGreaterThan(0)
  expect(Math.min(...counts)).toBeGreaterThanOrEqual(RUNS)
})

type Schema = {readonly properties?: Readonly<Record<string, {readonly enum?: readonly string[]}>>}
const throughOf = ({protocolSchema}: ProtocolDefinition): readonly string[] =>
  (protocolSchema as Schema).properties?.['through']?.enum ?? []
test.each(PROTOCOLS.map((protocol) => [protocol.name, protocol] as const))(
  '%s: by every setter that a proposal may name',
  (name, protocol) => {
    const seen = new Set(Object.keys(outcome.routes[name] ?? {}).map((route) => route.split(' ')[0]))
    expect(throughOf(protocol).filter((setter) => !seen.has(setter))).toEqual([])
  },
)

describe('Aave v3: all that each release has, and all that each generation of its steward sets', () => {
  const fitting = (steward: boolean, version: Version | undefined): string[] =>
    AAVE_PARAMETERS.filter(({unfit}) =>
      ['WETH', 'eMode 1', 'WETH in eMode 1'].some(
        (asset) => unfit?.({asset, scope: scopeOf(asset), steward, version}) === undefined,
      ),
    ).map(({id}) => id)
  const route = (setter: string, version = ''): readonly string[] | undefined =>
    outcome.routes['aave-v3']?.[`${setter} ${version}`.trim()]

  test.each([...VERSIONS, undefined])('the configurator of %s', (version) => {
    expect(route('configurator', version)).toEqual(fitting(false, version).toSorted())
  })

  // Nobody says the release where the steward itself is known; that is then the latest.
  test.each([...VERSIONS.slice(1), undefined])('the steward for %s', (version) => {
    const set = fitting(true, version ?? '3.7').filter((id) => !notForStewards(id, generationFor(version)))
    expect(route('risk-steward', version)).toEqual(set.toSorted())
  })
})

// Needs the development package @foundry-rs/cast-linux-amd64, which is for Linux alone.
const withCast = hasCast ? test : test.skip
withCast('20 of every parameter and function, as cast encodes them', () => {
  const {byCast = 0, counts} = outcome
  // Packed setters carry several parameters at once, so there are fewer calls than 20 for each.
  expect(byCast).toBeGreaterThan(10 * Object.values(counts).flatMap((each) => Object.keys(each)).length)
})
