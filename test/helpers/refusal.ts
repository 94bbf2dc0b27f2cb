import {PlimsollError} from '../../src/errors.js'

/** The error of the user's that `run` must end in. */
export function refusal(run: () => unknown): PlimsollError {
  try {
    run()
  } catch (error) {
    if (error instanceof PlimsollError) return error
    throw error
  }
  throw new Error('nothing was refused')
}
