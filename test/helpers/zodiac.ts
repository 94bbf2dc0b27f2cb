import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'

import {artifact, type Artifact} from './evm.js'

const ROOT = new URL('../../', import.meta.url)
const FOLDER = 'node_modules/@gnosis.pm/zodiac/dist/cjs'

/** A Zodiac module of the package, to be deployed with arguments of its own (the package's end with `words` words of them). */
export function zodiacModule(name: string, words: number): Artifact {
  const {initCode} = zodiacInit(name)
  const abi = JSON.parse(readFileSync(new URL(`${FOLDER}/abi/${name}.json`, ROOT), 'utf8')) as Artifact['abi']
  return {contractName: name, abi, bytecode: initCode.slice(0, initCode.length - 64 * words), deployedBytecode: ''}
}

export function zodiacInit(name: string): {readonly initCode: string; readonly salt: string} {
  const require = createRequire(new URL('package.json', ROOT))
  return require(new URL(`${FOLDER}/initData/${name}.js`, ROOT).pathname) as {initCode: string; salt: string}
}

export const openZeppelinTimelock = (): Artifact =>
  artifact('@openzeppelin/contracts/build/contracts/TimelockController.json')
