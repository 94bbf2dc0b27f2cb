import {atLeastAsStrict, missingEvidence} from '../../../src/check/policy/evidence.js'

it.each([
  ['>= 97%', '>= 97%', true],
  ['>= 9700bps', '>= 97%', true],
  ['>= 98%', '>= 97%', true],
  ['>= 96.9%', '>= 97%', false],
  ['> 97%', '>= 97%', true],
  ['>= 97%', '> 97%', false],
  ['> 97%', '> 97%', true],
  ['<= 97%', '>= 97%', false],
  ['<= 0.05% of debt', '<= 0.1% of debt', true],
  ['<= 0.2% of debt', '<= 0.1% of debt', false],
  ['< 0.1%  of  debt', '<= 0.1% of debt', true],
  ['<= 0.05% of open interest', '<= 0.1% of debt', false],
  ['<= 0.1% per year', '<= 0.1% per year', true],
])('%s is at least as strict as %s: %s', (own, wanted, expected) => {
  expect(atLeastAsStrict(own, wanted)).toBe(expected)
})

it('says what is missing, and nothing when all is there', () => {
  const wanted = {steps: ['check', 'backtest'], accept: {coverage: '>= 97%', badDebt: '<= 1% of debt'}}
  expect(missingEvidence(wanted, {require: ['check'], backtest: {accept: {coverage: '>= 96%'}}}, 'house')).toEqual([
    'house wants the step backtest under `require:`.',
    'house wants `coverage: >= 97%` or stricter; the proposal says `>= 96%`.',
    'house wants the criterion `badDebt: <= 1% of debt` under `backtest.accept:`.',
  ])
  const offered = {require: ['backtest', 'check'], backtest: {accept: {coverage: '> 97%', badDebt: '<= 1% of debt'}}}
  expect(missingEvidence(wanted, offered, 'house')).toEqual([])
})
