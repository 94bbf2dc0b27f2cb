import {PlimsollError} from '../errors.js'

/** A mistake at a known place of a request: whoever knows the file can say in which line. */
export class RequestError extends PlimsollError {
  readonly path: readonly (number | string)[]

  constructor({code, message, suggestions, exit}: PlimsollError, path: readonly (number | string)[]) {
    super(code, message, {suggestions, exit})
    this.path = path
  }
}
