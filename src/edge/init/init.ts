import {readdir, stat} from 'node:fs/promises'
import path from 'node:path'

import {PlimsollError} from '../../errors.js'
import {writeFileAtomic, writeFolderAtomic} from '../atomic.js'
import {starterFiles} from './files.js'

export interface Initialised {
  readonly folder: string
  /** Paths inside the folder. */
  readonly files: readonly string[]
}

/**
 * Makes a folder a repository of proposals.
 * @param options.force also writes into a folder that has something in it; files of the same names are replaced, others stay
 * @throws INIT_NOT_EMPTY, INIT_NOT_A_FOLDER
 */
export async function init(folder: string, {force, version}: {force: boolean; version: string}): Promise<Initialised> {
  const there = await contents(folder)
  // A repository that was just made with `git init` is empty.
  const taken = there?.filter((name) => name !== '.git') ?? []
  if (taken.length > 0 && !force) {
    throw new PlimsollError('INIT_NOT_EMPTY', `${folder} is not empty (it has ${taken.slice(0, 3).join(', ')}).`, {
      suggestions: ['Name another folder, or write into it all the same: --force'],
    })
  }
  const files = await starterFiles(version)
  if (there === undefined) await writeFolderAtomic(folder, files)
  else for (const [name, content] of Object.entries(files)) await writeFileAtomic(path.join(folder, name), content)
  return {folder, files: Object.keys(files).sort()}
}

/** What a folder holds; undefined when there is none. */
async function contents(folder: string): Promise<string[] | undefined> {
  const status = await stat(folder).catch(() => undefined)
  if (!status) return undefined
  if (status.isDirectory()) return (await readdir(folder)).sort()
  throw new PlimsollError('INIT_NOT_A_FOLDER', `${folder} is a file.`, {suggestions: ['Name a folder.']})
}
