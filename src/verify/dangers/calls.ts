import * as Address from 'ox/Address'

import type {Warning} from '../../governance/read/calls.js'
import {deterministicContract} from '../../governance/read/contracts/deterministic.js'
import {chainsOf, knownContract} from '../../governance/read/contracts/known.js'
import type {AbiValue} from '../../governance/read/abi/decode.js'
import type {DecodedCall} from '../../governance/read/decode/model.js'
import {chainName} from '../../protocols/chains.js'
import {warning, type Severity, type WarningId} from './catalogue.js'

export interface CallContext {
  readonly chainId: number | undefined
  /** The Safe that acts, lower case. */
  readonly safe: string | undefined
  /** Addresses (lower case) that the proposal itself calls: they are no news. */
  readonly expected: ReadonlySet<string>
  /** Hashes that are accounted for by a transaction that was given too. */
  readonly seenHashes: ReadonlySet<string>
}

const ZERO = `0x${'0'.repeat(40)}`
const UNLIMITED = 2n ** 255n

/** What a signer should know about a call and every call inside it. */
export function callDangers(root: DecodedCall, context: CallContext): Warning[] {
  const found: Warning[] = []
  const walk = (call: DecodedCall, inBatch: boolean): void => {
    found.push(...oneCall(call, inBatch, context))
    const batch = isBatch(call)
    for (const child of call.calls) walk(child, inBatch || batch)
  }
  walk(root, false)
  return found
}

const isBatch = (call: DecodedCall): boolean => call.function?.signature === 'multiSend(bytes)'

const name = (address: string | undefined): string =>
  address === undefined ? 'an unknown target' : Address.checksum(address)

function called(call: DecodedCall): string {
  const known = call.title === undefined ? '' : ` (${call.title})`
  return `${name(call.to)}${known}`
}

function oneCall(call: DecodedCall, inBatch: boolean, context: CallContext): Warning[] {
  return [
    ...(call.operation === 'delegatecall' ? delegateDangers(call, inBatch) : []),
    ...(inBatch && isBatch(call)
      ? [warning('multisend-nested', `a batch inside the batch goes to ${called(call)}`)]
      : []),
    ...placeDangers(call, context),
    ...(call.function ? functionDangers(call, context) : []),
    ...bytesDangers(call, context),
  ]
}

const LIBRARIES: readonly (readonly [start: string, id: WarningId | undefined, what: string])[] = [
  ['safe-multisend', undefined, ''],
  ['safe-sign-message-lib', 'delegatecall-sign-message', 'the Safe signs a message'],
  ['safe-migration', 'delegatecall-migration', "the Safe's implementation is replaced"],
  ['safe-create-call', 'delegatecall-create', 'the Safe deploys a contract'],
  ['multicall3', 'delegatecall-multicall', 'its items are calls by the Safe'],
]

/** Functions whose data looks harmless on a screen, and says nothing under delegatecall. */
const HARMLESS = new Set([
  'transfer(address,uint256)',
  'approve(address,uint256)',
  'transferFrom(address,address,uint256)',
])

function delegateDangers(call: DecodedCall, inBatch: boolean): Warning[] {
  const row = call.to === undefined ? undefined : deterministicContract(call.to)
  const library = LIBRARIES.find(([start]) => row?.startsWith(`${start} `))
  const found: Warning[] = []
  if (inBatch)
    found.push(warning('multisend-delegatecall', `an item of the batch is a delegatecall to ${called(call)}`))
  if (library) {
    const [, id, what] = library
    if (id) found.push(warning(id, `delegatecall to ${called(call)}: ${what}`))
    return found
  }
  found.push(
    warning(
      'delegatecall-unknown',
      `delegatecall to ${called(call)}, which is no known library: its code can do anything in the name of the caller`,
    ),
  )
  const signature = call.function?.signature
  if (signature !== undefined && HARMLESS.has(signature)) {
    const message = `the data looks like ${signature}, but under a delegatecall it is whatever the code at ${name(call.to)} makes of it: it can overwrite slot 0, the Safe's implementation`
    found.push(warning('delegatecall-disguised', message))
  }
  return found
}

