import * as AbiParameters from 'ox/AbiParameters'
import * as Address from 'ox/Address'
import * as Hash from 'ox/Hash'
import * as Hex from 'ox/Hex'

import {PlimsollError} from '../errors.js'
import type {Pin} from '../governance/read/decode/model.js'
import {selectorOfText} from '../governance/read/decode/decode-call.js'
import type {GivenCall, GovernorInput} from '../governance/read/transaction/model.js'
import {chainId} from '../protocols/chains.js'
import type {RawCall} from '../protocols/model.js'
import {judgeCalls} from './calls.js'
import {warning} from './dangers/catalogue.js'
import {allDangers} from './dangers/dangers.js'
import {driftDangers, textDangers} from './dangers/text.js'
import {describeDrift, descriptionHash, expectedDescription, explainingEdits} from './description.js'
import type {Diagnosis, Hashes, Verdict, VerifyRequest} from './model.js'
import {concluded, type Findings} from './findings.js'
import {wrappedAt} from './formatting.js'

const PARAMETERS = AbiParameters.from('address[] targets, uint256[] values, bytes[] calldatas, bytes32 descriptionHash')
/** Where the description hash stands among the arguments: after three offsets. */
const HASH_AT = 96

/** `hashProposal` of an OpenZeppelin governor: it binds neither chain nor governor. */
export const proposalId = (calls: readonly Omit<RawCall, 'chainId'>[], hash: string): string => idOf(calls)(hash)

/** The same for one description after another: the calls are encoded once. */
function idOf(calls: readonly Omit<RawCall, 'chainId'>[]): (hash: string) => string {
  const encoded = Hex.toBytes(
    AbiParameters.encode(PARAMETERS, [
      calls.map(({to}) => to.toLowerCase() as `0x${string}`),
      calls.map(({value}) => value),
      calls.map(({data}) => data as `0x${string}`),
      `0x${'0'.repeat(64)}`,
    ]),
  )
  return (hash) => {
    encoded.set(Hex.toBytes(hash as `0x${string}`), HASH_AT)
    return Hash.keccak256(encoded, {as: 'Hex'})
  }
}

/** A governor's proposal by its fields: its id, its description to the byte, its calls. */
export function judgeGovernor(
  request: VerifyRequest & {readonly input: GovernorInput},
  pins: ReadonlyMap<string, Pin>,
  findings: Findings,
): Verdict {
  const {input, proposal, hints = {}} = request
  const {mismatches, unknown, warnings, diagnosis} = findings
  mismatches.push(...input.problems)
  const id = hints.chainId === undefined ? proposal && chainOf(proposal.protocol.chain, unknown) : Number(hints.chainId)
  const calls = input.calls.map((call) => fullCall(call, id ?? 0))
  const described = input.description === undefined ? input.descriptionHash : descriptionHash(input.description)
  const hashes: Hashes | undefined =
    described === undefined ? undefined : {proposalId: proposalId(calls, described), descriptionHash: described}
  if (input.description !== undefined) {
    warnings.push(...textDangers(input.description, 'the description'), ...driftDangers(input.description))
  }
  for (const {name, hash} of input.claims) {
    const own = hashes?.[name === 'proposalId' ? 'proposalId' : 'descriptionHash']
    if (own === undefined || own === hash) continue
    mismatches.push(`the file says that its ${name} is ${spelled(name, hash)}; it is ${spelled(name, own)}`)
    warnings.push(warning('claimed-hash', `the file carries a ${name} that is not that of its proposal`))
    if (request.diagnose !== false) diagnosis.push(...diagnoseProposal(input, calls, hash))
  }
  judgeExpected(request, hashes, calls, findings)
  const statements = proposal ? comparedWith({...request, proposal}, calls, findings) : []
  const {does} = allDangers(
    {calls, chainId: id},
    {family: undefined, pins, proposal, hints, findings, recover: undefined},
  )
  return concluded(findings, {statements: proposal ? statements : does, hashes})
}

/** Ids are shown as explorers do, in decimal. */
const spelled = (name: string, hash: string): string => (name === 'proposalId' ? String(BigInt(hash)) : hash)

