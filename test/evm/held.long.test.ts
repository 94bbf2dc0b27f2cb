import {parse, stringify} from 'yaml'

import {checkSource} from '../../src/check/check.js'
import {simulate, type Simulation} from '../../src/evm/simulate.js'
import {encodeProposal} from '../../src/governance/encode.js'
import type {Proposal} from '../../src/proposal/model.js'
import {parseSource} from '../../src/proposal/parse.js'
import type {Chain} from '../helpers/evm.js'
import {onChain, VENUES_ON_CHAIN, VOTER} from '../helpers/simulated-venues.js'
import {sourceOf} from '../helpers/simulated.js'

type Item = NonNullable<Proposal['governance']>[number]

/** The proposal with the number that it is said to have, and with other text in it. */
function loaded(text: string, number: object, change: (text: string) => string = (same) => same) {
  const proposal = parse(text) as {governance: Item[]}
  const governance = proposal.governance.map((item) => ({...item, ...number}))
  const changed = change(stringify({...proposal, governance}))
  const found = checkSource(parseSource(Buffer.from(changed), 'p.yaml')).proposal
  if (!found) throw new Error('the proposal cannot be read')
  return {proposal: found.proposal, encoded: encodeProposal(found.proposal, found)}
}

async function simulated(chain: Chain, {proposal, encoded}: ReturnType<typeof loaded>): Promise<Simulation> {
  const header = {
    number: `0x${chain.block.toString(16)}`,
    timestamp: `0x${chain.now.toString(16)}`,
    gasLimit: '0x3938700',
  }
  const {simulation} = await simulate(proposal, encoded, {chainId: 1, header, source: await sourceOf(chain)})
  return simulation
}

const numbered = Object.keys(VENUES_ON_CHAIN).filter((name) => /Bravo|CompoundGovernor|Aave's governance/.test(name))

test.each(numbered)('%s: what stands under the number is held against the proposal', async (name) => {
  const {chain, proposal: text} = await onChain(name)
  const isAave = name.startsWith('Aave')
  const field = isAave ? 'payloadId' : 'proposalId'
  const under = (id: number) => ({[field]: id})
  const propose = async (from: string, change?: (text: string) => string): Promise<number> => {
    const [act] = loaded(text, {}, change).encoded.acts
    const {to, data} = act!.transaction!
    const {output} = await chain.send(from, to, data)
    chain.pass(15, 1)
    return Number(BigInt(output))
  }
  const own = await propose(VOTER)
  expect((await simulated(chain, loaded(text, under(own)))).assumed).toContainEqual(
    expect.stringMatching(new RegExp(`^(payload|proposal) ${own} of the .* holds exactly the calls of the proposal$`)),
  )
  // Bravo lets nobody have two proposals at once; there everybody has votes.
  const somebody = name.includes('Bravo') ? '0x00000000000000000000000000000000000000B2' : VOTER
  const other = await propose(somebody, (yaml) => yaml.replace('to: "2"', 'to: "3"'))
  expect(await simulated(chain, loaded(text, under(other)))).toMatchObject({
    verdict: 'NOT AS SAID',
    reasons: [expect.stringMatching(new RegExp(`${field.slice(0, -2)} ${other} of the .* holds other calls than`))],
  })
  const none = await simulated(chain, loaded(text, under(own + 40)))
  expect(none.assumed).toContainEqual(expect.stringMatching(/holds is not known: it is not on this chain yet/))
  expect(none.verdict).toBe('AS SAID')
})
