import {dataSlice, dataLength} from 'ethers'

import {PlimsollError} from '../../errors.js'
import type {VenueCall} from '../model.js'

/** How a transaction names its function: by a signature apart from the arguments, or in the calldata. */
export const STYLES = ['signature', 'calldata'] as const
export type Style = (typeof STYLES)[number]

export const styleField = {
  type: 'string',
  enum: STYLES,
  description:
    '`signature`: the function stands as text beside its arguments; `calldata`: the text is empty and the data whole. The hashes differ.',
}

/** Default of Timelock.GRACE_PERIOD in Compound's contract. */
export const GRACE_SECONDS = 14 * 86_400

export interface StyledCall {
  readonly target: string
  readonly value: bigint
  readonly signature: string
  readonly data: string
}

/**
 * Calls as a Compound Timelock queues them.
 * @throws VENUE_NO_SIGNATURE, VENUE_SAME_CALLS when two are identical (the timelock would know them as one)
 */
export function styledCalls(calls: readonly VenueCall[], style: Style): StyledCall[] {
  const styled = calls.map((call) => styledCall(call, style))
  const seen = new Set(
    styled.map((call) => JSON.stringify([call.target, String(call.value), call.signature, call.data])),
  )
  if (seen.size === styled.length) return styled
  throw new PlimsollError('VENUE_SAME_CALLS', 'Two calls are identical: the timelock queues each only once.', {
    suggestions: ['Leave out the repetition.'],
  })
}

function styledCall({to, value, data, signature, title}: VenueCall, style: Style): StyledCall {
  if (style === 'calldata') return {target: to, value, signature: '', data}
  if (signature !== undefined && dataLength(data) >= 4) return {target: to, value, signature, data: dataSlice(data, 4)}
  throw new PlimsollError('VENUE_NO_SIGNATURE', `The function of this call is not known by its signature: ${title}.`, {
    suggestions: ['Use `style: calldata`.'],
  })
}
