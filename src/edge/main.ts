import {execute} from '@oclif/core'

/** Starts the command line; `entry` is the URL of the launcher, so that oclif finds package.json beside it. */
export async function main(entry: string): Promise<void> {
  // chalk knows FORCE_COLOR and --no-color, not NO_COLOR (no-color.org): any value but the empty one switches colour off.
  if (process.env['NO_COLOR'] || process.argv.includes('--no-color')) process.env['FORCE_COLOR'] = '0'
  // A reader that has seen enough (`| head`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  await execute({dir: entry})
}
