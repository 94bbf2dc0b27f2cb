import {spawn} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
import {connect} from 'node:net'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {text} from 'node:stream/consumers'
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

/**
 * Runs the built command line as a user does, in a process that has it loaded already (a fresh one costs a third of a
 * second each time): what only a fresh process shows (colour, a terminal, a pipe, signals) is tested with `shell` and
 * `inTerminal`. `npm test` builds it first.
 */
export async function cli(
  args: readonly string[],
  {cwd = ROOT, env = {}}: {cwd?: string; env?: Record<string, string>} = {},
): Promise<Ended> {
  const {JEST_WORKER_ID: worker = '1', PLIMSOLL_TEST_WARM: folder = ''} = process.env
  const connection = connect(path.join(folder, worker))
  connection.write(`${JSON.stringify({args, cwd, env})}\n`)
  return JSON.parse(await text(connection)) as Ended
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
