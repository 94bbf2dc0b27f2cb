import {checkSource} from '../../src/check/check.js'
import {RULES} from '../../src/check/rules.js'
import {parseSource} from '../../src/proposal/parse.js'

const check = (text: string) => checkSource(parseSource(new TextEncoder().encode(text), 'p.yaml')).findings

describe.each(RULES.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  it('fails its failing example, and no other rule does', () => {
    const findings = check(rule.failing)
    expect([...new Set(findings.map((finding) => finding.rule))]).toEqual([id])
    for (const {line, column, severity, message} of findings) {
      expect(severity).toBe(rule.severity)
      expect(line).toBeGreaterThan(1)
      expect(column).toBeGreaterThan(0)
      expect(message).toMatch(/\.$|\?$/)
    }
  })

  it('passes its passing example, and so does every other rule', () => {
    expect(check(rule.passing)).toEqual([])
  })

  it('says why it is there', () => {
    expect(rule.summary.length).toBeGreaterThan(10)
    expect(rule.rationale.length).toBeGreaterThan(40)
  })
})

it('has one rule for each id', () => {
  expect(new Set(RULES.map(({id}) => id)).size).toBe(RULES.length)
})
