import {PlimsollError, type Place} from '../errors.js'

/** An error of the user's with its place, where it has none yet. */
export function placed(error: unknown, place: Place | undefined): unknown {
  if (!(error instanceof PlimsollError) || error.place || !place) return error
  const {code, message, suggestions, exit} = error
  return new PlimsollError(code, message, {suggestions, exit, place})
}
