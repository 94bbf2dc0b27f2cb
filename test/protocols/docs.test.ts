import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {format, resolveConfig} from 'prettier'
import {parse} from 'yaml'

import type {ProtocolRequest} from '../../src/protocols/model.js'
import {protocolPage} from '../../src/protocols/page.js'
import {readerFor} from '../../src/protocols/readers.js'
import {PROTOCOLS} from '../../src/protocols/registry.js'
import {setterNamed} from '../../src/protocols/setters.js'
import {chainId} from '../../src/protocols/chains.js'
import {ROOT} from '../helpers/cli.js'
import {rawOf, says} from '../helpers/roads.js'

const NAMED = PROTOCOLS.filter(({parameters}) => parameters.length > 0)
const FOLDER = path.join(ROOT, 'docs/protocols')

/** The example of a page: a proposal that encodes, reads back as what it says, and stands on the page with its calls. */
function example(name: string) {
  const yaml = readFileSync(path.join(ROOT, `test/fixtures/examples/${name}.yaml`), 'utf8')
  const request = parse(yaml) as ProtocolRequest
  const calls = setterNamed(name).calls(request)
  const raws = calls.map((call) => rawOf(call, chainId(request.protocol.chain)))
  return {yaml, calls, match: says(readerFor(name)!, request, raws)}
}

test.each(NAMED.map((definition) => [definition.name, definition] as const))(
  'docs/protocols/%s.md is current',
  async (name, definition) => {
    const {match, ...worked} = example(name)
    expect(match).toBe(true)
    const file = path.join(FOLDER, `${name}.md`)
    const page = await format(protocolPage(definition, [worked]), {...(await resolveConfig(file)), parser: 'markdown'})
    if (process.env['UPDATE_DOCS'] === '1') {
      mkdirSync(FOLDER, {recursive: true})
      writeFileSync(file, page)
    }
    expect(readFileSync(file, 'utf8')).toBe(page)
  },
)

test('docs/protocols/README.md lists every page', async () => {
  const file = path.join(FOLDER, 'README.md')
  const rows = PROTOCOLS.map(({name, title, parameters}) => {
    const count = parameters.length > 0 ? `${parameters.length} parameters` : 'whatever its ABI says'
    return `- [\`${name}\`](${name}.md): ${title}, ${count}`
  })
  const text = [
    '# Protocols',
    '',
    'Each page says what can be changed, in which units and within which bounds.',
    '',
    ...rows,
    '',
  ]
  const page = await format(text.join('\n'), {...(await resolveConfig(file)), parser: 'markdown'})
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, page)
  expect(readFileSync(file, 'utf8')).toBe(page)
  for (const {name} of PROTOCOLS) expect(readFileSync(path.join(FOLDER, `${name}.md`), 'utf8')).toMatch(/^# /)
})

test.each(NAMED.map(({name, parameters}) => [name, parameters] as const))(
  'every parameter of %s says what people need',
  (_name, parameters) => {
    for (const {id, description, accepts, getter, event, unit, range} of parameters) {
      expect([
        id,
        description.length > 20,
        ...[accepts, getter, event, unit, range.why].map((text) => text.length > 2),
      ]).toEqual([id, true, true, true, true, true, true])
    }
    expect(new Set(parameters.map(({id}) => id)).size).toBe(parameters.length)
  },
)
