import fc from 'fast-check'

import {checkSource} from '../../../src/check/check.js'
import {findPolicy} from '../../../src/check/policy/find-policy.js'
import type {Policy} from '../../../src/check/policy/model.js'
import {planLadder, type Plan} from '../../../src/check/policy/plan.js'
import {example} from '../../../src/check/rules/examples.js'
import {parseSource, type SourceFile} from '../../../src/proposal/parse.js'
import {refusal} from '../../helpers/refusal.js'

const STEWARD = findPolicy('aave-risk-steward')
const source = (text: string): SourceFile => parseSource(new TextEncoder().encode(text), 'p.yaml')

function plan(text: string, start?: number, policy = STEWARD): Plan {
  const read = source(text)
  const {proposal, findings} = checkSource(read)
  if (!proposal) throw new Error(findings[0]?.message)
  return planLadder(read, proposal.proposal, policy, start)
}
const through = 'risk-steward'
const weth = (changes: string) => example(`- asset: WETH\n${changes.replaceAll(/^/gm, '  ')}`, {through})
const reasons = (text: string) => {
  const {verdict, reasons: why} = plan(text)
  return [verdict, ...why]
}

describe('no ladder, and why', () => {
  it.each([
    [
      'no cap now',
      'supplyCap: {from: 0 WETH, to: 1_000 WETH}',
      'supplyCap of WETH: it is 0 WETH (no cap) now, and the largest change allowed is a share of that.',
    ],
    ['to no cap', 'supplyCap: {from: 1_000 WETH, to: 0 WETH}', 'supplyCap of WETH: a change to 0 WETH is refused.'],
    ['to an LTV of zero', 'ltv: {from: 1%, to: 0%}', 'ltv of WETH: a change to 0.00% is refused.'],
    ['not the steward’s', 'reserveFactor: {from: 15%, to: 20%}', 'reserveFactor of WETH: it may not be changed.'],
    [
      'targets that break the rules',
      'ltv: {from: 80%, to: 84%}\nliquidationThreshold: {from: 83%, to: 82%}',
      'the LTV of WETH must not exceed its liquidation threshold: the targets break it.',
    ],
    [
      'values that cannot be',
      'ltv: {from: 84%, to: 80%}\nliquidationThreshold: {from: 83%, to: 82%}',
      'the LTV of WETH must not exceed its liquidation threshold: the current values do not.',
    ],
    ['nothing to do', 'ltv: {keep: 80%}', 'No value changes: there is nothing to plan.'],
  ])('%s', (_what, changes, reason) => {
    expect(reasons(weth(changes))).toEqual(['NO LADDER', reason])
  })

  it('a frozen reserve, whose LTV would stay pending', () => {
    const [verdict, reason] = reasons(weth('ltv: {from: 0%, to: 50%}\nliquidationThreshold: {keep: 83%}'))
    expect(verdict).toBe('NO LADDER')
    expect(reason).toMatch(/ltv of WETH: it is 0% now, as in a frozen reserve/)
  })

  it('not collateral now: the steward itself would revert', () => {
    const text = weth('liquidationThreshold: {from: 0%, to: 1%}\nliquidationBonus: {from: 0%, to: 1%}')
    const [verdict, reason] = reasons(text)
    expect(verdict).toBe('NO LADDER')
    expect(reason).toMatch(/WETH is not collateral now/)
  })

  it('a policy of another protocol', () => {
    const {verdict, reasons: why} = plan(weth('ltv: {from: 80%, to: 79%}'), undefined, findPolicy('gmx-v2-config'))
    expect([verdict, why]).toEqual(['NO LADDER', ['gmx-v2-config is for gmx-v2, not for aave-v3.']])
  })
})

describe('cannot tell', () => {
  it('a missing current value', () => {
    expect(reasons(weth('ltv: {to: 79%}'))).toEqual([
      'CANNOT TELL',
      'the current value of ltv of WETH is missing: add `from:`.',
    ])
  })

  it('a template', () => {
    expect(plan(weth('ltv: {from: 80%, to: 79%}'), undefined, findPolicy('template-house-limits')).verdict).toBe(
      'CANNOT TELL',
    )
  })
})

