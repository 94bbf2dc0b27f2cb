import {readdir, stat} from 'node:fs/promises'
import {join} from 'node:path'

const INPUTS = [
  'bin',
  'commands',
  'package-lock.json',
  'package.json',
  'proposals',
  'src',
  'test/bench',
  'test/helpers',
]
const GENERATED = join('src', 'generated')
/** Written last. */
const LAST = 'oclif.manifest.json'

/** When a file, or anything in a folder, last changed; a folder's own time tells of files that are gone. */
async function changedAt(path) {
  if (path === GENERATED) return 0
  const found = await stat(path)
  if (!found.isDirectory()) return found.mtimeMs
  const inside = (await readdir(path)).map((name) => changedAt(join(path, name)))
  return Math.max(found.mtimeMs, ...(await Promise.all(inside)))
}

/** Whether something changed since the last whole build, or there was none. */
export async function isStale() {
  const built = await stat(LAST).catch(() => undefined)
  if (!built) return true
  const changes = await Promise.all(INPUTS.map(changedAt))
  return Math.max(...changes) > built.mtimeMs
}
