import {Ajv} from 'ajv'
import {dataLength, keccak256} from 'ethers'

import type {VenueItem} from '../../../src/governance/model.js'
import {planOf, type Plan} from '../../../src/governance/plan.js'
import {VENUES} from '../../../src/governance/venues/registry.js'
import {delayHash} from '../../../src/governance/venues/zodiac-delay.js'
import {planHash} from '../../../src/governance/venues/ds-pause.js'
import vectors from '../../fixtures/venue-vectors.json' with {type: 'json'}
import {refusal} from '../../helpers/refusal.js'

const {actions, calldata, compound, dsPause} = vectors
const [CD1, CD2] = actions.calldatas as [string, string]
const PC = actions.targets[0]!
const CALLS = [
  {
    to: PC,
    value: 0n,
    data: CD1,
    title: 'one',
    signature: 'configureReserveAsCollateral(address,uint256,uint256,uint256)',
  },
  {to: PC, value: 0n, data: CD2, title: 'two', signature: 'setSupplyCap(address,uint256)'},
]
const GOVERNOR = vectors.governor5
const CONTRACT = PC
const CONFIGURATOR = '0x316f9708bB98af7dA9c68C1C3b5e79039cD336E3'
const LCF = {
  to: CONFIGURATOR,
  value: 0n,
  data: compound.fullCalldata,
  title: 'lcf',
  signature: 'updateAssetLiquidateCollateralFactor(address,address,uint64)',
}
const DEPLOY = {
  to: '0x1EC63B5883C3481134FD50D5DAebc83Ecd2E8779',
  value: 0n,
  data: '0x9627816f000000000000000000000000316f9708bb98af7da9c68c1c3b5e79039cd336e3000000000000000000000000c3d688b66703497daa19211eedff47f25384cdc3',
  title: 'deploy',
  signature: 'deployAndUpgradeTo(address,address)',
}

const plan = (calls: typeof CALLS, ...items: VenueItem[]): Plan =>
  planOf(calls, items, {
    chainId: 1,
    title: 'Risk update',
    description: actions.description,
    authority: 'the authority',
  })
/** What the plan sends, in order. */
const bytes = ({acts}: Plan): string[] => acts.flatMap(({transaction}) => (transaction ? [transaction.data] : []))

const TIMELOCK = {venue: 'timelock-controller', address: CONTRACT, delay: '2d', salt: vectors.singleSalt}
const timelock = {address: CONTRACT, delay: '2d'}

