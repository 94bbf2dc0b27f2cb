import {AbiCoder, concat, FunctionFragment, id, Interface, toBeHex} from 'ethers'
import fc from 'fast-check'
import {readFileSync} from 'node:fs'
import path from 'node:path'

import {decodeArguments} from '../../../src/governance/read/abi/decode.js'
import {parseFunction} from '../../../src/governance/read/abi/type.js'
import {decodeCall, MAX_CALLS, MAX_DEPTH} from '../../../src/governance/read/decode/decode-call.js'
import type {DecodedCall} from '../../../src/governance/read/decode/model.js'
import {signatureRows} from '../../../src/governance/read/signatures/functions.js'
import {refusal} from '../../helpers/refusal.js'
import {ROOT} from '../../helpers/cli.js'
import {CALL_ONLY, configurator, multiSend, WETH} from '../../helpers/transactions.js'

const NOWHERE = {chainId: 1, pins: new Map<string, never>()}
const decode = (data: string, to?: string): DecodedCall =>
  decodeCall({operation: 'call', to: to?.toLowerCase(), value: 0n, data: data.toLowerCase()}, NOWHERE)
const vectors = JSON.parse(readFileSync(path.join(ROOT, 'test/fixtures/venue-calldata.json'), 'utf8')) as {
  calldata: Record<string, string>
}

describe("Euler's forwarder", () => {
  const FORWARDER = '0x35400831044167E9E2DE613d26515eeE37e30a1b'
  const vault = '797dd80692c3b2dadabce8e30c07fde5307d48a9'
  const caps = new Interface(['function setCaps(uint16,uint16)']).encodeFunctionData('setCaps', [1, 2])

  it('hands the call on to the vault whose address is behind the arguments', () => {
    const tree = decode(`${caps}${vault}`, FORWARDER)
    expect(tree).toMatchObject({
      function: undefined,
      flaws: [],
      problem: undefined,
      calls: [{to: `0x${vault}`, data: caps}],
    })
    expect(tree.calls[0]).toMatchObject({function: {name: 'setCaps'}, flaws: []})
  })

  it.each([1, 12, 32])('hands on %d more bytes before the address too, which makes no clean call', (length) => {
    const tree = decode(`${caps}${'00'.repeat(length)}${vault}`, FORWARDER)
    expect(tree.calls).toMatchObject([{to: `0x${vault}`, function: {name: 'setCaps'}, flaws: ['trailing-bytes']}])
  })

  it('knows them by a signature that is given apart, too', () => {
    const apart = (signature: string, body: string): DecodedCall =>
      decodeCall(
        {operation: 'call', to: FORWARDER.toLowerCase(), value: 0n, data: `0x${body}${vault}`, signature},
        NOWHERE,
      )
    const inner = {to: `0x${vault}`, function: {name: 'setCaps', certainty: 'stated'}, flaws: []}
    expect(apart('setCaps(uint16,uint16)', caps.slice(10)).calls).toMatchObject([inner])
    expect(apart('grantRole(bytes32,address)', caps.slice(10))).toMatchObject({
      calls: [],
      function: {name: 'grantRole'},
    })
  })

  it('does not hand on its own roles, whatever is behind the arguments, and no other contract hands anything on', () => {
    const grant = new Interface(['function grantRole(bytes32,address)']).encodeFunctionData('grantRole', [
      `0x${'11'.repeat(32)}`,
      WETH,
    ])
    expect(decode(grant, FORWARDER)).toMatchObject({calls: [], function: {name: 'grantRole'}})
    expect(decode(`${grant}${vault}`, FORWARDER)).toMatchObject({
      calls: [],
      function: {name: 'grantRole'},
      flaws: ['trailing-bytes'],
    })
    expect(decode(`${caps}${vault}`, WETH)).toMatchObject({calls: []})
  })
})

it('every selector of the tables is the hash of its signature', () => {
  const wrong = signatureRows().filter(
    ([, selector, text]) => FunctionFragment.from(`function ${text}`).selector !== selector,
  )
  expect(wrong).toEqual([])
  const parsed = signatureRows().filter(
    ([, selector, text]) => id(parseFunction(text).signature).slice(0, 10) !== selector,
  )
  expect(parsed).toEqual([])
})

