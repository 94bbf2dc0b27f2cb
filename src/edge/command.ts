import {Command, Errors} from '@oclif/core'

import {EXIT, formatPlace, PlimsollError} from '../errors.js'

/** Every command extends this: one place turns errors into exit codes, one paragraph of text, or JSON. */
export abstract class PlimsollCommand extends Command {
  static override enableJsonFlag = true

  protected override async catch(error: Error & {exitCode?: number}): Promise<never> {
    if (error instanceof PlimsollError) {
      if (this.jsonEnabled()) {
        process.exitCode = error.exit
        return super.catch(error) as Promise<never>
      }
      throw new Errors.CLIError(withPlace(error), {
        code: error.code,
        exit: error.exit,
        suggestions: [...error.suggestions],
        ...(error.ref === undefined ? {} : {ref: error.ref}),
      })
    }
    if (this.jsonEnabled()) process.exitCode = error.exitCode ?? EXIT.usage
    return super.catch(error) as Promise<never>
  }

  protected override toErrorJson(error: unknown): unknown {
    if (error instanceof PlimsollError) {
      const {code, message, suggestions, place} = error
      return {error: {code, message, ...(place ? {place} : {}), suggestions}}
    }
    return {
      error: {code: 'UNEXPECTED', message: error instanceof Error ? error.message : String(error), suggestions: []},
    }
  }
}

function withPlace(error: PlimsollError): string {
  return error.place ? `${formatPlace(error.place)}: ${error.message}` : error.message
}
