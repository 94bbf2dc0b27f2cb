import {chmodSync, cpSync, lstatSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs'
import path from 'node:path'

import {example, safe} from '../../src/check/rules/examples.js'
import {plimsoll} from '../helpers/run.js'
import {ROOT, scratchFolder} from '../helpers/cli.js'

const folder = scratchFolder()
const GOOD = example('- asset: WETH\n  reserveFactor: {from: 15%, to: 20%}')
const bad = (name: string): string => path.join(ROOT, 'test/fixtures/bad', `${name}.yaml`)

function file(name: string, content: Uint8Array | string): string {
  const target = path.join(folder, name)
  mkdirSync(path.dirname(target), {recursive: true})
  writeFileSync(target, content)
  return target
}

/** Runs the command; its exit code is the process's, which is put back. */
async function check(...args: string[]): Promise<{code: number; stdout: string; error: string}> {
  const {stdout, stderr, error} = await plimsoll('check', ...args)
  const code = error?.oclif?.exit ?? Number(process.exitCode ?? 0)
  process.exitCode = undefined
  return {code, stdout, error: stderr}
}

describe('--format', () => {
  it('json prints what --json prints', async () => {
    const [format, json] = [
      await check(bad('34-weak-evidence'), '--format', 'json'),
      await check(bad('34-weak-evidence'), '--json'),
    ]
    expect(JSON.parse(format.stdout)).toEqual(JSON.parse(json.stdout))
    const {files, findings} = JSON.parse(format.stdout)
    expect(Object.keys(JSON.parse(format.stdout))).toEqual(['files', 'findings'])
    expect(files).toEqual([{file: bad('34-weak-evidence'), digest: expect.stringMatching(/^[\da-f]{64}$/)}])
    expect(Object.keys(findings[0])).toEqual(['file', 'line', 'column', 'rule', 'severity', 'message'])
  })

  it('github escapes what would end or split a command', async () => {
    const odd = file('a,b:c%/odd.yaml', readFileSync(bad('25-bonus-with-hundred')))
    const {stdout, code} = await check(odd, '--format', 'github')
    expect(code).toBe(1)
    const lines = stdout.trimEnd().split('\n')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(
      /^::error file=[^,:]*a%2Cb%3Ac%25\/odd\.yaml,line=16,col=30,title=out-of-range::the liquidation bonus/,
    )
    expect(lines[0]).toContain('105%25 (0.00%25 to 100.00%25)')
  })

  it('sarif is a 2.1.0 log: every result points at a rule, a level and a place', async () => {
    const {stdout} = await check(bad('40-several-at-once'), bad('34-weak-evidence'), '--format', 'sarif')
    const log = JSON.parse(stdout)
    expect(log).toMatchObject({version: '2.1.0', $schema: expect.stringContaining('sarif-2.1.0')})
    expect(log.runs).toHaveLength(1)
    const [{tool, results, columnKind}] = log.runs
    expect(columnKind).toBe('utf16CodeUnits')
    expect(tool.driver.name).toBe('plimsoll')
    const ids: string[] = tool.driver.rules.map(({id}: {id: string}) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(results).toHaveLength(7)
    for (const {ruleId, ruleIndex, level, message, locations} of results) {
      expect(ids[ruleIndex]).toBe(ruleId)
      expect(['error', 'warning']).toContain(level)
      expect(message.text).not.toBe('')
      const {artifactLocation, region} = locations[0].physicalLocation
      expect(() => new URL(artifactLocation.uri, 'file:///')).not.toThrow()
      expect(Math.min(region.startLine, region.startColumn)).toBeGreaterThan(0)
    }
    for (const {shortDescription, fullDescription, defaultConfiguration} of tool.driver.rules) {
      expect([shortDescription.text, fullDescription.text].every((text) => text.length > 10)).toBe(true)
      expect(['error', 'warning']).toContain(defaultConfiguration.level)
    }
  })
})

describe('--fix', () => {
  const MESS = `# a note  
${GOOD.replace('chain: ethereum', 'chain: ethereum   # kept').replace('configurator', 'risk-steward').replace('reserveFactor: {from: 15%, to: 20%}', 'supplyCap: {from: 1m WETH, to: 2m WETH}').replace('reserveFactor from 15% to 20%', 'the supply cap from 1m to 2m WETH').replace('  through', '  version: 3.7\n  through')}governance:
  - venue: safe
    address: 0x47c71dfeb55ebaa431ae3fbf99ea50e0d3d30fa8 # the council
    version: 1.3.0
    nonce: 42`.replaceAll('\n', '\r\n')

  it('puts right what leaves no choice, and nothing else', async () => {
    const target = file('mess.yaml', MESS)
    chmodSync(target, 0o600)
    const {code, stdout} = await check(target, '--fix')
    expect(stdout).toMatch(/places put right/)
    expect(stdout).toContain('no problems in 1 file')
    expect(code).toBe(0)
    const wanted = `${MESS}\n`
      .replaceAll('\r', '')
      .replace('a note  ', 'a note')
      .replace('version: 3.7', 'version: "3.7"')
      .replace('0x47c71dfeb55ebaa431ae3fbf99ea50e0d3d30fa8', '"0x47c71dFEB55Ebaa431Ae3fbF99Ea50e0D3d30fA8"')
    expect(readFileSync(target, 'utf8')).toBe(wanted)
    expect(statSync(target).mode & 0o777).toBe(0o600)
  })

  it('leaves a clean file and its links alone, and a wrong checksum to people', async () => {
    const target = file('clean.yaml', GOOD)
    const before = statSync(target)
    const link = path.join(folder, 'link.yaml')
    symlinkSync(target, link)
    expect((await check(link, '--fix')).code).toBe(0)
    expect(statSync(target).ino).toBe(before.ino)
    const dirty = file('dirty.yaml', GOOD.trimEnd())
    const second = path.join(folder, 'second.yaml')
    symlinkSync(dirty, second)
    await check(second, '--fix')
    expect(readFileSync(dirty, 'utf8')).toBe(GOOD)
    expect(lstatSync(second).isSymbolicLink()).toBe(true)
    const typo = file('typo.yaml', readFileSync(bad('20-one-character-of-address')))
    expect((await check(typo, '--fix')).code).toBe(1)
    expect(readFileSync(typo)).toEqual(readFileSync(bad('20-one-character-of-address')))
  })

  it('keeps a byte order mark', async () => {
    const target = file('bom.yaml', `\u{feff}${GOOD.trimEnd()}`)
    await check(target, '--fix')
    expect(readFileSync(target, 'utf8')).toBe(`\u{feff}${GOOD}`)
  })
})

it('--max-warnings', async () => {
  const two = bad('34-weak-evidence')
  expect((await check(two)).code).toBe(0)
  expect((await check(two, '--max-warnings', '2')).code).toBe(0)
  expect((await check(two, '--max-warnings', '1')).code).toBe(1)
})

describe('--pending', () => {
  const open = path.join(folder, 'open')
  const cap = (from: string, to: string, rest = ''): string =>
    example(`- asset: WETH\n  supplyCap: {from: ${from} WETH, to: ${to} WETH}`, {rest})

  it('compares with the other open proposals, not with itself', async () => {
    const own = file('open/own.yaml', cap('1m', '2m', safe('nonce: 7')))
    file('open/other.yml', cap('1m', '1.5m', safe('nonce: 7')))
    cpSync(own, path.join(open, 'notes.txt'))
    const {findings} = JSON.parse((await check(own, '--pending', open, '--json')).stdout)
    expect(findings.map(({rule, line}: {rule: string; line: number}) => `${line} ${rule}`)).toEqual([
      '12 pending-conflict',
      '17 pending-nonce',
    ])
    expect(findings[0].message).toContain(path.join(open, 'other.yml'))
    expect((await check(own)).code).toBe(0)
  })

  it('refuses a folder that is not there, and an open proposal that cannot be read', async () => {
    expect(await check(file('x.yaml', GOOD), '--pending', path.join(folder, 'nowhere'))).toMatchObject({
      code: 2,
      error: expect.stringContaining('no such folder'),
    })
    file('broken/b.yaml', 'a: [')
    expect(await check(file('x.yaml', GOOD), '--pending', path.join(folder, 'broken'))).toMatchObject({
      code: 2,
      error: expect.stringContaining('b.yaml:1'),
    })
  })
})

describe('--explain and --list-rules', () => {
  it('explains a rule with both examples', async () => {
    const {stdout, code} = await check('--explain', 'no-op')
    expect(code).toBe(0)
    for (const text of ['no-op (error)', 'Voters are asked', 'fails:', 'to: 1500bps', 'passes:'])
      expect(stdout).toContain(text)
  })

  it('answers a mistyped rule with the near one, and lists them all', async () => {
    expect(await check('--explain', 'noop')).toMatchObject({code: 2, error: expect.stringContaining('no-op')})
    const {stdout} = await check('--list-rules')
    expect(stdout.trimEnd().split('\n').length).toBeGreaterThan(50)
  })

  it('wants a file otherwise', async () => {
    expect(await check()).toMatchObject({code: 2, error: expect.stringContaining('name a proposal file')})
  })
})
