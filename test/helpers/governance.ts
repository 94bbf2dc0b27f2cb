import {Interface} from 'ethers'

import type {VenueCall, VenueItem} from '../../src/governance/model.js'
import {planOf, type Plan} from '../../src/governance/plan.js'
import {RECORDER, type Recorded} from './carry-out.js'
import {artifact, Chain, type Artifact, type Contract} from './evm.js'

export const DAY = 86_400
export const START = 1_800_000_000
export const TARGET = '0x64b761D848206f447Fe2dd461b0c635Ec39EbB27'
export const OTHER = '0x13a9CC64344b02bACC5AD9Cf38B5711F1B9ec3d4'

const SETTER = new Interface(['function set(address asset, uint256 value)'])
const call = (to: string, value: number): VenueCall => ({
  to,
  value: 0n,
  data: SETTER.encodeFunctionData('set', [OTHER, value]),
  title: `set ${value}`,
  signature: 'set(address,uint256)',
})

/** What governance is to do in tests: three calls to contracts that record who called them, with what. */
export const CALLS: readonly VenueCall[] = [call(TARGET, 1), call(OTHER, 2), call(TARGET, 3)]

/** What the recorders see when an account has made the calls. */
export const madeBy = (caller: string, calls: readonly VenueCall[] = CALLS): Recorded[] =>
  calls.map(({to, data}) => ({caller, to, data}))

/** A chain with the recorders, some time after its beginning. */
export async function chainWithRecorders(): Promise<Chain> {
  const chain = await Chain.create()
  chain.pass(START, 100)
  for (const address of [TARGET, OTHER]) await chain.putCode(address, RECORDER)
  return chain
}

/** The plan of the calls through venues, outermost first. */
export const planned = (calls: readonly VenueCall[], ...items: VenueItem[]): Plan =>
  planOf(calls, items, {
    chainId: 1,
    title: 'Risk update',
    description: '# Risk update\n\nTwo lines,\nwith §.',
    authority: 'the authority',
  })

/** An artefact as the compilers before hardhat wrote it. */
export function waffleArtifact(path: string): Artifact {
  const {abi, bytecode} = artifact(path)
  return {contractName: path, abi, bytecode: `0x${bytecode}`, deployedBytecode: ''}
}

/** A Compound Timelock with a delay of two days. */
export const deployCompoundTimelock = (chain: Chain, admin: string): Promise<Contract> =>
  chain.deploy(waffleArtifact('@uniswap/governance/build/Timelock.json'), [admin, 2 * DAY])
