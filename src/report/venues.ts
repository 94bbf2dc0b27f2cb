import {stringify} from 'yaml'

import type {VenueDefinition} from '../governance/model.js'
import {planOf} from '../governance/plan.js'
import {stepLines} from '../governance/readme.js'

interface FieldSchema {
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, FieldSchema>>
  readonly required?: readonly string[]
}

/** What the examples are to do. */
const CALL = {
  to: '0x64b761D848206f447Fe2dd461b0c635Ec39EbB27',
  value: 0n,
  data: '0x571f03e5000000000000000000000000c02aaa39b223fe8d0a0e5c4f27ead9083c756cc200000000000000000000000000000000000000000000000000000000001b7740',
  title: 'WETH: supply cap becomes 1_800_000 WETH',
  signature: 'setSupplyCap(address,uint256)',
}
const cell = (text: string): string => text.replaceAll('|', String.raw`\|`)

const WRITTEN = '<!-- Written by `UPDATE_DOCS=1 npm test -- test/governance/venues/docs`; do not edit. -->'

/** The page that leads to the venues' own. */
export function venuesPage(venues: readonly VenueDefinition[]): string {
  return [
    '# Venues',
    '',
    WRITTEN,
    '',
    'Who carries a change out stands under `governance:`, outermost first: what an inner venue asks for, the outer one does. A',
    'Safe that schedules on a timelock behind a Delay module is three items. `plimsoll encode FILE --out DIR` writes every step:',
    'who sends it, from when and until when, its bytes and hashes (README.md for people, steps.json for machines), each Safe',
    'transaction to sign, and a lock with the digests of all of it. Bytes that hold a number which a contract has yet to give, or',
    "signatures, are not in the folder; the step says so. A governor's description is `# ` and the title, an empty line and the",
    'summary without blanks at its end, unless the venue gives a `description:` of its own.',
    '',
    ...venues.map(({name, title}) => `- [\`${name}\`](${name}.md): ${title}`),
    '',
  ].join('\n')
}

/** The page of a venue, from its schema and what it makes of its own example. */
export function venuePage({name, title, about, schema, example}: VenueDefinition): string {
  const {steps} = planOf([CALL], example, {
    chainId: 1,
    title: 'Raise the WETH supply cap',
    description: '# Raise the WETH supply cap',
    authority: 'the account that may change the parameter',
  })
  return [
    `# ${title}`,
    '',
    WRITTEN,
    '',
    `Proposals name it \`${name}\`. All venues: [README](README.md).`,
    '',
    ...about.map((line) => `- ${line}`),
    '',
    '## Fields',
    '',
    '| field | needed | what it is |',
    '| --- | --- | --- |',
    ...rows(schema),
    '',
    '## Worked example',
    '',
    `What is carried: \`${CALL.signature}\` on \`${CALL.to}\`, ${CALL.title}.`,
    '',
    '```yaml',
    stringify({governance: example}, {lineWidth: 0, defaultStringType: 'PLAIN'}).trimEnd(),
    '```',
    '',
    ...steps.flatMap(stepLines),
    '',
  ].join('\n')
}

function rows({properties = {}, required = []}: FieldSchema, prefix = ''): string[] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const choices = field.enum ? ` One of ${field.enum.map((choice) => `\`${String(choice)}\``).join(', ')}.` : ''
    const needed = required.includes(name) ? 'yes' : ''
    const row = `| \`${prefix}${name}\` | ${needed} | ${cell((field.description ?? '') + choices)} |`
    return [row, ...rows(field, `${prefix}${name}.`)]
  })
}
