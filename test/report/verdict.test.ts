import {grouped, MAX_LINES, verdictLines} from '../../src/report/verdict.js'
import {visible} from '../../src/report/visible.js'
import {verifySafeTransaction, type Verdict} from '../../src/verify/verify.js'
import {batched, BROAD, BROAD_ITEMS, configurator, WETH} from '../helpers/transactions.js'

const plain = (text: string) => text
const style = {good: plain, bad: plain, warn: plain, strong: plain, faint: plain}
const source = {file: 'proposal.yaml', digest: 'ab'.repeat(32)}
const lines = (verdict: Verdict) => verdictLines(verdict, source, style)
const verify = (transaction: object) => verifySafeTransaction(BROAD, JSON.stringify(transaction))

it('says the verdict, the file, the hashes in the order a Ledger shows them, then each statement', () => {
  const verdict = verify(batched(...BROAD_ITEMS))
  const text = lines(verdict)
  const {domainHash, messageHash, safeTxHash} = verdict.hashes!
  const two = (label: string, hash = '') => {
    const groups = grouped(hash).slice(2).split(' ')
    return [`${label}0x${groups.slice(0, 8).join(' ')}`, `${' '.repeat(16)}${groups.slice(8).join(' ')}`]
  }
  expect(text.slice(0, 9)).toEqual([
    'MATCH',
    'proposal      proposal.yaml',
    `sha256        ${'ab'.repeat(32)}`,
    ...two('domain hash   ', domainHash),
    ...two('message hash  ', messageHash),
    ...two('safeTxHash    ', safeTxHash),
  ])
  const said = verdict.statements.map((statement) => `ok          ${statement.text}`)
  expect(text.slice(9, 9 + said.length)).toEqual(said)
  expect(text.find((line) => line.startsWith('note'))).toMatch(/^note {8}MultiSendCallOnly/)
  expect(Math.max(...text.map(({length}) => length))).toBeLessThanOrEqual(80)
})

it('counts the dangers in its first line', () => {
  const verdict = verify(batched(...BROAD_ITEMS))
  const danger = {id: 'x', severity: 'danger', message: 'look'} as const
  expect(lines({...verdict, warnings: [danger]})[0]).toBe('MATCH, 1 danger')
  expect(lines({...verdict, warnings: [danger, danger, {...danger, severity: 'info'}]})[0]).toBe('MATCH, 2 dangers')
})

it('paints the first line of a dangerous match as it paints a mismatch', () => {
  const verdict = verify(batched(...BROAD_ITEMS))
  const danger = {id: 'x', severity: 'danger', message: 'look'} as const
  const marked = {...style, good: (text: string) => `good ${text}`, bad: (text: string) => `bad ${text}`}
  const first = (warnings: Verdict['warnings']) => verdictLines({...verdict, warnings}, source, marked)[0]
  expect([first([]), first([danger])]).toEqual(['good MATCH', 'bad MATCH, 1 danger'])
})

it('groups a hash in fours', () => {
  expect(grouped('0x0123456789ab')).toBe('0x0123 4567 89ab')
})

it('puts what is wrong before what is right', () => {
  const items = [BROAD_ITEMS[0]!, configurator('setSupplyCap', WETH, 3), ...BROAD_ITEMS.slice(2)]
  expect(lines(verify(batched(...items))).slice(9, 13)).toEqual([
    'because 1 statement with another value than the proposal',
    'DIFFERENT   Aave v3 Ethereum: WETH supply cap becomes 2,000,000 WETH (proposal',
    '            2,000,000 WETH, transaction 3 WETH)',
    'ok          Aave v3 Ethereum: WETH loan-to-value becomes 80.50%',
  ])
})

it('leaves the hashes out when there are none', () => {
  expect(lines(verify({...batched(...BROAD_ITEMS), nonce: undefined})).join('\n')).not.toMatch(/hash {2}/)
})

it('fits on a screen, and hides neither a reason, a difference nor a warning behind many of another', () => {
  const many = (n: number, what: string) => Array.from({length: n}, (_, index) => `${what} ${index}`)
  const verdict: Verdict = {
    verdict: 'MISMATCH',
    hashes: verify(batched(...BROAD_ITEMS)).hashes,
    reasons: many(50, 'reason'),
    statements: many(50, 'statement').map((text, index) => ({text, status: index % 2 ? 'unexpected' : 'match'})),
    warnings: many(50, 'warning').map((message) => ({id: 'x', severity: 'danger', message})),
    diagnosis: [],
    notes: [],
  }
  const text = lines(verdict)
  expect(text).toHaveLength(MAX_LINES)
  for (const what of [/^because/, /^UNEXPECTED/, /^danger/, /^ok/])
    expect(text.some((line) => what.test(line))).toBe(true)
  expect(text.at(-1)).toBe(`and ${150 - (MAX_LINES - 10)} more lines: --json has all of them`)
})

it('shows characters that would hide or turn text', () => {
  const hostile = verify({...batched(...BROAD_ITEMS), ['\u{1B}[2J\u{202E}MATCH\u{200B}\n']: 1})
  const text = lines(hostile).join('\n')
  expect(text).toContain(String.raw`\u{1b}[2J\u{202e}MATCH\u{200b}\u{a}`)
  for (const character of ['\u{1B}', '\u{202E}', '\u{200B}']) expect(text).not.toContain(character)
  expect(visible('Grüße 50% – ok 👍')).toBe('Grüße 50% – ok 👍')
})
