import {SHIPPED} from '../../src/check/policy/find-policy.js'
import type {Plan} from '../../src/check/policy/plan.js'
import {planScreen, policyScreen} from '../../src/report/policy-text.js'

it.each(SHIPPED.map((policy) => [policy.name, policy] as const))(
  '%s fits 80 columns, limit by limit',
  (_name, policy) => {
    const lines = policyScreen(policy).split('\n')
    expect(lines.filter((line) => line.length > 80)).toEqual([])
    for (const {min, max, minDelay} of policy.limits) {
      for (const text of [min, max, minDelay]) {
        if (text?.startsWith('0x')) expect(lines.join('\n')).toContain(`${text.slice(0, 6)}…${text.slice(-4)}`)
        else if (text !== undefined) expect(lines.join('\n')).toContain(text)
      }
    }
  },
)

it('shows columns only where a policy says something in them', () => {
  const [policy] = SHIPPED.filter(({name}) => name === 'aave-risk-steward')
  const head = policyScreen(policy!).split('\n')[3]
  expect(head).toBe('parameter                  one change     zero     delay')
})

it('counts hours as parts of a day', () => {
  const step = {title: '', changes: [{asset: 'ETH', parameter: 'cap', from: '1', to: '2'}], file: 'step.yaml', text: ''}
  const plan: Plan = {
    verdict: 'LADDER',
    policy: 'house',
    reasons: [],
    notes: [],
    steps: [
      {...step, step: 1, after: 0},
      {...step, step: 2, after: 129_600},
    ],
  }
  expect(planScreen(plan, undefined)).toContain('   2  1.5  ETH    cap           1   2')
})
