import {randomBytes} from 'node:crypto'
import {existsSync} from 'node:fs'
import {link, mkdir, open, rename, rm} from 'node:fs/promises'
import path from 'node:path'

import {PlimsollError} from '../errors.js'

export type FileContent = Iterable<string> | Uint8Array | string

/** A name beside `target`, so that a rename stays inside one file system; hidden, so that a crash leaves no look-alike. */
const beside = (target: string): string =>
  path.join(path.dirname(target), `.${path.basename(target)}.${randomBytes(6).toString('hex')}.tmp`)

async function writeAll(file: string, content: FileContent): Promise<void> {
  const handle = await open(file, 'wx')
  try {
    const pieces = typeof content === 'string' || content instanceof Uint8Array ? [content] : content
    for (const piece of pieces) await handle.appendFile(piece)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const codeOf = (error: unknown): unknown => (error as {code?: unknown} | undefined)?.code

/**
 * Writes a file whole or not at all: a reader sees the old content or the new, never a part. Makes its folder.
 * @param options.replace false refuses when the file exists, also when two writers race
 * @throws EDGE_FILE_EXISTS
 */
export async function writeFileAtomic(file: string, content: FileContent, {replace = true} = {}): Promise<void> {
  const target = path.resolve(file)
  const temporary = beside(target)
  await mkdir(path.dirname(target), {recursive: true})
  try {
    await writeAll(temporary, content)
    if (replace) await rename(temporary, target)
    else await place(temporary, target, file)
  } finally {
    await rm(temporary, {force: true})
  }
}

/** A hard link fails when the name is taken, which a rename does not. */
async function place(temporary: string, target: string, shown: string): Promise<void> {
  try {
    await link(temporary, target)
  } catch (error) {
    if (codeOf(error) === 'EEXIST' || existsSync(target)) throw taken('EDGE_FILE_EXISTS', shown)
    await rename(temporary, target) // a file system without hard links
  }
}

/**
 * Writes a folder of files whole or not at all. `files` maps paths inside the folder (`a.json`, `abi/b.json`) to content.
 * @param options.replace takes the place of an existing folder, which is gone afterwards with everything in it
 * @throws EDGE_FOLDER_EXISTS when there is one and `replace` was not asked for
 */
export async function writeFolderAtomic(
  folder: string,
  files: Readonly<Record<string, FileContent>>,
  {replace = false} = {},
): Promise<void> {
  const target = path.resolve(folder)
  if (!replace && existsSync(target)) throw taken('EDGE_FOLDER_EXISTS', folder)
  const temporary = beside(target)
  try {
    await mkdir(temporary, {recursive: true})
    for (const [name, content] of Object.entries(files)) {
      const file = path.resolve(temporary, name)
      if (!file.startsWith(temporary + path.sep)) throw new Error(`${name} lies outside the folder that is written`)
      await mkdir(path.dirname(file), {recursive: true})
      await writeAll(file, content)
    }
    await swap(temporary, target, folder, replace)
  } finally {
    await rm(temporary, {force: true, recursive: true})
  }
}

async function swap(temporary: string, target: string, shown: string, replace: boolean): Promise<void> {
  if (!existsSync(target)) {
    await rename(temporary, target)
    return
  }
  if (!replace) throw taken('EDGE_FOLDER_EXISTS', shown)
  const old = beside(target)
  await rename(target, old)
  try {
    await rename(temporary, target)
  } catch (error) {
    await rename(old, target)
    throw error
  }
  await rm(old, {force: true, recursive: true})
}

const taken = (code: string, shown: string): PlimsollError =>
  new PlimsollError(code, `${shown} exists already: it was left as it is.`, {
    suggestions: ['Take another name, or say that it may be replaced.'],
  })
