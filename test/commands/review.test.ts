import {readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'

import type {ReviewResult} from '../../src/report/review.js'
import {cli, ROOT, scratchFolder, shell} from '../helpers/cli.js'

const folder = scratchFolder()
const WETH = 'proposals/aave-v3-weth-liquidation-threshold.yaml'
const RAISED = 'proposals/aave-v3-weth-raised-threshold.yaml'
const CUSTOM = 'proposals/custom-perpetual-maintenance-margin.yaml'

/** A copy of the first example with some text replaced. */
const edited = (name: string, from: string, to: string): string => {
  const text = readFileSync(path.join(ROOT, WETH), 'utf8')
  expect(text).toContain(from)
  writeFileSync(path.join(folder, name), text.replace(from, to))
  return path.join(folder, name)
}

const statuses = ({steps}: ReviewResult) => Object.fromEntries(steps.map(({step, status}) => [step, status]))

async function json(file: string): Promise<{code: number | null; result: ReviewResult}> {
  const {code, stdout} = await cli(['review', file, '--json'])
  return {code, result: JSON.parse(stdout) as ReviewResult}
}

it('passes the README example, with the breach of 2020-03-12', async () => {
  const {code, result} = await json(WETH)
  expect(code).toBe(0)
  expect(result.verdict).toBe('PASS')
  expect(statuses(result)).toEqual({
    check: 'pass',
    backtest: 'pass',
    encode: 'pass',
    verify: 'pass',
    simulate: 'not run',
  })
  const [comparison] = result.backtest!.coverage
  const [{before, after}] = comparison!.sides as [
    {
      before: NonNullable<typeof comparison>['sides'][0]['after']
      after: NonNullable<typeof comparison>['sides'][0]['after']
    },
  ]
  // Counted apart from this program: closes and next lows of the embedded series, from 2018-01-01.
  expect([before.windows, before.breaches, after.breaches]).toEqual([2921, 77, 72])
  expect(after.breachDays.map(({date}) => date)).toEqual(
    expect.arrayContaining(['2020-03-12', '2021-05-19', '2022-06-13']),
  )
  expect(after.breachDays).toHaveLength(72)
  expect(after.margin).toBe(0.133_75)
  expect(result.encoded!.hashes!.safeTxHash).toMatch(/^0x[\da-f]{64}$/)
})

it('gives the same bytes on every run, and the screen shows the figures of --json', async () => {
  const [first, second] = await Promise.all([cli(['review', WETH]), cli(['review', WETH])])
  expect(second).toEqual(first)
  const [{stdout}, again] = await Promise.all([cli(['review', WETH, '--json']), cli(['review', WETH, '--json'])])
  expect(again.stdout).toBe(stdout)
  const result = JSON.parse(stdout) as ReviewResult
  const {before, after} = result.backtest!.coverage[0]!.sides[0]!
  const percent = (value: number): string => `${(value * 100).toFixed(2)}%`
  for (const figure of [before!, after].flatMap(({coverage, bound}) => [percent(coverage), percent(bound.value)])) {
    expect(first.stdout).toContain(figure)
  }
  for (const text of [result.digest, result.encoded!.hashes!.safeTxHash, '2020-03-12'])
    expect(first.stdout).toContain(text)
})

it('fails the raised threshold and says which criterion', async () => {
  const {code, stdout} = await cli(['review', RAISED])
  expect(code).toBe(1)
  expect(stdout).toMatch(/backtest {2}FAIL {4}coverage >= 96\.50% missed: WETH long: 94\.21%/)
  expect(stdout).toMatch(/verdict +FAIL/)
})

it('takes any contract through the generic door', async () => {
  const {code, result} = await json(CUSTOM)
  expect(code).toBe(0)
  expect(result.backtest!.coverage[0]!.sides.map(({after}) => [after.side, after.breaches, after.windows])).toEqual([
    ['long', 4, 71],
    ['short', 2, 71],
  ])
  expect(result.verification!.verdict).toBe('MATCH')
})

it.each([WETH, RAISED, CUSTOM])('fits 80 columns: %s', async (file) => {
  const {stdout} = await cli(['review', file])
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
})

describe('steps that cannot run', () => {
  it('a required step: exit 3, with the reason', async () => {
    const {code, result} = await json(edited('no-series.yaml', 'prices: ETH-USDT', 'prices: ETH-USDTT'))
    expect(code).toBe(3)
    expect(result.verdict).toBe('CANNOT TELL')
    expect(result.steps.find(({step}) => step === 'backtest')).toMatchObject({
      status: 'not run',
      required: true,
      summary: expect.stringContaining('ETH-USDTT') as string,
    })
  })

  it('a step that is not required is named and does not count as passed', async () => {
    const venue = /governance:[\s\S]*?(?=policy)/.exec(readFileSync(path.join(ROOT, WETH), 'utf8'))![0]
    const file = edited('no-venue.yaml', venue, '')
    writeFileSync(file, readFileSync(file, 'utf8').replace('encode, verify]', 'encode]'))
    const {code, result} = await json(file)
    expect(statuses(result)['verify']).toBe('not run')
    expect({code, verdict: result.verdict}).toEqual({code: 0, verdict: 'PASS'})
  })

  it('a criterion that nothing can judge', async () => {
    const {code, result} = await json(edited('book.yaml', 'coverage: ">= 96.5%"', 'badDebt: "<= 1% of debt"'))
    expect(code).toBe(3)
    expect(result.steps[1]!.summary).toContain('badDebt')
  })

  it('a required simulation', async () => {
    const {code} = await json(edited('simulate.yaml', 'require: [check,', 'require: [simulate, check,'))
    expect(code).toBe(3)
  })
})

it('a lint error fails the review', async () => {
  const {code, result} = await json(edited('lint.yaml', 'to: 80%', 'to: 82.6%'))
  expect(code).toBe(1)
  expect(result.findings.map(({rule}) => rule)).toContain('ltv-above-threshold')
})

it('refuses a file that is not the expected one', async () => {
  const digest = '0'.repeat(64)
  const {code, stderr} = await cli(['review', WETH, '--expect-digest', digest])
  expect(code).toBe(1)
  expect(stderr).toContain(`not the expected ${digest}`)
})

it('refuses what the schema refuses, with the place', async () => {
  const {code, stderr} = await cli(['review', edited('schema.yaml', '{keep: 5%}', '{keep: 5}')])
  expect(code).toBe(2)
  expect(stderr).toMatch(/schema\.yaml:\d+:\d+: `5` is a bare number/)
})

it('speaks of the error, not of a warning that stands before it', async () => {
  const file = edited('warned.yaml', '{keep: 5%}', '{keep: 5}')
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^discussion:.*\n/m, ''))
  const {code, stderr} = await cli(['review', file])
  expect(code).toBe(2)
  expect(stderr).toMatch(/`5` is a bare number/)
})

