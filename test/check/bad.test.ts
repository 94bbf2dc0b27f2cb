import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'

import {checkSource} from '../../src/check/check.js'
import {parseSource} from '../../src/proposal/parse.js'
import {ROOT} from '../helpers/cli.js'

const folder = path.join(ROOT, 'test/fixtures/bad')

/** One mistake (or a few) a file, made by hand: what `check` must say, where, and nothing else. */
const EXPECTED: readonly (readonly [string, readonly string[]])[] = [
  ['01-bare-ratio', ['15:43 missing-unit']],
  ['02-fraction-as-percent', ['15:43 scale-slip']],
  ['03-bps-as-percent', ['15:43 scale-slip']],
  ['04-percent-as-bps', ['15:43 scale-slip']],
  ['05-threshold-below-ltv', ['14:10 ltv-above-threshold']],
  ['06-digit-in-summary', ['4:53 prose-number']],
  ['07-digit-in-change', ['4:53 prose-number']],
  ['08-swapped-pair', ['4:46 prose-direction']],
  ['09-title-says-raise', ['2:8 prose-direction']],
  ['10-untold-change', ['14:5 change-not-told']],
  ['11-unknown-key', ['15:5 schema']],
  ['12-from-missing', ['14:5 from-missing']],
  ['13-no-op', ['14:26 no-op']],
  ['14-wrong-safe', ['19:14 wrong-authority']],
  ['15-arbitrum-council', ['19:14 address-of-another-chain']],
  ['16-safe-singleton', ['19:14 not-an-account']],
  ['17-token-as-safe', ['19:14 not-an-account']],
  ['18-zero-safe', ['19:14 zero-address']],
  ['19-lower-case-address', ['19:14 address-checksum']],
  ['20-one-character-of-address', ['19:14 address-checksum']],
  ['21-nonce-missing', ['28:28 require-lacks-input', '28:36 require-lacks-input']],
  ['22-steward-reserve-factor', ['17:20 refused-by-authority']],
  ['23-cap-in-usdc', ['17:43 wrong-token']],
  ['24-cap-without-token', ['17:43 missing-unit']],
  ['25-bonus-with-hundred', ['16:30 out-of-range']],
  ['26-toxic', ['15:27 threshold-times-bonus']],
  ['27-half-a-basis-point', ['15:43 does-not-fit']],
  ['28-wrong-chain', ['9:10 wrong-chain']],
  ['29-other-market-in-title', ['2:8 title-elsewhere']],
  ['30-reversed-dates', ['25:7 dates-reversed']],
  ['31-before-the-series', ['24:9 date-outside-series']],
  ['32-bitcoin-prices', ['23:11 other-series']],
  ['33-no-criterion', ['22:1 no-criteria']],
  ['34-weak-evidence', ['26:15 weak-confidence', '28:15 weak-criterion']],
  ['35-simulate-nothing', ['24:36 require-lacks-input']],
  ['36-bidi', ['5:34 hidden-characters', '5:37 hidden-characters']],
  ['37-homoglyph', ['2:18 look-alike-letters']],
  ['38-todo', ['5:38 placeholder', '6:13 placeholder']],
  ['39-asset-twice', ['15:5 changed-twice']],
  [
    '40-several-at-once',
    ['13:12 unknown-asset', '15:43 out-of-range', '20:14 schema', '25:12 missing-unit', '29:11 schema'],
  ],
  ['41-version-unquoted', ['12:12 schema']],
  ['42-unix-would-not', ['1:12 carriage-returns', '5:37 trailing-blanks']],
]

const findingsOf = (name: string) =>
  checkSource(parseSource(readFileSync(path.join(folder, `${name}.yaml`)), name), {today: '2026-01-31'}).findings

it.each(EXPECTED)('%s', (name, expected) => {
  expect(findingsOf(name).map(({line, column, rule}) => `${line}:${column} ${rule}`)).toEqual(expected)
})

it('has every file of the folder', () => {
  expect(EXPECTED.map(([name]) => `${name}.yaml`)).toEqual(readdirSync(folder).sort())
})

it.each([
  ['01-bare-ratio', '82.5%, 82.5bps or 8250.00%'],
  ['02-fraction-as-percent', 'that is 0.825%, a hundredth of 82.50%. Did you mean 82.50%?'],
  ['03-bps-as-percent', 'that is 8250.00%, 100 times 82.50%. Did you mean 82.50%?'],
  ['04-percent-as-bps', 'that is 0.825%, a hundredth of 82.50%. Did you mean 82.50%?'],
  [
    '06-digit-in-summary',
    'the text says 82.6%, which is one digit away from the liquidation threshold of WETH, 82.5%.',
  ],
  ['25-bonus-with-hundred', 'Did you mean 5.00%?'],
  ['27-half-a-basis-point', 'the nearest that fit are 82.50% and 82.51%.'],
  ['41-version-unquoted', 'put it in quotes'],
])('%s: the message says what to do', (name, message) => {
  expect(findingsOf(name)[0]?.message).toContain(message)
})
