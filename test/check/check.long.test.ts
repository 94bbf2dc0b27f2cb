import fc from 'fast-check'

import {checkSource} from '../../src/check/check.js'
import {example} from '../../src/check/rules/examples.js'
import {PlimsollError} from '../../src/errors.js'
import schema from '../../src/generated/proposal.schema.json' with {type: 'json'}
import {VENUES} from '../../src/governance/venues/registry.js'
import {parseSource} from '../../src/proposal/parse.js'
import {PROTOCOLS} from '../../src/protocols/registry.js'

const check = (text: string) => checkSource(parseSource(new TextEncoder().encode(text), 'p.yaml')).findings
const GOOD = example('- asset: WETH\n  reserveFactor: {from: 15%, to: 20%}')

describe('what the schema refuses, in words', () => {
  it.each([
    [
      'a bare number',
      '- asset: WETH\n  reserveFactor: {from: 15%, to: 20}',
      'missing-unit',
      'bare number where a ratio is meant',
      12,
    ],
    [
      'a bare number in quotes',
      '- asset: WETH\n  reserveFactor: {from: 15%, to: "0.2"}',
      'missing-unit',
      '0.2%, 0.2bps or 20.00%',
      12,
    ],
    ['a cap without its token', '- asset: WETH\n  supplyCap: {to: 1_800_000}', 'missing-unit', 'lacks its token', 12],
    [
      'an unknown parameter',
      '- asset: WETH\n  reserveFacto: {from: 15%, to: 20%}',
      'schema',
      'did you mean `reserveFactor`?',
      12,
    ],
    ['to and keep at once', '- asset: WETH\n  reserveFactor: {keep: 15%, to: 20%}', 'schema', 'exclude each other', 12],
    ['no setting at all', '- asset: WETH\n  reserveFactor: 20%', 'schema', 'not of type object', 12],
    ['words for a ratio', '- asset: WETH\n  reserveFactor: {to: twenty}', 'schema', 'not a ratio', 12],
  ])('%s', (_what, changes, rule, message, line) => {
    const findings = check(example(changes))
    expect(findings).toHaveLength(1)
    expect(findings[0]).toMatchObject({rule, severity: 'error', line})
    expect(findings[0]?.message).toContain(message)
  })

  it('a mistyped protocol, a missing key, a stray key', () => {
    const messages = check(GOOD.replace('aave-v3', 'aave-v33').replace('title:', 'titel:')).map(({message}) => message)
    expect(messages).toEqual([
      '`title` is missing here.',
      'unknown key `titel`; did you mean `title`?',
      '`aave-v33` is not known here; did you mean `aave-v3`?',
    ])
  })

  it('reports what rules find elsewhere as well', () => {
    const rules = check(
      example(`- asset: WETHH
  reserveFactor: {from: 15%, to: 20%}
- asset: WETH
  ltv: {from: 80.5%, to: 84%}
  liquidationThreshold: {from: 83%, to: 83%}
  liquidationBonus: {keep: 5}
- asset: USDC
  ltv: {keep: 75%}
  liquidationThreshold: {from: 78%, to: 98%}
  liquidationBonus: {keep: 4.5%}`),
    ).map(({rule, line, column}) => `${line}:${column} ${rule}`)
    expect(rules).toEqual([
      '11:12 unknown-asset',
      '14:10 ltv-above-threshold',
      '15:43 no-op',
      '16:30 missing-unit',
      '19:27 threshold-times-bonus',
    ])
  })

  it('names a deployment that is on another chain', () => {
    const [finding] = check(GOOD.replace('chain: ethereum', 'chain: base'))
    expect(finding?.message).toContain('AaveV3Ethereum is on ethereum')
  })
})

it('grows with the registries', () => {
  const text = JSON.stringify(schema)
  for (const {name} of PROTOCOLS) expect(schema.properties.protocol.properties.name.enum).toContain(name)
  for (const {name} of VENUES) expect(schema.properties.governance.items.properties.venue.enum).toContain(name)
  for (const {parameters} of PROTOCOLS) for (const {id} of parameters) expect(text).toContain(`"${id}"`)
})

it('describes every property, for editors', () => {
  const bare: string[] = []
  const walk = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return
    const {properties} = node as {properties?: Record<string, {description?: string; const?: unknown}>}
    for (const [key, value] of Object.entries(properties ?? {})) {
      if (value.description === undefined && value.const === undefined && !path.endsWith('/if'))
        bare.push(`${path}/${key}`)
    }
    for (const [key, value] of Object.entries(node)) if (key !== 'if' && key !== 'oneOf') walk(value, `${path}/${key}`)
  }
  walk(schema, '')
  expect(bare.filter((path) => !/\/then\/protocol$|\/then\/changes$/.test(path))).toEqual([])
})

it('never throws anything but our own error, and always gives a place', () => {
  const lines = GOOD.split('\n')
  const edit = fc.record({
    at: fc.nat(lines.length - 1),
    kind: fc.constantFrom('drop', 'double', 'garble', 'indent'),
    text: fc.oneof(
      fc.string({maxLength: 12}),
      fc.constantFrom('{}', '[]', 'null', '~', '&a', '*a', '"', '0x1', '1e9', '- x'),
    ),
  })
  fc.assert(
    fc.property(fc.array(edit, {minLength: 1, maxLength: 4}), (edits) => {
      const mutated = [...lines]
      for (const {at, kind, text} of edits) {
        const line = mutated[at] ?? ''
        if (kind === 'drop') mutated[at] = ''
        else if (kind === 'double') mutated[at] = `${line}\n${line}`
        else if (kind === 'garble') mutated[at] = `${line.split(':')[0] ?? ''}: ${text}`
        else mutated[at] = `  ${line}`
      }
      try {
        for (const {line, column} of check(mutated.join('\n'))) expect(Math.min(line, column)).toBeGreaterThan(0)
      } catch (error) {
        expect(error).toBeInstanceOf(PlimsollError)
      }
    }),
    {numRuns: 1000},
  )
})
