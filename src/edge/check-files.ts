import {chmod, readdir, realpath, stat} from 'node:fs/promises'
import path from 'node:path'

import {checkSource, type CheckResult} from '../check/check.js'
import {applyFixes} from '../check/fix.js'
import type {Surroundings} from '../check/rule.js'
import {PlimsollError} from '../errors.js'
import type {LoadedProposal} from '../proposal/model.js'
import {MAX_BYTES, parseSource} from '../proposal/parse.js'
import {quoteNumber} from '../proposal/quote.js'
import {writeFileAtomic} from './atomic.js'
import {loadProposal} from './load-proposal.js'
import {readInput} from './read-input.js'

/** One fix can make room for another, where they touch; more rounds than this would be a circle. */
const ROUNDS = 5

export interface CheckedFile {
  readonly result: CheckResult
  /** How many places were put right and written back. */
  readonly fixed: number
}

const BOM = Uint8Array.of(0xef, 0xbb, 0xbf)
const hasBom = (bytes: Uint8Array): boolean => BOM.every((byte, index) => bytes[index] === byte)

/** The bytes of a text, with the mark in front that the file had. */
function bytesOf(text: string, like: Uint8Array): Uint8Array {
  const encoded = new TextEncoder().encode(text)
  return hasBom(like) ? Uint8Array.of(...BOM, ...encoded) : encoded
}

/** Parses; an address without quotes, which YAML would read as a number, is quoted first where that is allowed. */
function parseQuoting(given: Uint8Array, file: string, fix: boolean): {bytes: Uint8Array; quoted: number} {
  let bytes = given
  for (let quoted = 0; ; quoted++) {
    try {
      parseSource(bytes, file)
      return {bytes, quoted}
    } catch (error) {
      if (!fix || quoted >= 100 || !(error instanceof PlimsollError)) throw error
      const text = new TextDecoder().decode(bytes)
      const better =
        error.code === 'PROPOSAL_INEXACT_NUMBER' && error.place ? quoteNumber(text, error.place) : undefined
      if (better === undefined) throw error
      bytes = bytesOf(better, bytes)
    }
  }
}

async function checkFile(file: string, surroundings: Surroundings, fix: boolean): Promise<CheckedFile> {
  const given = await readInput(file, MAX_BYTES)
  let {bytes, quoted: fixed} = parseQuoting(given, file, fix)
  let result = checkSource(parseSource(bytes, file), surroundings)
  for (let round = 0; fix && result.fixes.length > 0 && round < ROUNDS; round++) {
    const text = applyFixes(result.text, result.fixes)
    if (text === result.text) break
    fixed += result.fixes.length
    bytes = bytesOf(text, given)
    result = checkSource(parseSource(bytes, file), surroundings)
  }
  if (fixed > 0) await writeBack(file, bytes)
  return {result, fixed}
}

/** Writes through a link, and keeps who may read the file. */
async function writeBack(file: string, bytes: Uint8Array): Promise<void> {
  const target = await realpath(file)
  const {mode} = await stat(target)
  await writeFileAtomic(target, bytes)
  await chmod(target, mode)
}

/**
 * The open proposals of a folder, by file name; those that are checked themselves are left out.
 * @throws CHECK_PENDING when there is no such folder; PROPOSAL_* when one of them cannot be read.
 */
async function loadPending(folder: string, checked: readonly string[]): Promise<LoadedProposal[]> {
  const names = await readdir(folder).catch(() => {
    throw new PlimsollError('CHECK_PENDING', 'there is no such folder of open proposals.', {place: {file: folder}})
  })
  const own = new Set(await Promise.all(checked.map(async (file) => realpath(file).catch(() => path.resolve(file)))))
  const files = names
    .filter((name) => /\.ya?ml$/i.test(name))
    .sort()
    .map((name) => path.join(folder, name))
  const others: string[] = []
  for (const file of files) if (!own.has(await realpath(file))) others.push(file)
  return Promise.all(others.map(async (file) => loadProposal(file)))
}

export interface CheckRequest {
  /** `2026-01-31`. */
  readonly today: string
  readonly fix: boolean
  /** Folder of open proposals. */
  readonly pending: string | undefined
}

/** Checks files, and puts right what leaves no choice. One that cannot be read hides no other. */
export async function checkFiles(
  files: readonly string[],
  {today, fix, pending}: CheckRequest,
): Promise<{checked: CheckedFile[]; unreadable: Error[]}> {
  const open = pending === undefined ? [] : await loadPending(pending, files)
  const read = await Promise.allSettled(files.map(async (file) => checkFile(file, {today, pending: open}, fix)))
  return {
    checked: read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
    unreadable: read.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : [])),
  }
}
