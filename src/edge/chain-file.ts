import {PlimsollError} from '../errors.js'
import type {ChainFile, SavedAccount} from '../evm/chain-file.js'
import {effectOf} from '../evm/cross-check.js'
import {writeFileAtomic} from './atomic.js'
import {readInput} from './read-input.js'

const MAX_BYTES = 64 * 1024 * 1024

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isHex = (value: unknown, digits?: number): boolean =>
  typeof value === 'string' && /^0x([\da-f]{2})*$/.test(value) && (digits === undefined || value.length === 2 + digits)
const isDecimal = (value: unknown): boolean => typeof value === 'string' && /^(0|[1-9]\d{0,77})$/.test(value)

/** Reads a chain state that `simulate --save` wrote; what it says is still to be authenticated. @throws CHAIN_STATE_INVALID */
export async function loadChainFile(file: string): Promise<ChainFile> {
  return parseChainFile(new TextDecoder().decode(await readInput(file, MAX_BYTES)), file)
}

/** As `loadChainFile`, of a text that was read. @throws CHAIN_STATE_INVALID */
export function parseChainFile(text: string, file: string): ChainFile {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    value = undefined
  }
  const wrong = problemOf(value)
  if (wrong === undefined) return value as ChainFile
  throw new PlimsollError('CHAIN_STATE_INVALID', `this is not a chain state: ${wrong}.`, {
    place: {file},
    suggestions: [
      '`plimsoll simulate FILE --rpc URL --save CHAIN.json` writes one; what `diff --save` writes is something else.',
    ],
  })
}

function problemOf(value: unknown): string | undefined {
  if (!isObject(value)) return 'it is not a JSON object'
  const {chainState, chainId, source, header, accounts, proofs, nodeSimulation} = value
  if (chainState !== 1) return '`chainState` is not 1'
  if (!Number.isSafeInteger(chainId) || Number(chainId) < 1) return '`chainId` is not a chain id'
  if (typeof source !== 'string') return '`source` is not a text'
  if (
    !isObject(header) ||
    !Object.values(header).every((field) => (typeof field === 'string' && /^0x[\da-f]+$/.test(field)) || field === '0x')
  )
    return '`header` is not a block header'
  const missing = ['number', 'timestamp', 'gasLimit', 'stateRoot', 'hash'].find(
    (name) => !/^0x[\da-f]{1,64}$/.test(String(header[name])),
  )
  if (missing !== undefined) return `\`header\` has no good \`${missing}\``
  if (!Array.isArray(proofs) || !proofs.every((node) => isHex(node))) return '`proofs` are not hex'
  if (nodeSimulation !== undefined && !isSimulation(nodeSimulation)) return '`nodeSimulation` is not one'
  if (!isObject(accounts)) return '`accounts` is not an object'
  const bad = Object.entries(accounts).find(([address, account]) => !isHex(address, 40) || !isAccount(account))
  return bad ? `the account ${bad[0].slice(0, 50)} is not one` : undefined
}

/** Whether something is a node's own simulation, and nothing else. */
export const isSimulation = (value: unknown): boolean =>
  isObject(value) &&
  isHex(value['asked'], 64) &&
  Array.isArray(value['calls']) &&
  value['calls'].every((call) => JSON.stringify(effectOf(call)) === JSON.stringify(call))

function isAccount(value: unknown): value is SavedAccount {
  if (!isObject(value)) return false
  const {nonce, balance, code, storage} = value
  const slots = isObject(storage) ? Object.entries(storage) : undefined
  return (
    isDecimal(nonce) &&
    isDecimal(balance) &&
    isHex(code) &&
    slots !== undefined &&
    slots.every(([slot, held]) => isHex(slot, 64) && isHex(held, 64))
  )
}

/** Saves a chain state. @throws EDGE_FILE_EXISTS when the file is there and may not be replaced */
export async function saveChainFile(file: string, state: ChainFile, {replace}: {replace: boolean}): Promise<void> {
  await writeFileAtomic(file, `${JSON.stringify(state, undefined, 2)}\n`, {replace})
}
