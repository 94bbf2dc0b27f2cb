import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'

import {cli, ROOT, scratchFolder} from '../helpers/cli.js'

const folder = scratchFolder()
const WETH = 'proposals/aave-v3-weth-liquidation-threshold.yaml'
const RAISED = 'proposals/aave-v3-weth-raised-threshold.yaml'
const file = (name: string, content: string): string => {
  const target = path.join(folder, name)
  writeFileSync(target, content)
  return target
}
const edited = (name: string, from: string, to: string): string => {
  const text = readFileSync(path.join(ROOT, WETH), 'utf8')
  expect(text).toContain(from)
  return file(name, text.replace(from, to))
}

describe('list and show', () => {
  it('every policy, with its source, in 80 columns; --json says the same', async () => {
    const {code, stdout} = await cli(['policy', 'list'])
    expect(code).toBe(0)
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
    const {policies} = JSON.parse((await cli(['policy', 'list', '--json'])).stdout)
    expect(policies.length).toBeGreaterThan(5)
    for (const {name} of policies) expect(stdout).toContain(`${name}\n`)
  })

  it('shows the limits of the risk steward', async () => {
    const {stdout} = await cli(['policy', 'show', 'aave-risk-steward'])
    expect(stdout).toContain('ltv                        +-0.5%         refused  3d')
    expect(stdout).toContain('supplyCap                  +-100% of now  refused  3d')
    const json = JSON.parse((await cli(['policy', 'show', 'aave-risk-steward', '--json'])).stdout)
    expect(json.limits[0]).toEqual({parameter: 'ltv', maxChange: {absolute: '0.5%'}, zero: 'refused', minDelay: '3d'})
  })

  it('near names, and a file of one’s own', async () => {
    expect(await cli(['policy', 'show', 'aave-risk-stewrd'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'plimsoll: There is no policy called `aave-risk-stewrd`. Did you mean aave-risk-steward?\n',
    })
    const own = 'name: own\ntitle: Own\nappliesTo: {protocol: aave-v3}\nlimits: [{parameter: ltv, max: 80%}]\n'
    expect((await cli(['policy', 'show', file('own.yaml', own)])).stdout).toContain('ltv        80%')
    const {code, stderr} = await cli(['policy', 'show', file('bad.yaml', own.replace('ltv', 'ltw'))])
    expect(code).toBe(2)
    expect(stderr).toMatch(/bad\.yaml:4:22: `ltw` is not known here; did you mean `ltv`\?/)
  })

  it('prints the schema of a policy, and of a proposal when nothing is said', async () => {
    const ids = await Promise.all(
      [['schema', 'policy'], ['schema', 'proposal'], ['schema']].map(
        async (args) => (JSON.parse((await cli(args)).stdout) as {$id: string}).$id,
      ),
    )
    expect(ids).toEqual(['policy.schema.json', 'proposal.schema.json', 'proposal.schema.json'])
  })
})

describe('plan', () => {
  it('prints the ladder', async () => {
    const {code, stdout, stderr} = await cli(['policy', 'plan', RAISED, '--policy', 'aave-risk-steward'])
    expect({code, stderr}).toEqual({code: 0, stderr: ''})
    expect(stdout).toBe(readFileSync(path.join(ROOT, 'test/fixtures/plans/raised-threshold.txt'), 'utf8'))
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
  })

  it('writes the steps, each a proposal that checks, encodes and verifies', async () => {
    const out = path.join(folder, 'ladder')
    const far = edited('far.yaml', 'from: 83%, to: 82.5%', 'from: 83%, to: 81.7%')
    const {code, stdout} = await cli(['policy', 'plan', far, '--out', out, '--start', '2026-01-05'])
    expect(code).toBe(0)
    expect(stdout).toContain(`written to ${out}: step-1.yaml to step-3.yaml`)
    expect(readdirSync(out).sort()).toEqual(['step-1.yaml', 'step-2.yaml', 'step-3.yaml'])
    expect(readFileSync(path.join(out, 'step-3.yaml'), 'utf8')).toBe(
      readFileSync(path.join(ROOT, 'test/fixtures/plans/step-3.yaml'), 'utf8'),
    )
    const checked = await cli(['check', ...readdirSync(out).map((name) => path.join(out, name))])
    expect(checked).toMatchObject({code: 0, stdout: 'no problems in 3 files\n'})
    const artefacts = path.join(folder, 'artefacts')
    const step = path.join(out, 'step-2.yaml')
    await cli(['encode', step, '--out', artefacts])
    const verified = await cli(['verify', step, '--tx', path.join(artefacts, 'safe-transaction.json')])
    expect(verified).toMatchObject({code: 0, stdout: expect.stringMatching(/^MATCH/) as string})
    expect(JSON.parse(readFileSync(path.join(artefacts, 'safe-transaction.json'), 'utf8')).nonce).toBe(43)
    const again = await cli(['policy', 'plan', far, '--out', out])
    expect(again.code).toBe(2)
    expect(again.stderr).toContain('exists already')
    expect((await cli(['policy', 'plan', far, '--out', out, '--force'])).code).toBe(0)
  })

  it('--json has the steps and their texts, the same bytes every time', async () => {
    const args = ['policy', 'plan', RAISED, '--policy', 'aave-risk-steward', '--start', '2026-02-27', '--json']
    const [first, second] = await Promise.all([cli(args), cli(args)])
    expect(second).toEqual(first)
    const {verdict, steps, digest} = JSON.parse(first.stdout)
    expect([verdict, steps.length, digest.length]).toEqual(['LADDER', 6, 64])
    expect(steps[1]).toMatchObject({
      step: 2,
      after: 259_200,
      date: '2026-03-02',
      changes: [
        {asset: 'WETH', parameter: 'ltv', from: '81.00%', to: '81.50%'},
        {asset: 'WETH', parameter: 'liquidationThreshold', from: '83.50%', to: '84.00%'},
      ],
    })
    expect(steps[1].text).toContain('ltv: {from: 81%, to: 81.5%}')
  })

  it('says why there is no ladder (1), or that nobody can tell (3), and writes nothing', async () => {
    const out = path.join(folder, 'none')
    const zero = edited('zero.yaml', '{from: 80.5%, to: 80%}', '{from: 80.5%, to: 0%}')
    const refused = await cli(['policy', 'plan', zero, '--out', out])
    expect(refused).toMatchObject({code: 1, stderr: ''})
    expect(refused.stdout).toContain('NO LADDER inside aave-risk-steward\n- ltv of WETH: a change to 0.00% is refused.')
    const unknown = await cli([
      'policy',
      'plan',
      edited('unknown.yaml', '{from: 80.5%, to: 80%}', '{to: 80%}'),
      '--out',
      out,
    ])
    expect(unknown).toMatchObject({code: 3, stderr: ''})
    expect(unknown.stdout).toContain(
      'CANNOT TELL inside aave-risk-steward\n- the current value of ltv of WETH is missing',
    )
    expect(existsSync(out)).toBe(false)
  })

  it.each([
    ['no policy', [RAISED], 'the proposal names no policy to plan inside'],
    ['an unknown one', [RAISED, '--policy', 'nobody'], 'There is no policy called `nobody`'],
    ['a day that is none', [WETH, '--start', '2026-02-30'], '`2026-02-30` is not a day'],
    ['no file', ['missing.yaml'], 'there is no such file'],
  ])('usage: %s', async (_what, args, message) => {
    const {code, stdout, stderr} = await cli(['policy', 'plan', ...args])
    expect({code, stdout}).toEqual({code: 2, stdout: ''})
    expect(stderr).toContain(message)
  })
})
