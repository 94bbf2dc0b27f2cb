import {Ajv} from 'ajv'
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'

import {VENUES} from '../../../src/governance/venues/registry.js'
import {venuePage, venuesPage} from '../../../src/report/venues.js'
import {ROOT} from '../../helpers/cli.js'

const FOLDER = path.join(ROOT, 'docs/venues')
const PAGES: [name: string, page: string][] = [
  ['README', venuesPage(VENUES)],
  ...VENUES.map((venue): [string, string] => [venue.name, venuePage(venue)]),
]

it.each(PAGES)('docs/venues/%s.md says what the registry says: UPDATE_DOCS=1 writes it', (name, page) => {
  const file = path.join(FOLDER, `${name}.md`)
  if (process.env['UPDATE_DOCS'] === '1') {
    mkdirSync(FOLDER, {recursive: true})
    writeFileSync(file, page)
  }
  expect(readFileSync(file, 'utf8')).toBe(page)
})

it.each(VENUES.map((venue) => [venue.name, venue] as const))(
  'the example of %s is what its schema takes',
  (name, venue) => {
    const item = venue.example.find((one) => one.venue === name)!
    const fields = Object.fromEntries(Object.entries(item).filter(([field]) => field !== 'venue'))
    const accepts = new Ajv({strict: true, allowUnionTypes: true}).compile({
      ...venue.schema,
      additionalProperties: false,
    })
    expect(accepts(fields) || accepts.errors).toBe(true)
  },
)
