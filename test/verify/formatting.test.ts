import {format} from 'prettier'

import {descriptionHash, explainingEdits} from '../../src/verify/description.js'
import {wrappedAt} from '../../src/verify/formatting.js'
import {readTransaction} from '../../src/governance/read/transaction/read-transaction.js'
import {verifyTransaction} from '../../src/verify/verify.js'
import {WETH} from '../helpers/transactions.js'

/** As the front ends of governors write it: long lines, bullets with stars, a blank after the title, none after headings. */
const PUBLISHED = `# [EP 1.2] [Executable] Permissions of the endowment - Update #9 \n## Abstract
This proposal introduces a routine update to the permissions of the manager. It expands access to liquid staking on Ethereum, and extends *routing* to two more tokens.

## Motivation
The update opens positions in two protocols that allow the endowment to earn yield while preserving the ability to exit by standard paths. These changes are additive and consistent with the strategy before.

* **Payload:** [clients/mainnet/payloads/permissionsUpdate9.json](https://example.com/a/very/long/address/of/a/file/permissionsUpdate9.json)
* **Simulation:** [https://example.com/simulator/59b3d7f8-3196-475f-bd87-097e8ef672c6](https://example.com/simulator/59b3d7f8)

| # | Contract | Function |
|---|---|---|
| 1 | Registry | \`set(uint8,address)\` |

The proposal will be introduced in the next call. Pending review and no revisions following the discussion, it will go to a vote on chain.`

it.each([80, 120])('explains what prettier makes of a published description at %d columns', async (printWidth) => {
  const formatted = await format(PUBLISHED, {parser: 'markdown', proseWrap: 'always', printWidth})
  expect(formatted).not.toBe(PUBLISHED)
  const wanted = descriptionHash(PUBLISHED)
  const edits = explainingEdits(formatted, (text) => descriptionHash(text) === wanted)
  expect(edits?.split(', ')).toEqual(
    expect.arrayContaining(['lines joined (a paragraph reflowed)', 'a blank after the title', 'tables not aligned']),
  )
  expect(wrappedAt(formatted)).toBe(printWidth)
  expect(wrappedAt(PUBLISHED)).toBeUndefined()
})

it('says that a formatter has been here where its traces are all that is left', async () => {
  const other = PUBLISHED.replaceAll('\n\n', '\n\n\n').replace('Motivation', 'Motivation  ')
  const proposal = (description: string) => ({targets: [WETH], values: ['0'], calldatas: ['0x'], description})
  const id = verifyTransaction({input: readTransaction(JSON.stringify(proposal(other)))}).hashes!.proposalId!
  const description = await format(other, {parser: 'markdown', proseWrap: 'always', printWidth: 80})
  const {verdict, diagnosis} = verifyTransaction({
    input: readTransaction(JSON.stringify(proposal(description))),
    expect: id,
  })
  expect(verdict).toBe('MISMATCH')
  expect(diagnosis).toMatchObject([{kind: 'description', message: expect.stringContaining('cut at 80 columns')}])
})

it('does not look longer than it may', () => {
  let tests = 0
  const long = PUBLISHED.repeat(60)
  expect(explainingEdits(long, () => ++tests < 0, 100_000)).toBeUndefined()
  expect(tests).toBeLessThan(120)
})
