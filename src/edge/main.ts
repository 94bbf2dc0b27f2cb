import {execute} from '@oclif/core'

/** Starts the command line; `entry` is the URL of the launcher, so that oclif finds package.json beside it. */
export async function main(entry: string): Promise<void> {
  await execute({dir: entry})
}
