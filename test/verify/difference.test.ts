import {readFileSync} from 'node:fs'
import path from 'node:path'

import type {Proposal} from '../../src/proposal/model.js'
import {parseSource} from '../../src/proposal/parse.js'
import {differencesOf} from '../../src/verify/difference.js'
import {ROOT} from '../helpers/cli.js'

const load = (name: string): string => readFileSync(path.join(ROOT, 'proposals', `${name}.yaml`), 'utf8')
const read = (text: string): Proposal => parseSource(new TextEncoder().encode(text), 'p.yaml').value as Proposal
const TEXT = load('aave-v3-weth-liquidation-threshold')
const CUSTOM = load('custom-perpetual-maintenance-margin')

/** What differs after one edit of the text. */
function after(from: string, to: string, text = TEXT) {
  expect(text).toContain(from)
  return differencesOf(read(text), read(text.replace(from, to)))
}

describe('the same', () => {
  it.each([
    ['spelling of a ratio', 'to: 82.5%', 'to: 8250bps'],
    ['spelling of a ratio', 'confidence: 99%', 'confidence: 0.99x'],
    ['spelling of a criterion', '">= 96.5%"', '">=9650bps"'],
    ['spelling of a duration', 'horizon: 1d', 'horizon: 24h'],
    ['chain by id', 'chain: ethereum', 'chain: 1'],
    ['case of an address', '0x47c71dFEB55Ebaa431Ae3fbF99Ea50e0D3d30fA8', '0x47C71DFEB55EBAA431AE3FBF99EA50E0D3D30FA8'],
    ['layout', 'ltv: {from: 80.5%, to: 80%}', 'ltv:\n      # lower\n      to:   80%\n      from: 80.5%'],
    ['order of steps', '[check, backtest, encode, verify]', '[verify, check, encode, backtest]'],
  ])('%s: %s as %s', (_what, from, to) => {
    expect(after(from, to)).toEqual([])
  })
})

describe('different', () => {
  it.each([
    [
      'to: 82.5%',
      'to: 82%',
      {section: 'changes', subject: 'WETH', name: 'liquidationThreshold to', a: '82.50%', b: '82.00%'},
    ],
    [
      'from: 83%',
      'from: 84%',
      {section: 'changes', subject: 'WETH', name: 'liquidationThreshold from', a: '83.00%', b: '84.00%'},
    ],
    [
      '{from: 83%, to: 82.5%}',
      '{to: 82.5%}',
      {section: 'changes', subject: 'WETH', name: 'liquidationThreshold from', a: '83.00%'},
    ],
    ['nonce: 42', 'nonce: 43', {section: 'governance', subject: '1', name: 'nonce', a: '42', b: '43'}],
    ['horizon: 1d', 'horizon: 2d', {section: 'backtest', subject: '', name: 'horizon', a: '1d', b: '2d'}],
    [
      '">= 96.5%"',
      '"> 96.5%"',
      {section: 'backtest', subject: '', name: 'accept coverage', a: '>= 96.50%', b: '> 96.50%'},
    ],
    [
      'prices: ETH-USDT',
      'prices: BTC-USDT',
      {section: 'backtest', subject: '', name: 'prices', a: 'ETH-USDT', b: 'BTC-USDT'},
    ],
    [
      'version: 1.3.0',
      'version: 1.4.1',
      {section: 'governance', subject: '1', name: 'version', a: '1.3.0', b: '1.4.1'},
    ],
    ['chain: ethereum', 'chain: base', {section: 'protocol', subject: '', name: 'chain', a: 'ethereum', b: 'base'}],
    [
      '[check, backtest, encode, verify]',
      '[check, encode]',
      {section: 'require', subject: '', name: 'require', a: 'backtest, check, encode, verify', b: 'check, encode'},
    ],
  ])('%s and %s', (from, to, difference) => {
    expect(after(from, to)).toEqual([difference])
  })

  it('the unit of an argument, which changes the calldata', () => {
    expect(after('ratio:30', 'ratio:18', CUSTOM)).toMatchObject([{name: 'value unit', a: 'ratio:30', b: 'ratio:18'}])
  })

  it('a literal argument makes it another call', () => {
    const found = after('9fc265ee', '9fc265ef', CUSTOM)
    expect(found.map(({name}) => name)).toContain('baseKey')
    expect(found.filter(({a, b}) => a !== undefined && b !== undefined)).toEqual([])
  })

  it('the order of changes, in which calls are made', () => {
    const second = '  - asset: USDC\n    supplyCap: {to: 5 USDC}\n'
    const [first] = / {2}- asset: WETH\n(?: {4}.*\n)*/.exec(TEXT)!
    const both = read(TEXT.replace(first, first + second))
    const turned = read(TEXT.replace(first, second + first))
    expect(differencesOf(both, turned)).toEqual([
      {section: 'changes', subject: '', name: 'order', a: 'WETH, USDC', b: 'USDC, WETH'},
    ])
  })

  it('an asset that comes in is not also a change of order', () => {
    const [first] = / {2}- asset: WETH\n(?: {4}.*\n)*/.exec(TEXT)!
    expect(after(first, `${first}  - asset: USDC\n    supplyCap: {to: 5 USDC}\n`)).toEqual([
      {section: 'changes', subject: 'USDC', name: 'supplyCap to', b: '5 USDC'},
    ])
  })
})

it('is symmetric', () => {
  const [a, b] = [read(TEXT), read(CUSTOM)]
  const turned = differencesOf(b, a).map(({a: left, b: right, ...rest}) => ({
    ...rest,
    ...(right && {a: right}),
    ...(left && {b: left}),
  }))
  const order = (found: readonly {section: string; subject: string; name: string}[]) =>
    [...found].sort((x, y) => (JSON.stringify(x) < JSON.stringify(y) ? -1 : 1))
  expect(order(turned)).toEqual(order(differencesOf(a, b)))
})
