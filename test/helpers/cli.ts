import {spawn} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {fileURLToPath} from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A folder of its own for a test file, removed afterwards. */
export function scratchFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-cli-'))
  afterAll(() => {
    rmSync(folder, {force: true, recursive: true})
  })
  return folder
}

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the built command line as a user does, in a process of its own. `npm test` builds it first. */
export async function cli(
  args: readonly string[],
  {cwd = ROOT, env = {}}: {cwd?: string; env?: Record<string, string>} = {},
): Promise<Ended> {
  return ended(process.execPath, [path.join(ROOT, 'bin/run.js'), ...args], cwd, env)
}

/** Runs a line of bash in the project's folder; `$NODE` is this Node. */
export async function shell(line: string): Promise<Ended> {
  return ended('bash', ['-c', line], ROOT, {NODE: process.execPath})
}

async function ended(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string>,
): Promise<Ended> {
  const child = spawn(command, args, {cwd, env: {...process.env, ...env}, stdio: ['ignore', 'pipe', 'pipe']})
  const output = {stdout: '', stderr: ''}
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve)
  })
  return {code, ...output}
}
