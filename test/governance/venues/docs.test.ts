import {Ajv} from 'ajv'
import {readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'

import {VENUES} from '../../../src/governance/venues/registry.js'
import {venuesPage} from '../../../src/report/venues.js'
import {ROOT} from '../../helpers/cli.js'

const file = path.join(ROOT, 'docs/venues.md')

it('docs/venues.md says what the venues say: UPDATE_DOCS=1 npm test -- test/governance/venues/docs writes it', () => {
  const page = venuesPage(VENUES)
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, page)
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
