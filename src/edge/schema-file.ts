import {readFile} from 'node:fs/promises'
import path from 'node:path'

import {PlimsollError} from '../errors.js'
import schema from '../generated/proposal.schema.json' with {type: 'json'}
import {writeFileAtomic} from './atomic.js'

/** What the file is called: proposals name it in their first line. */
export const SCHEMA_FILE = 'proposal.schema.json'

/** The schema of proposals, as the text of its file. */
export const schemaText = (): string => `${JSON.stringify(schema, undefined, 2)}\n`

/**
 * Writes the schema into a folder, so that editors find it beside the proposals; an older one of ours is replaced.
 * @throws SCHEMA_FOREIGN when a file of that name is something else
 */
export async function writeSchemaBeside(folder: string): Promise<string> {
  const file = path.join(folder, SCHEMA_FILE)
  const text = schemaText()
  const there = await readFile(file, 'utf8').catch(() => undefined)
  if (there === text) return file
  if (there !== undefined && !isOurs(there)) {
    throw new PlimsollError('SCHEMA_FOREIGN', `${file} is not a schema of Plimsoll: it was left as it is.`, {
      suggestions: ['Move it away, or write the proposal into another folder.'],
    })
  }
  await writeFileAtomic(file, text)
  return file
}

function isOurs(text: string): boolean {
  try {
    return (JSON.parse(text) as {title?: unknown}).title === schema.title
  } catch {
    return false
  }
}
