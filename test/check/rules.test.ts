import {checkSource} from '../../src/check/check.js'
import type {RuleText} from '../../src/check/rule.js'
import {RULES} from '../../src/check/rules.js'
import {parseSource} from '../../src/proposal/parse.js'

const read = (text: string, file = 'p.yaml') => parseSource(new TextEncoder().encode(text), file)

function check(text: string, {today, pending}: NonNullable<RuleText['world']> = {}) {
  const open = pending === undefined ? undefined : checkSource(read(pending, 'open.yaml')).proposal
  if (pending !== undefined) expect(open).toBeDefined()
  const surroundings = {...(today === undefined ? {} : {today}), ...(open ? {pending: [open]} : {})}
  return checkSource(read(text), surroundings).findings
}

describe.each(RULES.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  it('fails its failing example, and no other rule does', () => {
    const findings = check(rule.failing, rule.world)
    expect(findings.map((finding) => `${finding.rule}: ${finding.message}`)).not.toEqual([])
    for (const finding of findings) expect(finding).toMatchObject({rule: id, severity: rule.severity})
    for (const {line, column, message} of findings) {
      expect(Math.min(line, column)).toBeGreaterThan(0)
      expect(message).toMatch(/\.$|\?$/)
    }
  })

  it('passes its passing example, and so does every other rule', () => {
    expect(check(rule.passing, rule.world)).toEqual([])
    if (rule.world?.pending !== undefined) expect(check(rule.world.pending)).toEqual([])
  })

  it('says why it is there', () => {
    expect(rule.summary.length).toBeGreaterThan(10)
    expect(rule.rationale.length).toBeGreaterThan(40)
  })
})

it('has one rule for each id', () => {
  expect(new Set(RULES.map(({id}) => id)).size).toBe(RULES.length)
})
