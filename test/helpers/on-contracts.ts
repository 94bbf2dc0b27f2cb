import {computeAddress, getAddress, id} from 'ethers'

import {checkSource} from '../../src/check/check.js'
import {Fork} from '../../src/edge/rpc/fork.js'
import type {BlockHeader} from '../../src/evm/header.js'
import {JournaledState} from '../../src/evm/journaled-state.js'
import {ANYBODY, Machine, type Outcome} from '../../src/evm/machine.js'
import {simulate, type Simulation} from '../../src/evm/simulate.js'
import type {ChainSource} from '../../src/evm/source.js'
import {encodeProposal} from '../../src/governance/encode.js'
import {safeContract} from '../../src/governance/safe-contracts.js'
import type {LoadedProposal} from '../../src/proposal/model.js'
import {parseSource} from '../../src/proposal/parse.js'
import {settingsOf} from '../../src/proposal/settings.js'
import {chainName} from '../../src/protocols/chains.js'
import {gettersFor} from '../../src/protocols/getters.js'
import {protocolNamed} from '../../src/protocols/registry.js'
import {formatQuantity} from '../../src/units/quantity.js'
import {readWritten} from '../../src/units/written.js'
import {Chain} from './evm.js'
import {mutated} from './roads.js'
import {deploySafe, owners, safeLibrary} from './safe.js'
import {sourceOf} from './simulated.js'

interface Raw {
  readonly call: number
  readonly word: number
  readonly value: bigint
}

/** What a contract still takes, and what it no longer does. */
export interface Edge {
  /** Changes that the contract takes, YAML. */
  readonly at: string
  /** The same one step further, and what we say of it: no encoding of it, or no execution. */
  readonly beyond: string
  readonly refusal: RegExp
  /**
   * The same as raw bytes: this word of this call of `at` becomes that, and a call reverts so (an error, a text, or
   * nothing at all), or none does and the chain keeps another value of the first parameter of `at`.
   */
  readonly raw: Raw & ({readonly error: string} | {readonly keeps: string})
  /** Set where it takes what the real deployment does not have. */
  readonly minimalOnly?: true
}

/** Proposals of one protocol, and contracts that carry them out. */
export interface OnContracts {
  readonly protocol: string
  readonly chainId: number
  /** `protocol:` and `contracts:` of every proposal, YAML. */
  readonly head: string
  /** Puts minimal contracts where the real ones stand, governed by an account. */
  readonly build: (chain: Chain, governor: string) => Promise<void>
  /** Who governs the real ones: an account of the address book, or what a contract says (the last word of its answer). */
  readonly governor: string | {readonly to: string; readonly data: string}
  /** Changes that must hold on chain afterwards, YAML; together they have every parameter. */
  readonly said: Readonly<Record<string, string>>
  /** As `said`, by parameter, where the real deployment has none that takes it. */
  readonly minimalOnly?: Readonly<Record<string, string>>
  /** How each call of `said` reverts that is made by anybody else, where every one is guarded alike. */
  readonly unauthorized?: string
  /** Functions among those calls that anybody may call. */
  readonly anybody?: readonly string[]
  readonly edges: Readonly<Record<string, Edge>>
}

interface World {
  readonly source: ChainSource
  readonly header: BlockHeader
  readonly account: string
  readonly governance: string
}

/** How a call ends. */
type Sent = Pick<Outcome, 'failure' | 'output'>

const KEYS = owners(2)
const SAFE = '1.4.1'

/** Minimal contracts, governed by a real Safe. */
async function minimal({chainId, build}: OnContracts): Promise<World> {
  const chain = await Chain.create()
  chain.pass(1_700_000_000)
  const safe = await deploySafe(chain, SAFE, KEYS.map(computeAddress), 2)
  const {address} = safeContract(SAFE, 'multiSendCallOnly', chainId)!
  await chain.putCode(address, safeLibrary(SAFE, 'MultiSendCallOnly').deployedBytecode)
  await build(chain, safe.address)
  return {
    source: await sourceOf(chain),
    header: {number: '0x1', timestamp: `0x${chain.now.toString(16)}`, gasLimit: '0x3938700'},
    account: safe.address,
    governance: `governance: [{venue: safe, address: "${safe.address}", version: "${SAFE}", nonce: 0}]`,
  }
}

/** The real contracts at a node's latest block, acted on as whoever governs them. */
async function real({chainId, governor}: OnContracts, url: string): Promise<World> {
  const fork = await Fork.open(url, chainId)
  let account = governor
  if (typeof account !== 'string') {
    const machine = await Machine.create(new JournaledState(fork), chainId, fork.header)
    const {output} = await machine.call({from: ANYBODY, value: 0n, ...account})
    account = getAddress(`0x${output.slice(-40)}`)
  }
  return {
    source: fork,
    header: fork.header,
    account,
    governance: `governance: [{venue: eoa, address: "${account}"}]`,
  }
}

/** The same tests on the minimal contracts, and on the real ones where a node is named. */
export function onContracts(spec: OnContracts): void {
  const {minimalOnly = {}, edges} = spec
  describe('minimal contracts behind a real Safe', () => {
    suite({...spec, said: {...spec.said, ...minimalOnly}}, () => minimal(spec), [])
  })
  const variable = `PLIMSOLL_RPC_${chainName(spec.chainId).toUpperCase()}`
  const url = process.env[variable]
  if (url === undefined) it.skip(`the real contracts: ${variable} names no node`, () => undefined)
  else
    describe(`the real contracts, by ${variable}`, () => {
      const known = Object.fromEntries(Object.entries(edges).filter(([, edge]) => edge.minimalOnly !== true))
      suite({...spec, edges: known}, () => real(spec, url), Object.keys(minimalOnly))
    })
}

