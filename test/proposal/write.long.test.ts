import fc from 'fast-check'
import {readFileSync} from 'node:fs'
import path from 'node:path'

import {checkSource} from '../../src/check/check.js'
import type {Proposal} from '../../src/proposal/model.js'
import {parseSource} from '../../src/proposal/parse.js'
import {writeProposal} from '../../src/proposal/write.js'
import {ROOT} from '../helpers/cli.js'

const read = (text: string) => parseSource(new TextEncoder().encode(text), 'p.yaml')
const EXAMPLES = [
  'aave-v3-weth-liquidation-threshold',
  'aave-v3-weth-raised-threshold',
  'custom-perpetual-maintenance-margin',
]

it.each(EXAMPLES)('%s: what is written says what was read, and checks as well', (name) => {
  const source = read(readFileSync(path.join(ROOT, 'proposals', `${name}.yaml`), 'utf8'))
  const written = writeProposal(source.value as Proposal, {schema: './proposal.schema.json', notes: ['A note.']})
  expect(read(written).value).toEqual(source.value)
  expect(checkSource(read(written)).findings).toEqual([])
  expect(written.split('\n', 3)).toEqual([
    '# yaml-language-server: $schema=./proposal.schema.json',
    '# A note.',
    'plimsoll: 1',
  ])
})

it('keeps a setting on one line, and sections in one order', () => {
  const {value} = read(readFileSync(path.join(ROOT, 'proposals', `${EXAMPLES[0]!}.yaml`), 'utf8'))
  const {title, ...rest} = value as Proposal
  const lines = writeProposal({...rest, title}).split('\n')
  expect(lines).toContain('    liquidationThreshold: {from: 83%, to: 82.5%}')
  expect(lines).toContain('    address: "0x47c71dFEB55Ebaa431Ae3fbF99Ea50e0D3d30fA8"')
  expect(lines.filter((line) => /^\w/.test(line)).map((line) => line.split(':')[0])).toEqual([
    'plimsoll',
    'title',
    'summary',
    'discussion',
    'protocol',
    'changes',
    'governance',
    'policy',
    'backtest',
    'require',
  ])
})

it('cannot be broken by any text', () => {
  const words = fc.oneof(
    fc.string({unit: 'grapheme', maxLength: 60}),
    fc.stringMatching(/^[-#:{}[\]&*!|>'"%@`,?~ \n\ta-z0-9]{0,40}$/),
  )
  fc.assert(
    fc.property(words, words, words, words, (title, summary, from, note) => {
      const proposal = {
        plimsoll: 1,
        title,
        summary,
        protocol: {name: 'aave-v3', chain: 'ethereum', deployment: title, through: note},
        changes: [
          {asset: note, ltv: {from, to: title}},
          {asset: 'X', x: {text: summary}},
        ],
        governance: [{venue: 'safe', address: from, version: '1.3.0', nonce: 1}],
      } as unknown as Proposal
      expect(read(writeProposal(proposal, {notes: [note]})).value).toEqual(proposal)
    }),
    {numRuns: 500},
  )
})
