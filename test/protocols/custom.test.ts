import {Ajv} from 'ajv'
import {getAddress, Interface} from 'ethers'
import fc from 'fast-check'

import {custom} from '../../src/protocols/custom/definition.js'
import {customSetter} from '../../src/protocols/custom/set.js'
import {customUnit, UNIT_PATTERN} from '../../src/protocols/custom/units.js'
import type {Change} from '../../src/protocols/model.js'
import {rational} from '../../src/units/rational.js'
import {refusal} from '../helpers/refusal.js'

const ADDRESS = '0x47c71dFEB55Ebaa431Ae3fbF99Ea50e0D3d30fA8'
const ABI = [
  'function setMarginRequirement(bytes32 id, uint256 imr, uint16 mmr)',
  'function file(bytes32 ilk, bytes32 what, uint256 data)',
  'function file(bytes32 ilk, bytes32 what, address clip)',
  'function mixed(address a, bool b, int64 c, string d, bytes e, uint256[] f, address[2] g)',
  'function unnamed(uint256)',
  'function getter(uint256 a) view returns (uint256)',
  'function poke()',
]
const interfaceOf = new Interface(ABI)

function request(changes: readonly Change[], abi: readonly string[] = ABI, address = ADDRESS) {
  return {protocol: {name: 'custom', chain: 1}, contracts: {market: {address, abi}}, changes}
}
const change = (name: string, values: Record<string, unknown>): Change => ({
  asset: 'ETH',
  contract: 'market',
  function: name,
  arguments: values,
})
const call = (name: string, values: Record<string, unknown>) => customSetter.calls(request([change(name, values)]))[0]!
const refused = (name: string, values: Record<string, unknown>) => refusal(() => call(name, values))
const one = (type: string, value: unknown) =>
  customSetter.calls(request([change('f', {a: value})], [`function f(${type} a)`]))[0]!

const FILE = 'file(bytes32,bytes32,uint256)'
const mat = (data: unknown) => ({ilk: {text: 'ETH-B'}, what: {text: 'mat'}, data})

test("encodes Maker's liquidation ratio in ray under its ilk", () => {
  const encoded = call(FILE, mat({from: '130%', to: '150%', unit: 'ray', role: 'collateralRatio'}))
  expect(encoded).toMatchObject({
    to: ADDRESS,
    value: 0n,
    title: 'ETH: market.file, data 130% -> 150%',
    signature: FILE,
    arguments: {data: `15${'0'.repeat(26)}`},
  })
  expect(encoded.data.slice(10, 74)).toBe(`${Buffer.from('ETH-B').toString('hex')}${'0'.repeat(54)}`)
  expect(interfaceOf.decodeFunctionData(FILE, encoded.data)[2]).toBe(15n * 10n ** 26n)
})

test('takes amounts where the scale is one of token decimals', () => {
  const line = call(FILE, {...mat({to: '10m DAI', unit: 'rad', role: 'cap'}), what: {text: 'line'}})
  expect(interfaceOf.decodeFunctionData(FILE, line.data)[2]).toBe(10n ** 7n * 10n ** 45n)
})

test('encodes literals of every kind exactly', () => {
  const other = getAddress('0x13a9cc64344b02bacc5ad9cf38b5711f1b9ec3d4')
  const values = {a: ADDRESS, b: true, c: -5, d: 'hello', e: '0x0102', f: [1, '2', '1_000'], g: [ADDRESS, other]}
  const {data} = call('mixed', values)
  const decoded = interfaceOf.decodeFunctionData('mixed', data).toArray(true)
  expect(decoded).toEqual([ADDRESS, true, -5n, 'hello', '0x0102', [1n, 2n, 1000n], [ADDRESS, other]])
})

test.each([
  ['bps', '5%', 500n],
  ['percent', '500bps', 5n],
  ['ppm', '0.05x', 50_000n],
  ['wad', '5%', 5n * 10n ** 16n],
  ['wad', '5 DAI', 5n * 10n ** 18n],
  ['wad', '5bps', 5n * 10n ** 14n],
  ['ray', '1/8', 125n * 10n ** 24n],
  ['rad', '1 DAI', 10n ** 45n],
  ['ratio:4', '5%', 500n],
  ['token:6', '1.5m USDC', 1_500_000_000_000n],
  ['whole-tokens', '1_000 ETH', 1000n],
  ['seconds', '6h', 21_600n],
  ['raw', '-0', 0n],
  ['raw', '1_234', 1234n],
])('%s: %s is %s', (unit, to, expected) => {
  const {data} = one('uint256', {to, unit, role: 'none'})
  expect(BigInt(`0x${data.slice(10)}`)).toBe(expected)
})

