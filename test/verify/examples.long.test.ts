import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'

import {checkSource} from '../../src/check/check.js'
import {encodeProposal} from '../../src/governance/encode.js'
import {readTransactionFile} from '../../src/governance/read/transaction/read-transaction.js'
import type {LoadedProposal} from '../../src/proposal/model.js'
import {parseSource} from '../../src/proposal/parse.js'
import {transactionFiles, verifyFolder} from '../../src/verify/folder.js'
import {selfTest} from '../../src/verify/self-test.js'
import {ROOT} from '../helpers/cli.js'

const FOLDER = path.join(ROOT, 'proposals')
const read = (name: string, change: (text: string) => string = (text) => text) => {
  const text = change(readFileSync(path.join(FOLDER, name), 'utf8'))
  return checkSource(parseSource(Buffer.from(text), name))
}
const encoded = (loaded: LoadedProposal) => encodeProposal(loaded.proposal, loaded).artefacts
const governed = readdirSync(FOLDER).filter((name) => read(name).proposal!.proposal.governance !== undefined)

test.each(governed)('%s: no error, and its own folder is a MATCH without a danger', (name) => {
  const {findings, proposal: loaded} = read(name)
  expect(findings.filter(({severity}) => severity === 'error')).toEqual([])
  const verdict = verifyFolder(loaded!.proposal, encoded(loaded!))!
  expect(verdict).toMatchObject({verdict: 'MATCH', reasons: []})
  expect(verdict.warnings.filter(({severity}) => severity === 'danger')).toEqual([])
})

test.each(governed)('%s: every changed copy of its transactions is caught', (name) => {
  const {proposal} = read(name).proposal!
  const artefacts = encoded(read(name).proposal!)
  const wanted = transactionFiles(artefacts.map((artefact) => artefact.name))
  const inputs = artefacts
    .filter((artefact) => wanted.includes(artefact.name))
    .flatMap((artefact) => readTransactionFile(artefact.name, artefact.content))
  for (const {input} of inputs) expect(selfTest({input, proposal}).missed).toEqual([])
})

describe('steps that name the proposal by its number', () => {
  const COMET = 'compound-v3-weth-liquidate-collateral-factor.yaml'
  const numbered = (id: number) =>
    read(COMET, (text) => text.replace('    timelock:', `    proposalId: ${id}\n    timelock:`)).proposal!

  it('are a warning beside the step that says what it does', () => {
    const {verdict, warnings} = verifyFolder(numbered(500).proposal, encoded(numbered(500)))!
    expect(verdict).toBe('MATCH')
    expect(warnings.filter(({id}) => id === 'numbered').map(({message}) => message)).toEqual([
      expect.stringMatching(/step 3: queue names the proposal by its number, 500, as the file does/),
      expect.stringMatching(/step 4: execute names the proposal by its number, 500, as the file does/),
    ])
  })

  it('are a mismatch with another number', () => {
    expect(verifyFolder(numbered(500).proposal, encoded(numbered(501)))).toMatchObject({
      verdict: 'MISMATCH',
      reasons: [expect.stringContaining('names the proposal 501; the proposal says 500'), expect.anything()],
    })
  })

  it('cannot be told by themselves', () => {
    const steps = encoded(numbered(500)).map(({name, content}) => {
      if (name !== 'steps.json') return {name, content}
      const file = JSON.parse(content) as {steps: {step: number}[]}
      return {name, content: JSON.stringify({...file, steps: file.steps.filter(({step}) => step > 1)})}
    })
    expect(verifyFolder(numbered(500).proposal, steps)).toMatchObject({verdict: 'CANNOT TELL'})
  })
})

describe('an Aave payload and its proposal', () => {
  const UMBRELLA = 'aave-umbrella-weth-deficit-offset.yaml'
  const {proposal} = read(UMBRELLA).proposal!

  it.each([
    ['access level', 'accessLevel: 1', 'accessLevel: 2', /`accessLevel` is 2; the proposal says 1/],
    ['payload', 'payloadId: 512', 'payloadId: 513', /names the payload 513; the proposal says 512/],
    ['fee', '"50000000000000000"', '"50000000000000001"', /createProposal carries 50000000000000001 wei/],
    ['description', 'WvzYEW', 'WvzYEX', /`ipfsHash` is 0x/],
    [
      'portal',
      '0x6ACe1Bf22D57a33863161bFDC851316Fb0442690',
      '0x9AEE0B04504CeF83A65AC3f0e838D0593BCb2BC7',
      /`votingPortal` is 0x9aee/,
    ],
  ])('with another %s is a mismatch', (_what, from, to, reason) => {
    const other = read(UMBRELLA, (text) => text.replace(from, to)).proposal!
    const {reasons, verdict} = verifyFolder(proposal, encoded(other))!
    expect(verdict).toBe('MISMATCH')
    expect(reasons.join('\n')).toMatch(reason)
  })
})

it('an upgrade of a Compound market by another configurator is a danger', () => {
  const name = 'compound-v3-weth-liquidate-collateral-factor.yaml'
  const {proposal} = read(name).proposal!
  const other = encoded(read(name).proposal!).map((artefact) => ({
    ...artefact,
    content: artefact.content.replaceAll(
      '9627816f000000000000000000000000316f9708bb98af7da9c68c1c3b5e79039cd336e3',
      `9627816f000000000000000000000000${'11'.repeat(20)}`,
    ),
  }))
  const {verdict, warnings} = verifyFolder(proposal, other)!
  expect(verdict).toBe('MISMATCH')
  expect(warnings).toContainEqual(expect.objectContaining({id: 'upgrade', severity: 'danger'}))
})