function comparedWith(
  {
    proposal,
    input,
  }: VerifyRequest & {readonly input: GovernorInput; readonly proposal: NonNullable<VerifyRequest['proposal']>},
  calls: readonly RawCall[],
  findings: Findings,
): Verdict['statements'] {
  const [item, ...rest] = proposal.governance ?? []
  const {mismatches, unknown, diagnosis} = findings
  if (!item) unknown.push('the proposal names no governor under `governance:`')
  else if (!/governor|bravo|alpha/.test(item.venue))
    mismatches.push(`the proposal goes through \`${item.venue}\`, and this is a governor's proposal`)
  const address = item?.['address']
  if (input.governor !== undefined && typeof address === 'string' && address.toLowerCase() !== input.governor) {
    mismatches.push(`the governor is ${Address.checksum(input.governor)}; the proposal says ${address}`)
  }
  const meant = typeof item?.['description'] === 'string' ? item['description'] : expectedDescription(proposal)
  if (input.description === undefined) {
    if (input.descriptionHash === undefined) unknown.push('the description is missing')
    else if (input.descriptionHash !== descriptionHash(meant))
      mismatches.push("the description hash is not that of the proposal's description")
  } else if (input.description !== meant) {
    mismatches.push("the description is not the proposal's")
    diagnosis.push({kind: 'description', message: describeDrift(input.description, meant)})
  }
  return judgeCalls(calls, rest, proposal, undefined, findings)
}

function judgeExpected(
  {expect, input, proposal, diagnose = true}: VerifyRequest & {readonly input: GovernorInput},
  hashes: Hashes | undefined,
  calls: readonly RawCall[],
  {mismatches, unknown, diagnosis}: Findings,
): void {
  if (expect === undefined) {
    if (!proposal) unknown.push('there is nothing to compare with: give the proposal FILE, or the id with --expect')
    return
  }
  const wanted = /^\d+$/.test(expect) ? `0x${BigInt(expect).toString(16).padStart(64, '0')}` : expect.toLowerCase()
  if (hashes === undefined) unknown.push('the id cannot be computed: the description is missing')
  else if (wanted !== hashes.proposalId) {
    mismatches.push(
      `the expected id is ${spelled('proposalId', wanted)}; the proposal has ${spelled('proposalId', hashes.proposalId ?? '')}`,
    )
    if (diagnose) diagnosis.push(...diagnoseProposal(input, calls, wanted))
  }
}

/** Which edit of a proposal explains an id, or a description hash, that is not its own. */
function diagnoseProposal(input: GovernorInput, calls: readonly RawCall[], wanted: string): Diagnosis[] {
  const withHash = idOf(calls)
  const isIt = (hash: string): boolean => hash === wanted || withHash(hash) === wanted
  const {description} = input
  if (description !== undefined) {
    const weight = calls.reduce((sum, {data}) => sum + data.length / 2 + 256, 0)
    const edits = explainingEdits(description, (text) => isIt(descriptionHash(text)), weight)
    if (edits !== undefined) {
      return [{kind: 'description', message: `it is the hash of the same proposal with another description: ${edits}`}]
    }
  }
  const hash = description === undefined ? input.descriptionHash : descriptionHash(description)
  if (hash === undefined) return []
  for (let a = 0; a < calls.length; a++) {
    for (let b = a + 1; b < Math.min(calls.length, a + 20); b++) {
      const order = [...calls]
      const [first, second] = [calls[a], calls[b]]
      if (!first || !second) continue
      order[a] = second
      order[b] = first
      if (proposalId(order, hash) === wanted)
        return [{kind: 'order', message: `it is the id of the proposal with calls ${a + 1} and ${b + 1} swapped`}]
    }
    if (
      proposalId(
        calls.filter((_, index) => index !== a),
        hash,
      ) === wanted
    ) {
      return [{kind: 'calls', message: `it is the id of the proposal without call ${a + 1}`}]
    }
  }
  const width = description === undefined ? undefined : wrappedAt(description)
  return width === undefined
    ? []
    : [
        {
          kind: 'description',
          message: `no edit that was tried gives it, but a formatter has been here: the lines of the description are cut at ${width} columns; take the description from the governor's ProposalCreated event`,
        },
      ]
}

function fullCall({to, value, data, signature}: GivenCall, id: number): RawCall {
  const target = Address.checksum(to)
  if (signature === undefined) return {chainId: id, to: target, value, data}
  return {chainId: id, to: target, value, data: selectorOfText(signature) + data.slice(2)}
}

function chainOf(chain: number | string, unknown: string[]): number | undefined {
  try {
    return chainId(chain)
  } catch (error) {
    if (!(error instanceof PlimsollError)) throw error
    unknown.push(error.message)
    return undefined
  }
}