it.each([
  ['gov.propose', 'propose', ['configureReserveAsCollateral', 'setSupplyCap']],
  ['gov.queue', 'queue', ['configureReserveAsCollateral', 'setSupplyCap']],
  ['gov.execute', 'execute', ['configureReserveAsCollateral', 'setSupplyCap']],
  ['bravo.propose', 'propose', ['updateAssetLiquidateCollateralFactor', 'deployAndUpgradeTo']],
  ['cgov.propose', 'propose', ['updateAssetLiquidateCollateralFactor', 'deployAndUpgradeTo']],
  ['tl.schedule', 'schedule', ['configureReserveAsCollateral']],
  ['tl.scheduleBatch', 'scheduleBatch', ['configureReserveAsCollateral', 'setSupplyCap']],
  ['tl.executeBatch', 'executeBatch', ['configureReserveAsCollateral', 'setSupplyCap']],
  ['ctl.queue', 'queueTransaction', ['updateAssetLiquidateCollateralFactor']],
  ['dsp.plot', 'plot', ['execute']],
  ['aave.createPayload', 'createPayload', ['execute']],
  ['zod.exec', 'execTransactionFromModule', ['configureReserveAsCollateral']],
  ['zod.next', 'executeNextTx', ['configureReserveAsCollateral']],
  ['roles.exec', 'execTransactionWithRole', ['configureReserveAsCollateral']],
  ['osx.exec', 'execute', ['configureReserveAsCollateral', 'setSupplyCap']],
  ['arb.sendTxToL1', 'sendTxToL1', ['scheduleBatch']],
  ['safe.approveHash', 'approveHash', []],
])('%s: %s carries %j', (name, outer, inner) => {
  const {function: fn, calls, flaws, problem} = decode(vectors.calldata[name]!)
  expect([fn?.name, flaws, problem]).toEqual([outer, [], undefined])
  expect(calls.map((call) => call.function?.name)).toEqual(inner)
})

it('says how sure it is of a function', () => {
  const call = configurator('setSupplyCap', WETH, 5)
  expect(decode(call.data, call.to)).toMatchObject({
    title: 'Aave v3 POOL_CONFIGURATOR',
    function: {certainty: 'pinned'},
  })
  expect(decode(call.data).function?.certainty).toBe('guess')
  expect(decode(vectors.calldata['bravo.propose']!).calls[0]?.function?.certainty).toBe('stated')
  expect(decode('0xdeadbeef00', WETH)).toMatchObject({
    function: undefined,
    problem: expect.stringContaining('no function is known'),
  })
})

it('takes the functions that are pinned to an address before all others', () => {
  const pins = new Map([
    [WETH.toLowerCase(), {title: 'mine', functions: [parseFunction('function transfer(address payee, uint256 wad)')]}],
  ])
  const data = new Interface(['function transfer(address,uint256)']).encodeFunctionData('transfer', [WETH, 7])
  const call = decodeCall({operation: 'call', to: WETH.toLowerCase(), value: 0n, data}, {chainId: 1, pins})
  expect(call).toMatchObject({
    title: 'mine',
    function: {certainty: 'pinned', arguments: [{name: 'payee'}, {name: 'wad', value: 7n}]},
  })
})

it('looks into a batch', () => {
  const items = [configurator('setSupplyCap', WETH, 5), {to: WETH, data: '0x12', value: 3n, operation: 1}]
  const call = decodeCall(
    {operation: 'delegatecall', to: CALL_ONLY['1.3.0'].toLowerCase(), value: 0n, data: multiSend(items).toLowerCase()},
    NOWHERE,
  )
  expect(call.title).toBe('MultiSendCallOnly 1.3.0')
  expect(call.calls).toMatchObject([
    {operation: 'call', function: {name: 'setSupplyCap'}},
    {
      operation: 'delegatecall',
      value: 3n,
      function: undefined,
      problem: 'fewer than the four bytes that name a function',
    },
  ])
})

const TYPES =
  'uint256,uint8,int16,bool,address,bytes4,bytes32,string,bytes,uint64[],(uint256,string)[],string[2],(bool,bytes,address[])'
const fragment = parseFunction(`f(${TYPES})`)

it('agrees with ethers on any arguments', () => {
  const uint = (bits: number) => fc.bigInt({min: 0n, max: 2n ** BigInt(bits) - 1n})
  const hex = (size: number) =>
    fc.uint8Array({minLength: size, maxLength: size}).map((bytes) => `0x${Buffer.from(bytes).toString('hex')}`)
  const bytes = fc.uint8Array({maxLength: 70}).map((value) => `0x${Buffer.from(value).toString('hex')}`)
  const text = fc.string({unit: 'grapheme', maxLength: 40})
  const values = fc.tuple(
    uint(256),
    uint(8),
    fc.bigInt({min: -32_768n, max: 32_767n}),
    fc.boolean(),
    hex(20),
    hex(4),
    hex(32),
    text,
    bytes,
    fc.array(uint(64), {maxLength: 4}),
    fc.array(fc.tuple(uint(256), text), {maxLength: 3}),
    fc.tuple(text, text),
    fc.tuple(fc.boolean(), bytes, fc.array(hex(20), {maxLength: 3})),
  )
  fc.assert(
    fc.property(values, (given) => {
      const body = AbiCoder.defaultAbiCoder().encode(parts(TYPES), given).slice(2)
      expect(decodeArguments(fragment, body)).toEqual({values: given, flaws: []})
    }),
    {numRuns: 200},
  )
})