function placeDangers({to, value}: DecodedCall, {chainId, expected}: CallContext): Warning[] {
  const found: Warning[] = []
  if (to === ZERO) found.push(warning('zero-address', 'a call goes to the zero address'))
  if (value > 0n) found.push(warning('value', `${ether(value)} go to ${name(to)}`))
  if (to === undefined || chainId === undefined || expected.has(to)) return found
  const chains = chainsOf(to)
  if (chains.length > 0 && !chains.some(({chainId: known}) => known === chainId)) {
    const [first] = chains
    const where = chains.map(({chainId: known}) => chainName(known)).join(', ')
    found.push(
      warning('wrong-chain', `${name(to)} is ${first?.title ?? ''} on ${where}, not known on ${chainName(chainId)}`),
    )
  }
  return found
}

function ether(wei: bigint): string {
  const whole = wei / 10n ** 18n
  const rest = (wei % 10n ** 18n).toString().padStart(18, '0').replace(/0+$/, '')
  return `${whole}${rest === '' ? '' : `.${rest}`} of the native coin (${wei} wei)`
}

/** Functions that change who is in charge, or move what is there: by signature. */
const SAFE_SETTINGS: Readonly<Record<string, WarningId>> = {
  'addOwnerWithThreshold(address,uint256)': 'owner-change',
  'removeOwner(address,address,uint256)': 'owner-change',
  'swapOwner(address,address,address)': 'owner-change',
  'setup(address[],uint256,address,bytes,address,address,uint256,address)': 'owner-change',
  'setup(address[],uint256,address,bytes)': 'owner-change',
  'changeThreshold(uint256)': 'threshold-change',
  'enableModule(address)': 'module-change',
  'disableModule(address,address)': 'module-change',
  'setGuard(address)': 'guard-change',
  'setModuleGuard(address)': 'guard-change',
  'setFallbackHandler(address)': 'fallback-change',
  'changeMasterCopy(address)': 'singleton-change',
}

const BY_NAME: readonly (readonly [pattern: RegExp, id: WarningId])[] = [
  [
    /^(?:upgrade|upgradeTo|upgradeToAndCall|upgradeAndCall|_?setImplementation|diamondCut|setBeacon|deployAndUpgradeTo|changeMasterCopy|setAddressAsProxy|setMarketImplementation|setPoolImpl|setPoolConfiguratorImpl|setInterestRateStrategyAddress)$/,
    'upgrade',
  ],
  [
    /^(?:transferOwnership|renounceOwnership|acceptOwnership|nominateNewOwner|setOwner|changeOwner|setPendingOwner|(?:_?set|_?accept|change)(?:Pending|Proxy)?Admin|setGovernor|setAuthority|updateAuthority|beginDefaultAdminTransfer|acceptDefaultAdminTransfer|setAvatar|setTarget|setACLAdmin)$/,
    'ownership',
  ],
  [
    /^(?:grantRole|revokeRole|renounceRole|setRoleAdmin|rely|deny|assignRoles|setDefaultRole|add\w*Admin|remove\w*Admin|setGuardian|setTargetFunctionRole|setIsAllocator|setCurator)$/,
    'role-change',
  ],
]

