import type {Command} from '@oclif/core'
import {readdirSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

const folder = fileURLToPath(new URL('../../commands', import.meta.url))

/** Every command by its id (`data:list`), read from the files in `commands/`: there is no list to keep by hand. */
export const COMMANDS: Record<string, Command.Class> = {}

const files = readdirSync(folder, {encoding: 'utf8', recursive: true})
for (const file of files.map((name) => name.replaceAll('\\', '/')).sort()) {
  if (!file.endsWith('.ts')) continue
  // One after the other: Jest's loader loses modules that two imports at once ask for.
  const {default: command} = (await import(`../../commands/${file}`)) as {default: Command.Class}
  COMMANDS[file.replace(/(\/index)?\.ts$/, '').replaceAll('/', ':')] = command
}