describe('worked calldata', () => {
  test('OpenZeppelin governor: propose, queue, execute; ids and salts of both versions', () => {
    const five = plan(CALLS, {venue: 'oz-governor', address: GOVERNOR, version: '5', timelock})
    expect(bytes(five)).toEqual([calldata['gov.propose'], calldata['gov.queue'], calldata['gov.execute']])
    expect(five.acts.at(-1)!.hashes).toEqual({
      proposalId: vectors.proposalId,
      descriptionHash: vectors.descriptionHash,
      salt: vectors.salt5,
      operationId: vectors.batch5,
    })
    const four = plan(CALLS, {venue: 'oz-governor', address: GOVERNOR, version: '4', timelock})
    expect(four.acts.at(-1)!.hashes).toMatchObject({salt: vectors.descriptionHash, operationId: vectors.batch4})
  })

  test('TimelockController: single', () => {
    const {acts} = plan(CALLS.slice(0, 1), TIMELOCK)
    expect(acts[0]!.transaction!.data).toBe(calldata['tl.schedule'])
    expect(acts[1]!.hashes).toEqual({operationId: vectors.single})
  })

  test('TimelockController: batch', () => {
    const {acts} = plan(CALLS, {...TIMELOCK, salt: vectors.salt5})
    expect(acts.map(({transaction}) => transaction!.data)).toEqual([
      calldata['tl.scheduleBatch'],
      calldata['tl.executeBatch'],
    ])
    expect(acts[1]!.hashes).toEqual({operationId: vectors.batch5})
  })

  test('Compound Timelock in both styles', () => {
    const item = {venue: 'compound-timelock', address: CONTRACT, delay: '2d', eta: '2027-01-15T08:00:00Z'}
    const calls = [LCF]
    const whole = plan(calls, {...item, style: 'calldata'})
    expect(whole.acts[0]!.transaction!.data).toBe(calldata['ctl.queue'])
    expect(whole.acts[0]!.hashes).toEqual({txHash: compound.calldataStyle})
    expect(plan(calls, {...item, style: 'signature'}).acts[0]!.hashes).toEqual({txHash: compound.signatureStyle})
  })

  test('GovernorBravo and CompoundGovernor', () => {
    const item = {address: CONTRACT, description: 'Comet USDC: WETH LCF 90%', timelock}
    const bravo = plan([LCF, DEPLOY], {venue: 'governor-bravo', ...item, style: 'signature'})
    expect(bytes(bravo)).toEqual([calldata['bravo.propose']])
    expect(bravo.acts.map(({missing}) => missing?.split(':')[0])).toEqual([
      undefined,
      'each voter sends a vote of its own',
      'queue(proposalId)',
      'execute(proposalId)',
    ])
    const successor = plan([LCF, DEPLOY], {venue: 'compound-governor', ...item, proposalId: 7})
    expect(bytes(successor)[0]).toBe(calldata['cgov.propose'])
    expect(
      bytes(successor)
        .slice(1)
        .map((data) => data.slice(0, 10)),
    ).toEqual(['0xddf0b009', '0xfe0d94c1'])
  })

  test('DSPause with an action of its own', () => {
    const {usr, tag, fax, eta} = dsPause
    const item = {venue: 'ds-pause', address: CONTRACT, proxy: CONTRACT, delay: '2d', eta}
    const action = {address: '0x000000000000000000000000000000000000bEEF', codeHash: tag, fax}
    const {acts} = plan(CALLS, {...item, action})
    expect(acts.map(({transaction}) => transaction!.data)).toEqual([calldata['dsp.plot'], calldata['dsp.exec']])
    expect(acts[1]!.hashes).toEqual({planHash: dsPause.hash})
    expect(planHash([usr, tag, fax, eta])).toBe(dsPause.hash)
    expect(acts[1]!.notes!.join(' ')).toContain(
      'The calls are in the code of 0x000000000000000000000000000000000000bEEF',
    )
  })

  test('Zodiac Delay and Roles', () => {
    const calls = CALLS.slice(0, 1)
    const delay = plan(calls, {venue: 'zodiac-delay', address: CONTRACT, avatar: CONTRACT, cooldown: '1d'})
    expect(bytes(delay)).toEqual([calldata['zod.exec'], calldata['zod.next']])
    expect(delay.acts[1]!.hashes).toEqual({queuedTxHash: vectors.delay})
    expect(delayHash(calls[0]!)).toBe(vectors.delay)
    const roles = {venue: 'zodiac-roles', address: CONTRACT, avatar: CONTRACT, version: '2'}
    const packed = `0x5249534b${'00'.repeat(28)}`
    for (const role of ['RISK', packed]) {
      const [data] = bytes(plan(calls, {...roles, role}))
      expect([dataLength(data!), keccak256(data!)]).toEqual([
        388,
        '0x5900d9b375fbdc56c0c2e342f80e6a19d02bbe1bb6333407295c187f950d4149',
      ])
    }
    expect(bytes(plan(calls, {...roles, version: '1', role: 7}))[0]).toMatch(/^0x6928e74b/)
  })

  test('Aave governance: payload, proposal, execution', () => {
    const item = {
      venue: 'aave-governance-v3',
      payloadsController: '0xdAbad81aF85554E9ae636395611C58F7eC1aAEc5',
      executor: CONTRACT,
      accessLevel: 1,
      delay: '1d',
      governance: CONTRACT,
      votingPortal: '0x6ACe1Bf22D57a33863161bFDC851316Fb0442690',
      ipfsHash: vectors.aave.cid,
      cancellationFee: '50000000000000000',
    }
    const numbered = plan(CALLS, {...item, payloadId: 512})
    expect(bytes(numbered).slice(1)).toEqual([calldata['aave.createProposal'], calldata['aave.executePayload']])
    expect(numbered.acts[1]!.transaction!.value).toBe(50_000_000_000_000_000n)
    const before = plan(CALLS, item)
    expect(bytes(before)).toHaveLength(1) // only createPayload is known before the payload has its number
    const same = plan(CALLS, {...item, ipfsHash: vectors.aave.cidHash, payloadId: 512})
    expect(bytes(same)).toEqual(bytes(numbered))
  })
})

