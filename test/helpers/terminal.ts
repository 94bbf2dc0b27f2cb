import {spawn} from 'node:child_process'
import path from 'node:path'
import {stripVTControlCharacters} from 'node:util'

import {ROOT} from './cli.js'
import {Screen} from './screen.js'

export const KEYS = {
  enter: '\r',
  down: '\u001b[B',
  up: '\u001b[A',
  space: ' ',
  ctrlC: '\u0003',
  ctrlD: '\u0004',
  tab: '\t',
  backspace: '\u007f',
}

export interface Talk {
  readonly screen: Screen
  /** Waits until the text was written since the last key, and nothing more comes. */
  readonly see: (text: string) => Promise<void>
  readonly type: (keys: string) => void
}

export interface Talked {
  readonly code: number | null
  readonly screen: Screen
  /** Everything that was written, escape sequences and all. */
  readonly raw: string
}

/** A prompt that loads its choices takes no keys meanwhile: it is ready when it has been quiet for so long. */
const QUIET_MS = 60

const quote = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`

/**
 * Runs the built command line in a pseudo-terminal of a size (script(1) of Debian's bsdutils), and talks to it.
 * @param talk sees what is on the screen and types; the command must end by itself afterwards
 */
export async function inTerminal(
  args: readonly string[],
  {columns, cwd, env = {}}: {columns: number; cwd: string; env?: Record<string, string>},
  talk: (talk: Talk) => Promise<void>,
): Promise<Talked> {
  const command = [process.execPath, path.join(ROOT, 'bin/run.js'), ...args].map(quote).join(' ')
  const child = spawn('script', ['-qfec', `stty cols ${columns} rows 30; exec ${command}`, '/dev/null'], {
    cwd,
    env: {...process.env, TERM: 'xterm-256color', SHELL: '/bin/sh', ...env},
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const screen = new Screen(columns)
  let raw = ''
  let mark = 0
  const waiting = new Set<() => void>()
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    raw += text
    screen.write(text)
    for (const look of waiting) look()
  })
  const closed = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve)
  })
  const talking = talk({
    screen,
    type(keys) {
      mark = raw.length
      child.stdin.write(keys)
    },
    see: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!stripVTControlCharacters(raw.slice(mark)).includes(text)) return
          clearTimeout(settled)
          settled = setTimeout(() => {
            waiting.delete(look)
            clearTimeout(late)
            resolve()
          }, QUIET_MS)
        }
        let settled: NodeJS.Timeout | undefined
        const late = setTimeout(() => {
          waiting.delete(look)
          reject(new Error(`\`${text}\` is not on the screen:\n${screen.lines.join('\n')}`))
        }, 10_000)
        waiting.add(look)
        look()
        void closed.then(() => {
          if (waiting.has(look))
            reject(new Error(`ended before \`${text}\` was on the screen:\n${screen.lines.join('\n')}`))
        })
      }),
  })
  try {
    await talking
  } catch (error) {
    child.kill()
    throw error
  }
  return {code: await closed, screen, raw}
}
