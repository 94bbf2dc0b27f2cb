import {readFile, stat} from 'node:fs/promises'

import {PlimsollError} from '../errors.js'

/**
 * Reads a small input file whole.
 * @throws INPUT_* (exit 2) in one line when it is missing, no file, too large or unreadable.
 */
export async function readInput(file: string, maxBytes: number): Promise<Uint8Array> {
  const place = {file}
  try {
    const status = await stat(file)
    if (status.isDirectory())
      throw new PlimsollError('INPUT_IS_DIRECTORY', 'this is a directory: name a file in it.', {place})
    if (!status.isFile() && !status.isFIFO())
      throw new PlimsollError('INPUT_NOT_A_FILE', 'this is no regular file.', {place})
    if (status.size > maxBytes) {
      const [size, most] = [status.size, maxBytes].map(
        (bytes) => `${Math.ceil(bytes / 1024).toLocaleString('en-US')} KiB`,
      )
      throw new PlimsollError('INPUT_TOO_LARGE', `the file has ${size}; at most ${most} are read here.`, {place})
    }
    return await readFile(file)
  } catch (error) {
    if (error instanceof PlimsollError) throw error
    const {code} = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new PlimsollError('INPUT_MISSING', 'there is no such file.', {place})
    if (code === 'EACCES' || code === 'EPERM')
      throw new PlimsollError('INPUT_UNREADABLE', 'the file may not be read (permissions).', {place})
    throw new PlimsollError('INPUT_UNREADABLE', `the file cannot be read (${code ?? String(error)}).`, {place})
  }
}
