import {PlimsollError} from '../errors.js'
import type {Side} from '../insurance/fields.js'
import {layersOf, presetOf, type FundRequest} from '../insurance/simulation/request.js'
import type {LoadedProposal} from '../proposal/model.js'

/** A layer as it was read. */
export interface StackLayer {
  readonly name: string
  readonly kind: string
  /** Its parameters as they are simulated: fractions, USD, seconds. */
  readonly terms: Readonly<Record<string, number | string>>
  /** What can go wrong with it, and what the model leaves out. */
  readonly risks: readonly string[]
  /** Why it can never pay, where that is so. */
  readonly degenerate?: string
}

/** The stack of a proposal, explained and not simulated. */
export interface StackReport {
  readonly title: string
  readonly file: string
  /** sha256 of the proposal file. */
  readonly proposalDigest: string
  readonly version: string
  /** Whose stack it is, where the proposal takes a venue's. */
  readonly preset?: {
    readonly name: string
    readonly title: string
    readonly source: string
    readonly simplified: readonly string[]
  }
  readonly sides: readonly {readonly side: Side; readonly layers: readonly StackLayer[]}[]
}

/** @throws FUND_NONE without a stack; INSURANCE_*, UNITS_* for one that cannot be read */
export function stackReport({digest, file, proposal}: LoadedProposal, version: string): StackReport {
  const fund: FundRequest | undefined = proposal.backtest?.fund
  if (fund === undefined) {
    throw new PlimsollError('FUND_NONE', 'The proposal has no `backtest.fund`, so there is no stack to explain.')
  }
  const preset = presetOf(fund)
  return {
    ...{title: proposal.title, file, proposalDigest: digest, version},
    ...(preset && {
      preset: {name: preset.name, title: preset.title, source: preset.source, simplified: preset.simplified},
    }),
    sides: (['before', 'after'] as const).map((side) => ({side, layers: layersOf(fund, side).map(written)})),
  }
}

function written({degenerate, kind, name, risks, terms}: ReturnType<typeof layersOf>[number]): StackLayer {
  const finite = Object.entries(terms).map(([key, value]) => [key, value === Infinity ? 'no limit' : value])
  return {
    name,
    kind,
    terms: Object.fromEntries(finite) as StackLayer['terms'],
    risks,
    ...(degenerate !== undefined && {degenerate}),
  }
}
