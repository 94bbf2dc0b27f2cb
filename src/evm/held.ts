import type {Act} from '../governance/model.js'
import {ANYBODY, type Machine} from './machine.js'

/** What the chain holds under the numbers that the file gives. */
export interface HeldFound {
  /** Numbers behind which something else stands: what governance will execute is not the proposal. */
  readonly wrong: readonly string[]
  /** What was found, or could not be, a sentence each. */
  readonly told: readonly string[]
}

/** Asks governors and payloads controllers what stands under the proposal's numbers, before anything is executed. */
export async function heldUnder(machine: Machine, acts: readonly Act[]): Promise<HeldFound> {
  const wrong: string[] = []
  const told: string[] = []
  for (const {held} of acts) {
    if (!held) continue
    const {failure, output} = await machine.call({from: ANYBODY, to: held.to, value: 0n, data: held.data})
    const same = failure === undefined ? answered(() => held.same(output)) : undefined
    if (same === true) told.push(`${held.what} holds exactly the calls of the proposal`)
    else if (same === false) wrong.push(`${held.what} holds other calls than the proposal`)
    else told.push(`what ${held.what} holds is not known: it is not on this chain yet, or cannot be asked for`)
  }
  return {wrong, told}
}

/** An answer that is none of the function's says nothing. */
function answered(read: () => boolean | undefined): boolean | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
