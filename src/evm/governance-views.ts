import * as AbiFunction from 'ox/AbiFunction'
import * as Hash from 'ox/Hash'
import * as Hex from 'ox/Hex'

import {COUNTERS} from './vote.js'

/** What contracts of governance say of themselves, and read when they act. */
const NAMES = [
  // Governors: OpenZeppelin's, Alpha, Bravo.
  ...[...COUNTERS, 'clock', 'votingDelay', 'votingPeriod', 'proposalThreshold', 'quorumNumerator', 'quorumVotes'],
  ...['lateQuorumVoteExtension', 'timelock', 'proposalCount', 'initialProposalId', 'latestProposalId', 'guardian'],
  // Timelocks: OpenZeppelin's, Compound's, Maker's.
  ...['getMinDelay', 'admin', 'delay', 'owner', 'authority', 'proxy'],
  // Zodiac's modifiers.
  ...['avatar', 'target', 'getGuard', 'txCooldown', 'txExpiration', 'txNonce', 'queueNonce'],
]
const role = (name: string): `0x${string}` => Hash.keccak256(Hex.fromString(name))
const HAS_ROLE = AbiFunction.from('function hasRole(bytes32 role, address account) view returns (bool)')
const ENABLED = AbiFunction.from('function isModuleEnabled(address module) view returns (bool)')
/** Its argument is one before what NUMBER or TIMESTAMP says: a clock of either kind has it behind it. */
const QUORUM = AbiFunction.encodeData(AbiFunction.from('function quorum(uint256 timepoint) view returns (uint256)'), [
  0n,
])
const [TIMESTAMP, NUMBER] = ['42', '43']
const ZERO = `0x${'0'.repeat(40)}` as const
/** Far more than any of them needs, so that one which burns all that it is given leaves enough for the others. */
const GAS_EACH = 300_000

/** What may be asked of a contract of governance about itself, and about the others. */
function viewsOf(others: readonly string[]): string[] {
  const accounts = others.map((other) => other as `0x${string}`)
  const has = (name: string, account: `0x${string}`): string => AbiFunction.encodeData(HAS_ROLE, [role(name), account])
  return [
    ...NAMES.map((name) => role(`${name}()`).slice(0, 10)),
    ...[ZERO, ...accounts].map((account) => has('EXECUTOR_ROLE', account)),
    ...accounts.flatMap((account) => [has('PROPOSER_ROLE', account), AbiFunction.encodeData(ENABLED, [account])]),
  ]
}

/**
 * Code that asks contracts of governance everything that they may read when they act, one STATICCALL after another, whatever
 * comes of each: the access list of its creation names, in one question, what all of it reads. It deploys nothing.
 * @param contracts lower case
 */
export function governanceProbe(contracts: readonly string[]): string {
  const calls = contracts.flatMap((to) => [
    ...viewsOf(contracts.filter((other) => other !== to)).map((data) => askingCode(to, data)),
    ...[NUMBER, TIMESTAMP].map((clock) => askingCode(to, QUORUM, `6001${clock}03600452`)),
  ])
  return `0x${calls.join('')}00`
}

/** PUSH32 and MSTORE for each word of the calldata; what computes an argument; then STATICCALL(gas, to, 0, length, 0, 0) and POP. */
function askingCode(to: string, data: string, argument = ''): string {
  const digits = data.slice(2)
  const words = digits.match(/.{1,64}/g) ?? []
  const byte = (value: number): string => value.toString(16).padStart(2, '0')
  const stored = words.map((word, index) => `7f${word.padEnd(64, '0')}60${byte(32 * index)}52`)
  const gas = GAS_EACH.toString(16).padStart(6, '0')
  return `${stored.join('')}${argument}6000600060${byte(digits.length / 2)}600073${to.slice(2)}62${gas}fa50`
}
