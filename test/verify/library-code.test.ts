import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'

import {BATCH_CONTRACTS} from '../../src/governance/read/known-contracts.js'
import {readTransaction} from '../../src/governance/read/transaction/read-transaction.js'
import {verifyTransaction} from '../../src/verify/verify.js'
import {ROOT} from '../helpers/cli.js'
import {BROAD, BROAD_ITEMS, batched, CALL_ONLY} from '../helpers/transactions.js'

const batch = batched(...BROAD_ITEMS)
const address = CALL_ONLY['1.3.0'].toLowerCase()
const PUBLISHED = BATCH_CONTRACTS.find((contract) => contract.address.toLowerCase() === address)!.codeHash
const facts = (hash: string, chainId = 1) => ({
  codes: {chainId, hashes: new Map([[address, hash]]), authenticity: 'proven for block 0x12'},
})
const verified = (hints: object = {}) =>
  verifyTransaction({input: readTransaction(JSON.stringify(batch)), proposal: BROAD, hints})

test('without a state it says that the address alone was checked', () => {
  const {notes, verdict} = verified()
  expect(verdict).toBe('MATCH')
  expect(notes).toContainEqual(expect.stringMatching(/known by its address alone \(--state checks its code\)/))
})

test('code that was published is said to be', () => {
  const {notes, verdict} = verified(facts(PUBLISHED))
  expect(verdict).toBe('MATCH')
  expect(notes).toContainEqual(expect.stringMatching(/has the code that was published \(proven for block 0x12\)/))
})

test('other code is a mismatch, whatever the address', () => {
  const {reasons, verdict} = verified(facts(`0x${'12'.repeat(32)}`))
  expect(verdict).toBe('MISMATCH')
  expect(reasons.join()).toContain('is not that of MultiSendCallOnly 1.3.0')
})

test('a state of another chain says nothing', () => {
  expect(verified(facts(`0x${'12'.repeat(32)}`, 10)).notes.join()).toContain('does not have its code')
})

test('the table has the hashes of the release that it names', () => {
  const folder = path.join(ROOT, 'node_modules/@safe-global/safe-deployments/dist/assets')
  interface Asset {
    deployments: Record<string, {address: string; codeHash: string}>
  }
  const published = readdirSync(folder).flatMap((version) =>
    readdirSync(path.join(folder, version))
      .filter((name) => name.startsWith('multi_send'))
      .flatMap((name) => {
        const {deployments} = JSON.parse(readFileSync(path.join(folder, version, name), 'utf8')) as Asset
        return Object.values(deployments).map(({address: at, codeHash}): [string, string] => [at, codeHash])
      }),
  )
  expect(Object.fromEntries(BATCH_CONTRACTS.map((contract) => [contract.address, contract.codeHash]))).toEqual(
    Object.fromEntries(published),
  )
})
