import * as AbiParameters from 'ox/AbiParameters'
import * as Hash from 'ox/Hash'
import type {Hex} from 'ox/Hex'

import type {VenueCall, VenueItem} from '../../../src/governance/model.js'
import {planOf} from '../../../src/governance/plan.js'
import {randomAddress, type Expected, type Sample, type Sampler, type Value} from './sample.js'
import type {Random} from './texts.js'

// Every venue's transactions, written down a second time from the contracts' own signatures.

const AT = '0x64b761D848206f447Fe2dd461b0c635Ec39EbB27'
const OTHER = '0x13a9CC64344b02bACC5AD9Cf38B5711F1B9ec3d4'
const TITLE = '# T'
const UINT256 = 2n ** 256n - 1n
const MULTI_SENDS = {
  '1.3.0': {
    MultiSendCallOnly: '0x40A2aCCbd92BCA938b02010E17A5b8929b49130D',
    MultiSend: '0xA238CBeb142c10Ef7Ad8442C6D1f9E89e07e7761',
  },
  '1.4.1': {
    MultiSendCallOnly: '0x9641d764fc13c8B624c04430C7356C1C7C8102e2',
    MultiSend: '0x38869bf66a61cF6bDB996A6aE40D5853Fd43B526',
  },
} as const

const hex = (random: Random, bytes: number): Hex =>
  `0x${Array.from({length: bytes}, () => (random.word() & 255).toString(16).padStart(2, '0')).join('')}`
const uint = (random: Random): bigint => random.between(0n, UINT256)
const WORDS = ['a', 'b', 'z', 'A', 'Z', '0', '9', '#', '.', ':', '-', '_']
/** No quotes or blanks, which cast would take for its own. */
const text = (random: Random): string =>
  Array.from({length: 1 + (random.word() % 30)}, () => random.pick(WORDS)).join('')
const keccak = (types: string, values: readonly Value[]): Hex =>
  Hash.keccak256(
    AbiParameters.encode(
      types.split(',').map((type) => ({type})),
      values as never,
    ),
  )
const hashed = (words: string): Hex => Hash.keccak256(new TextEncoder().encode(words), {as: 'Hex'})

interface Body extends VenueCall {
  readonly to: string
  readonly name: string
  readonly words: Hex
}

/** Calls that governance is to make: a few functions that do not exist, with random words behind. */
function bodies(random: Random, most = 3): Body[] {
  return Array.from({length: 1 + (random.word() % most)}, (_, index) => {
    const name = `f${index}()`
    const words = hex(random, random.word() % 80)
    const data: Hex = `${hashed(name).slice(0, 10) as Hex}${words.slice(2)}`
    return {to: randomAddress(random), value: uint(random), data, title: 'call', signature: name, name, words}
  })
}

type Call = readonly [to: string, signature: string, args: readonly Value[], value?: bigint, raw?: string]

/** The transactions of a plan, against the calls that they should be. */
function sample(calls: readonly VenueCall[], items: readonly VenueItem[], wanted: readonly Call[]): Sample {
  const {acts} = planOf(calls, items, {chainId: 1, title: 'T', description: TITLE, authority: 'a'})
  const {venue} = items.at(-1)!
  return {
    given: acts.flatMap(({transaction, safe}) => {
      if (transaction) return [transaction]
      return safe ? [{to: safe.transaction.to, value: BigInt(safe.transaction.value), data: safe.transaction.data}] : []
    }),
    expected: wanted.map(([to, signature, args, value = 0n, raw = '']): Expected & {covers: readonly string[]} => ({
      ...{to, signature, args, value, tail: raw},
      covers: [`${venue} ${signature.replace(/\(.*/, '')}`],
    })),
  }
}

const lists = (calls: readonly Body[]): readonly Value[] => [
  calls.map(({to}) => to),
  calls.map(({value}) => value),
  calls.map(({data}) => data),
]

const safeBatch: Sampler = (random) => {
  const version = random.pick(['1.3.0', '1.4.1'] as const)
  const batch = random.pick(['MultiSendCallOnly', 'MultiSend'] as const)
  const calls = [...bodies(random), ...bodies(random)]
  const packed = calls
    .map(({to, value, data}) =>
      AbiParameters.encodePacked(
        ['uint8', 'address', 'uint256', 'uint256', 'bytes'],
        [0, to as Hex, value, BigInt(data.length / 2 - 1), data as Hex],
      ).slice(2),
    )
    .join('')
  return sample(
    calls,
    [{venue: 'safe', address: AT, version, nonce: 7, batch}],
    [[MULTI_SENDS[version][batch], 'multiSend(bytes)', [`0x${packed}`]]],
  )
}

