import {hexlify, Interface, keccak256} from 'ethers'
import fc from 'fast-check'
import {readFileSync} from 'node:fs'
import {parse} from 'yaml'

import {checkSource} from '../../../src/check/check.js'
import {customExample} from '../../../src/check/rules/examples.js'
import {encodeProposal} from '../../../src/governance/encode.js'
import {readmeOf} from '../../../src/governance/readme.js'
import {parseSource} from '../../../src/proposal/parse.js'
import type {Proposal} from '../../../src/proposal/model.js'
import {customParameters, customQueries} from '../../../src/protocols/custom/getters.js'
import {customReader} from '../../../src/protocols/custom/read.js'
import {customSetter} from '../../../src/protocols/custom/set.js'
import type {ProtocolRequest} from '../../../src/protocols/model.js'
import {differences} from '../../../src/verify/difference.js'
import {refusal} from '../../helpers/refusal.js'
import {mutated, rawOf, says, wordsIn} from '../../helpers/roads.js'

// Tuples and lists, in each other, as arguments: what the file says, what is encoded, and what is read.

const ADDRESS = '0x47c71dFEB55Ebaa431Ae3fbF99Ea50e0D3d30fA8'
const OTHER = '0x64b761D848206f447Fe2dd461b0c635Ec39EbB27'
const MARKET = '0x000000000000000000000000000000000000bEEF'

const request = (abi: string, args: Readonly<Record<string, unknown>>): ProtocolRequest => ({
  protocol: {name: 'custom', chain: 1},
  contracts: {c: {address: ADDRESS, abi: [abi]}},
  changes: [{asset: 'X', contract: 'c', function: 'f', arguments: args}],
})
const says1 = (proposal: ProtocolRequest, data: string): boolean =>
  says(customReader, proposal, [rawOf({to: ADDRESS, value: 0n, data}, 1)])
const texts = (proposal: ProtocolRequest): string[] => customReader.claims(proposal).map(({text}) => text)

interface Sample {
  /** As the file has it. */
  readonly file: unknown
  /** As ethers takes it. */
  readonly value: unknown
}
interface Type {
  readonly text: string
  readonly sample: fc.Arbitrary<Sample>
}

const same = (value: unknown): Sample => ({file: value, value})
const bytes = (size: number): fc.Arbitrary<Sample> =>
  fc.uint8Array({minLength: size, maxLength: size}).map((value) => same(hexlify(value)))
const integer = (bits: bigint, signed: boolean): Type => {
  const [min, max] = signed ? [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n] : [0n, 2n ** bits - 1n]
  const sample = fc.tuple(fc.bigInt({min, max}), fc.constantFrom('literal', 'to', 'keep')).map(([value, kind]) => ({
    value,
    file: kind === 'literal' ? String(value) : {[kind]: String(value), unit: 'raw', role: 'none'},
  }))
  return {text: `${signed ? 'int' : 'uint'}${bits}`, sample}
}
const ELEMENTS: readonly Type[] = [
  integer(256n, false),
  integer(16n, false),
  integer(64n, true),
  {text: 'address', sample: fc.constantFrom(ADDRESS, OTHER).map(same)},
  {text: 'bool', sample: fc.boolean().map(same)},
  {text: 'bytes4', sample: bytes(4)},
  {text: 'bytes', sample: fc.nat(40).chain(bytes)},
  {text: 'string', sample: fc.string({unit: 'grapheme', maxLength: 40}).map(same)},
]

const listOf = ({text, sample}: Type, length: number | undefined): Type => ({
  text: `${text}[${length ?? ''}]`,
  sample: fc
    .array(sample, length === undefined ? {maxLength: 3} : {minLength: length, maxLength: length})
    .map((items) => ({file: items.map(({file}) => file), value: items.map(({value}) => value)})),
})
const tupleOf = (parts: readonly Type[], byName: boolean): Type => ({
  text: `(${parts.map(({text}, index) => `${text} c${index}`).join(', ')})`,
  sample: fc.tuple(...parts.map(({sample}) => sample)).map((values) => ({
    value: values.map(({value}) => value),
    file: byName
      ? Object.fromEntries(values.map(({file}, index) => [`c${index}`, file]))
      : values.map(({file}) => file),
  })),
})
const {type: anyType} = fc.letrec<{type: Type}>((tie) => ({
  type: fc.oneof(
    {maxDepth: 3, depthSize: 'small'},
    fc.constantFrom(...ELEMENTS),
    fc
      .tuple(fc.array(tie('type'), {minLength: 1, maxLength: 4}), fc.boolean())
      .map(([parts, byName]) => tupleOf(parts, byName)),
    fc.tuple(tie('type'), fc.constantFrom(undefined, 1, 2)).map(([item, length]) => listOf(item, length)),
  ),
}))

