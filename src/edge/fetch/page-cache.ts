import {createHash} from 'node:crypto'
import {readFile} from 'node:fs/promises'
import path from 'node:path'

import {writeFileAtomic} from '../atomic.js'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/**
 * Answers that can no longer change, under the digest of what was asked; each carries the digest of what was answered, so
 * that a damaged file is asked for again. What was fetched before a connection broke is found here.
 */
export class PageCache {
  readonly #folder: string

  constructor(dataDir: string) {
    this.#folder = path.join(dataDir, 'fetched')
  }

  #file(asked: string): string {
    return path.join(this.#folder, `${sha256(asked)}.txt`)
  }

  async read(asked: string): Promise<string | undefined> {
    const text = await readFile(this.#file(asked), 'utf8').catch(() => undefined)
    if (text === undefined) return undefined
    const [digest = '', question = '', ...answer] = text.split('\n')
    const body = answer.join('\n')
    return question === asked && sha256(body) === digest ? body : undefined
  }

  async write(asked: string, answer: string): Promise<void> {
    await writeFileAtomic(this.#file(asked), `${sha256(answer)}\n${asked}\n${answer}`)
  }
}