const TYPE =
  'SafeTx(address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 baseGas,uint256 gasPrice,address gasToken,address refundReceiver,uint256 nonce)'
const ZERO = '0x0000000000000000000000000000000000000000'

/** A Safe that owns a Safe approves the inner one's hash. */
const safeInSafe: Sampler = (random) => {
  const [call] = bodies(random, 1) as [Body]
  const nonce = random.word()
  const inner = randomAddress(random)
  const domain = keccak('bytes32,uint256,address', [
    hashed('EIP712Domain(uint256 chainId,address verifyingContract)'),
    1n,
    inner,
  ])
  const message = keccak('bytes32,address,uint256,bytes32,uint8,uint256,uint256,uint256,address,address,uint256', [
    hashed(TYPE),
    call.to,
    call.value,
    Hash.keccak256(call.data as Hex),
    0n,
    0n,
    0n,
    0n,
    ZERO,
    ZERO,
    BigInt(nonce),
  ])
  const hash = Hash.keccak256(`0x1901${domain.slice(2)}${message.slice(2)}`)
  const items = [
    {venue: 'safe', address: AT, version: '1.4.1', nonce: 1},
    {venue: 'safe', address: inner, version: '1.3.0', nonce},
  ]
  return sample([call], items, [
    [inner, 'approveHash(bytes32)', [hash]],
    [call.to, call.name, [], call.value, call.words.slice(2)],
  ])
}

const timelock: Sampler = (random) => {
  const calls = bodies(random, 2)
  const [salt, predecessor, hours] = [hex(random, 32), hex(random, 32), 1 + (random.word() % 10_000)]
  const item = {venue: 'timelock-controller', address: AT, delay: `${hours}h`, salt, predecessor}
  const [first, ...others] = calls
  const single = others.length === 0
  const what = single ? [first!.to, first!.value, first!.data] : lists(calls)
  const types = single ? 'address,uint256,bytes' : 'address[],uint256[],bytes[]'
  const batch = single ? '' : 'Batch'
  return sample(
    calls,
    [item],
    [
      [AT, `schedule${batch}(${types},bytes32,bytes32,uint256)`, [...what, predecessor, salt, BigInt(hours) * 3600n]],
      [AT, `execute${batch}(${types},bytes32,bytes32)`, [...what, predecessor, salt]],
    ],
  )
}

const compoundTimelock: Sampler = (random) => {
  const calls = bodies(random)
  const eta = 1_000_000_000 + (random.word() % 1_000_000_000)
  const style = random.pick(['calldata', 'signature'] as const)
  const item = {venue: 'compound-timelock', address: AT, delay: '2d', eta, style}
  const args = calls.map(({to, value, data, name, words}): readonly Value[] =>
    style === 'calldata' ? [to, value, '', data, BigInt(eta)] : [to, value, name, words, BigInt(eta)],
  )
  const types = '(address,uint256,string,bytes,uint256)'
  return sample(
    calls,
    [item],
    [
      ...args.map((values): Call => [AT, `queueTransaction${types}`, values]),
      ...args.map((values): Call => [AT, `executeTransaction${types}`, values]),
    ],
  )
}

const ozGovernor: Sampler = (random) => {
  const calls = bodies(random)
  const description = text(random)
  const behind = random.word() % 2 === 0 ? {timelock: {address: OTHER, delay: '1d'}} : {}
  const item = {venue: 'oz-governor', address: AT, version: random.pick(['4', '5']), description, ...behind}
  const types = 'address[],uint256[],bytes[]'
  const done = [...lists(calls), hashed(description)]
  return sample(
    calls,
    [item],
    [
      [AT, `propose(${types},string)`, [...lists(calls), description]],
      ...('timelock' in behind ? [[AT, `queue(${types},bytes32)`, done] as Call] : []),
      [AT, `execute(${types},bytes32)`, done],
    ],
  )
}

const byNumber = (proposalId: bigint): Call[] => [
  [AT, 'queue(uint256)', [proposalId]],
  [AT, 'execute(uint256)', [proposalId]],
]

const bravo: Sampler = (random) => {
  const calls = bodies(random)
  const [description, proposalId] = [text(random), uint(random)]
  const style = random.pick(['calldata', 'signature'] as const)
  const behind = {timelock: {address: OTHER, delay: '2d'}, proposalId: proposalId.toString()}
  const item = {venue: 'governor-bravo', address: AT, style, description, ...behind}
  const [targets = [], values = []] = lists(calls)
  const [signatures, datas] =
    style === 'calldata'
      ? [calls.map(() => ''), calls.map(({data}) => data)]
      : [calls.map(({name}) => name), calls.map(({words}) => words)]
  return sample(
    calls,
    [item],
    [
      [AT, 'propose(address[],uint256[],string[],bytes[],string)', [targets, values, signatures, datas, description]],
      ...byNumber(proposalId),
    ],
  )
}

