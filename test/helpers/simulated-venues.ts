import {encodeBytes32String} from 'ethers'

import {safeContract} from '../../src/governance/safe-contracts.js'
import type {VenueItem} from '../../src/governance/model.js'
import {addressesOf} from './carry-out.js'
import {artifact, Chain, type Contract} from './evm.js'
import {DAY, deployCompoundTimelock, START, waffleArtifact} from './governance.js'
import {deploySafe, owners, safeLibrary} from './safe.js'
import {compiled} from './solidity.js'
import {openZeppelinTimelock, zodiacModule} from './zodiac.js'

const KEYS = owners(3)
const ACCOUNT = '0x13A9Cc64344b02Bacc5aD9cF38B5711F1B9EC300'
const ADMIN = '0x00000000000000000000000000000000000000A1'
/** Has all votes. */
export const VOTER = '0x00000000000000000000000000000000000000b1'
const GOVERNOR = '0x0000000000000000000000000000000000009071'
const NOBODY = `0x${'0'.repeat(40)}`
const SALT = `0x${'cd'.repeat(32)}`

/** Answers every call with one number: PUSH12, PUSH0, MSTORE, RETURN 32 bytes. */
const answering = (number: bigint): string => `0x6b${number.toString(16).padStart(24, '0')}5f5260205ff3`

async function votes(chain: Chain): Promise<string> {
  const token = await chain.deploy(compiled('Votes'), [], {from: VOTER})
  await token.send('delegate', [VOTER], {from: VOTER})
  return token.address
}

async function openZeppelin(
  chain: Chain,
  version: '4' | '5',
  open: boolean,
  contract = `GovernorV${version}`,
): Promise<VenueItem[]> {
  const folder = version === '4' ? 'contracts-v4' : 'contracts'
  const built = artifact(`@openzeppelin/${folder}/build/contracts/TimelockController.json`)
  const timelock = await chain.deploy(built, [2 * DAY, [], open ? [NOBODY] : [], ADMIN])
  const governor = await chain.deploy(compiled(contract), [timelock.address, await votes(chain)])
  for (const name of ['PROPOSER_ROLE', ...(open ? [] : ['EXECUTOR_ROLE'])]) {
    const [role] = await timelock.read(name)
    await timelock.send('grantRole', [role, governor.address], {from: ADMIN})
  }
  return [
    {
      ...{venue: 'oz-governor', address: governor.address, version},
      timelock: {address: timelock.address, delay: '2d'},
    },
  ]
}

async function alpha(chain: Chain): Promise<VenueItem[]> {
  const timelock = await deployCompoundTimelock(chain, GOVERNOR)
  await chain.putCode(ADMIN, answering(10n ** 27n))
  const built = waffleArtifact('@uniswap/governance/build/GovernorAlpha.json')
  await chain.copy((await chain.deploy(built, [timelock.address, ADMIN])).address, GOVERNOR)
  return [behind('governor-bravo', GOVERNOR, timelock, {style: 'signature'})]
}

async function bravo(chain: Chain): Promise<VenueItem[]> {
  const [vault, before] = ['0x00000000000000000000000000000000000000A5', '0x00000000000000000000000000000000000000A6']
  const timelock = await deployCompoundTimelock(chain, ADMIN)
  await chain.putCode(vault, answering(10n ** 27n))
  await chain.putCode(before, answering(7n))
  const folder = '@venusprotocol/governance-contracts/artifacts/contracts/legacy'
  const code = artifact(`${folder}/GovernorBravoDelegateV1.sol/GovernorBravoDelegateV1.json`)
  const proxy = artifact(`${folder}/GovenorBravoV1.sol/GovernorBravoDelegatorV1.json`)
  const {address: implementation} = await chain.deploy(code)
  const settings = [3600, 1, 150_000n * 10n ** 18n, ADMIN]
  const {address} = await chain.deploy(proxy, [timelock.address, vault, ADMIN, implementation, ...settings])
  await timelock.send('setPendingAdmin', [address], {from: timelock.address})
  await chain.at(address, code.abi).send('_initiate', [before], {from: ADMIN})
  return [behind('governor-bravo', address, timelock, {style: 'calldata'})]
}

async function sequential(chain: Chain): Promise<VenueItem[]> {
  const timelock = await deployCompoundTimelock(chain, GOVERNOR)
  const built = compiled('SequentialGovernor')
  await chain.copy((await chain.deploy(built, [timelock.address, await votes(chain)])).address, GOVERNOR)
  return [behind('compound-governor', GOVERNOR, timelock, {})]
}

const behind = (venue: string, address: string, timelock: Contract, more: object): VenueItem => ({
  ...{venue, address, ...more},
  timelock: {address: timelock.address, delay: '2d'},
})

const module = (safe: Contract, {address}: Contract) => safe.send('enableModule', [address], {from: safe.address})
const safeOf = (chain: Chain, version: '1.3.0' | '1.4.1' | '1.5.0', accounts = addressesOf(KEYS), threshold = 2) =>
  deploySafe(chain, version, accounts, threshold)

async function nested(chain: Chain): Promise<VenueItem[]> {
  const outer = await safeOf(chain, '1.3.0')
  const middle = await safeOf(chain, '1.4.1', [outer.address, ACCOUNT], 1)
  const inner = await safeOf(chain, '1.5.0', [ACCOUNT, middle.address], 1)
  return [
    {venue: 'safe', address: outer.address, version: '1.3.0', nonce: 0},
    {venue: 'safe', address: middle.address, version: '1.4.1', nonce: 0},
    {venue: 'safe', address: inner.address, version: '1.5.0', nonce: 0},
  ]
}