function suite(spec: OnContracts, create: () => Promise<World>, unsaid: readonly string[]): void {
  let world: World
  beforeAll(async () => {
    world = await create()
  }, 120_000)

  const textOf = (changes: string): string =>
    [
      'plimsoll: 1',
      'title: on contracts',
      spec.head.trim(),
      'changes:',
      changes.replace(/^\n+|\s+$/g, ''),
      world.governance,
      '',
    ].join('\n')
  const checked = (changes: string) => checkSource(parseSource(Buffer.from(textOf(changes)), 'p.yaml'))
  const loaded = (changes: string): LoadedProposal => {
    const {proposal, findings} = checked(changes)
    if (!proposal) throw new Error(findings.map(({message}) => message).join('\n'))
    return proposal
  }
  const encoded = (found: LoadedProposal) => encodeProposal(found.proposal, found)

  async function simulated(found: LoadedProposal): Promise<Simulation> {
    const {source, header} = world
    return (await simulate(found.proposal, encoded(found), {chainId: spec.chainId, header, source})).simulation
  }

  /** Proposed, executed, and every value read back as it was said. */
  async function holds(changes: string): Promise<string[]> {
    const found = loaded(changes)
    const simulation = await simulated(found)
    const said = found.proposal.changes.flatMap((change, index) =>
      settingsOf(change, ['changes', index]).map(({name, to, keep}) => [
        String(change['asset']),
        name,
        formatQuantity(readWritten(to ?? keep ?? '')),
      ]),
    )
    expect(simulation.reasons).toEqual([])
    expect(simulation).toMatchObject({verdict: 'AS SAID', path: 'steps'})
    expect(simulation.values.map(({asset, parameter, after}) => [asset, parameter, after])).toEqual(said)
    return said.map(([, name = '']) => name)
  }

  test('every parameter is read back as the proposal says', async () => {
    const names = new Set<string>()
    for (const changes of Object.values(spec.said)) for (const name of await holds(changes)) names.add(name)
    const all = protocolNamed(spec.protocol).parameters.map(({id: name}) => name)
    expect(all.filter((name) => !names.has(name))).toEqual(unsaid)
  }, 60_000)

  test.each(Object.entries(spec.edges))(
    '%s',
    async (_title, {at, beyond, refusal, raw}) => {
      await holds(at)
      expect(await refusedWith(beyond)).toMatch(refusal)
      const {machine, ...end} = await sent(at, raw)
      if ('error' in raw) expectRevert(end, raw.error)
      else expect([end.failure, await firstOf(at, machine)]).toEqual([undefined, raw.keeps])
    },
    60_000,
  )

  test('nobody else may make a call', async () => {
    const {unauthorized = '', anybody = []} = spec
    const open = new Set(anybody.map((signature) => id(signature).slice(0, 10)))
    for (const changes of Object.values(spec.said)) {
      const machine = await machineOf()
      for (const {to, data, value, title} of encoded(loaded(changes)).calls) {
        const call = {to, data, value}
        const {failure, output} = await machine.call({...call, from: ANYBODY})
        expect([title, failure !== undefined]).toEqual([title, !open.has(data.slice(0, 10))])
        if (failure !== undefined && unauthorized !== '') expectRevert({failure, output}, unauthorized)
        // It is the sender alone that is wrong.
        expect((await machine.send({...call, from: world.account})).failure).toBeUndefined()
      }
    }
  }, 60_000)

  const machineOf = () => Machine.create(new JournaledState(world.source), spec.chainId, world.header)

  function expectRevert({failure, output}: Sent, error: string): void {
    expect(failure).toBeDefined()
    if (error === '') expect(output).toBe('0x')
    else expect(`${failure} ${output}`).toContain(error.endsWith(')') ? id(error).slice(0, 10) : error)
  }

  async function refusedWith(changes: string): Promise<string> {
    const {proposal, findings} = checked(changes)
    if (!proposal) return findings.map(({message}) => message).join('\n')
    try {
      return (await simulated(proposal)).reasons.join('\n')
    } catch (error) {
      return String(error)
    }
  }

  /** What the chain says of the first parameter of a proposal. */
  async function firstOf(changes: string, machine: Machine): Promise<string | undefined> {
    const {proposal} = loaded(changes)
    const [change = {}] = proposal.changes
    const [setting] = settingsOf(change, [])
    for (const {to, data, decode} of gettersFor(spec.protocol).queries(proposal, [String(change['asset'])])) {
      const {output} = await machine.call({from: ANYBODY, to, data, value: 0n})
      const found = decode(output).find(({parameter}) => parameter === setting?.name)
      if (found) return formatQuantity(found.value)
    }
    return undefined
  }

  /** How the first call that fails does, of those of a proposal with one word changed; and the chain after them. */
  async function sent(changes: string, {call, word, value}: Raw): Promise<Sent & {machine: Machine}> {
    const {calls} = encoded(loaded(changes))
    const machine = await machineOf()
    for (const [index, {to, data, value: wei}] of calls.entries()) {
      const changed = index === call ? mutated(data, word, () => value) : data
      const {failure, output} = await machine.send({from: world.account, to, value: wei, data: changed})
      if (failure !== undefined) return {failure, output, machine}
    }
    return {output: '', machine}
  }
}