/** The types of a list, commas inside brackets left alone. */
function parts(list: string): string[] {
  return list.split(/,(?![^()]*\))/)
}

const word = (value: bigint | number) => toBeHex(value, 32).slice(2)

it.each([
  ['a bool of 2', 'f(bool)', word(2), 'dirty-padding'],
  ['a uint8 of 256', 'f(uint8)', word(256), 'dirty-padding'],
  ['an int8 that is not sign-extended', 'f(int8)', word(255), 'dirty-padding'],
  ['an address with bytes before it', 'f(address)', 'ff'.padEnd(64, '0'), 'dirty-padding'],
  ['a bytes4 with bytes behind it', 'f(bytes4)', '1'.repeat(64), 'dirty-padding'],
  ['bytes with dirty padding', 'f(bytes)', word(32) + word(1) + '01ff'.padEnd(64, '0'), 'dirty-padding'],
  ['bytes that are not padded', 'f(bytes)', `${word(32)}${word(1)}01`, 'non-canonical'],
  ['an offset that leaves a gap', 'f(bytes)', word(64) + word(0) + word(0), 'non-canonical'],
  ['a word more', 'f(uint256)', word(1) + word(2), 'trailing-bytes'],
  ['a byte more', 'f()', '00', 'trailing-bytes'],
  ['text that is no UTF-8', 'f(string)', word(32) + word(1) + 'ff'.padEnd(64, '0'), 'invalid-utf8'],
])('flags %s', (_what, signature, body, flaw) => {
  expect(decodeArguments(parseFunction(signature), body)).toMatchObject({flaws: expect.arrayContaining([flaw])})
})

it.each([
  ['data that ends early', 'f(uint256,uint256)', word(1)],
  ['a length beyond the data', 'f(bytes)', word(32) + word(1000)],
  ['a length of 2^255', 'f(uint256[])', word(32) + word(2n ** 255n)],
  ['an offset beyond the data', 'f(bytes)', word(10_000)],
  [
    'lists that share their items',
    'f(uint256[][])',
    word(32) + word(2) + word(64) + word(64) + word(2) + word(1) + word(2),
  ],
  ['a list of lists that all are itself', 'f(bytes[][][][])', word(32) + (word(200) + word(32)).repeat(60)],
])('does not decode %s', (_what, signature, body) => {
  expect(decodeArguments(parseFunction(signature), body)).toEqual({problem: expect.any(String)})
})

it('bounds calls in calls, and calls in all', () => {
  const batch = new Interface(['function multicall(bytes[])'])
  let data = '0x'
  for (let depth = 0; depth < MAX_DEPTH + 5; depth++) data = batch.encodeFunctionData('multicall', [[data]])
  let call = decode(data, WETH)
  let depth = 0
  while (call.calls[0]) {
    call = call.calls[0]
    depth++
  }
  expect([depth, call.problem]).toEqual([MAX_DEPTH + 1, `more than ${MAX_DEPTH} calls within calls are not decoded`])
  const wide = decode(batch.encodeFunctionData('multicall', [Array.from({length: MAX_CALLS + 9}, () => '0x')]), WETH)
  expect(wide.problem).toMatch(/more calls are not decoded/)
})

it('takes any bytes', () => {
  const heads = fc.constantFrom(...signatureRows().map(([, selector]) => selector), '0x')
  const body = fc.uint8Array({maxLength: 600}).map((bytes) => Buffer.from(bytes).toString('hex'))
  const words = fc
    .array(
      fc.oneof(
        fc.nat(640).map((value) => word(value)),
        body,
      ),
      {maxLength: 16},
    )
    .map((list) => list.join(''))
  fc.assert(
    fc.property(heads, fc.oneof(body, words), (head, rest) => {
      const data = concat([head, `0x${rest}`])
      const call = decode(data)
      expect(call.function !== undefined || call.problem !== undefined || data === '0x').toBe(true)
    }),
    {numRuns: 3000},
  )
})

it.each([
  'f',
  'f(',
  'f(uint7)',
  'f(uint256[0])',
  'f(bytes33)',
  'f(address8)',
  '(uint256)',
  `f(${'('.repeat(40)}`,
  'f(uint256,)',
  'f(struct S)',
])('refuses the fragment %s', (text) => {
  expect(refusal(() => parseFunction(text)).code).toBe('ABI_NOT_A_FUNCTION')
})
