import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'

import type {Explanation} from '../../src/verify/explained.js'
import {batched, BROAD_ITEMS, CALL_ONLY, WETH} from '../helpers/transactions.js'
import {plimsoll} from '../helpers/run.js'

const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-decode-'))
afterAll(() => {
  rmSync(folder, {force: true, recursive: true})
})
const {data} = batched(...BROAD_ITEMS.slice(0, 2))
const TRANSFER = `0xa9059cbb${WETH.slice(2).toLowerCase().padStart(64, '0')}${'2a'.padStart(64, '0')}`

it('leads with operation and target, then the function, then the statements of the protocol', async () => {
  const {stdout, error} = await plimsoll(
    'decode',
    data,
    '--to',
    CALL_ONLY['1.3.0'],
    '--chain',
    'ethereum',
    '--delegatecall',
  )
  expect(error).toBeUndefined()
  const lines = stdout.split('\n')
  expect(lines[0]).toBe(`delegatecall to ${CALL_ONLY['1.3.0']} (MultiSendCallOnly 1.3.0)`)
  expect(lines[1]).toBe('  multiSend(bytes) 0x8d80ff0a')
  expect(stdout).toContain('call to 0x64b761D848206f447Fe2dd461b0c635Ec39EbB27 (Aave v3 POOL_CONFIGURATOR)')
  expect(stdout).toContain('Aave v3 Ethereum: WETH supply cap becomes 2,000,000 WETH')
  expect(stdout).not.toMatch(/danger|warning/)
})

it('marks a guess, and shows bytes that it does not know', async () => {
  expect((await plimsoll('decode', TRANSFER, '--to', WETH)).stdout).toContain(
    '0xa9059cbb, a guess from its first four bytes',
  )
  const {stdout} = await plimsoll('decode', '0x01020304ff', '--to', WETH)
  expect(stdout).toContain('no function is known for its first four bytes')
  expect(stdout).toContain('0x01020304ff')
})

it('takes an ABI for the target, as JSON or a fragment a line', async () => {
  const files = {
    'abi.json': JSON.stringify([
      {
        type: 'function',
        name: 'pay',
        inputs: [{name: 'rows', type: 'tuple[]', components: [{name: 'a', type: 'uint256'}]}],
      },
    ]),
    'abi.txt': 'function pay((uint256 a)[] rows)\n',
  }
  const pay = `0x3a1cf1df${'20'.padStart(64, '0')}${'1'.padStart(64, '0')}${'7'.padStart(64, '0')}`
  const {Interface} = await import('ethers')
  const call = new Interface(['function pay((uint256 a)[])']).encodeFunctionData('pay', [[[7]]])
  expect(call.slice(10)).toBe(pay.slice(10))
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name)
    writeFileSync(file, text)
    const {result} = await plimsoll<Explanation>('decode', call, '--to', WETH, '--abi', file)
    expect(result?.call).toMatchObject({
      function: 'pay((uint256)[])',
      certainty: 'pinned',
      arguments: [{name: 'rows', value: [['7']]}],
    })
  }
})

it('reads a file, and gives the tree as JSON', async () => {
  const file = path.join(folder, 'calldata.txt')
  writeFileSync(file, `${TRANSFER}\n`)
  const {stdout} = await plimsoll('decode', file, '--json')
  expect(JSON.parse(stdout)).toMatchObject({
    call: {
      operation: 'call',
      to: null,
      function: 'transfer(address,uint256)',
      certainty: 'guess',
      arguments: [{value: WETH}, {value: '42'}],
    },
    warnings: [{id: 'token-transfer'}],
  })
})

it.each([['nonsense.txt'], ['0x123'], ['0xzz']])('refuses %s with exit code 2', async (given) => {
  expect((await plimsoll('decode', given)).error?.oclif?.exit).toBe(2)
})
