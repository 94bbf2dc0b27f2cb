import {createHash} from 'node:crypto'
import {existsSync, mkdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {tmpdir} from 'node:os'
import path from 'node:path'

import type {Artifact} from './evm.js'

const MODULES = new URL('../../node_modules/', import.meta.url)
const CACHE = path.join(tmpdir(), 'plimsoll-solc')

type Artifacts = Readonly<Record<string, Artifact>>
type Links = NonNullable<Artifact['linkReferences']>

interface Output {
  readonly errors?: readonly {readonly severity: string; readonly formattedMessage: string}[]
  readonly contracts?: Readonly<
    Record<
      string,
      Readonly<Record<string, {abi: Artifact['abi']; evm: {bytecode: {object: string; linkReferences: Links}}}>>
    >
  >
}

/** A package whose Solidity is compiled as it is. */
export interface Source {
  /** The package of the compiler. */
  readonly compiler: string
  /** The files, by their paths below node_modules; each holds a contract of its name. */
  readonly entries: readonly string[]
  /** What the first part of an import stands for, below node_modules. */
  readonly remappings: Readonly<Record<string, string>>
  /** The version that a source insists on, where the compiler is a later one. */
  readonly pragma?: string
}

/** The contracts by name; the output is kept by the hash of the compiler's version, the settings and every source. */
export function compiledPackage({compiler, entries, remappings, pragma}: Source): Artifacts {
  const require = createRequire(new URL('package.json', MODULES))
  const {version} = JSON.parse(readFileSync(new URL(`${compiler}/package.json`, MODULES), 'utf8')) as {version: string}
  const sources: Record<string, {content: string}> = {}
  for (const entry of entries) collect(entry, remappings, sources)
  if (pragma !== undefined)
    for (const source of Object.values(sources))
      source.content = source.content.replace(`pragma solidity ${pragma};`, `pragma solidity ^${pragma};`)
  const settings = {
    metadata: {bytecodeHash: 'none'},
    outputSelection: Object.fromEntries(
      entries.map((entry) => [entry, {[nameOf(entry)]: ['abi', 'evm.bytecode.object', 'evm.bytecode.linkReferences']}]),
    ),
    remappings: Object.entries(remappings).map(([from, to]) => `${from}=${to}`),
  }
  const input = JSON.stringify({language: 'Solidity', sources, settings})
  const key = createHash('sha256').update(`${version}\n${input}`).digest('hex')
  const kept = path.join(CACHE, `package-${key}.json`)
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8')) as Artifacts

  const solc = require(compiler) as {compile: (input: string) => string}
  const output = JSON.parse(solc.compile(input)) as Output
  const wrong = output.errors?.filter(({severity}) => severity === 'error') ?? []
  if (wrong.length > 0) throw new Error(wrong.map(({formattedMessage}) => formattedMessage).join('\n'))
  const artifacts = Object.fromEntries(entries.map((entry) => [nameOf(entry), artifactOf(entry, output)]))
  mkdirSync(CACHE, {recursive: true})
  writeFileSync(`${kept}.${process.pid}`, JSON.stringify(artifacts))
  renameSync(`${kept}.${process.pid}`, kept)
  return artifacts
}

const nameOf = (entry: string): string => path.basename(entry, '.sol')

function artifactOf(entry: string, {contracts}: Output): Artifact {
  const contractName = nameOf(entry)
  const found = contracts?.[entry]?.[contractName]
  if (!found) throw new Error(`${entry} has no contract ${contractName}`)
  const {object, linkReferences} = found.evm.bytecode
  return {contractName, abi: found.abi, bytecode: `0x${object}`, deployedBytecode: '', linkReferences}
}

/** A source and everything that it imports, by the names that the compiler gives them. */
function collect(unit: string, remappings: Source['remappings'], sources: Record<string, {content: string}>): void {
  if (Object.hasOwn(sources, unit)) return
  const content = readFileSync(new URL(unit, MODULES), 'utf8')
  sources[unit] = {content}
  for (const [, target = ''] of content.matchAll(/^\s*(?:import\s|\}\s*from\s)[^'";]*['"]([^'"]+)['"];/gm)) {
    const mapped = Object.entries(remappings).find(([from]) => target.startsWith(from))
    const next = target.startsWith('.')
      ? path.posix.join(path.posix.dirname(unit), target)
      : mapped
        ? mapped[1] + target.slice(mapped[0].length)
        : target
    collect(next, remappings, sources)
  }
}
