import {spawnSync} from 'node:child_process'
import {copyFileSync, mkdtempSync, readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'

import {ROOT, scratchFolder} from '../helpers/cli.js'

// decode, verify, its self-test and bundles in a network namespace of their own, where there is no network at all.

const folder = scratchFolder()
const EXAMPLE = path.join(ROOT, 'proposals/aave-v3-weth-liquidation-threshold.yaml')
const NAMESPACE = ['-rn', process.execPath, path.join(ROOT, 'bin/run.js')]
const hasNamespaces = spawnSync('unshare', ['-rn', 'true']).status === 0
const offline = (...args: string[]) => spawnSync('unshare', [...NAMESPACE, ...args], {cwd: folder, encoding: 'utf8'})

const withoutNetwork = hasNamespaces ? it : it.skip

withoutNetwork('needs no network', () => {
  expect(offline('encode', EXAMPLE, '--out', 'sent').status).toBe(0)
  const verified = offline(
    'verify',
    EXAMPLE,
    '--tx',
    'sent',
    '--self-test',
    '--save-bundle',
    'bundles',
    '--checklist',
    'page.html',
    '--json',
  )
  expect(verified.status).toBe(0)
  const {verdict, selfTest, bundle} = JSON.parse(verified.stdout) as {
    verdict: string
    selfTest: {missed: string[]}
    bundle: string
  }
  expect([verdict, selfTest.missed]).toEqual(['MATCH', []])
  expect(offline('verify', '--bundle', bundle).stdout).toMatch(/^MATCH\n/)
  expect(offline('decode', '0x01020304').status).toBe(0)
})

withoutNetwork('a bundle of encode is all that verify needs, in an empty folder', () => {
  const encoded = offline('encode', EXAMPLE, '--bundle', '--json')
  expect(encoded.status).toBe(0)
  const {bundle} = JSON.parse(encoded.stdout) as {bundle: string}
  expect(bundle).toMatch(/^plimsoll-bundle-[0-9a-f]{16}\.json$/)
  const alone = mkdtempSync(path.join(folder, 'empty-'))
  copyFileSync(path.join(folder, bundle), path.join(alone, bundle))
  const run = (...args: string[]) => spawnSync('unshare', [...NAMESPACE, ...args], {cwd: alone, encoding: 'utf8'})
  const verified = run('verify', '--bundle', bundle, '--self-test', '--checklist', 'page.html')
  expect([verified.status, verified.stdout.split('\n')[0]]).toEqual([0, 'MATCH'])
  const text = readFileSync(path.join(alone, bundle), 'utf8')
  const {addresses, functions} = JSON.parse(text) as {addresses: {source: string}[]; functions: string[]}
  expect(addresses.map(({source}) => source)).toContain('address book')
  expect(functions.join()).toContain('updateCollateralSide(')
  writeFileSync(path.join(alone, bundle), text.replace('"version"', '"Version"'))
  const touched = run('verify', '--bundle', bundle)
  expect([touched.status, touched.stderr]).toEqual([1, expect.stringContaining('not the file that its name is of')])
})