const LAYOUT = `# A comment that stays.
plimsoll: 1
title: Lower the WETH threshold from 83% to 82% # a title with figures
summary: From 83% to 82%; the bonus stays at 5%.
protocol: {name: aave-v3, chain: ethereum, deployment: AaveV3Ethereum, through: risk-steward}
changes:
  - asset: WETH
    ltv: {keep: 80%} # the reason
    liquidationThreshold:
      from: 8300bps
      to: 8200bps
    liquidationBonus: {keep: 5%}
  - asset: USDC
    supplyCap: {from: "1.5m USDC", to: "2_000_000 USDC"}
governance:
  - {venue: safe, address: "0x47c71dFEB55Ebaa431Ae3fbF99Ea50e0D3d30fA8", version: 1.3.0, nonce: 42}
`

it('writes each step with the layout of the file: texts, units, comments, nonces', () => {
  const [first, second, ...others] = plan(LAYOUT).steps
  expect(others).toEqual([])
  expect(first!.text).toBe(
    LAYOUT.replace('from 83% to 82% #', 'from 83% to 82.5% (step 1 of 2) #')
      .replace('From 83% to 82%', 'From 83% to 82.5%')
      .replace('to: 8200bps', 'to: 8250bps'),
  )
  expect(second!.text).toBe(
    LAYOUT.replace('from 83% to 82% #', 'from 82.5% to 82% (step 2 of 2) #')
      .replace('From 83% to 82%', 'From 82.5% to 82%')
      .replace('from: 8300bps', 'from: 8250bps')
      .replace('  - asset: USDC\n    supplyCap: {from: "1.5m USDC", to: "2_000_000 USDC"}\n', '')
      .replace('nonce: 42', 'nonce: 43'),
  )
})

it('a text whose figures cannot all be those of a step is written anew', () => {
  const [, second] = plan(LAYOUT.replace('the bonus stays at 5%', 'the buffer grows to 13.9%')).steps
  expect(second!.text).toContain(`summary: "Step 2 of 2, day 3.\\n\\n- WETH ltv stays at 80.00%.\\n`)
  expect(checkSource(source(second!.text)).proposal!.proposal.summary).toBe(
    [
      'Step 2 of 2, day 3.',
      '',
      '- WETH ltv stays at 80.00%.',
      '- WETH liquidationThreshold goes from 82.50% to 82.00%.',
      '- WETH liquidationBonus stays at 5.00%.',
      '- USDC supplyCap stays at 2,000,000 USDC.',
    ].join('\n'),
  )
})

it('one step is the file as it is', () => {
  const text = weth('ltv: {from: 80%, to: 80.5%}')
  expect(plan(text).steps.map((step) => step.text)).toEqual([text])
})

it('takes custom contracts, and keeps a call without settings in every step', () => {
  const text = `plimsoll: 1
title: A cap and the call that applies it
protocol: {name: custom, chain: ethereum}
contracts:
  configurator:
    address: "0x316f9708bB98af7dA9c68C1C3b5e79039cD336E3"
    abi: ["function setCap(uint256 cap, uint256 fee)"]
  admin:
    address: "0x1EC63B5883C3481134FD50D5DAebc83Ecd2E8779"
    abi: ["function deployAndUpgradeTo(address configurator, address comet)"]
changes:
  - asset: WETH
    contract: configurator
    function: setCap
    arguments:
      cap: {from: 100 WETH, to: 380 WETH, unit: token:18, role: cap}
      fee: {from: 1%, to: 2%, unit: bps, role: none}
  - asset: WETH
    contract: admin
    function: deployAndUpgradeTo
    arguments: {configurator: "0x316f9708bB98af7dA9c68C1C3b5e79039cD336E3", comet: "0xc3d688B66703497DAA19211EEdff47f25384cdc3"}
policy:
  name: house
  title: House
  source: https://governance.example/t/1
  appliesTo: {protocol: custom}
  limits:
    - {parameter: cap, function: setCap, maxChange: {relative: 100%}, minDelay: 36h}
    - {parameter: fee, function: setCap, maxChange: {absolute: 1%}}
`
  const {proposal} = checkSource(source(text))
  const {steps, verdict} = plan(text, undefined, proposal!.proposal.policy as unknown as Policy)
  expect(verdict).toBe('LADDER')
  expect(steps.map(({after}) => after)).toEqual([0, 129_600])
  expect(steps[1]!.text).toBe(
    text
      .replace('applies it', 'applies it (step 2 of 2)')
      .replace('from: 100 WETH', 'from: 200 WETH')
      .replace('{from: 1%, to: 2%', '{keep: 2%'),
  )
})

