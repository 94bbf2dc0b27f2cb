import type {Warning} from '../../governance/read/calls.js'
import {decodeCall} from '../../governance/read/decode/decode-call.js'
import type {DecodedCall, Pin} from '../../governance/read/decode/model.js'
import {safeHashes} from '../../governance/read/safe-hash.js'
import type {Proposal} from '../../proposal/model.js'
import type {RawCall} from '../../protocols/model.js'
import {expectedDescription} from '../description.js'
import type {Hints, Recover, SignerFound} from '../model.js'
import {treeOf, type Family} from '../nested.js'
import {judgeLibraries} from '../library-code.js'
import type {ResolvedSafe} from '../resolve.js'
import {readSignatures} from '../signatures.js'
import {seen} from '../seen.js'
import type {StatementResult} from '../statements.js'
import type {Findings} from '../findings.js'
import {addressesIn, lookAlikes} from './addresses.js'
import {callDangers} from './calls.js'
import {warning} from './catalogue.js'
import {safeDangers} from './safe.js'
import {driftDangers, textDangers} from './text.js'
import {timeDangers} from './times.js'

interface Circumstances {
  readonly family: Family | undefined
  readonly pins: ReadonlyMap<string, Pin>
  readonly proposal: Proposal | undefined
  readonly hints: Hints
  readonly findings: Findings
  readonly recover: Recover | undefined
}

/** Calls that no Safe makes. */
export interface OutsideCalls {
  readonly calls: readonly RawCall[]
  readonly chainId: number | undefined
}

/** Every danger check there is; what they find goes to the findings. Also: who signed, and what the calls do, line by line. */
export function allDangers(
  target: OutsideCalls | ResolvedSafe,
  around: Circumstances,
): {readonly signatures: readonly SignerFound[]; readonly does: readonly StatementResult[]} {
  const {findings, hints, proposal, pins} = around
  const isSafe = 'source' in target
  const trees = isSafe ? safeTrees(target, around) : outsideTrees(target, pins)
  const chainId = isSafe ? idOf(target) : target.chainId
  const context = {
    chainId,
    safe: isSafe ? target.fields.safe?.toLowerCase() : undefined,
    expected: expectedTargets(proposal, pins),
    seenHashes: new Set(around.family?.members.map(({hashes}) => hashes.safeTxHash) ?? []),
  }
  judgeLibraries(trees, chainId, hints.codes, findings)
  const found: Warning[] = isSafe ? safeDangers(target) : []
  for (const tree of trees) found.push(...callDangers(tree, context), ...timeDangers(tree, hints.now))
  const addresses = new Set(trees.flatMap((tree) => [...addressesIn(tree)]))
  if (isSafe && target.fields.safe !== undefined) addresses.add(target.fields.safe.toLowerCase())
  found.push(...lookAlikes(addresses, namedIn(proposal, hints), chainId), ...texts(proposal, trees))
  if (isSafe) found.push(...saidFunction(target, trees[0]))
  const signed = isSafe ? signaturesOf(target, around) : undefined
  found.push(...(signed?.warnings ?? []))
  findings.warnings.push(
    ...found.filter(({id}) => !findings.warnings.some((known) => known.id === id && isOfBatch(id))),
  )
  return {signatures: signed?.found ?? [], does: proposal ? [] : trees.flatMap((tree) => seen(tree, chainId))}
}

/** Warnings that the reading of the calls gives already. */
const isOfBatch = (id: string): boolean => id.startsWith('multisend-')

const idOf = (safe: ResolvedSafe): number | undefined =>
  safe.fields.chainId === undefined ? undefined : Number(safe.fields.chainId)

function safeTrees(safe: ResolvedSafe, {family, pins}: Circumstances): DecodedCall[] {
  if (!safe.all) {
    // What the call does can be seen before it is known which hash it has.
    const {to, value = 0n, data, operation} = safe.fields
    if (to === undefined || data === undefined || operation === undefined) return []
    return [treeOf({...safe.fields, to, value, data, operation}, pins)]
  }
  const others = family?.members.slice(1).map(({fields}) => treeOf(fields, pins)) ?? []
  return [treeOf(safe.all, pins), ...others]
}

function outsideTrees({calls, chainId}: OutsideCalls, pins: ReadonlyMap<string, Pin>): DecodedCall[] {
  return calls.map(({to, value, data}) =>
    decodeCall({operation: 'call', to: to.toLowerCase(), value, data}, {chainId, pins}),
  )
}

function expectedTargets(proposal: Proposal | undefined, pins: ReadonlyMap<string, Pin>): ReadonlySet<string> {
  const venues = (proposal?.governance ?? []).map((item) => String(item['address']).toLowerCase())
  return new Set([...pins.keys(), ...venues])
}

function namedIn(proposal: Proposal | undefined, {safe, owners = []}: Hints): {address: string; title: string}[] {
  const venues = (proposal?.governance ?? []).flatMap(({venue, ...item}) =>
    typeof item['address'] === 'string'
      ? [{address: item['address'].toLowerCase(), title: `the proposal's ${venue}`}]
      : [],
  )
  const contracts = Object.entries(proposal?.contracts ?? {}).map(([title, {address}]) => {
    return {address: address.toLowerCase(), title: `\`${title}\` of the proposal`}
  })
  return [
    ...venues,
    ...contracts,
    ...(safe === undefined ? [] : [{address: safe.toLowerCase(), title: 'the Safe that was named'}]),
    ...owners.map((address) => ({address: address.toLowerCase(), title: 'an owner'})),
  ]
}

function texts(proposal: Proposal | undefined, trees: readonly DecodedCall[]): Warning[] {
  const own = proposal
    ? [...textDangers(proposal.title, 'the title'), ...textDangers(proposal.summary ?? '', 'the summary')]
    : []
  const meant = proposal && expectedDescription(proposal)
  const inside = trees.flatMap((tree) => descriptionsIn(tree)).filter((text) => text !== meant)
  return [...own, ...inside.flatMap((text) => [...textDangers(text, 'the description'), ...driftDangers(text)])]
}

function descriptionsIn(call: DecodedCall): string[] {
  const own = (call.function?.arguments ?? [])
    .filter(({type}) => type.kind === 'string')
    .map(({value}) => value as string)
  return [...own, ...call.calls.flatMap((child) => descriptionsIn(child))]
}

function saidFunction({source}: ResolvedSafe, tree: DecodedCall | undefined): Warning[] {
  const {saidFunction: said} = source
  const actual = tree?.function?.name
  return said === undefined || actual === undefined || said === actual
    ? []
    : [warning('said-function', `the file says that the data calls ${said}; it calls ${actual}`)]
}

function signaturesOf(
  {all, source}: ResolvedSafe,
  {hints: {owners = source.owners, threshold = source.threshold}, recover, findings}: Circumstances,
): ReturnType<typeof readSignatures> | undefined {
  if (!all || (source.blob === undefined && source.signatures.length === 0)) return undefined
  if (!recover) {
    findings.notes.push('the signatures were not looked at')
    return undefined
  }
  return readSignatures({
    recover,
    hash: safeHashes(all).safeTxHash,
    signatures: source.signatures,
    owners: owners.map((owner) => owner.toLowerCase()),
    ...(source.blob === undefined ? {} : {blob: source.blob}),
    ...(threshold === undefined ? {} : {threshold}),
  })
}
