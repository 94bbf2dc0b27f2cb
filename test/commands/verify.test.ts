import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'

import type {SafeTransaction} from '../../src/governance/model.js'
import {MAX_LINES} from '../../src/report/verdict.js'
import type {VerifyOutput} from '../../commands/verify.js'
import {hashOf} from '../../src/edge/flag-values.js'
import {plimsoll} from '../helpers/run.js'

const FILE = 'proposals/aave-v3-weth-liquidation-threshold.yaml'
const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-verify-'))
const good = path.join(folder, 'out', 'safe-transaction.json')
afterAll(() => {
  rmSync(folder, {force: true, recursive: true})
})
beforeAll(async () => {
  const {error} = await plimsoll('encode', FILE, '--out', path.join(folder, 'out'))
  expect(error).toBeUndefined()
})

/** The encoded transaction with a change, as a file of its own. */
const changed = (change: (transaction: SafeTransaction) => unknown): string => {
  const file = path.join(folder, 'changed.json')
  writeFileSync(file, JSON.stringify(change(JSON.parse(readFileSync(good, 'utf8')) as SafeTransaction)))
  return file
}

it('says MATCH for what encode wrote', async () => {
  const {stdout, error} = await plimsoll('verify', FILE, '--tx', good)
  expect(error).toBeUndefined()
  expect(process.exitCode).toBeUndefined()
  const lines = stdout.trimEnd().split('\n')
  expect(lines[0]).toBe('MATCH')
  expect(lines[1]).toBe(`proposal      ${FILE}`)
  expect(lines[2]).toMatch(/^sha256 {8}[0-9a-f]{64}$/)
  expect([3, 5, 7].map((index) => lines[index]!.replace(/ +0x.*/, ''))).toEqual([
    'domain hash',
    'message hash',
    'safeTxHash',
  ])
  expect(lines).toContain('ok          Aave v3 Ethereum: WETH liquidation threshold becomes 82.50%')
  expect(lines.length).toBeLessThanOrEqual(MAX_LINES)
})

it('says MISMATCH with exit code 1 for another nonce', async () => {
  const {stdout} = await plimsoll(
    'verify',
    FILE,
    '--tx',
    changed((transaction) => ({...transaction, nonce: transaction.nonce + 1})),
  )
  expect(process.exitCode).toBe(1)
  expect(stdout).toMatch(/^MISMATCH\n/)
  expect(stdout).toMatch(/because `nonce` is \d+; the proposal says \d+/)
})

it('says CANNOT TELL with exit code 3 for a proposal without a venue', async () => {
  const file = path.join(folder, 'no-venue.yaml')
  writeFileSync(file, readFileSync(FILE, 'utf8').replace(/^governance:\n(?:[ #].*\n)+/m, ''))
  const {stdout} = await plimsoll('verify', file, '--tx', good)
  expect(process.exitCode).toBe(3)
  expect(stdout).toMatch(/^CANNOT TELL\n/)
})

it('gives the same as JSON', async () => {
  const {stdout} = await plimsoll('verify', FILE, '--tx', good, '--json')
  const output = JSON.parse(stdout) as VerifyOutput
  expect(output).toMatchObject({file: FILE, verdict: 'MATCH', reasons: [], warnings: []})
  expect(Object.keys(output).sort()).toEqual([
    'diagnosis',
    'digest',
    'file',
    'hashes',
    'notes',
    'reasons',
    'statements',
    'verdict',
    'warnings',
  ])
})

it('holds the file to --expect-digest', async () => {
  const {stdout} = await plimsoll('verify', FILE, '--tx', good, '--json')
  const {digest} = JSON.parse(stdout) as VerifyOutput
  expect((await plimsoll('verify', FILE, '--tx', good, '--expect-digest', digest!)).error).toBeUndefined()
  const {error, stdout: printed} = await plimsoll('verify', FILE, '--tx', good, '--expect-digest', '0'.repeat(64))
  expect(error?.oclif?.exit).toBe(1)
  expect(printed).not.toContain('MATCH')
})

it.each([
  ['is not JSON', 'nonsense'],
  ['is no object', '[]'],
])('ends with exit code 2 and one line when the transaction %s', async (_what, text) => {
  const file = path.join(folder, 'bad.json')
  writeFileSync(file, text)
  const {error, stderr} = await plimsoll('verify', FILE, '--tx', file)
  expect(error?.oclif?.exit).toBe(2)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})

it('names the file that cannot be read, and refuses an expected hash that is none', async () => {
  const file = path.join(folder, 'broken.json')
  writeFileSync(file, '{"to": ')
  expect((await plimsoll('verify', '--tx', file)).stderr).toContain(file)
  const {error, stderr} = await plimsoll('verify', '--tx', good, '--expect', '0x1234')
  expect(error?.oclif?.exit).toBe(2)
  expect(stderr).toContain('is not a hash')
})

it('takes the expected hash in groups, as it is printed', () => {
  const hash = `0x${'12ab'.repeat(16)}`
  expect(hashOf('expect', hash.replaceAll(/(.{6})(?=.)/g, '$1 '))).toBe(hash)
})

it('ends with exit code 2 when a file is missing', async () => {
  expect((await plimsoll('verify', FILE, '--tx', path.join(folder, 'none.json'))).error?.oclif?.exit).toBe(2)
})
