import {stringify} from 'yaml'

import type {Step, VenueDefinition} from '../governance/model.js'
import {planOf} from '../governance/plan.js'

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

/** `docs/venues.md`: every venue, from its schema and what it makes of its own example. */
export function venuesPage(venues: readonly VenueDefinition[]): string {
  return [
    '# Venues',
    '',
    '<!-- Written by `UPDATE_DOCS=1 npm test -- test/governance/venues/docs`; do not edit. -->',
    '',
    'Who carries a change out stands under `governance:`, outermost first: what an inner venue asks for, the outer one does. A',
    'Safe that schedules on a timelock behind a Delay module is three items. `plimsoll encode FILE --out DIR` writes every step:',
    'who sends it, from when and until when, its bytes and hashes (README.md for people, steps.json for machines), each Safe',
    'transaction to sign, and a lock with the digests of all of it. Bytes that hold a number which a contract has yet to give, or',
    "signatures, are not in the folder; the step says so. A governor's description is `# ` and the title, an empty line and the",
    'summary without blanks at its end, unless the venue gives a `description:` of its own.',
    '',
    ...venues.map(({name, title}) => `- [\`${name}\`](#${name}): ${title}`),
    '',
    ...venues.flatMap(section),
  ].join('\n')
}

function section({name, title, schema, example}: VenueDefinition): string[] {
  const {steps} = planOf([CALL], example, {
    chainId: 1,
    title: 'Raise the WETH supply cap',
    description: '# Raise the WETH supply cap',
    authority: 'the account that may change the parameter',
  })
  return [
    `## ${name}`,
    '',
    `${title}.`,
    '',
    '| field | needed | what it is |',
    '| --- | --- | --- |',
    ...rows(schema),
    '',
    '```yaml',
    stringify({governance: example}, {lineWidth: 0, defaultStringType: 'PLAIN'}).trimEnd(),
    '```',
    '',
    '| step | what | sent by | not before | not after |',
    '| --- | --- | --- | --- | --- |',
    ...steps.map(stepRow),
    '',
  ]
}

function rows({properties = {}, required = []}: FieldSchema, prefix = ''): string[] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const choices = field.enum ? ` One of ${field.enum.map((choice) => `\`${String(choice)}\``).join(', ')}.` : ''
    const needed = required.includes(name) ? 'yes' : ''
    const row = `| \`${prefix}${name}\` | ${needed} | ${cell((field.description ?? '') + choices)} |`
    return [row, ...rows(field, `${prefix}${name}.`)]
  })
}

function stepRow({step, title, sender, opens, closes}: Step): string {
  const told = (moments: Step['opens']): string => moments.map(({text}) => text).join('; ')
  return `| ${[String(step), title, sender.address ?? sender.role, told(opens), told(closes)].map(cell).join(' | ')} |`
}
