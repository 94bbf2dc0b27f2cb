import {spawnSync} from 'node:child_process'
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
