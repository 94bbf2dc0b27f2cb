import {createHash} from 'node:crypto'

/** What a proposal's figures rest on: enough to compute them again. */
export interface Evidence {
  /** Version of Plimsoll that computed them. */
  readonly plimsoll: string
  /** sha256 of the proposal's text without its evidence line. */
  readonly proposal: string
  /** sha256 of what was read, by name: the normalised bars of each price series, the positions. */
  readonly inputs: Readonly<Record<string, string>>
  /** Seeds, by what is drawn with them: `book`, `fund`. */
  readonly seeds: Readonly<Record<string, number>>
  /** Shares, as `formatFigure` writes them, by name: `coverage`, `badDebt`, `fundExhaustion`. */
  readonly figures: Readonly<Record<string, string>>
}

/** The evidence line, read. Digests but its own are shortened to 16 digits: the one of the whole binds them. */
export interface StatedEvidence extends Evidence {
  readonly digest: string
}

/** Decimals of a figure, in percent. A figure that is computed again may differ by one in the last: by 0.000001. */
const DECIMALS = 4
export const FIGURE_TOLERANCE = 1.000001e-6

const SHORT = 16
const HEX = `[0-9a-f]{${SHORT}}`

/** What `evidence:` of a proposal must look like. */
export const EVIDENCE_PATTERN =
  String.raw`^sha256 [0-9a-f]{64}, plimsoll [\w.+-]{1,40}, proposal ${HEX}` +
  String.raw`(, [\w.+-]{1,80} (${HEX}|seed \d{1,15}|-?\d{1,15}\.\d{4}%))*$`

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

/** `0.981234` as `98.1234%`. */
export const formatFigure = (share: number): string => `${(share * 100).toFixed(DECIMALS)}%`

/** `98.1234%` as `0.981234`. */
export const figureOf = (text: string): number => Number(text.slice(0, -1)) / 100

/** The text of a proposal without its evidence line: what the digest is over, so that the line can stand in the file. */
export const withoutEvidence = (text: string): string => text.replaceAll(/^evidence:[^\n]*\n?/gm, '')

/** sha256 of the proposal's text without its evidence line. */
export const digestWithoutEvidence = (text: string): string => sha256(withoutEvidence(text))

const sorted = <T>(entries: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1))

/** sha256 over all of it, as JSON without blanks, keys in order. */
export function evidenceDigest({figures, inputs, plimsoll, proposal, seeds}: Evidence): string {
  const [named, read, drawn] = [figures, inputs, seeds].map((part) => Object.fromEntries(sorted<unknown>(part)))
  return sha256(JSON.stringify({figures: named, inputs: read, plimsoll, proposal, seeds: drawn}))
}

const plain = (name: string): string => name.replaceAll(/[^\w.+-]/g, '-').slice(0, 80)

/** The evidence in one line: what stands in the proposal, and in a governor's description. */
export function evidenceLine(evidence: Evidence): string {
  const {figures, inputs, plimsoll, proposal, seeds} = evidence
  return [
    `sha256 ${evidenceDigest(evidence)}`,
    `plimsoll ${plimsoll}`,
    `proposal ${proposal.slice(0, SHORT)}`,
    ...sorted(inputs).map(([name, digest]) => `${plain(name)} ${digest.slice(0, SHORT)}`),
    ...sorted(seeds).map(([name, seed]) => `${name} seed ${seed}`),
    ...sorted(figures).map(([name, figure]) => `${name} ${figure}`),
  ].join(', ')
}

/** Reads an evidence line; undefined when it is none. */
export function readEvidence(line: string): StatedEvidence | undefined {
  if (!new RegExp(EVIDENCE_PATTERN).test(line)) return undefined
  const [digest = '', plimsoll = '', proposal = '', ...rest] = line.split(', ').map((part) => part.split(' '))
  const parts = (test: (words: readonly string[]) => boolean): Record<string, string> =>
    Object.fromEntries(rest.filter(test).map((words) => [words[0] ?? '', words.at(-1) ?? '']))
  const seeds = parts((words) => words.length === 3)
  return {
    digest: digest[1] ?? '',
    plimsoll: plimsoll[1] ?? '',
    proposal: proposal[1] ?? '',
    inputs: parts((words) => words.length === 2 && !words[1]?.endsWith('%')),
    seeds: Object.fromEntries(Object.entries(seeds).map(([name, seed]) => [name, Number(seed)])),
    figures: parts((words) => words.length === 2 && words[1]?.endsWith('%') === true),
  }
}

/** How the evidence line shortens a digest, and names what it is of. */
export const shortened = (inputs: Evidence['inputs']): Record<string, string> =>
  Object.fromEntries(Object.entries(inputs).map(([name, digest]) => [plain(name), digest.slice(0, SHORT)]))

/** The text with this evidence line as its last, in place of any that it had. */
export function withEvidence(text: string, evidence: Omit<Evidence, 'proposal'>): {text: string; line: string} {
  const end = text.includes('\r\n') ? '\r\n' : '\n'
  const bare = withoutEvidence(text)
  const base = bare === '' || bare.endsWith('\n') ? bare : bare + end
  const line = evidenceLine({...evidence, proposal: sha256(base)})
  return {text: `${base}evidence: "${line}"${end}`, line}
}
