import {Machine} from '../../src/evm/machine.js'
import {JournaledState} from '../../src/evm/journaled-state.js'
import type {ChainSource} from '../../src/evm/source.js'
import {Chain, type Contract} from '../helpers/evm.js'
import {compiled} from '../helpers/solidity.js'

const AT = `0x${'ab'.repeat(20)}`
const FROM = `0x${'cd'.repeat(20)}`
const HEADER = {number: '0x1', timestamp: '0x64', gasLimit: '0x1c9c380'}

let contract: Contract
let code: string
beforeAll(async () => {
  const chain = await Chain.create()
  contract = await chain.deploy(compiled('Nested'))
  code = await chain.getCode(contract.address)
})

const word = (slot: number): string => `0x${slot.toString(16).padStart(64, '0')}`

/** One contract, whose first slot is 42. */
const source: ChainSource = {
  account: async (address) => (address === AT ? {nonce: 1n, balance: 0n, code} : {nonce: 0n, balance: 0n, code: '0x'}),
  slot: async (address, slot) => (address === AT && slot === word(0) ? 42n : 0n),
}

async function machine(): Promise<{state: JournaledState; chain: Machine}> {
  const state = new JournaledState(source)
  return {state, chain: await Machine.create(state, 1, HEADER)}
}

const message = (name: string) => ({from: FROM, to: AT, value: 0n, data: contract.interface.encodeFunctionData(name)})

describe('a state under nested calls', () => {
  it('has nothing of an inner call that succeeded inside one that reverted', async () => {
    const {state, chain} = await machine()
    const {failure} = await chain.send(message('run'))
    expect(failure).toBeUndefined()
    expect(state.changes()).toEqual([{address: AT, slot: word(1), before: 0n, after: 5n}])
    expect(BigInt((await chain.call(message('x'))).output)).toBe(42n)
  })

  it('has the writes of the same call where nothing around it reverts', async () => {
    const {state, chain} = await machine()
    await chain.send(message('keep'))
    const changed = new Map(state.changes().map(({slot, after}) => [slot, after]))
    expect([word(0), word(1), word(2)].map((slot) => changed.get(slot))).toEqual([2n, 6n, 7n])
    expect(changed.size).toBe(4)
  })

  it('has nothing of a transaction that fails, and says why', async () => {
    const {state, chain} = await machine()
    const {failure} = await chain.send(message('mid'))
    expect(failure).toMatch(/^reverts with 0x[\da-f]{8}$/)
    expect(state.changes()).toEqual([])
  })

  it('forgets what is only tried, with its time', async () => {
    const {state, chain} = await machine()
    const value = await chain.attempt(async () => {
      chain.passUntil(1000)
      await chain.send(message('keep'))
      return {value: state.changes().length, keep: false}
    })
    expect(value).toBe(4)
    expect([chain.now, state.changes()]).toEqual([100, []])
  })

  it('keeps what was read, and asks for each thing once', async () => {
    let asked = 0
    const state = new JournaledState({...source, slot: (address, slot) => (asked++, source.slot(address, slot))})
    const chain = await Machine.create(state, 1, HEADER)
    await chain.send(message('run'))
    await chain.send(message('run'))
    const {accounts} = state.touched()
    expect(accounts.get(AT)?.storage.get(word(0))).toBe(42n)
    expect([...accounts.values()].reduce((sum, {storage}) => sum + storage.size, 0)).toBe(asked)
  })
})
