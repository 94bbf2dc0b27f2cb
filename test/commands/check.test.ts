import {mkdirSync, writeFileSync} from 'node:fs'
import path from 'node:path'

import {cli, scratchFolder, shell} from '../helpers/cli.js'

const folder = scratchFolder()
const file = (name: string, content: Uint8Array | string): string => {
  const target = path.join(folder, name)
  writeFileSync(target, content)
  return target
}

describe('files that cannot be read', () => {
  mkdirSync(path.join(folder, 'directory'))
  const alias = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefghi'.split('').map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[i]!}`).join()}]`),
  ]
  it.each([
    ['an empty file', () => file('empty.yaml', ''), 'the file is empty'],
    ['a directory', () => path.join(folder, 'directory'), 'this is a directory'],
    ['50 MB', () => file('big.yaml', new Uint8Array(50 * 1024 * 1024).fill(0x61)), 'at most 256 KiB'],
    ['no UTF-8', () => file('latin1.yaml', Uint8Array.from([0x61, 0x3a, 0x20, 0xe9, 0x0a])), 'not UTF-8'],
    ['duplicate keys', () => file('twice.yaml', 'a: 1\na: 2\n'), 'twice.yaml:2:1: the key `a` is given twice'],
    ['an alias bomb', () => file('bomb.yaml', alias.join('\n')), 'aliases too often'],
    ['a tab', () => file('tab.yaml', 'a:\n\tb: 1\n'), 'tab.yaml:2:1: a tab is used for indentation'],
    ['nothing there', () => path.join(folder, 'missing.yaml'), 'there is no such file'],
  ])('%s: one line, exit 2', async (_what, make, message) => {
    const {code, stdout, stderr} = await cli(['check', make()])
    expect(stderr).toContain(message)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect({code, stdout}).toEqual({code: 2, stdout: ''})
  })

  it('does not hide the findings of the others', async () => {
    const good = 'proposals/aave-v3-weth-liquidation-threshold.yaml'
    const {code, stdout, stderr} = await cli(['check', good, path.join(folder, 'missing.yaml'), file('e.yaml', '')])
    expect(code).toBe(2)
    expect(stdout).toContain('no problems in 1 file')
    expect(stderr.trimEnd().split('\n')).toHaveLength(2)
  })
})

it('prints every finding with its place and the line, and exits 1', async () => {
  const bad = file(
    'bad.yaml',
    'plimsoll: 1\ntitle: Two mistakes\nprotocol: {name: aave-v3, chain: ethereum, deployment: AaveV3Ethereum, through: configurator}\nchanges:\n  - asset: WETHH\n    reserveFactor: {from: 15%, to: 20}\n',
  )
  const {code, stdout, stderr} = await cli(['check', bad])
  expect({code, stderr}).toEqual({code: 1, stderr: ''})
  expect(stdout).toContain(`${bad}:5:12  error  WETHH is not listed on Aave v3 Ethereum. Did you mean WETH`)
  expect(stdout).toContain(`  5 |   - asset: WETHH\n    |            ^`)
  expect(stdout).toContain(`${bad}:6:36  error  \`20\` is a bare number where a ratio is meant`)
  expect(stdout).toContain('2 errors, 2 warnings in 1 file')
  const json = JSON.parse((await cli(['check', bad, '--json'])).stdout)
  expect(json.findings.map(({rule}: {rule: string}) => rule)).toEqual([
    'summary-missing',
    'discussion-link',
    'unknown-asset',
    'missing-unit',
  ])
  expect(json.findings[2]).toMatchObject({file: bad, line: 5, column: 12, rule: 'unknown-asset', severity: 'error'})
})

it('answers a mistyped command with the near one', async () => {
  const {code, stderr} = await cli(['chek', 'x'])
  expect({code, stderr}).toEqual({code: 2, stderr: 'plimsoll: there is no command `chek`. Did you mean `check`?\n'})
  const json = await cli(['chek', '--json'])
  expect({code: json.code, stderr: json.stderr}).toEqual({code: 2, stderr: ''})
  expect(JSON.parse(json.stdout).error).toMatchObject({code: 'COMMAND_UNKNOWN', suggestions: ['Did you mean `check`?']})
})

it.each([
  ['NO_COLOR', 'NO_COLOR=1 FORCE_COLOR=3', '', false],
  ['--no-color', 'FORCE_COLOR=3', '--no-color', false],
  ['a pipe', 'env -u FORCE_COLOR', '', false],
  ['FORCE_COLOR', 'FORCE_COLOR=3', '', true],
])('colour with %s', async (_what, environment, flag, coloured) => {
  const {stdout} = await shell(
    `${environment} "$NODE" bin/run.js check ${flag} proposals/aave-v3-weth-raised-threshold.yaml`,
  )
  expect(stdout.includes('\u001B[')).toBe(coloured)
})
