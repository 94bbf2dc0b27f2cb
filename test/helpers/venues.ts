import type {
  Act,
  SafeHashes,
  SafeTransaction,
  Turn,
  VenueCall,
  VenueContext,
  VenueDefinition,
} from '../../src/governance/model.js'

export const ANY_TIME = {opens: [], closes: []}

/** What a venue makes of calls: what the account outside must do, and what anyone does. */
export interface Wrapped {
  readonly turns: readonly Turn[]
  readonly acts: readonly Act[]
  /** Of the Safe, where it is one. */
  readonly safeTransaction: SafeTransaction
  readonly hashes: SafeHashes
}

/** One venue by itself, over calls that the protocol asks for. */
export function wrapCalls(
  venue: VenueDefinition,
  calls: readonly VenueCall[],
  fields: Readonly<Record<string, unknown>>,
  context: Partial<VenueContext> = {},
): Wrapped {
  const turn: Turn = {key: 'changes', title: 'Risk update', calls, role: 'the authority', window: ANY_TIME}
  const around = {
    chainId: 1,
    description: '# Risk update',
    index: 0,
    outer: undefined,
    turn: 0,
    turns: 1,
    ...context,
  }
  const entries = venue.wrap(turn, {venue: venue.name, ...fields}, around)
  const acts = entries.flatMap((entry) => ('act' in entry ? [entry.act] : []))
  const safe = acts.find((act) => act.safe)?.safe
  return {
    turns: entries.flatMap((entry) => ('turn' in entry ? [entry.turn] : [])),
    acts,
    safeTransaction: safe?.transaction as SafeTransaction,
    hashes: safe?.hashes as SafeHashes,
  }
}
