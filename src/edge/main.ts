import {execute} from '@oclif/core'

import {EXIT} from '../errors.js'

/** Starts the command line; `entry` is the URL of the launcher, so that oclif finds package.json beside it. */
export async function main(entry: string): Promise<void> {
  // chalk knows FORCE_COLOR and --no-color, not NO_COLOR (no-color.org): any value but the empty one switches colour off.
  if (process.env['NO_COLOR'] || process.argv.includes('--no-color')) process.env['FORCE_COLOR'] = '0'
  process.stdout.on('error', outputFailed)
  process.on('uncaughtException', outputFailed)
  await execute({dir: entry})
}

/**
 * A reader that has seen enough (`| head`) is no error and changes no verdict: the exit code stays what it was going to
 * be. A full disk is one; so is a defect of ours that nothing else caught.
 */
function outputFailed(error: NodeJS.ErrnoException): never {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? EXIT.yes)
  const what =
    error.code === 'ENOSPC' ? 'the output cannot be written: the disk is full' : `unexpected error: ${error.message}`
  process.stderr.write(`plimsoll: ${what}.\n${process.env['DEBUG'] === undefined ? '' : `${error.stack ?? ''}\n`}`)
  process.exit(EXIT.cannotTell)
}
