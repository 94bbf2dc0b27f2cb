import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'

import type {VerifyOutput} from '../../commands/verify.js'
import {plimsoll} from '../helpers/run.js'

const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-evidence-'))
const file = path.join(folder, 'p.yaml')
const out = path.join(folder, 'out')
const GOVERNOR = `governance:
  - venue: oz-governor
    address: "0x47c71dFEB55Ebaa431Ae3fbF99Ea50e0D3d30fA8"
    version: "4"
    timelock: {address: "0xFBEff82f2DD5E51B8AF34b57cf788b4b09d466F9", delay: 1d}
`
afterAll(() => {
  rmSync(folder, {force: true, recursive: true})
})
beforeAll(async () => {
  writeFileSync(file, readFileSync('proposals/aave-v3-weth-liquidation-threshold.yaml'))
  expect((await plimsoll('backtest', file, '--seal')).error).toBeUndefined()
})

it('is sealed into the file, and holds when it is computed again', async () => {
  expect(readFileSync(file, 'utf8')).toMatch(/\nevidence: "sha256 [0-9a-f]{64}, plimsoll .*, coverage \d+\.\d{4}%"\n$/)
  expect((await plimsoll('encode', file, '--out', out)).error).toBeUndefined()
  const {stdout} = await plimsoll('verify', file, '--tx', out, '--evidence', '--json')
  const {evidence, verdict} = JSON.parse(stdout) as VerifyOutput
  expect([verdict, evidence?.onChain, evidence?.recomputed?.differences]).toEqual(['MATCH', false, []])
})

it('stands in the last line of what a governor is given, and is verified there to the byte', async () => {
  const governed = path.join(folder, 'governed.yaml')
  const bare = readFileSync(file, 'utf8').replace(/^governance:\n(?:[ #].*\n)+/m, GOVERNOR)
  writeFileSync(governed, bare)
  expect((await plimsoll('backtest', governed, '--seal')).error).toBeUndefined()
  const encoded = JSON.parse((await plimsoll('encode', governed, '--json')).stdout) as {
    steps: {transaction: {data: string}}[]
  }
  const data = encoded.steps[0]!.transaction.data
  const line = /evidence: "(.*)"/.exec(readFileSync(governed, 'utf8'))![1]!
  expect(Buffer.from(data.slice(2), 'hex').toString('latin1')).toContain(`\n\nEvidence: ${line}\0`)
  const {stdout} = await plimsoll('verify', governed, '--tx', data, '--json')
  expect(JSON.parse(stdout)).toMatchObject({verdict: 'MATCH', evidence: {onChain: true}})
  writeFileSync(governed, readFileSync(governed, 'utf8').replace(/^evidence:.*\n/m, ''))
  expect((await plimsoll('verify', governed, '--tx', data)).stdout).toMatch(/^MISMATCH\n/)
})

it('is not encoded once the file has changed', async () => {
  const changed = path.join(folder, 'changed.yaml')
  writeFileSync(changed, readFileSync(file, 'utf8').replace('nonce: 42', 'nonce: 43'))
  const {error, stderr} = await plimsoll('encode', changed)
  expect(error?.oclif?.exit).toBe(1)
  expect(stderr).toContain('changed after its evidence line')
})