const compoundGovernor: Sampler = (random) => {
  const calls = bodies(random)
  const [description, proposalId] = [text(random), uint(random)]
  const behind = {timelock: {address: OTHER, delay: '2d'}, proposalId: proposalId.toString()}
  return sample(
    calls,
    [{venue: 'compound-governor', address: AT, description, ...behind}],
    [[AT, 'propose(address[],uint256[],bytes[],string)', [...lists(calls), description]], ...byNumber(proposalId)],
  )
}

const aave: Sampler = (random) => {
  const calls = bodies(random)
  const level = random.pick([1n, 2n])
  const [payloadId, proposalId] = [random.between(0n, 2n ** 40n - 1n), uint(random)]
  const [fee, ipfsHash, portal, core] = [uint(random), hex(random, 32), randomAddress(random), randomAddress(random)]
  const item = {
    ...{venue: 'aave-governance-v3', payloadsController: AT, executor: OTHER, accessLevel: Number(level), delay: '1d'},
    ...{payloadId: payloadId.toString(), governance: core, votingPortal: portal, ipfsHash},
    ...{cancellationFee: fee.toString(), proposalId: proposalId.toString()},
  }
  const actions = calls.map(({to, value, data}) => [to, false, level, value, '', data])
  return sample(
    calls,
    [item],
    [
      [AT, 'createPayload((address,bool,uint8,uint256,string,bytes)[])', [actions]],
      [
        core,
        'createProposal((uint256,uint8,address,uint40)[],address,bytes32)',
        [[[1n, level, AT, payloadId]], portal, ipfsHash],
        fee,
      ],
      [core, 'activateVoting(uint256)', [proposalId]],
      [core, 'executeProposal(uint256)', [proposalId]],
      [AT, 'executePayload(uint40)', [payloadId]],
    ],
  )
}

const dsPause: Sampler = (random) => {
  const [usr, tag, fax] = [randomAddress(random), hex(random, 32), hex(random, random.word() % 60)]
  const eta = 1_000_000_000 + (random.word() % 1_000_000_000)
  const action = {address: usr, codeHash: tag, fax}
  const item = {venue: 'ds-pause', address: AT, proxy: OTHER, delay: '2d', eta, action}
  const plan = [usr, tag, fax, BigInt(eta)]
  return sample(
    bodies(random),
    [item],
    [
      [AT, 'plot(address,bytes32,bytes,uint256)', plan],
      [AT, 'exec(address,bytes32,bytes,uint256)', plan],
    ],
  )
}

const delay: Sampler = (random) => {
  const calls = bodies(random)
  const args = calls.map(({to, value, data}): readonly Value[] => [to, value, data, 0n])
  return sample(
    calls,
    [{venue: 'zodiac-delay', address: AT, avatar: OTHER, cooldown: '1d'}],
    [
      ...args.map((values): Call => [AT, 'execTransactionFromModule(address,uint256,bytes,uint8)', values]),
      ...args.map((values): Call => [AT, 'executeNextTx(address,uint256,bytes,uint8)', values]),
    ],
  )
}

const roles: Sampler = (random) => {
  const calls = bodies(random)
  const version = random.pick(['1', '2'] as const)
  const role = version === '1' ? random.word() % 65_536 : hex(random, 32)
  const type = version === '1' ? 'uint16' : 'bytes32'
  return sample(
    calls,
    [{venue: 'zodiac-roles', address: AT, avatar: OTHER, version, role}],
    [
      ...calls.map(({to, value, data}): Call => [
        AT,
        `execTransactionWithRole(address,uint256,bytes,uint8,${type},bool)`,
        [to, value, data, 0n, typeof role === 'number' ? BigInt(role) : role, true],
      ]),
    ],
  )
}

/** By venue; a new one needs a row. An ordinary account sends what it is given, so nothing is encoded for it. */
export const VENUE_SAMPLERS: Readonly<Record<string, readonly Sampler[]>> = {
  safe: [safeBatch, safeInSafe],
  'timelock-controller': [timelock],
  'compound-timelock': [compoundTimelock],
  'oz-governor': [ozGovernor],
  'governor-bravo': [bravo],
  'compound-governor': [compoundGovernor],
  'aave-governance-v3': [aave],
  'ds-pause': [dsPause],
  'zodiac-delay': [delay],
  'zodiac-roles': [roles],
}
