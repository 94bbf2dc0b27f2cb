import {createHash} from 'node:crypto'
import {existsSync, mkdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {tmpdir} from 'node:os'
import path from 'node:path'

import type {Artifact} from './evm.js'

const ROOT = new URL('../../', import.meta.url)
const CACHE = path.join(tmpdir(), 'plimsoll-solc')

type Artifacts = Readonly<Record<string, Artifact>>

interface Output {
  readonly errors?: readonly {readonly severity: string; readonly formattedMessage: string}[]
  readonly contracts?: Readonly<
    Record<string, Readonly<Record<string, {abi: Artifact['abi']; evm: {bytecode: {object: string}}}>>>
  >
}

/**
 * Compiles a contract of test/fixtures/contracts over the packages, from the file of its name unless another has it; the output is
 * kept by the hash of all that went into it.
 */
export function compiled(name: string, file = name): Artifact {
  const require = createRequire(new URL('package.json', ROOT))
  const versionOf = (folder: string): string =>
    (JSON.parse(readFileSync(new URL(`node_modules/${folder}/package.json`, ROOT), 'utf8')) as {version: string})
      .version
  const content = readFileSync(new URL(`test/fixtures/contracts/${file}.sol`, ROOT), 'utf8')
  const versions = ['solc', '@openzeppelin/contracts', '@openzeppelin/contracts-v4'].map(versionOf).join(' ')
  const key = createHash('sha256').update(`${versions}\n${content}`).digest('hex')
  const kept = path.join(CACHE, `contracts-${file}-${key}.json`)
  if (existsSync(kept)) return named(JSON.parse(readFileSync(kept, 'utf8')) as Artifacts, name)

  const solc = require('solc') as {compile: (input: string, callbacks: object) => string}
  const outputSelection = {[`${file}.sol`]: {'*': ['abi', 'evm.bytecode.object']}}
  const input = {language: 'Solidity', sources: {[`${file}.sol`]: {content}}, settings: {outputSelection}}
  const find = (path: string) => ({contents: readFileSync(new URL(`node_modules/${path}`, ROOT), 'utf8')})
  const output = JSON.parse(solc.compile(JSON.stringify(input), {import: find})) as Output
  const wrong = output.errors?.filter(({severity}) => severity === 'error') ?? []
  if (wrong.length > 0) throw new Error(wrong.map(({formattedMessage}) => formattedMessage).join('\n'))
  const artifacts = Object.fromEntries(
    Object.entries(output.contracts?.[`${file}.sol`] ?? {}).map(([contractName, {abi, evm}]): [string, Artifact] => [
      contractName,
      {contractName, abi, bytecode: `0x${evm.bytecode.object}`, deployedBytecode: ''},
    ]),
  )
  mkdirSync(CACHE, {recursive: true})
  writeFileSync(`${kept}.${process.pid}`, JSON.stringify(artifacts))
  renameSync(`${kept}.${process.pid}`, kept)
  return named(artifacts, name)
}

function named(artifacts: Artifacts, name: string): Artifact {
  const artifact = artifacts[name]
  if (!artifact) throw new Error(`the file has no contract ${name}`)
  return artifact
}