describe('refusals', () => {
  const eta = 1_800_000_000
  const compoundItem = {venue: 'compound-timelock', address: CONTRACT, delay: '2d', eta, style: 'calldata'}
  test.each<[string, VenueItem[], string, RegExp]>([
    ['a delay without a unit', [{...TIMELOCK, delay: 172_800}], 'VENUE_BAD_DURATION', /`delay` is not a duration/],
    ['a short salt', [{...TIMELOCK, salt: '0x00'}], 'VENUE_BAD_BYTES', /`salt` is not 32 bytes/],
    ['no salt', [{...TIMELOCK, salt: undefined}], 'VENUE_BAD_BYTES', /`salt`/],
    ['the zero address', [{...TIMELOCK, address: `0x${'0'.repeat(40)}`}], 'VENUE_BAD_ADDRESS', /zero address/],
    ['an eta in milliseconds’ words', [{...compoundItem, eta: 'soon'}], 'VENUE_BAD_TIME', /`eta` is not a time/],
    ['a style of its own', [{...compoundItem, style: 'selector'}], 'VENUE_BAD_CHOICE', /`style` is none of/],
    ['one eta for two turns', [compoundItem, compoundItem], 'VENUE_PER_TURN', /acts 2 times, but `eta` has 1/],
    [
      'a governor without its timelock',
      [{venue: 'compound-governor', address: CONTRACT}],
      'VENUE_NO_TIMELOCK',
      /no `timelock:`/,
    ],
    [
      'a role that is too long',
      [{venue: 'zodiac-roles', address: CONTRACT, avatar: CONTRACT, version: '2', role: 'x'.repeat(32)}],
      'VENUE_BAD_ROLE',
      /31 bytes/,
    ],
    ['an unknown venue', [{venue: 'parliament'}], 'VENUE_UNKNOWN', /no venue called `parliament`/],
  ])('%s', (_, items, code, message) => {
    const error = refusal(() => plan(CALLS, ...items))
    expect(error.code).toBe(code)
    expect(error.message).toMatch(message)
  })

  test('identical calls under one eta, and a function without a name', () => {
    const twice = [CALLS[0]!, CALLS[0]!]
    expect(refusal(() => plan(twice, compoundItem)).code).toBe('VENUE_SAME_CALLS')
    const nameless = [{...CALLS[0]!, signature: undefined}] as unknown as typeof CALLS
    expect(refusal(() => plan(nameless, {...compoundItem, style: 'signature'})).code).toBe('VENUE_NO_SIGNATURE')
  })
})

test.each(VENUES.map((venue) => [venue.name, venue] as const))(
  'the schema of %s compiles strictly, and names its required fields',
  (_, venue) => {
    const ajv = new Ajv({strict: true, allowUnionTypes: true})
    const accepts = ajv.compile(venue.schema)
    expect(accepts({})).toBe(false)
    const {properties, required} = venue.schema as {
      properties: Record<string, {description?: string}>
      required: string[]
    }
    for (const name of required) expect(Object.keys(properties)).toContain(name)
    for (const field of Object.values(properties)) expect(field.description).toMatch(/\.$/)
  },
)
