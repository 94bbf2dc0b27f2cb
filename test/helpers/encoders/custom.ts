import {customSetter} from '../../../src/protocols/custom/set.js'
import type {ProtocolRequest} from '../../../src/protocols/model.js'
import {randomAddress, type Sampler, type Value} from './sample.js'
import {amount, duration, number, ratio, type Kind, type Random} from './texts.js'

// A contract of the proposal's own: every unit of a setting, and every type of a literal.

const CONTRACT = '0x000000000000000000000000000000000000bEEF'
const UINT256 = 2n ** 256n - 1n
const INT256 = 2n ** 255n - 1n

/** Each unit with values of its kinds, in an argument of that type. */
const UNITS: readonly (readonly [unit: string, type: string, kind: Kind])[] = [
  ['bps', 'uint16', ratio(4, {max: 65_535n})],
  ['percent', 'uint8', ratio(2, {max: 255n})],
  ['ppm', 'uint32', ratio(6, {max: 2n ** 32n - 1n})],
  ['wad', 'uint256', ratio(18, {max: UINT256})],
  ['wad', 'uint128', amount('DAI', 18, {max: 2n ** 128n - 1n})],
  ['ray', 'uint256', ratio(27, {max: UINT256})],
  ['ray', 'int256', amount('DAI', 27, {max: INT256})],
  ['rad', 'uint256', amount('DAI', 45, {max: UINT256})],
  ['rad', 'uint256', ratio(45, {max: UINT256})],
  ['ratio:5', 'uint64', ratio(5, {max: 2n ** 64n - 1n})],
  ['ratio:30', 'int128', ratio(30, {max: 2n ** 127n - 1n})],
  ['token:6', 'uint96', amount('USDC', 6, {max: 2n ** 96n - 1n})],
  ['token:0', 'uint40', amount('NFT', 0, {max: 2n ** 40n - 1n})],
  ['whole-tokens', 'uint36'.replace('36', '40'), amount('WETH', 0, {max: 2n ** 36n - 1n})],
  ['seconds', 'uint48', duration(2n ** 48n - 1n)],
  ['raw', 'uint256', number(0, {max: UINT256})],
]

const drawn = ({min, max, step}: Kind, random: Random): bigint => min + random.between(0n, (max - min) / step) * step

const settings: Sampler = (random) => {
  const chosen = UNITS.map(([unit, type, kind], index) => {
    const text = kind.spell(kind.draw?.(random) ?? drawn(kind, random), random)
    return {unit, type, name: `a${index}`, text, raw: kind.raw(text)}
  })
  const signature = `set(${chosen.map(({type}) => type).join(',')})`
  const request: ProtocolRequest = {
    protocol: {name: 'custom', chain: 1},
    contracts: {
      own: {address: CONTRACT, abi: [`function set(${chosen.map(({type, name}) => `${type} ${name}`).join(', ')})`]},
    },
    changes: [
      {
        asset: 'X',
        contract: 'own',
        function: 'set',
        arguments: Object.fromEntries(
          chosen.map(({unit, name, text}, index) => [
            name,
            {...(index > 0 && random.word() % 4 === 0 ? {keep: text} : {to: text}), unit, role: 'none'},
          ]),
        ),
      },
    ],
  }
  return {
    given: customSetter.calls(request),
    expected: [{to: CONTRACT, signature, args: chosen.map(({raw}) => raw), covers: chosen.map(({unit}) => unit)}],
  }
}

const hex = (random: Random, bytes: number): string =>
  `0x${Array.from({length: bytes}, () => (random.word() & 255).toString(16).padStart(2, '0')).join('')}`
const WORDS = ['a', 'b', 'z', 'A', 'Z', '0', '9', '#', '.', ':', '-', '_']
/** No quotes or blanks, which cast would take for its own. */
const text = (random: Random): string =>
  Array.from({length: 1 + (random.word() % 20)}, () => random.pick(WORDS)).join('')

interface Literal {
  readonly type: string
  draw(random: Random): {readonly inFile: unknown; readonly value: Value}
}
const same = (value: Value): {inFile: unknown; value: Value} => ({inFile: value, value})
const integer = (type: string, min: bigint, max: bigint): Literal => ({
  type,
  draw(random) {
    const value = random.between(min, max)
    return {inFile: value.toString(), value}
  },
})
const fixedBytes = (size: number): Literal => ({type: `bytes${size}`, draw: (random) => same(hex(random, size))})

const LITERALS: readonly Literal[] = [
  {type: 'address', draw: (random) => same(randomAddress(random))},
  {type: 'bool', draw: (random) => same(random.word() % 2 === 0)},
  integer('uint256', 0n, UINT256),
  integer('int256', -INT256 - 1n, INT256),
  integer('uint8', 0n, 255n),
  integer('int24', -(2n ** 23n), 2n ** 23n - 1n),
  fixedBytes(32),
  fixedBytes(4),
  {type: 'bytes', draw: (random) => same(hex(random, random.word() % 70))},
  {type: 'string', draw: (random) => same(text(random))},
  {
    type: 'bytes32',
    draw(random) {
      const words = text(random)
      return {inFile: {text: words}, value: `0x${Buffer.from(words).toString('hex').padEnd(64, '0')}`}
    },
  },
  {
    type: 'uint256[]',
    draw(random) {
      const values = Array.from({length: random.word() % 4}, () => random.between(0n, UINT256))
      return {inFile: values.map(String), value: values}
    },
  },
  {
    type: 'address[2]',
    draw(random) {
      const values = [randomAddress(random), randomAddress(random)]
      return {inFile: values, value: values}
    },
  },
  {
    type: '(address,(uint16,bytes4)[],string)[]',
    draw(random) {
      const values = Array.from({length: random.word() % 3}, () => [
        randomAddress(random),
        Array.from({length: random.word() % 3}, () => [random.between(0n, 65_535n), hex(random, 4)]),
        text(random),
      ])
      const inFile = values.map(([address, pairs, note]) => [
        address,
        (pairs as Value[][]).map(([count, id]) => [String(count), id]),
        note,
      ])
      return {inFile, value: values}
    },
  },
]
export const LITERAL_TYPES: readonly string[] = LITERALS.map(({type}) => type)

const literals: Sampler = (random) => {
  const chosen = LITERALS.map((each, index) => ({type: each.type, name: `a${index}`, ...each.draw(random)}))
  const types = chosen.map(({type}) => type).join(',')
  const request: ProtocolRequest = {
    protocol: {name: 'custom', chain: 1},
    contracts: {
      own: {address: CONTRACT, abi: [`function put(${chosen.map(({type, name}) => `${type} ${name}`).join(', ')})`]},
    },
    changes: [
      {
        asset: 'X',
        contract: 'own',
        function: `put(${types})`,
        arguments: Object.fromEntries(chosen.map(({name, inFile}) => [name, inFile])),
      },
    ],
  }
  return {
    given: customSetter.calls(request),
    expected: [
      {
        to: CONTRACT,
        signature: `put(${types})`,
        args: chosen.map(({value}) => value),
        covers: chosen.map(({type}) => type),
      },
    ],
  }
}

export const CUSTOM: readonly Sampler[] = [settings, literals]