it('refuses to rewrite what stands behind an alias', () => {
  const text = weth('ltv: &cut {from: 80%, to: 78%}\nliquidationThreshold: *cut')
  expect(refusal(() => plan(text)).code).toBe('PROPOSAL_REWRITE')
})

it('dates count from the start', () => {
  const dates = plan(weth('ltv: {from: 80%, to: 78.5%}'), Date.UTC(2028, 1, 27) / 1000).steps.map(({date}) => date)
  expect(dates).toEqual(['2028-02-27', '2028-03-01', '2028-03-04'])
})

it('every step of every ladder is a valid proposal inside the policy, and each begins where the one before ended', () => {
  const bps = (n: number): string => `${n / 100}%`
  const points = fc.record({
    ltv: fc.tuple(fc.integer({min: 1, max: 8000}), fc.integer({min: 1, max: 8000})),
    over: fc.tuple(fc.integer({min: 0, max: 900}), fc.integer({min: 0, max: 900})),
    bonus: fc.tuple(fc.integer({min: 1, max: 1000}), fc.integer({min: 1, max: 1000})),
    cap: fc.tuple(fc.integer({min: 1, max: 10_000_000}), fc.integer({min: 1, max: 10_000_000})),
  })
  fc.assert(
    fc.property(points, ({ltv, over, bonus, cap}) => {
      // Targets within five steps: longer ladders are the search's own tests.
      const near = ([from, to]: [number, number]): [number, number] => [
        from,
        from + Math.sign(to - from) * (Math.abs(to - from) % 220),
      ]
      const [l, b] = [near(ltv), near(bonus)]
      const t: [number, number] = [l[0] + over[0], Math.max(l[1] + over[1], 1)]
      const setting = ([from, to]: readonly number[], unit: (n: number) => string): string =>
        from === to ? `{keep: ${unit(from!)}}` : `{from: ${unit(from!)}, to: ${unit(to!)}}`
      const text = `${weth(
        [
          `ltv: ${setting(l, bps)}`,
          `liquidationThreshold: ${setting(t, bps)}`,
          `liquidationBonus: ${setting(b, bps)}`,
          `supplyCap: ${setting(cap, (n) => `${n} WETH`)}`,
        ].join('\n'),
      )}policy: aave-risk-steward\n`
      const {verdict, steps, reasons: why} = plan(text)
      expect([verdict, why]).toEqual(['LADDER', []])
      const at: Record<string, string> = {}
      for (const [index, step] of steps.entries()) {
        // Random values are unusual, and warned of; nothing may be wrong with the step, nor with its words.
        const {findings} = checkSource(source(step.text))
        expect(findings.filter(({severity, rule}) => severity === 'error' || rule === 'change-not-told')).toEqual([])
        expect(step.after).toBe(index * 259_200)
        for (const {parameter, from, to} of step.changes) {
          expect(at[parameter] ?? from).toBe(from)
          at[parameter] = to
        }
      }
      const longest = [l, t, b].map(([from, to]) => Math.ceil(Math.abs(to - from) / 50))
      const doublings = Math.max(cap[1] < cap[0] ? 1 : Math.ceil(Math.log2(cap[1] / cap[0])), cap[0] === cap[1] ? 0 : 1)
      expect(steps).toHaveLength(Math.max(...longest, doublings))
    }),
    {numRuns: 25},
  )
})
