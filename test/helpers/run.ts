import {runCommand} from '@oclif/test'
import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {fileURLToPath} from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const pjson = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {oclif: Record<string, unknown>}
pjson.oclif['commands'] = {identifier: 'COMMANDS', strategy: 'explicit', target: './test/helpers/commands.ts'}

/** A home of its own for each test file: no test sees or changes the data of whoever runs it. */
const home = mkdtempSync(path.join(tmpdir(), 'plimsoll-test-'))
for (const name of ['XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME']) process.env[name] = home
afterAll(() => {
  rmSync(home, {force: true, recursive: true})
})

/** What `config.dataDir` is in commands that `plimsoll()` runs. */
export const dataDir = path.join(home, 'plimsoll')

/** Runs the CLI in this process on the TypeScript sources: nothing needs building, and coverage sees it. */
export const plimsoll = <T>(...args: string[]) => runCommand<T>(args, {pjson, root} as unknown as {root: string})