const proposals = fc.array(anyType, {minLength: 1, maxLength: 3}).chain((types) => {
  const abi = `function f(${types.map(({text}, index) => `${text} a${index}`).join(', ')})`
  return fc.tuple(...types.map(({sample}) => sample)).map((samples) => {
    const given = Object.fromEntries(samples.map(({file}, index) => [`a${index}`, file]))
    const kept = JSON.stringify(given).includes('"keep"') && !JSON.stringify(given).includes('"to"')
    const all = kept ? (JSON.parse(JSON.stringify(given).replaceAll('"keep"', '"to"')) as typeof given) : given
    return {
      request: request(abi, all),
      encoded: new Interface([abi]).encodeFunctionData(
        'f',
        samples.map(({value}) => value),
      ),
    }
  })
})

test('any nested arguments: encoded as ethers encodes them, and read as the file says', () => {
  fc.assert(
    fc.property(proposals, ({request: proposal, encoded}) => {
      expect(customSetter.calls(proposal).map(({data}) => data)).toEqual([encoded])
      expect(says1(proposal, encoded)).toBe(true)
    }),
    {numRuns: 150},
  )
})

test('no other bytes say it, whichever word is another', () => {
  fc.assert(
    fc.property(proposals, fc.nat(), fc.bigInt({min: 1n, max: 2n ** 256n - 1n}), (given, at, by) => {
      const word = at % wordsIn(given.encoded)
      expect(
        says1(
          given.request,
          mutated(given.encoded, word, (value) => value + by),
        ),
      ).toBe(false)
      expect(
        says1(
          given.request,
          mutated(given.encoded, word, (value) => value ^ (1n << (by % 256n))),
        ),
      ).toBe(false)
    }),
    {numRuns: 150},
  )
})

const CAPS = 'function f((address asset, (uint16 ltv, uint16 bonus)[] tiers, string note)[] limits)'
const setting = (to: string, unit = 'bps') => ({to, unit, role: 'none'})
const tiers = (bonus: unknown) => [{ltv: setting('80%'), bonus: {keep: '5%', unit: 'bps', role: 'none'}}, [9000, bonus]]
const limits = (bonus: unknown = setting('7%')) => ({limits: [{asset: ADDRESS, tiers: tiers(bonus), note: 'a, b'}]})

test('a setting inside of structs and lists is told by its way, about the literals beside it', () => {
  const about = `c.f (limits[0].asset ${ADDRESS}, limits[0].tiers[1].ltv 9,000, limits[0].note "a, b")`
  expect(texts(request(CAPS, limits()))).toEqual([
    `${about}: limits[0].tiers[0].ltv becomes 80.00%`,
    `${about}: limits[0].tiers[0].bonus becomes 5.00%`,
    `${about}: limits[0].tiers[1].bonus becomes 7.00%`,
  ])
  const plain = {limits: [{asset: ADDRESS, tiers: [[1, 2]], note: ''}]}
  expect(texts(request(CAPS, plain))).toEqual([
    `c.f (limits [(asset ${ADDRESS}, tiers [(ltv 1, bonus 2)], note "")]) is called`,
  ])
})

test('a component without a name, and one whose name would make a setting of the map, in a list', () => {
  const abi = 'function f((address to, uint256 keep) x, (address, uint16) y)'
  const proposal = request(abi, {x: [ADDRESS, setting('1', 'raw')], y: [OTHER, setting('5%')]})
  const [call] = customSetter.calls(proposal)
  expect(call?.arguments).toEqual({x: {to: ADDRESS, keep: '1'}, y: {0: OTHER, 1: '500'}})
  expect(says1(proposal, call!.data)).toBe(true)
})

test('`tuple` before the parenthesis says nothing more', () => {
  const [plain, worded] = ['', 'tuple'].map((word) => {
    const proposal = request(`function f(${word}(uint16 a)[] x)`, {x: [{a: setting('5%')}]})
    const [call] = customSetter.calls(proposal)
    expect(says1(proposal, call!.data)).toBe(true)
    return call!.data
  })
  expect(plain).toBe(worded)
})