test('any integer that a type holds comes back from the bytes', () => {
  const types = ['uint8', 'uint16', 'uint128', 'uint256', 'int8', 'int256']
  fc.assert(
    fc.property(fc.constantFrom(...types), fc.bigInt({min: -(2n ** 256n), max: 2n ** 256n}), (type, value) => {
      const bits = BigInt(type.replace(/\D+/, ''))
      const [min, max] = type.startsWith('u') ? [0n, 2n ** bits - 1n] : [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n]
      const run = () => one(type, {to: String(value), unit: 'raw', role: 'none'})
      if (value < min || value > max) expect(refusal(run).code).toBe('UNITS_DOES_NOT_FIT')
      else expect(new Interface([`function f(${type} a)`]).decodeFunctionData('f', run().data)[0]).toBe(value)
    }),
  )
})

describe('refusals', () => {
  const setting = (to: string, unit: string) => ({to, unit, role: 'none'})

  test.each<[string, string, unknown, string, string]>([
    ['an address in lower case', 'address', ADDRESS.toLowerCase(), 'CUSTOM_BAD_ADDRESS', 'does not have its checksum'],
    ['a mistyped address', 'address', ADDRESS.replace('A8', 'A9'), 'CUSTOM_BAD_ADDRESS', 'checksum'],
    ['an address that YAML made a number', 'address', 0x47, 'CUSTOM_BAD_ADDRESS', 'in quotes'],
    ['an integer that YAML rounded', 'uint256', 2 ** 60, 'CUSTOM_BAD_LITERAL', 'exact'],
    ['too large an integer', 'uint8', 256, 'CUSTOM_BAD_LITERAL', 'does not fit into uint8'],
    ['a fraction', 'uint256', '1.5', 'CUSTOM_BAD_LITERAL', 'not an integer'],
    ['a ratio as a literal', 'uint256', '5%', 'CUSTOM_BAD_LITERAL', 'not an integer'],
    ['short bytes', 'bytes32', '0x01', 'CUSTOM_BAD_LITERAL', '32 bytes of hex'],
    ['bare text for bytes32', 'bytes32', 'ETH-B', 'CUSTOM_BAD_LITERAL', '32 bytes of hex'],
    ['long text', 'bytes4', {text: 'ETH-B'}, 'CUSTOM_BAD_LITERAL', 'longer than bytes4'],
    ['text beyond ASCII', 'bytes32', {text: 'ΕTH'}, 'CUSTOM_BAD_LITERAL', 'plain ASCII'],
    ['text for an integer', 'uint256', {text: 'ETH'}, 'CUSTOM_BAD_LITERAL', 'not an integer'],
    ['a wrong bool', 'bool', 'true', 'CUSTOM_BAD_LITERAL', 'not true or false'],
    ['a list too short', 'uint256[2]', [1], 'CUSTOM_BAD_LITERAL', '2 elements'],
    ['no list', 'uint256[]', 1, 'CUSTOM_BAD_LITERAL', 'not a list'],
    ['a setting for an address', 'address', setting('5%', 'bps'), 'CUSTOM_NOT_A_NUMBER', 'integer argument'],
    ['a value between two', 'uint16', setting('5.555%', 'bps'), 'UNITS_DOES_NOT_FIT', '5.55% and 5.56%'],
    ['a value above the type', 'uint8', setting('3%', 'bps'), 'UNITS_DOES_NOT_FIT', 'bps in uint8'],
    ['the wrong kind', 'uint256', setting('5 ETH', 'bps'), 'UNITS_NOT_A_RATIO', 'market.f a: '],
    ['a ratio for a token', 'uint256', setting('5%', 'token:6'), 'UNITS_NOT_AN_AMOUNT', '5%'],
    ['an unknown unit', 'uint256', setting('5%', 'furlong'), 'CUSTOM_UNKNOWN_UNIT', 'furlong'],
  ])('%s', (_, type, value, code, text) => {
    const error = refusal(() => one(type, value))
    expect(error.code).toBe(code)
    expect(error.message).toContain(text)
  })

  test('an address without checksum says how to write it', () => {
    const error = refusal(() => customSetter.calls(request([change('poke', {})], ABI, ADDRESS.toLowerCase())))
    expect(error.message).toContain('contracts.market')
    expect(error.suggestions).toEqual([`If it is the right address, write it as ${ADDRESS}.`])
  })

  test('arguments that are missing, unknown or out of order', () => {
    expect(refused('setMarginRequirement', {id: {text: 'a'}}).message).toContain('imr, mmr missing')
    expect(refused('poke', {a: 1}).message).toContain('no argument called a')
    const swapped = {imr: 1, id: {text: 'a'}, mmr: 1}
    expect(refused('setMarginRequirement', swapped).message).toContain('not in the order')
    expect(refused('unnamed', {0: 1}).code).toBe('CUSTOM_UNNAMED')
  })

  test('functions that are ambiguous, unknown or only read', () => {
    expect(refused('file', mat(1)).suggestions[0]).toContain('file(bytes32,bytes32,uint256) or file(')
    expect(refused('nope', {}).code).toBe('CUSTOM_UNKNOWN_FUNCTION')
    expect(refused('getter', {a: 1}).code).toBe('CUSTOM_VIEW')
  })

  test('a bad fragment, which ethers would have dropped', () => {
    for (const abi of [['function f(Foo a)'], ['event X(uint256 a)'], ['nonsense'], []]) {
      const error = refusal(() => customSetter.calls(request([change('f', {})], abi)))
      expect(error.code).toMatch(/CUSTOM_BAD_FRAGMENT|CUSTOM_NO_ABI/)
    }
  })

  test('a contract that is not there, and a call that changes nothing', () => {
    const elsewhere = {...change('poke', {}), contract: 'markte'}
    expect(refusal(() => customSetter.calls(request([elsewhere]))).suggestions[0]).toContain('market')
    const kept = {keep: '5%', unit: 'bps', role: 'none'}
    expect(refused('setMarginRequirement', {id: {text: 'a'}, imr: kept, mmr: kept}).code).toBe('CUSTOM_NOTHING_CHANGES')
  })
})

