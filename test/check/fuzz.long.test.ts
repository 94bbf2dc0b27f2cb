import {readdirSync, readFileSync} from 'node:fs'

import {loadForums, proposalOf} from '../helpers/forum.js'
import {checkViolation} from '../helpers/fuzz-check.js'
import {fuzzedFile} from '../helpers/fuzz-proposals.js'

it('takes 400 fuzzed files without a crash; every finding has a place in the file', () => {
  const examples = readdirSync('proposals')
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => readFileSync(`proposals/${name}`, 'utf8'))
  const texts = [...examples, ...loadForums().slice(0, 2).map(proposalOf)]
  const violations = Array.from({length: 400}, (_, n) => checkViolation(fuzzedFile(texts, n)))
  expect(violations.filter((violation) => violation !== undefined)).toEqual([])
})

it('is itself tested: a finding without a place, or an error of ours, is a violation', () => {
  expect(checkViolation(new TextEncoder().encode('a: 1\n'))).toBeUndefined()
  const broken = {
    get length(): number {
      throw new TypeError('broken')
    },
  }
  expect(checkViolation(broken as unknown as Uint8Array)).toContain('TypeError: broken')
})
