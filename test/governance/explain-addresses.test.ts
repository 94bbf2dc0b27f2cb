import {encodeProposal} from '../../src/governance/encode.js'
import {explainAddresses} from '../../src/governance/explain-addresses.js'
import {BROAD} from '../helpers/transactions.js'
import {refusal} from '../helpers/refusal.js'

const encoded = encodeProposal(BROAD, {file: 'p.yaml', digest: '0'})
const of = (asked: string) => explainAddresses(asked, BROAD, encoded)

test('every address that the transactions name, with its source', () => {
  const all = of('all')
  const used = [
    ...encoded.calls.map(({to}) => to),
    ...encoded.steps.flatMap(({transaction, sender}) => [transaction?.to, sender.address]),
  ].filter((address) => address !== undefined)
  expect(all.map(({address}) => address)).toEqual(expect.arrayContaining(used))
  expect(all.filter(({lines}) => lines.some((line) => line.startsWith('no address book')))).toEqual([])
  expect(all.find(({address}) => address === encoded.calls[0]?.to)?.lines).toEqual([
    'the PoolConfigurator of AaveV3Ethereum on ethereum, from @aave-dao/aave-address-book@4.68.1:dist/AaveV3Ethereum.mjs',
  ])
  expect(all.flatMap(({lines}) => lines)).toContain('`governance[0].address` of the proposal')
})

test('one address: of another chain, of a Safe library, of nobody', () => {
  expect(of('0x0BBbbF9D0cbdE8069e926c859E530B00Bfe90072')[0]?.lines.join()).toContain(
    'on arbitrum (NOT the chain of this proposal)',
  )
  expect(of('0x40A2aCCbd92BCA938b02010E17A5b8929b49130D')[0]?.lines.join()).toMatch(/library of Safe 1\.3\.0/)
  expect(of('0x000000000000000000000000000000000000bEEF')[0]?.lines.join()).toContain('no address book')
  expect(refusal(() => of('0x40a2aCCbd92BCA938b02010E17A5b8929b49130D')).code).toBe('CUSTOM_BAD_ADDRESS')
})
