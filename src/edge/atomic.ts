import {randomBytes} from 'node:crypto'
import {existsSync} from 'node:fs'
import {link, mkdir, open, readdir, rename, rm} from 'node:fs/promises'
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
  await writable(file, () => makeFolders(path.dirname(target)))
  try {
    await writable(file, () => writeAll(temporary, content))
    if (replace) await rename(temporary, target)
    else await place(temporary, target, file)
  } finally {
    await rm(temporary, {force: true})
  }
}

/** Makes a folder and those above it. Node's own `recursive` never returns on file systems that refuse (/proc). */
async function makeFolders(folder: string): Promise<void> {
  if (existsSync(folder)) return
  await makeFolders(path.dirname(folder))
  await mkdir(folder).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error
  })
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
 * @param options.replace takes the place of an existing folder that holds only files of these names
 * @throws EDGE_FOLDER_EXISTS when there is one and `replace` was not asked for
 */
export async function writeFolderAtomic(
  folder: string,
  files: Readonly<Record<string, FileContent>>,
  {replace = false} = {},
): Promise<void> {
  if (folder.trim() === '') throw new PlimsollError('EDGE_NO_NAME', 'the folder to write has no name.')
  const target = path.resolve(folder)
  if (existsSync(target)) await assertReplaceable(target, folder, new Set(Object.keys(files)), replace)
  const temporary = beside(target)
  try {
    await writable(folder, async () => {
      await makeFolders(path.dirname(temporary))
      await mkdir(temporary)
    })
    for (const [name, content] of Object.entries(files)) {
      const file = path.resolve(temporary, name)
      if (!file.startsWith(temporary + path.sep)) throw new Error(`${name} lies outside the folder that is written`)
      await makeFolders(path.dirname(file))
      await writeAll(file, content)
    }
    await swap(temporary, target, folder, replace)
  } finally {
    await rm(temporary, {force: true, recursive: true})
  }
}

/** Only a folder that holds nothing but what is about to be written may go: anything else in it would be lost. */
async function assertReplaceable(
  target: string,
  shown: string,
  names: ReadonlySet<string>,
  replace: boolean,
): Promise<void> {
  if (!replace) throw taken('EDGE_FOLDER_EXISTS', shown)
  const entries = await readdir(target).catch(() => undefined)
  const foreign = entries?.filter((name) => !names.has(name))
  if (foreign?.length === 0 && !process.cwd().startsWith(target)) return
  const why = foreign
    ? foreign.length > 0
      ? `it holds ${foreign.slice(0, 3).join(', ')}`
      : 'it is the current folder'
    : 'it is no folder'
  throw new PlimsollError('EDGE_NOT_REPLACEABLE', `${shown} is not replaced: ${why}.`, {
    suggestions: ['Take another name.'],
  })
}

/** Turns the operating system's refusal into an error of the user's. */
async function writable<T>(shown: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    const code = codeOf(error)
    if (typeof code !== 'string' || error instanceof PlimsollError) throw error
    throw new PlimsollError('EDGE_UNWRITABLE', `${shown} cannot be written (${code}).`, {
      suggestions: ['Choose a place where files can be written.'],
    })
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
