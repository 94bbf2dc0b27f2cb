import {readTransaction} from '../../src/governance/read/transaction/read-transaction.js'
import {safeHashes, type SafeHashInput} from '../../src/governance/read/safe-hash.js'
import {describeDrift, explainingEdits} from '../../src/verify/description.js'
import {verifyTransaction} from '../../src/verify/verify.js'
import {batched, BROAD, BROAD_ITEMS, configurator, direct, multiSend, proposal, WETH} from '../helpers/transactions.js'

const batch = batched(...BROAD_ITEMS)
const paid = {
  ...direct(configurator('setSupplyCap', WETH, 1)),
  value: String(10n ** 18n),
  safeTxGas: '70000',
  gasPrice: '3',
}
const diagnosed = (expected: SafeHashInput, transaction: object = batch) =>
  verifyTransaction({input: readTransaction(JSON.stringify(transaction)), expect: safeHashes(expected).safeTxHash})
const [a, b, ...rest] = BROAD_ITEMS

it.each([
  ['nonce', {...batch, nonce: 41}, /nonce 41$/],
  ['nonce', {...batch, nonce: 1043}, /nonce 1043$/],
  ['chain', {...batch, chainId: 10}, /chain 10 \(optimism\)$/],
  ['version', {...batch, version: '1.1.1'}, /before 1\.3\.0/],
  ['version', {...batch, version: '0.1.0'}, /dataGas/],
  ['operation', {...batch, operation: 0}, /a call instead of a delegatecall/],
  ['order', {...batch, data: multiSend([b!, a!, ...rest])}, /calls 1 and 2 swapped/],
  ['calls', {...batch, data: multiSend([a!, ...rest])}, /call 2 left out/],
  ['target', {...batch, to: '0xA238CBeb142c10Ef7Ad8442C6D1f9E89e07e7761'}, /MultiSend 1\.3\.0/],
  ['chain', {...batch, chainId: 137, nonce: 40}, /chain 137 \(polygon\) and nonce 40/],
  ['version', {...batch, version: '1.1.1', nonce: 44}, /before 1\.3\.0.*and nonce 44/],
] as [string, SafeHashInput, RegExp][])('explains another %s (%#)', (kind, expected, said) => {
  const {verdict, diagnosis} = diagnosed(expected)
  expect(verdict).toBe('MISMATCH')
  expect(diagnosis).toEqual([{kind, message: expect.stringMatching(said)}])
})

it.each([
  ['safeTxGas', {...paid, safeTxGas: '0'}, /`safeTxGas` zero/],
  ['gas', {...paid, safeTxGas: '0', gasPrice: '0'}, /all gas fields zero/],
  ['value', {...paid, value: '0'}, /no value/],
  ['unit', {...paid, value: '1'}, /10\^18/],
] as [string, SafeHashInput, RegExp][])('explains another %s', (kind, expected, said) => {
  expect(diagnosed(expected, paid).diagnosis).toEqual([{kind, message: expect.stringMatching(said)}])
})

it('explains nothing where nothing explains it, and says which hash was given where it is not the last', () => {
  const input = readTransaction(JSON.stringify(batch))
  expect(verifyTransaction({input, expect: `0x${'12'.repeat(32)}`})).toMatchObject({verdict: 'MISMATCH', diagnosis: []})
  const {messageHash} = safeHashes({...batch})
  expect(verifyTransaction({input, expect: messageHash})).toMatchObject({
    verdict: 'CANNOT TELL',
    reasons: [expect.stringMatching(/message hash/)],
  })
})

it.each([
  ['x100', 200_000_000, /100 times/],
  ['/10^6', 2, /1\/10\^6 of/],
])('explains a slip of units: %s', (_what, value, said) => {
  const request = proposal('configurator', [{asset: 'WETH', supplyCap: {to: '2m WETH'}}])
  const input = readTransaction(JSON.stringify(direct(configurator('setSupplyCap', WETH, value))))
  expect(verifyTransaction({input, proposal: request})).toMatchObject({
    verdict: 'MISMATCH',
    diagnosis: [{kind: 'unit', message: expect.stringMatching(said)}],
  })
})

it('explains two values that are swapped', () => {
  const items = BROAD_ITEMS.map((item, index) => {
    if (index === 1) return configurator('setSupplyCap', WETH, 1_400_000)
    return index === 2 ? configurator('setBorrowCap', WETH, 2_000_000) : item
  })
  const {diagnosis} = verifyTransaction({input: readTransaction(JSON.stringify(batched(...items))), proposal: BROAD})
  expect(diagnosis).toContainEqual({kind: 'swapped', message: expect.stringContaining('supply cap')})
})

const TEXT =
  '# Title\nA paragraph that\nsomebody wrapped.\n\n* one\n* two with *emphasis* and __strong__ text\n\n\nEnd.'
it.each([
  ['CRLF', TEXT.replaceAll('\n', '\r\n'), /LF line ends/],
  ['a newline at the end', `${TEXT}\n`, /newlines at the end/],
  ['bullets', TEXT.replaceAll('* one', '- one').replaceAll('* two', '- two'), /bullets/],
  [
    'prettier',
    '# Title\n\nA paragraph that\nsomebody wrapped.\n\n- one\n- two with _emphasis_ and **strong** text\n\nEnd.\n',
    /formatter|with/,
  ],
  ['joined lines', TEXT.replace('that\nsomebody', 'that somebody'), /formatter|reflowed/],
  ['other words', TEXT.replace('two', 'three'), /says something else than the proposal, from line 6 on/],
])('describes the drift of a description: %s', (_what, given, said) => {
  expect(describeDrift(given, TEXT)).toMatch(said)
})

it('finds several edits of a formatter together', () => {
  const wrapped = 'A line that\nsomebody wrapped.  \n\n* one\n* two\n'
  const formatted = 'A line that somebody wrapped.\n\n- one\n- two'
  expect(explainingEdits(wrapped, (text) => text === formatted)).toMatch(/reflowed.*bullets/)
  expect(explainingEdits('x', () => false)).toBeUndefined()
})
