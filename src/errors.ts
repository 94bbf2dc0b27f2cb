/** Where in a file something is wrong; lines and columns count from 1. */
export interface Place {
  readonly file: string
  readonly line?: number
  readonly column?: number
}

/** Process exit codes (the same everywhere): 0 yes, 1 the answer is no, 2 usage or unreadable input, 3 could not tell. */
export const EXIT = {yes: 0, no: 1, usage: 2, cannotTell: 3} as const

export interface ErrorDetails {
  /** What the user can do next, one short sentence each. */
  readonly suggestions?: readonly string[]
  /** Where in the user's input it went wrong. */
  readonly place?: Place
  readonly exit?: number
  /** A page to read. */
  readonly ref?: string
}

/**
 * Base of every mistake of the user (input, usage, a request that cannot be met) that Plimsoll reports.
 * Anything else that is thrown is a bug of ours. `code` is stable, UPPER_SNAKE, and prefixed by its area.
 */
export class PlimsollError extends Error {
  readonly code: string
  readonly exit: number
  readonly suggestions: readonly string[]
  readonly place: Place | undefined
  readonly ref: string | undefined

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message)
    this.name = 'PlimsollError'
    this.code = code
    this.exit = details.exit ?? EXIT.usage
    this.suggestions = details.suggestions ?? []
    this.place = details.place
    this.ref = details.ref
  }
}

/** `file:line:col`, as far as it is known. */
export function formatPlace({file, line, column}: Place): string {
  if (line === undefined) return file
  return column === undefined ? `${file}:${line}` : `${file}:${line}:${column}`
}

/** A state that only a defect of Plimsoll itself can reach. */
export function bug(what: string): Error {
  return new Error(`Bug in Plimsoll: ${what}`)
}
