import type {Hashes, SignerFound, SignerView} from '../verify/model.js'
import type {StatementResult, Verdict, Warning} from '../verify/verify.js'
import type {style} from './style.js'
import {wrap} from './text.js'
import {visible} from './visible.js'

type Style = Readonly<Record<keyof typeof style, (text: string) => string>>

/** A signer reads all of it, so it must fit on one screen. */
export const MAX_LINES = 25
const WIDTH = 80
/** Where what follows a label begins. */
const HANG = 14

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
  const lines = rows.flatMap(([label, hash]) => (hash === undefined ? [] : halves(label, hash)))
  return proposalId === undefined ? lines : [...lines, ...decimalLines(String(BigInt(proposalId)))]
}

/** A hash on two lines of eight groups each, as it fits into 80 columns. */
function halves(label: string, hash: string): string[] {
  const [first, second] = [hash.slice(0, 34), hash.slice(34)]
  return [label.padEnd(HANG) + grouped(first), ' '.repeat(HANG) + grouped(`0x${second}`).replace('0x', '  ')]
}

function decimalLines(digits: string): string[] {
  const parts = digits.match(/.{1,60}/g) ?? []
  return parts.map((part, index) => (index === 0 ? 'in decimal' : '').padEnd(HANG) + part)
}

/** The verdict, the file it speaks about, the hashes (those that a Ledger shows first), then statement by statement. */
export function verdictLines(
  verdict: Verdict,
  source: {readonly file: string; readonly digest: string} | undefined,
  style: Style,
): string[] {
  const colour = {MATCH: style.good, MISMATCH: style.bad, 'CANNOT TELL': style.warn}[verdict.verdict]
  const head = [
    (dangersOf(verdict) > 0 ? style.bad : colour)(style.strong(headline(verdict))),
    ...(source
      ? [
          style.faint(`${'proposal'.padEnd(HANG)}${visible(source.file)}`),
          style.faint(`${'sha256'.padEnd(HANG)}${source.digest}`),
        ]
      : []),
    ...hashLines(verdict.hashes),
  ]
  const all = (texts: readonly string[], paint: Paint): Line[] => texts.map((text) => ({text, paint}))
  const reasons = all(
    verdict.reasons.map((reason) => `because ${visible(reason)}`),
    colour,
  )
  const diagnosis = all(
    verdict.diagnosis.map(({message}) => `diagnosis   ${visible(message)}`),
    style.strong,
  )
  const lines = (statuses: readonly StatementResult['status'][], paint: Paint): Line[] =>
    all(
      verdict.statements.filter(({status}) => statuses.includes(status)).map((result) => statementLine(result)),
      paint,
    )
  const wrong = lines(['different', 'missing', 'unexpected'], style.bad)
  const right = [...lines(['match'], style.good), ...lines(['seen'], plain)]
  const [dangers, others] = [
    verdict.warnings.filter(({severity}) => severity === 'danger'),
    verdict.warnings.filter(({severity}) => severity !== 'danger'),
  ].map((list) => list.map((warning) => warningLine(warning, style)))
  const signers = all((verdict.signers ?? []).map(signerLine), plain)
  const signed = all((verdict.signatures ?? []).map(signatureLine), plain)
  const notes = all(
    verdict.notes.map((note) => `note        ${visible(note)}`),
    style.faint,
  )
  return fit(head, [dangers ?? [], reasons, diagnosis, wrong, signers, right, signed, others ?? [], notes], style)
}

const dangersOf = ({warnings}: Verdict): number => warnings.filter(({severity}) => severity === 'danger').length

/** A MATCH that is dangerous all the same must not look like one that is not. */
function headline(verdict: Verdict): string {
  const dangers = dangersOf(verdict)
  return dangers === 0 ? verdict.verdict : `${verdict.verdict}, ${dangers} ${dangers === 1 ? 'danger' : 'dangers'}`
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

function warningLine({severity, message}: Warning, style: Style): Line {
  const text = `${severity.padEnd(10)}  ${visible(message)}`
  return {text, paint: severity === 'danger' ? style.bad : severity === 'warning' ? style.warn : style.faint}
}

type Paint = (text: string) => string

/** A line before it is broken into as many as the screen needs. */
interface Line {
  readonly text: string
  readonly paint: Paint
}

const plain: Paint = (text) => text
const painted = ({text, paint}: Line): string => paint(text)

/** Broken at 80 columns; what follows stands below the text, not below its label. */
function broken({text, paint}: Line): string[] {
  const indent = ' '.repeat(12)
  const label = /^(?:\S+ {2,}|because )/.exec(text)?.[0] ?? ''
  const [first = '', ...rest] = wrap(text.slice(label.length), WIDTH - 12)
  return [label + first, ...rest.map((line) => indent + line)].map((line) => paint(line))
}

/**
 * Breaks the lines at 80 columns where the screen has the room; else leaves that to the terminal, and cuts the sections to
 * what fits, the first first. What is left out is counted, never silently dropped.
 */
function fit(head: readonly string[], sections: readonly (readonly Line[])[], style: Style): string[] {
  const all = sections.flat()
  const room = MAX_LINES - head.length
  const lines = all.flatMap((line) => broken(line))
  if (lines.length <= room) return [...head, ...lines]
  if (all.length <= room) return [...head, ...all.map(painted)]
  // Every section that has something keeps a line of its own, so that many reasons cannot hide a warning.
  const filled = sections.filter((section) => section.length > 0)
  let spare = room - 1 - filled.length
  const shown = filled.flatMap((section) => {
    const extra = Math.min(spare, section.length - 1)
    spare -= extra
    return section.slice(0, 1 + extra)
  })
  return [
    ...head,
    ...shown.map(painted),
    style.faint(`and ${all.length - shown.length} more lines: --json has all of them`),
  ]
}
