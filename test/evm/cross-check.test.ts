import {differencesOf, nodeSimulation, type CallEffect} from '../../src/evm/cross-check.js'

const ADDRESS = `0x${'ab'.repeat(20)}`
const TOPIC = `0x${'cd'.repeat(32)}`
const log = {address: ADDRESS, topics: [TOPIC], data: '0x01'}
const done = (...logs: CallEffect['logs']): CallEffect => ({status: '0x1', logs})

describe('two simulations of one call', () => {
  it.each<[string, CallEffect, CallEffect | undefined, RegExp | undefined]>([
    ['the same', done(log, log), done(log, log), undefined],
    [
      'failure',
      done(),
      {status: '0x0', logs: []},
      /"Cap": the node's own simulation fails it, and this one executes it/,
    ],
    ['no call', done(), undefined, /does not make it/],
    ['an event fewer', done(log), done(), /logs 0 events, and this one 1/],
    ['address', done(log, log), done(log, {...log, address: `0x${'00'.repeat(20)}`}), /event 2 has other address in/],
    ['topics', done(log), done({...log, topics: []}), /event 1 has other topics in/],
    ['data', done(log), done({...log, data: '0x02'}), /event 1 has other data in/],
  ])('%s', (_, ours, node, said) => {
    const differences = differencesOf('Cap', ours, node)
    if (said === undefined) expect(differences).toEqual([])
    else expect(differences).toEqual([expect.stringMatching(said)])
  })
})

describe('what a node answers', () => {
  const header = {number: '0x10', timestamp: '0x64'}
  const messages = [{from: ADDRESS, to: ADDRESS, value: 0n, data: '0x'}]
  const upper = {address: `0x${'AB'.repeat(20)}`, topics: [TOPIC], data: '0x01', logIndex: '0x0'}

  it('is one block with every call, in lower case', () => {
    const answer = [{calls: [{status: '0x1', logs: [upper], gasUsed: '0x1'}]}]
    expect(nodeSimulation(answer, header, messages)?.calls).toEqual([done(log)])
  })

  it.each<[string, unknown]>([
    ['nothing', null],
    ['no block', []],
    ['a call too few', [{calls: []}]],
    ['no status', [{calls: [{logs: []}]}]],
    ['a bad log', [{calls: [{status: '0x1', logs: [{...upper, data: '1'}]}]}]],
  ])('is no answer: %s', (_, answer) => {
    expect(nodeSimulation(answer, header, messages)).toBeUndefined()
  })
})
