import {Interface, parseUnits} from 'ethers'

import type {Proposal} from '../../../src/proposal/model.js'
import {customReader} from '../../../src/protocols/custom/read.js'
import {CUSTOM, CUSTOM_ITEMS, MAKER, name32, SAFE, SPOT, VAT, WETH, type Item} from '../../helpers/transactions.js'

const read = ({to, data, value = 0n}: Item, request: Proposal = CUSTOM) =>
  customReader.read({chainId: 1, to, value, data}, request)
const texts = (item: Item, request?: Proposal) => read(item, request)?.statements.map(({text}) => text)

const only = (abi: string, args: Record<string, unknown>, more: object = {}): Proposal => ({
  ...CUSTOM,
  contracts: {c: {address: SPOT, abi: [abi]}},
  changes: [{asset: 'X', contract: 'c', function: /function (\w+)/.exec(abi)?.[1] ?? 'f', arguments: args, ...more}],
})
const encode = (abi: string, ...args: unknown[]): Item => {
  const contract = new Interface([abi])
  return {to: SPOT, data: contract.encodeFunctionData(contract.fragments[0]!.format(), args)}
}

it('reads what the calls say', () => {
  expect(CUSTOM_ITEMS.flatMap((item) => texts(item))).toEqual([
    'spot.file (ilk "ETH-B", what "mat"): data becomes 135.00%',
    'vat.file (ilk "ETH-B", what "line"): data becomes 250,000,000 DAI',
    'spot.setDelay (now false): delay becomes 36h',
  ])
})

it('claims what its transaction says, kept values too', () => {
  const found = CUSTOM_ITEMS.flatMap((item) => read(item)!.statements)
  expect(customReader.claims(CUSTOM)).toEqual(found)
})

// This side's unit table, against ethers' decimals and numbers written out.
it.each([
  ['bps', '12.34%', 1234n],
  ['percent', '12%', 12n],
  ['ppm', '12.3456%', 123456n],
  ['wad', '150%', parseUnits('1.5', 18)],
  ['wad', '5 ETH', parseUnits('5', 18)],
  ['ray', '130%', parseUnits('1.3', 27)],
  ['rad', '2x', parseUnits('2', 45)],
  ['rad', '10m DAI', parseUnits('10000000', 45)],
  ['ratio:4', '8300 bps', 8300n],
  ['ratio:0', '3x', 3n],
  ['whole-tokens', '1_800_000 WETH', 1_800_000n],
  ['token:6', '1.5 USDC', 1_500_000n],
  ['seconds', '2 weeks', 1_209_600n],
  ['raw', '12_345', 12_345n],
])('%s: %s is %d', (unit, to, raw) => {
  const abi = 'function f(uint256 x)'
  const request = only(abi, {x: {to, unit, role: 'none'}})
  const [claim] = customReader.claims(request)
  expect(read(encode(abi, raw), request)?.statements[0]?.value).toEqual(claim?.value)
  expect(read(encode(abi, raw + 1n), request)?.statements[0]?.value).not.toEqual(claim?.value)
})

it.each([
  ['a signed integer', 'function f(int256 x)', '-5%', -500n],
  ['a small integer', 'function f(uint16 x)', '5%', 500n],
])('reads %s', (_what, abi, to, raw) => {
  const request = only(abi, {x: {to, unit: 'bps', role: 'none'}})
  expect(read(encode(abi, raw), request)?.statements).toEqual(customReader.claims(request))
})

it.each([
  ['address', WETH, WETH],
  ['address', WETH.toLowerCase(), WETH],
  ['bool', true, true],
  ['bool', 'false', false],
  ['uint256', 5, 5n],
  ['uint256', '115792089237316195423570985008687907853269984665640564039457584007913129639935', 2n ** 256n - 1n],
  ['int8', '-5', -5n],
  ['bytes4', '0xDEADBEEF', '0xdeadbeef'],
  ['bytes32', {text: 'ETH-B'}, name32('ETH-B')],
  ['bytes', '0x0102', '0x0102'],
  ['string', 'Grüße', 'Grüße'],
  ['address[]', [WETH, SPOT.toLowerCase()], [WETH, SPOT]],
  ['uint256[2]', [1, '2'], [1n, 2n]],
])('takes a literal %s %p', (type, literal, value) => {
  const abi = `function f(${type} a, uint256 x)`
  const request = only(abi, {a: literal, x: {to: '5', unit: 'raw', role: 'none'}})
  const item = encode(abi, value, 5)
  expect(read(item, request)).toEqual({problems: [], statements: customReader.claims(request)})
  expect(customReader.claims(request)[0]?.subjectId).toBe(customReader.claims(request)[0]?.subjectId.toLowerCase())
})

it.each([
  ['string', 'abc', 'ABC'],
  ['string', '1, 2', '1,2'],
  ['uint256[]', [1, 23], [12, 3]],
  ['bytes32', {text: 'ETH-B'}, name32('ETH-b')],
  ['bool', true, false],
])('tells one literal %s from another', (type, literal, other) => {
  const abi = `function f(${type} a, uint256 x)`
  const request = only(abi, {a: literal, x: {to: '5', unit: 'raw', role: 'none'}})
  expect(read(encode(abi, other, 5), request)?.statements[0]?.subjectId).not.toBe(
    customReader.claims(request)[0]?.subjectId,
  )
})

