import {
  digestWithoutEvidence,
  evidenceDigest,
  FIGURE_TOLERANCE,
  figureOf,
  formatFigure,
  readEvidence,
  shortened,
  type Evidence,
  type StatedEvidence,
} from '../proposal/evidence.js'
import type {Proposal} from '../proposal/model.js'
import {warning} from './dangers/catalogue.js'
import type {Verdict} from './model.js'

/** What became of a proposal's evidence. */
export interface EvidenceResult {
  /** sha256 that the evidence line gives. */
  readonly digest: string
  /** Whether the line stands on chain, in the description that a governor is given. */
  readonly onChain: boolean
  /** Undefined where it was not computed again. */
  readonly recomputed?: {
    readonly figures: Readonly<Record<string, string>>
    /** How far a figure may be from the one in the line: shares, so 0.000001 is 0.0001%. */
    readonly tolerance: number
    /** What is not as the line says; empty when all is. */
    readonly differences: readonly string[]
  }
}

const DESCRIBED = new Set(['compound-governor', 'governor-bravo', 'oz-governor'])

/** The description of a governor carries the line; one that the file gives itself may not. */
function isOnChain({evidence = '', governance = []}: Proposal): boolean {
  return governance.some(({venue, ...item}) => {
    const own = item['description']
    return DESCRIBED.has(venue) && (typeof own !== 'string' || own.includes(evidence))
  })
}

/**
 * Adds to a verdict what is known of the proposal's evidence: that it is of this text, what binds it to the transaction,
 * and, where it was computed again, whether it holds.
 * @param found the evidence computed again, or why it could not be; undefined where nobody asked
 */
export function withEvidenceOf<V extends Verdict>(
  verdict: V,
  {proposal, text}: {readonly proposal: Proposal; readonly text: string},
  found: Error | Evidence | undefined,
): V & {readonly evidence?: EvidenceResult} {
  const stated = proposal.evidence === undefined ? undefined : readEvidence(proposal.evidence)
  if (!stated) return found instanceof Error ? concluded(verdict, [], [found.message]) : verdict
  const stale = !digestWithoutEvidence(text).startsWith(stated.proposal)
  const warnings = stale
    ? [warning('evidence-stale', 'the proposal was changed after its evidence line was written'), ...verdict.warnings]
    : verdict.warnings
  const onChain = isOnChain(proposal)
  const binding = onChain
    ? 'stands in the description that the governor is given'
    : 'is bound to this transaction off-chain only, by the sha256 of the file: it has no description'
  const recomputed = found === undefined || found instanceof Error ? undefined : compared(stated, found)
  const state = !recomputed
    ? 'not computed again: --evidence does'
    : recomputed.differences.length === 0
      ? `computed again: figures within ${formatFigure(recomputed.tolerance)}`
      : 'computed again: it differs'
  const result: V = {
    ...verdict,
    warnings,
    notes: [`evidence ${stated.digest} ${binding} (${state})`, ...verdict.notes],
  }
  const differences = (recomputed?.differences ?? []).map((difference) => `evidence: ${difference}`)
  const unknown = found instanceof Error ? [`the evidence cannot be computed again: ${found.message}`] : []
  return {
    ...concluded(result, differences, unknown),
    evidence: {digest: stated.digest, onChain, ...(recomputed && {recomputed})},
  }
}

function concluded<V extends Verdict>(verdict: V, mismatches: readonly string[], unknown: readonly string[]): V {
  const was = verdict.verdict
  const now = mismatches.length > 0 ? 'MISMATCH' : unknown.length > 0 && was === 'MATCH' ? 'CANNOT TELL' : was
  return {...verdict, verdict: now, reasons: [...verdict.reasons, ...mismatches, ...unknown]}
}

function compared(stated: StatedEvidence, found: Evidence): NonNullable<EvidenceResult['recomputed']> {
  const differences = [
    ...(found.proposal.startsWith(stated.proposal) ? [] : ['the text of the proposal is another than it was made of']),
    ...named(stated.inputs, shortened(found.inputs), (was, is) => `sha256 ${was}..., and is now ${is}...`),
    ...named(stated.seeds, found.seeds, (was, is) => `seed ${was}, and is now ${is}`),
    ...figures(stated.figures, found.figures),
  ]
  // The figures within the tolerance are as good as those in the line, and the digest is over the latter.
  const digest = evidenceDigest({...found, plimsoll: stated.plimsoll, figures: stated.figures})
  if (differences.length === 0 && digest !== stated.digest)
    differences.push(`its sha256 is ${digest}; the line says ${stated.digest}`)
  return {figures: found.figures, tolerance: 1e-6, differences}
}

function named<T>(
  stated: Readonly<Record<string, T>>,
  found: Readonly<Record<string, T>>,
  said: (was: T | string, is: T | string) => string,
): string[] {
  const names = [...new Set([...Object.keys(stated), ...Object.keys(found)])].sort()
  return names
    .filter((name) => stated[name] !== found[name])
    .map((name) => `${name} had ${said(stated[name] ?? 'none', found[name] ?? 'none')}`)
}

function figures(stated: Evidence['figures'], found: Evidence['figures']): string[] {
  const names = [...new Set([...Object.keys(stated), ...Object.keys(found)])].sort()
  return names.flatMap((name) => {
    const [was, is] = [stated[name], found[name]]
    const near = was !== undefined && is !== undefined && Math.abs(figureOf(was) - figureOf(is)) <= FIGURE_TOLERANCE
    return near ? [] : [`${name} is ${is ?? 'not computed'}; the line says ${was ?? 'nothing of it'}`]
  })
}