describe('a value that is not of its type', () => {
  test.each<[string, string, unknown, string]>([
    ['a component missing', '(address a, uint256 b) x', {a: ADDRESS}, 'c.f x: b missing'],
    ['one too many', '(address a) x', {a: ADDRESS, b: 1}, 'c.f x: no component called b'],
    ['another order', '(uint256 a, uint256 b) x', {b: 1, a: 2}, 'not in the order of the abi'],
    ['a list too short', '(uint256 a, uint256 b) x', [1], 'has 2 components, not 1'],
    ['no map', '(uint256 a) x', 1, 'not a map or a list'],
    ['a setting for a tuple', '(uint256 to) x', setting('1', 'raw'), 'Write it as a list'],
    ['components without names in a map', '(uint256) x', {a: 1}, 'without a name'],
    ['two components of one name', '(uint256 a, uint256 a) x', [1, 2], 'two components of one name'],
    [
      'a component inside of lists',
      '(uint8[2] a)[] x',
      [{a: [1, 2]}, {a: [1, 256]}],
      'c.f x[1].a[1]: 256 does not fit',
    ],
    ['a setting inside of lists', '(uint8 a)[] x', [{a: setting('300%')}], 'c.f x[0].a: '],
    ['a list of length 0', 'uint256[0] x', [], 'length 0'],
  ])('%s', (_, parameter, value, message) => {
    const proposal = request(`function f(${parameter})`, {x: value})
    const error = refusal(() => customSetter.calls(proposal))
    expect([error.message, ...error.suggestions].join(' ')).toContain(message)
    if (!message.includes('256') && !message.includes('[0].a')) expect(() => customReader.claims(proposal)).toThrow(/`/)
  })

  test('check names its line and column, and the component', () => {
    const file = customExample(
      `- asset: ETH
  contract: market
  function: f
  arguments:
    limits:
      - asset: "${ADDRESS}"
        tiers: [{ltv: {from: 75%, to: 80%, unit: bps, role: none}, bonus: 70000}]
        note: ""
      - asset: "${ADDRESS.toLowerCase()}"
        tiers: [[1]]
        note: 5`,
      {
        contracts: `market:\n  address: "${MARKET}"\n  abi: ["${CAPS}"]`,
        chain: 'ethereum',
      },
    )
    const {findings} = checkSource(parseSource(new TextEncoder().encode(file), 'a.yaml'))
    const found = findings
      .filter(({severity}) => severity === 'error')
      .map(({rule, line, column, message}) => `${line}:${column} ${rule} ${message}`)
    expect(found).toEqual([
      '19:77 unfit-argument limits[0].tiers[0].bonus: 70000 does not fit into uint16.',
      `21:18 address-checksum ${ADDRESS.toLowerCase()} has no checksum: write it as ${ADDRESS}.`,
      '22:19 unfit-argument limits[1].tiers[0]: (uint16 ltv, uint16 bonus) has 2 components, not 1.',
      '23:17 unfit-argument limits[1].note: `5` is not text; put it in quotes.',
    ])
  })
})

test('encode says where the value stands that it cannot encode', () => {
  const proposal = {...request(CAPS, {limits: [{asset: ADDRESS, tiers: [[1, 70_000]], note: ''}]}), governance: []}
  const locate = (path: readonly (number | string)[]) => ({file: path.join('/'), line: 1})
  const error = refusal(() => encodeProposal(proposal as unknown as Proposal, {file: 'a.yaml', digest: '', locate}))
  expect(error.message).toBe('c.f limits[0].tiers[0][1]: 70000 does not fit into uint16.')
  expect(error.place?.file).toBe('changes/0/arguments/limits/0/tiers/0/1')
  const unfitting = {...proposal, ...request(CAPS, limits(setting('700.001%')))}
  const unfit = refusal(() => encodeProposal(unfitting as unknown as Proposal, {file: 'a.yaml', digest: '', locate}))
  expect([unfit.code, unfit.place?.file]).toEqual(['UNITS_DOES_NOT_FIT', 'changes/0/arguments/limits/0/tiers/1/1'])
})

describe('bytes that lay themselves out in another way', () => {
  const proposal = request('function f(bytes[] x)', {x: ['0x01']})
  const word = (value: number) => value.toString(16).padStart(64, '0')
  const selector = new Interface(['function f(bytes[] x)']).getFunction('f')!.selector
  const problems = (body: string) =>
    customReader.read({chainId: 1, to: ADDRESS, value: 0n, data: selector + body}, proposal)?.problems

  test('a list whose offsets all point at one large value is not unfolded', () => {
    const [count, size] = [30_000, 500_000]
    const tail = word(size) + 'ab'.repeat(size) + '00'.repeat(32 - (size % 32))
    const body = word(32) + word(count) + word(count * 32).repeat(count) + tail
    expect(problems(body)).toEqual(['the bytes of f(bytes[]) are not its one canonical encoding'])
  })

  test.each([
    ['a list longer than the data', word(32) + word(2 ** 31)],
    ['an offset beyond the data', word(2 ** 40)],
    ['bytes behind the last tail', word(32) + word(0) + word(0)],
    ['two items in the other order', word(32) + word(2) + word(96) + word(64) + word(0) + word(0)],
    ['nothing at all', ''],
  ])('%s', (_, body) => {
    expect(problems(body)).toHaveLength(1)
  })
})

test('what else knows settings finds them at any depth', () => {
  const proposal = {
    ...{plimsoll: 1, title: 'Limits of tiers', governance: [{venue: 'eoa', address: OTHER}]},
    ...request(CAPS, limits()),
  } as unknown as Proposal
  const context = {file: 'a.yaml', digest: ''}
  expect(readmeOf(proposal, encodeProposal(proposal, context), context)).toContain(
    String.raw`| X | limits\[0\].tiers\[1\]\[1\] | not said | 7% |`,
  )
  const other = {...proposal, ...request(CAPS, limits(setting('8%')))} as unknown as Proposal
  const loaded = [proposal, other].map((each) => ({proposal: each, file: 'a.yaml', digest: ''}))
  const found = differences(loaded[0] as never, loaded[1] as never).differences
  expect(found).toHaveLength(1)
  expect(JSON.stringify(found)).toContain('8.00%')
})

describe('getters of settings in structs', () => {
  const VIEW = new Interface([
    'function capOf(address asset, bytes32 id) view returns (uint256 cap)',
    'function configOf((address asset, uint16 ltv)[] keys) view returns ((uint184 cap, (uint64 at, uint32 fee)[2] rows) config)',
    'function pair(address asset) view returns (uint256 a, (uint256 b) c)',
  ])
  const abi = ['function f((bytes32 id, (address asset, uint256 cap)[] caps)[] x)', ...VIEW.format(false)]
  const ID = `0x${'11'.repeat(32)}`
  const own = (getter: object, caps: unknown = {asset: OTHER, cap: {...setting('5%', 'wad'), getter}}) => ({
    ...request('', {x: [{id: ID, caps: [caps]}]}),
    contracts: {c: {address: MARKET, abi}},
  })
  const ask = (...given: Parameters<typeof own>) => customQueries(own(...given))
  const path = (key: number | string) => ['changes', 0, 'arguments', 'x', 0, 'caps', 0, key]

  test('take the literals of the tuples around the setting, by whichever way the tuple is written', () => {
    const getter = {function: 'capOf'}
    for (const [caps, key] of [
      [{asset: OTHER, cap: {...setting('5%', 'wad'), getter}}, 'cap'],
      [[OTHER, {...setting('5%', 'wad'), getter}], 1],
    ] as const) {
      const [query, ...more] = ask(getter, caps)
      expect(more).toEqual([])
      expect(query).toMatchObject({to: MARKET, data: VIEW.encodeFunctionData('capOf', [OTHER, ID])})
      const [read] = query!.decode(VIEW.encodeFunctionResult('capOf', [25n * 10n ** 15n]))
      const parameter = customParameters(own(getter, caps))(path(key))
      expect(parameter).toBe(`${MARKET} capOf(${OTHER}, ${ID})  wad`)
      expect(read).toMatchObject({asset: 'X', parameter, value: {value: {n: 1n, d: 40n}}})
    }
  })

  test.each(['fee', 'config.rows[1].fee', 'rows.1.fee'].map((name) => [name === 'fee' ? 'rows[1].fee' : name]))(
    'take tuples, and find %s in a struct',
    (result) => {
      const keys = [{asset: OTHER, ltv: 7}, [MARKET, 8]]
      const [query] = ask({function: 'configOf', arguments: {keys}, result})
      expect(query?.data).toBe(
        VIEW.encodeFunctionData('configOf', [
          [
            [OTHER, 7],
            [MARKET, 8],
          ],
        ]),
      )
      const struct = [
        1,
        [
          [2, 3],
          [4, 10n ** 9n],
        ],
      ]
      expect(query!.decode(VIEW.encodeFunctionResult('configOf', [struct]))[0]?.value).toMatchObject({
        value: {n: 1n, d: 10n ** 9n},
      })
    },
  )

  test.each([
    [{function: 'pair', result: 'c'}, 'no result `c`'],
    [{function: 'pair', result: 'c.d'}, 'no result `c.d`'],
    [{function: 'pair'}, '2 results: say which'],
    [{function: 'configOf', arguments: {keys: []}}, 'a struct or a list as result'],
    [{function: 'configOf'}, 'takes `keys`, which nothing gives'],
  ])('%p is refused', (getter, message) => {
    expect(() => ask(getter)).toThrow(message)
  })
})

test('the example of docs/protocols/custom.md is encoded as it says, and asks for the fee of its market', () => {
  const page = readFileSync('docs/protocols/custom.md', 'utf8')
  const example = parse(/```yaml\n(.*?)```/s.exec(page)?.[1] ?? '') as ProtocolRequest
  const [call] = customSetter.calls(example)
  expect(call?.data.slice(0, 10)).toBe('0x2b4f013c') // of Morpho's setFee
  expect(says(customReader, example, [rawOf(call!, 1)])).toBe(true)
  const fields = call!.data.slice(10, 10 + 5 * 64)
  expect(customQueries(example)[0]?.data).toContain(keccak256(`0x${fields}`).slice(2))
})