it('says that a call without settings is made', () => {
  const request = only('function poke()', {})
  expect(read(encode('function poke()'), request)).toEqual({problems: [], statements: customReader.claims(request)})
  expect(texts(encode('function poke()'), request)).toEqual(['c.poke is called'])
})

describe('fragments hold for their own address only', () => {
  it('another contract that has the function does not make the call known', () => {
    const data = MAKER.encodeFunctionData('file(bytes32,uint256)', [name32('Line'), 1])
    expect(read({to: VAT, data})).toBeDefined()
    expect(read({to: SPOT, data})).toBeUndefined()
    expect(read({to: SAFE, data})).toBeUndefined()
  })

  it('a function that no change calls is read, and says something else', () => {
    const data = MAKER.encodeFunctionData('file(bytes32,uint256)', [name32('Line'), 1])
    expect(texts({to: VAT, data})).toEqual(['vat.file (what "Line", data 1) is called'])
  })
})

it.each([
  ['value', {...CUSTOM_ITEMS[0]!, value: 1n}],
  ['a byte too much', {...CUSTOM_ITEMS[0]!, data: `${CUSTOM_ITEMS[0]!.data}00`}],
  ['an integer that does not fit its type', {to: SPOT, data: CUSTOM_ITEMS[2]!.data.replace(/^(.{10})00/, '$1ff')}],
  ['a boolean of 2', {to: SPOT, data: CUSTOM_ITEMS[2]!.data.replace(/0$/, '2')}],
])('has a problem with %s', (_what, item) => {
  expect(read(item)?.problems).toHaveLength(1)
})

const setting = {to: '5', unit: 'raw', role: 'none'}
it.each([
  ['CUSTOM_NO_CONTRACT', only('function f(uint256 x)', {x: setting}, {contract: 'constructor'})],
  ['CUSTOM_NO_FUNCTION', only('function f(uint256 x)', {x: setting}, {function: 'g'})],
  ['ABI_NOT_A_FUNCTION', only('event f(uint256 x)', {x: setting})],
  ['ABI_NOT_A_FUNCTION', only('function f(nothing x)', {x: setting})],
  ['CUSTOM_ARGUMENTS', only('function f(uint256 x)', {})],
  ['CUSTOM_ARGUMENTS', only('function f(uint256 x)', {x: setting, y: setting})],
  ['CUSTOM_ARGUMENT_NAMES', only('function f(uint256)', {})],
  ['CUSTOM_UNREADABLE_TYPE', only('function f(uint256[0] x)', {x: []})],
  ['CUSTOM_UNREADABLE_TYPE', only('function f((uint256 a, uint256 a) x)', {x: [1, 2]})],
  ['CUSTOM_SETTING_TYPE', only('function f(bool x)', {x: setting})],
  ['CUSTOM_SETTING_TYPE', only('function f((uint256 a) x)', {x: setting})],
  ['CUSTOM_UNIT', only('function f(uint256 x)', {x: {to: '5 ETH', unit: 'bps'}})],
  ['CUSTOM_UNIT', only('function f(uint256 x)', {x: {to: '5%', unit: 'token:18'}})],
  ['CUSTOM_UNIT', only('function f(uint256 x)', {x: {to: '5%', unit: 'furlongs'}})],
  ['CUSTOM_RAW', only('function f(uint256 x)', {x: {to: '5.5', unit: 'raw'}})],
  ['UNITS_NOT_A_DURATION', only('function f(uint256 x)', {x: {to: '5', unit: 'seconds'}})],
  ['CUSTOM_LITERAL', only('function f(address x)', {x: '0x1'})],
  ['CUSTOM_LITERAL', only('function f(bytes4 x)', {x: '0x01'})],
  ['CUSTOM_LITERAL', only('function f(bytes4 x)', {x: {text: 'too long'}})],
  ['CUSTOM_LITERAL', only('function f(uint256 x)', {x: '1.5'})],
  [
    'CUSTOM_BAD_ADDRESS',
    {...CUSTOM, contracts: {...CUSTOM.contracts, spot: {address: SPOT.replace('C', 'c'), abi: ['function f()']}}},
  ],
])('refuses a proposal with %s', (code, request) => {
  expect(() => customReader.claims(request)).toThrow(expect.objectContaining({code}))
})

it('refuses two units for one argument of one call', () => {
  const change = (unit: string) => ({
    ...CUSTOM.changes[0],
    arguments: {...(CUSTOM.changes[0]!['arguments'] as object), data: {to: '135%', unit}},
  })
  expect(() => customReader.claims({...CUSTOM, changes: [change('ray'), change('wad')]})).toThrow(
    expect.objectContaining({code: 'CUSTOM_UNIT_CLASH'}),
  )
})
