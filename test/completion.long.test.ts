import {execFileSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import path from 'node:path'

import {cli, scratchFolder} from './helpers/cli.js'
import {COMMANDS} from './helpers/commands.js'

// The completion function that `plimsoll autocomplete bash` installs, asked by a real bash.

const cache = scratchFolder()
let script: string

beforeAll(async () => {
  const {code} = await cli(['autocomplete', 'bash', '--refresh-cache'], {env: {XDG_CACHE_HOME: cache}})
  expect(code).toBe(0)
  script = path.join(cache, 'plimsoll/autocomplete/functions/bash/plimsoll.bash')
})

/** What bash offers after these words; the last one is being typed. */
function offered(...words: string[]): string[] {
  const ask = [
    `source ${script}`,
    `COMP_WORDS=(plimsoll ${words.map((word) => `'${word}'`).join(' ')})`,
    `COMP_CWORD=${words.length}`,
    '_plimsoll_autocomplete',
    String.raw`printf '%s\n' "\${COMPREPLY[@]}"`.replace(String.raw`\$`, '$'),
  ].join('\n')
  return execFileSync('bash', ['--noprofile', '--norc', '-c', ask], {encoding: 'utf8'})
    .split('\n')
    .map((line) => line.trim())
}

it('knows every command', () => {
  const first = new Set(Object.keys(COMMANDS).map((id) => id.split(':')[0]))
  expect(offered('')).toEqual(expect.arrayContaining([...first]))
  expect(offered('data', '')).toEqual(expect.arrayContaining(['list', 'show', 'import']))
})

it('completes what is begun', () => {
  expect(offered('dr')).toEqual(expect.arrayContaining(['draft']))
  expect(offered('dr')).not.toContain('diff')
})

it.each(Object.keys(COMMANDS))('knows the flags of %s', (id) => {
  const flags = Object.keys({json: 0, ...COMMANDS[id]!.flags}).map((name) => `--${name}`)
  expect(offered(...id.split(':'), '--')).toEqual(expect.arrayContaining(flags))
})

it('is what the shell is told to load', () => {
  expect(readFileSync(path.join(cache, 'plimsoll/autocomplete/bash_setup'), 'utf8')).toContain(script)
})