function functionDangers(call: DecodedCall, context: CallContext): Warning[] {
  const {function: fn, to} = call
  if (!fn) return []
  const found: Warning[] = []
  const values = fn.arguments.map(({value}) => value)
  const onSafe = context.safe !== undefined && to === context.safe
  const setting = SAFE_SETTINGS[fn.signature]
  if (setting && (onSafe || fn.certainty !== 'pinned' || call.title === undefined)) {
    found.push(
      warning(setting, `${fn.name}(${values.map(short).join(', ')}) on ${onSafe ? 'the Safe itself' : called(call)}`),
    )
  } else if (onSafe) {
    found.push(warning('self-call', `the Safe calls itself: ${fn.name}`))
  }
  const named = BY_NAME.find(([pattern]) => pattern.test(fn.name))
  if (named && !setting) {
    const severity: Severity | undefined = isOwnUpgrade(call, context) ? 'warning' : undefined
    found.push(warning(named[1], `${fn.name}(${values.map(short).join(', ')}) on ${called(call)}`, severity))
  }
  if (call.operation === 'call') found.push(...tokenDangers(call, values))
  if (fn.signature === 'approveHash(bytes32)') {
    const hash = String(values[0])
    const seen = context.seenHashes.has(hash)
    const message = seen
      ? `approves ${hash} for ${called(call)}: the transaction of that hash was given too`
      : `approves ${hash} for ${called(call)}: what that transaction does is not to be seen here`
    found.push(warning('approve-hash', message, seen ? 'info' : 'danger'))
  }
  return found
}

/**
 * How every change of a Compound III market takes effect: its proxy admin has the Configurator deploy a Comet of what is staged.
 * Source: comet CometProxyAdmin.sol, deployAndUpgradeTo.
 */
function isOwnUpgrade({function: fn, to}: DecodedCall, {chainId}: CallContext): boolean {
  const known = (address: AbiValue | undefined): string | undefined =>
    address === undefined ? undefined : knownContract(String(address), chainId)?.abi
  return (
    fn?.signature === 'deployAndUpgradeTo(address,address)' &&
    known(to) === 'comet-proxy-admin' &&
    known(fn.arguments[0]?.value) === 'comet-configurator'
  )
}

function tokenDangers(call: DecodedCall, values: readonly AbiValue[]): Warning[] {
  const {function: fn} = call
  switch (fn?.signature) {
    case 'approve(address,uint256)':
    case 'increaseAllowance(address,uint256)': {
      const amount = values[1] as bigint
      const unlimited = amount >= UNLIMITED
      const severity: Severity = unlimited ? 'danger' : 'warning'
      const limit = unlimited ? 'without limit' : `up to ${amount} units`
      return amount === 0n
        ? []
        : [warning('approval', `${name(String(values[0]))} may spend tokens of ${called(call)} ${limit}`, severity)]
    }
    case 'setApprovalForAll(address,bool)': {
      return values[1] === true
        ? [warning('approval', `${name(String(values[0]))} may move every token of ${called(call)}`, 'danger')]
        : []
    }
    case 'transfer(address,uint256)': {
      return [
        warning('token-transfer', `${String(values[1])} units of ${called(call)} go to ${name(String(values[0]))}`),
      ]
    }
    case 'transferFrom(address,address,uint256)':
    case 'safeTransferFrom(address,address,uint256)': {
      return [
        warning(
          'token-transfer',
          `${String(values[2])} units of ${called(call)} go from ${name(String(values[0]))} to ${name(String(values[1]))}`,
        ),
      ]
    }
    default: {
      return []
    }
  }
}

function bytesDangers(call: DecodedCall, {expected}: CallContext): Warning[] {
  const fn = call.function
  const where = fn ? `${fn.name} on ${called(call)}` : called(call)
  const found: Warning[] = call.flaws.map((flaw) =>
    warning(flaw, `the bytes of ${where}: ${flaw.replaceAll('-', ' ')}`),
  )
  if (call.problem !== undefined) found.push(warning('undecoded', `${where}: ${call.problem}`))
  if (fn?.certainty === 'guess' && call.to !== undefined && !expected.has(call.to)) {
    const wrong = call.title !== undefined
    found.push(
      wrong
        ? warning(
            'wrong-target',
            `${called(call)} has no function ${fn.selector} that is known here; it would be ${fn.signature} elsewhere`,
          )
        : warning('guessed-function', `${fn.signature} on ${name(call.to)} is a guess: the contract is not known here`),
    )
  }
  return found
}

function short(value: AbiValue): string {
  if (Array.isArray(value)) return `${value.length} items`
  const text = String(value)
  if (/^0x[\da-f]{40}$/.test(text)) return Address.checksum(text)
  return text.length > 66 ? `${text.slice(0, 66)}...` : text
}
