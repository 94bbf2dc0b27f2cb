import type {Command} from '@oclif/core'
import {readdirSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

const folder = fileURLToPath(new URL('../../commands', import.meta.url))

/** Every command by its id (`data:list`), read from the files in `commands/`: there is no list to keep by hand. */
export const COMMANDS: Record<string, Command.Class> = Object.fromEntries(
  await Promise.all(
    readdirSync(folder, {encoding: 'utf8', recursive: true})
      .filter((file) => file.endsWith('.ts'))
      .map((file) => file.replaceAll('\\', '/').replace(/\.ts$/, ''))
      .sort()
      .map(async (file): Promise<[string, Command.Class]> => {
        const {default: command} = (await import(`../../commands/${file}.ts`)) as {default: Command.Class}
        return [file.replace(/\/index$/, '').replaceAll('/', ':'), command]
      }),
  ),
)
