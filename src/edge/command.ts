import {Command, Errors, Flags} from '@oclif/core'

import {EXIT, formatPlace, PlimsollError} from '../errors.js'

/** Every command extends this: one place turns errors into exit codes and into one paragraph of text or JSON. */
export abstract class PlimsollCommand extends Command {
  static override enableJsonFlag = true
  static override baseFlags = {
    'no-color': Flags.boolean({description: 'Print without colour (also: NO_COLOR=1).', helpGroup: 'GLOBAL'}),
  }

  protected override async catch(error: Error & {oclif?: {exit?: number | false}}): Promise<never> {
    if (error.oclif?.exit !== undefined && !this.jsonEnabled()) throw error // oclif's own: usage errors and exits
    const exit = error instanceof PlimsollError ? error.exit : (error.oclif?.exit ?? EXIT.cannotTell)
    if (error instanceof Errors.ExitError) throw error
    if (this.jsonEnabled()) this.logJson(this.toErrorJson(error))
    else this.complain(error)
    if (process.env['DEBUG'] !== undefined && !(error instanceof PlimsollError)) this.logToStderr(error.stack)
    throw new Errors.ExitError(exit === false ? EXIT.usage : exit)
  }

  protected override toErrorJson(error: unknown): unknown {
    if (error instanceof PlimsollError) {
      const {code, message, suggestions, place} = error
      return {error: {code, message, ...(place ? {place} : {}), suggestions}}
    }
    const usage = error instanceof Errors.CLIError
    const message = error instanceof Error ? error.message : String(error)
    return {error: {code: usage ? 'USAGE' : 'UNEXPECTED', message, suggestions: []}}
  }

  /** Prints an error on stderr, in one paragraph. */
  protected complain(error: Error): void {
    if (!this.jsonEnabled()) this.logToStderr(`${this.config.bin}: ${paragraph(error)}`)
  }

  /** Prints the result with its exit code, which is set first: whoever closes the pipe early still gets the right one. */
  protected conclude<T>(result: T, exit: number, text: string): T {
    if (exit !== EXIT.yes) process.exitCode = exit
    this.log(text)
    return result
  }
}

function paragraph(error: Error): string {
  if (!(error instanceof PlimsollError)) {
    return `unexpected error: ${error.message}. This is a defect of Plimsoll; DEBUG=1 shows where.`
  }
  const place = error.place ? `${formatPlace(error.place)}: ` : ''
  return [`${place}${error.message}`, ...error.suggestions].join(' ')
}