it('keeps its exit code when the reader has seen enough', async () => {
  const {code, stdout} = await shell(`"$NODE" bin/run.js review ${RAISED} | head -n 1; echo "\${PIPESTATUS[0]}"`)
  expect(stdout).toBe('Raise the WETH liquidation threshold on Aave v3 Ethereum\n1\n')
  expect(code).toBe(0)
})

it('says in one line that the disk is full', async () => {
  const {stdout, stderr} = await shell(`"$NODE" bin/run.js review ${WETH} > /dev/full; echo $?`)
  expect({stdout, stderr}).toEqual({
    stdout: '3\n',
    stderr: 'plimsoll: the output cannot be written: the disk is full.\n',
  })
})

it('shows characters that would rewrite the screen instead of sending them', async () => {
  const file = edited('escape.yaml', 'title: Lower', String.raw`title: "Evil \e[2J\u202e`).replace(/$/, '')
  writeFileSync(file, readFileSync(file, 'utf8').replace('on Aave v3 Ethereum\n', 'on Aave"\n'))
  const {stdout} = await cli(['review', file])
  for (const hidden of ['\u001B', '\u202E']) expect(stdout).not.toContain(hidden)
  expect(stdout).toContain(String.raw`Evil \u{1b}[2J\u{202e}`)
})

describe('margins that no history can excuse', () => {
  const custom = (name: string, from: string, to: string): string => {
    const file = path.join(folder, name)
    writeFileSync(file, readFileSync(path.join(ROOT, CUSTOM), 'utf8').replace(from, to))
    return file
  }
  const value = 'value: {from: 1%, to: 5%, unit: "ratio:30", role: maintenanceMargin}'

  it.each([
    [
      'a ratio below 100%',
      'value: {from: 150%, to: 90%, unit: "ratio:30", role: collateralRatio}',
      'insolvent already',
    ],
    ['a ratio of 0%', 'value: {from: 150%, to: 0%, unit: "ratio:30", role: collateralRatio}', 'secures no debt'],
  ])('%s fails', async (name, changed, message) => {
    const {code, result} = await json(custom(`${name}.yaml`, value, changed))
    expect(code).toBe(1)
    expect(result.backtest!.failures.join()).toContain(message)
  })

  it('a second, smaller margin of the same asset is not overlooked', async () => {
    const second = `\n  - asset: ETH\n    contract: config\n    function: setUint\n    arguments:\n      baseKey: "0x${'11'.repeat(32)}"\n      data: "0x"\n      value: {from: 1%, to: 0.1%, unit: "ratio:30", role: maintenanceMargin}`
    const {code, result} = await json(custom('two.yaml', value, value + second))
    expect(code).toBe(1)
    expect(result.backtest!.coverage.map(({measure}) => measure)).toEqual([
      'maintenance margin (change 1)',
      'maintenance margin (change 2)',
    ])
  })

  it('a margin in raw integers is no ratio', async () => {
    const {code, stderr} = await cli([
      'review',
      custom('raw.yaml', value, 'value: {to: "50", unit: raw, role: maintenanceMargin}'),
    ])
    expect(code).toBe(2)
    expect(stderr).toContain('the role maintenanceMargin is a ratio')
  })
})