async function delayed(chain: Chain): Promise<VenueItem[]> {
  const [safe, avatar] = [await safeOf(chain, '1.4.1'), await safeOf(chain, '1.3.0')]
  const delay = await chain.deploy(zodiacModule('Delay', 5), [avatar.address, avatar.address, avatar.address, DAY, DAY])
  await module(avatar, delay)
  await delay.send('enableModule', [safe.address], {from: avatar.address})
  const timelock = await chain.deploy(openZeppelinTimelock(), [2 * DAY, [avatar.address], [NOBODY], NOBODY])
  return [
    {venue: 'safe', address: safe.address, version: '1.4.1', nonce: 0},
    {venue: 'zodiac-delay', address: delay.address, avatar: avatar.address, cooldown: '1d', expiration: '1d'},
    {venue: 'timelock-controller', address: timelock.address, delay: '2d', salt: SALT, executor: 'anyone'},
  ]
}

async function admins(chain: Chain): Promise<VenueItem[]> {
  const safe = await safeOf(chain, '1.4.1')
  const timelock = await deployCompoundTimelock(chain, safe.address)
  return [
    {venue: 'safe', address: safe.address, version: '1.4.1', nonce: [0, 1]},
    {venue: 'compound-timelock', address: timelock.address, delay: '2d', eta: START + 3 * DAY, style: 'calldata'},
  ]
}

async function roles(chain: Chain, target: string): Promise<VenueItem[]> {
  const avatar = await safeOf(chain, '1.4.1')
  const modifier = await chain.deploy(zodiacModule('RolesV2', 3), [avatar.address, avatar.address, avatar.address])
  await module(avatar, modifier)
  const key = encodeBytes32String('RISK')
  await modifier.send('assignRoles', [ACCOUNT, [key], [true]], {from: avatar.address})
  await modifier.send('allowTarget', [key, target, 0], {from: avatar.address})
  return [
    {venue: 'eoa', address: ACCOUNT},
    {venue: 'zodiac-roles', address: modifier.address, avatar: avatar.address, version: '2', role: 'RISK'},
  ]
}

async function pause(chain: Chain): Promise<VenueItem[]> {
  const contract = await chain.deploy(compiled('Pause'), [2 * DAY], {from: ACCOUNT})
  const [proxy] = await contract.read('proxy')
  const item = {venue: 'ds-pause', address: contract.address, proxy: String(proxy), delay: '2d', eta: START + 3 * DAY}
  return [{venue: 'eoa', address: ACCOUNT}, item]
}

async function aave(chain: Chain): Promise<VenueItem[]> {
  const payloads = await chain.deploy(compiled('Payloads'), [DAY])
  const [executor] = await payloads.read('executor')
  return [
    {
      ...{venue: 'aave-governance-v3', payloadsController: payloads.address, executor: String(executor)},
      ...{accessLevel: 1, delay: '1d', payloadId: 0, governance: payloads.address, votingPortal: ADMIN},
      ...{ipfsHash: SALT, cancellationFee: '50000000000000000', proposalId: 0},
    },
  ]
}

/** Governance that acts on `target`, set up on a chain; what its `governance:` says. */
export const VENUES_ON_CHAIN: Readonly<Record<string, (chain: Chain, target: string) => Promise<VenueItem[]>>> = {
  "OpenZeppelin's Governor 4 over a TimelockController that only it uses": (chain) => openZeppelin(chain, '4', false),
  "OpenZeppelin's Governor 5 over a TimelockController that anybody executes": (chain) =>
    openZeppelin(chain, '5', true),
  'a Governor with settings, a quorum with a history and late votes': (chain) =>
    openZeppelin(chain, '5', false, 'GovernorInUse'),
  'GovernorAlpha over a Compound Timelock': alpha,
  'GovernorBravo over a Compound Timelock': bravo,
  'a governor like CompoundGovernor over a Compound Timelock': sequential,
  'a Safe of a Safe of a Safe': nested,
  'a Safe, a Delay and a TimelockController': delayed,
  'a Safe that is admin of a Compound Timelock': admins,
  'a member of a role': roles,
  'a DSPause': pause,
  "Aave's governance with a payload": aave,
}

/** A chain with governance on it, and a proposal through it that two rounds are burnt: YAML. */
export async function onChain(name: string): Promise<{chain: Chain; proposal: string}> {
  const chain = await Chain.create()
  chain.pass(START, 100)
  for (const version of ['1.3.0', '1.4.1', '1.5.0'] as const) {
    const {address} = safeContract(version, 'multiSendCallOnly', 1)!
    await chain.putCode(address, safeLibrary(version, 'MultiSendCallOnly').deployedBytecode)
  }
  const target = await chain.deploy(compiled('Nested'), [])
  const items = await VENUES_ON_CHAIN[name]!(chain, target.address)
  const proposal = `plimsoll: 1
title: Burn some gas
summary: Writes as many slots as there are rounds.
protocol: {name: custom, chain: 1}
contracts:
  nested: {address: "${target.address}", abi: ["function burn(uint256 rounds)", "function sent(address who) view returns (uint256)"]}
changes:
  - asset: NEST
    contract: nested
    function: burn
    arguments:
      rounds: {to: "2", unit: raw, role: none, getter: {function: sent, arguments: {who: "0x0000000000000000000000000000000000000001"}}}
governance: ${JSON.stringify(items)}
`
  return {chain, proposal}
}
