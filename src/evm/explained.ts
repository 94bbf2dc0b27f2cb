import {PlimsollError} from '../errors.js'
import type {TitledMessage} from './cross-check.js'
import type {Machine} from './machine.js'

/**
 * Why a path failed, and where a call in the end fails by itself, that too: what stands before it may hide it (a Safe says GS013,
 * whatever its calls say). The machine is at the failure; what is in its state afterwards is of no more use.
 */
export async function explained(machine: Machine, failure: string, calls: readonly TitledMessage[]): Promise<string> {
  try {
    for (const {title, ...message} of calls) {
      const {failure: own} = await machine.send(message)
      if (own !== undefined) return failure.includes(own) ? failure : `${failure}; by itself, "${title}" ${own}`
    }
    return failure
  } catch (error) {
    // The state that these calls need may not be there.
    if (error instanceof PlimsollError) return failure
    throw error
  }
}