describe('the definition', () => {
  const accepts = new Ajv({
    allErrors: true,
    keywords: ['defaultSnippets'],
    strict: true,
    allowUnionTypes: true,
  }).compile({
    ...custom.changeSchema,
    definitions: custom.definitions,
  })

  test('accepts literals, lists, texts and settings, and nothing else', () => {
    const setting = {to: '5%', unit: 'bps', role: 'maintenanceMargin'}
    expect(accepts(change('f', {a: 'x', b: 1, c: true, d: ['x'], e: {text: 'x'}, f: setting}))).toBe(true)
    expect(accepts(change('f', {a: {to: '5%'}}))).toBe(false)
    expect(accepts(change('f', {a: {to: '5%', unit: 'bps', role: 'margin'}}))).toBe(false)
    expect(accepts(change('f', {a: {...setting, unit: 'ratio:123'}}))).toBe(false)
    expect(accepts(change('f', {a: null}))).toBe(false)
  })

  test('the pattern of units is the units that can be read', () => {
    for (const name of ['bps', 'ratio:0', 'token:18', 'ratio:99', 'ratio:100', 'ratio:', 'token', 'ray ', 'toString']) {
      const readable = (() => {
        try {
          return customUnit(name).name === name
        } catch {
          return false
        }
      })()
      expect([name, new RegExp(UNIT_PATTERN).test(name)]).toEqual([name, readable])
    }
  })

  test('finds the values with a role', () => {
    const changes = [
      change('setMarginRequirement', {
        id: {text: 'a'},
        imr: {from: '10%', to: '12%', unit: 'wad', role: 'initialMargin'},
        mmr: {keep: '5%', unit: 'bps', role: 'none'},
      }),
    ]
    expect(custom.riskValues(request(changes))).toEqual([
      {
        subject: 'ETH',
        parameter: 'imr',
        role: 'initialMargin',
        before: rational(1, 10),
        after: rational(3, 25),
        path: ['changes', 0, 'arguments', 'imr'],
      },
    ])
  })
})
