import type {Hashes, SignerFound, SignerView} from '../verify/model.js'
import type {StatementResult, Verdict, Warning} from '../verify/verify.js'
import type {style} from './style.js'
import {visible} from './visible.js'

type Style = Readonly<Record<keyof typeof style, (text: string) => string>>

/** A signer reads all of it, so it must fit on one screen. */
export const MAX_LINES = 25

/** A hash in groups of four, for reading aloud. */
export function grouped(hash: string): string {
  return `0x${(hash.slice(2).match(/.{1,4}/g) ?? []).join(' ')}`
}

const MARKS: Readonly<Record<StatementResult['status'], string>> = {
  match: 'ok',
  different: 'DIFFERENT',
  missing: 'MISSING',
  unexpected: 'UNEXPECTED',
  seen: 'does',
}

/** The hashes in the order in which a Ledger shows the first two, with the names that it shows. */
function hashLines(hashes: Hashes | undefined): string[] {
  if (!hashes) return []
  const {domainHash, messageHash, safeTxHash, proposalId, descriptionHash, operationId} = hashes
  const rows: readonly (readonly [label: string, hash: string | undefined])[] = [
    ['domain hash', domainHash],
    ['message hash', messageHash],
    ['safeTxHash', safeTxHash],
    ['proposal id', proposalId],
    ['description', descriptionHash],
    ['operation id', operationId],
  ]
  const lines = rows.flatMap(([label, hash]) => (hash === undefined ? [] : [`${label.padEnd(12)}  ${grouped(hash)}`]))
  return proposalId === undefined ? lines : [...lines, `${'in decimal'.padEnd(12)}  ${BigInt(proposalId)}`]
}

/** The verdict, the file it speaks about, the hashes (those that a Ledger shows first), then statement by statement. */
export function verdictLines(
  verdict: Verdict,
  source: {readonly file: string; readonly digest: string} | undefined,
  style: Style,
): string[] {
  const colour = {MATCH: style.good, MISMATCH: style.bad, 'CANNOT TELL': style.warn}[verdict.verdict]
  const head = [
    colour(style.strong(verdict.verdict)),
    ...(source ? [style.faint(`proposal  ${visible(source.file)}  sha256 ${source.digest}`)] : []),
    ...hashLines(verdict.hashes),
  ]
  const reasons = verdict.reasons.map((reason) => colour(`because ${visible(reason)}`))
  const diagnosis = verdict.diagnosis.map(({message}) => style.strong(`diagnosis   ${visible(message)}`))
  const lines = (statuses: readonly StatementResult['status'][], paint: (text: string) => string): string[] =>
    verdict.statements.filter(({status}) => statuses.includes(status)).map((result) => paint(statementLine(result)))
  const wrong = lines(['different', 'missing', 'unexpected'], style.bad)
  const right = [...lines(['match'], style.good), ...lines(['seen'], (text) => text)]
  const [dangers, others] = [
    verdict.warnings.filter(({severity}) => severity === 'danger'),
    verdict.warnings.filter(({severity}) => severity !== 'danger'),
  ].map((list) => list.map((warning) => warningLine(warning, style)))
  const signers = (verdict.signers ?? []).map((signer) => signerLine(signer))
  const signed = (verdict.signatures ?? []).map(signatureLine)
  const notes = verdict.notes.map((note) => style.faint(`note        ${visible(note)}`))
  return fit(head, [dangers ?? [], reasons, diagnosis, wrong, signers, right, signed, others ?? [], notes], style)
}

function signerLine({safe, nonce, hashes, role}: SignerView): string {
  return `Safe ${safe} nonce ${nonce}: domain ${grouped(hashes.domainHash)}, message ${grouped(hashes.messageHash)}; ${visible(role)}`
}

function signatureLine({signer, kind, isOwner}: SignerFound): string {
  const known = isOwner === undefined ? '' : isOwner ? ', an owner' : ', NO OWNER'
  return `signed      ${signer ?? 'by nobody'} (${kind}${known})`
}

function statementLine({status, text, expected, found}: StatementResult): string {
  const difference = status === 'different' ? ` (proposal ${expected ?? ''}, transaction ${found ?? ''})` : ''
  return `${MARKS[status].padEnd(10)}  ${visible(text + difference)}`
}

function warningLine({severity, message}: Warning, style: Style): string {
  const line = `${severity.padEnd(10)}  ${visible(message)}`
  return severity === 'danger' ? style.bad(line) : severity === 'warning' ? style.warn(line) : style.faint(line)
}

/** Cuts the sections to what fits, the first first; what is left out is counted, never silently dropped. */
function fit(head: readonly string[], sections: readonly (readonly string[])[], style: Style): string[] {
  const all = sections.flat()
  const room = MAX_LINES - head.length
  if (all.length <= room) return [...head, ...all]
  // Every section that has something keeps a line of its own, so that many reasons cannot hide a warning.
  const filled = sections.filter((section) => section.length > 0)
  let spare = room - 1 - filled.length
  const shown = filled.flatMap((section) => {
    const extra = Math.min(spare, section.length - 1)
    spare -= extra
    return section.slice(0, 1 + extra)
  })
  return [...head, ...shown, style.faint(`and ${all.length - shown.length} more lines: --json has all of them`)]
}
