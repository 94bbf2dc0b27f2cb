import type {AbiValue} from '../abi/decode.js'
import {unpackItems} from '../multisend.js'
import type {CallBytes, Operation} from './model.js'

/** The calls that a call makes in turn, as far as they can be told from its arguments. */
export interface Children {
  readonly calls: readonly CallBytes[]
  readonly problems: readonly string[]
}

type Values = readonly AbiValue[]
type Expand = (values: Values, to: string | undefined) => readonly CallBytes[] | Children

const address = (value: AbiValue | undefined): string => value as string
const number = (value: AbiValue | undefined): bigint => value as bigint
const list = (value: AbiValue | undefined): Values => value as Values

function call(to: AbiValue | undefined, value: AbiValue | undefined, data: AbiValue | undefined): CallBytes {
  return {operation: 'call', to: address(to), value: number(value), data: data as string}
}

function delegate(to: AbiValue | undefined, data: AbiValue | undefined): CallBytes {
  return {operation: 'delegatecall', to: address(to), value: 0n, data: data as string}
}

const isEmpty = (data: AbiValue | undefined): boolean => data === '0x'

/** `(to, value, data, operation)`, as Safe and Zodiac have it. */
function operated([to, value, data, operation]: Values): Children {
  const kinds: Readonly<Record<string, Operation>> = {0: 'call', 1: 'delegatecall'}
  const kind = kinds[String(operation)]
  return {
    calls: [{operation: kind ?? 'delegatecall', to: address(to), value: number(value), data: data as string}],
    problems: kind === undefined ? [`operation ${String(operation)} is neither call nor delegatecall`] : [],
  }
}

/** Lists of targets, values and calldatas side by side. */
function zipped([targets, values, datas]: Values, signatures?: AbiValue): Children {
  const [to, value, data] = [list(targets), list(values), list(datas)]
  const stated = signatures === undefined ? undefined : list(signatures)
  const calls = to.map((target, index): CallBytes => {
    const signature = stated?.[index] as string | undefined
    return {
      ...call(target, value[index] ?? 0n, data[index] ?? '0x'),
      ...(signature === undefined || signature === '' ? {} : {signature}),
    }
  })
  const even = [value, data, stated ?? to].every(({length}) => length === to.length)
  return {calls, problems: even ? [] : ['its lists have different lengths']}
}

/** `(target, value, signature, data)`, as Compound's timelock has it. */
function stated([to, value, signature, data]: Values, operation: Operation = 'call'): CallBytes {
  const text = signature as string
  return {...call(to, value, data), operation, ...(text === '' ? {} : {signature: text})}
}

function multiSend([packed]: Values): Children {
  const {items, problems} = unpackItems((packed as string).slice(2))
  const calls = items.map(({operation, to, value, data}): CallBytes => {
    return {operation: operation === 0 ? 'call' : 'delegatecall', to, value, data}
  })
  const odd = items.flatMap(({operation}, index) =>
    operation > 1 ? [`item ${index + 1} of the batch has operation ${operation}`] : [],
  )
  return {calls, problems: [...problems, ...odd]}
}

const actions = ([given]: Values): readonly CallBytes[] =>
  list(given).map((action) => {
    const [target, withDelegateCall, , value, signature, data] = list(action)
    return stated([target, value, signature, data] as Values, withDelegateCall === true ? 'delegatecall' : 'call')
  })

const ARRAYS = 'address[],uint256[],bytes[]'
const OPERATED = 'address,uint256,bytes,uint8'
const COMPOUND = 'address,uint256,string,bytes,uint256'
const PAUSE = 'address,bytes32,bytes,uint256'

/** By signature: what a call of it makes happen. */
const EXPAND: Readonly<Record<string, Expand>> = {
  // Safe
  [`execTransaction(${OPERATED},uint256,uint256,uint256,address,address,bytes)`]: operated,
  [`execTransactionFromModule(${OPERATED})`]: operated,
  [`execTransactionFromModuleReturnData(${OPERATED})`]: operated,
  'multiSend(bytes)': multiSend,
  'setup(address[],uint256,address,bytes,address,address,uint256,address)': ([, , to, data]) =>
    isEmpty(data) ? [] : [delegate(to, data)],
  'setup(address[],uint256,address,bytes)': ([, , to, data]) => (isEmpty(data) ? [] : [delegate(to, data)]),
  'createProxyWithNonce(address,bytes,uint256)': ([singleton, data]) =>
    isEmpty(data) ? [] : [delegate(singleton, data)],
  'createProxy(address,bytes)': ([singleton, data]) => (isEmpty(data) ? [] : [delegate(singleton, data)]),
  // Zodiac
  [`executeNextTx(${OPERATED})`]: operated,
  [`execTransactionWithRole(${OPERATED},bytes32,bool)`]: operated,
  [`execTransactionWithRoleReturnData(${OPERATED},bytes32,bool)`]: operated,
  [`execTransactionWithRole(${OPERATED},uint16,bool)`]: operated,
  [`execTransactionWithRoleReturnData(${OPERATED},uint16,bool)`]: operated,
  // Governors
  [`propose(${ARRAYS},string)`]: (values) => zipped(values),
  [`proposeWithParams(${ARRAYS},string,bytes)`]: (values) => zipped(values),
  [`queue(${ARRAYS},bytes32)`]: (values) => zipped(values),
  [`execute(${ARRAYS},bytes32)`]: (values) => zipped(values),
  [`cancel(${ARRAYS},bytes32)`]: (values) => zipped(values),
  'propose(address[],uint256[],string[],bytes[],string)': ([targets, values, signatures, datas]) =>
    zipped([targets, values, datas] as Values, signatures),
  'relay(address,uint256,bytes)': ([to, value, data]) => [call(to, value, data)],
  // Timelocks
  'schedule(address,uint256,bytes,bytes32,bytes32,uint256)': ([to, value, data]) => [call(to, value, data)],
  'execute(address,uint256,bytes,bytes32,bytes32)': ([to, value, data]) => [call(to, value, data)],
  [`scheduleBatch(${ARRAYS},bytes32,bytes32,uint256)`]: (values) => zipped(values),
  [`executeBatch(${ARRAYS},bytes32,bytes32)`]: (values) => zipped(values),
  [`queueTransaction(${COMPOUND})`]: (values) => [stated(values)],
  [`executeTransaction(${COMPOUND})`]: (values) => [stated(values)],
  [`cancelTransaction(${COMPOUND})`]: (values) => [stated(values)],
  'executeTransaction(address,uint256,string,bytes,bool)': (values) => [
    stated(values, values[4] === true ? 'delegatecall' : 'call'),
  ],
  'schedule(address,bytes,uint48)': ([to, data]) => [call(to, 0n, data)],
  [`plot(${PAUSE})`]: ([usr, , fax]) => [delegate(usr, fax)],
  [`exec(${PAUSE})`]: ([usr, , fax]) => [delegate(usr, fax)],
  [`drop(${PAUSE})`]: ([usr, , fax]) => [delegate(usr, fax)],
  // Aave, Aragon, bridges
  'createPayload((address,bool,uint8,uint256,string,bytes)[])': actions,
  'execute(bytes32,(address,uint256,bytes)[],uint256)': ([, given]) =>
    list(given).map((action) => call(list(action)[0], list(action)[1], list(action)[2])),
  'executeCall(address,bytes)': ([to, data]) => [call(to, 0n, data)],
  'execute(address,bytes)': ([to, data]) => [delegate(to, data)],
  'execute(address,uint256,bytes)': ([to, value, data]) => [call(to, value, data)],
  'sendTxToL1(address,bytes)': ([to, data]) => [call(to, 0n, data)],
  'sendMessage(address,bytes,uint32)': ([to, data]) => [call(to, 0n, data)],
  'relayMessage(uint256,address,address,uint256,uint256,bytes)': ([, , to, value, , data]) => [call(to, value, data)],
  'createRetryableTicket(address,uint256,uint256,address,address,uint256,uint256,bytes)': (values) => [
    call(values[0], values[1], values[7]),
  ],
  'unsafeCreateRetryableTicket(address,uint256,uint256,address,address,uint256,uint256,bytes)': (values) => [
    call(values[0], values[1], values[7]),
  ],
  // Proxies
  'upgradeToAndCall(address,bytes)': ([to, data]) => (isEmpty(data) ? [] : [delegate(to, data)]),
  'upgradeAndCall(address,address,bytes)': ([, to, data]) => (isEmpty(data) ? [] : [delegate(to, data)]),
  'diamondCut((address,uint8,bytes4[])[],address,bytes)': ([, init, data]) =>
    isEmpty(data) ? [] : [delegate(init, data)],
  // Batches
  'multicall(bytes[])': ([datas], to) => list(datas).map((data) => call(to, 0n, data)),
  'multicall(uint256,bytes[])': ([, datas], to) => list(datas).map((data) => call(to, 0n, data)),
  'aggregate((address,bytes)[])': ([given]) => list(given).map((item) => call(list(item)[0], 0n, list(item)[1])),
  'blockAndAggregate((address,bytes)[])': ([given]) =>
    list(given).map((item) => call(list(item)[0], 0n, list(item)[1])),
  'tryAggregate(bool,(address,bytes)[])': ([, given]) =>
    list(given).map((item) => call(list(item)[0], 0n, list(item)[1])),
  'aggregate3((address,bool,bytes)[])': ([given]) => list(given).map((item) => call(list(item)[0], 0n, list(item)[2])),
  'aggregate3Value((address,bool,uint256,bytes)[])': ([given]) =>
    list(given).map((item) => call(list(item)[0], list(item)[2], list(item)[3])),
  'batch((address,address,uint256,bytes)[])': ([given]) =>
    list(given).map((item) => call(list(item)[0], list(item)[2], list(item)[3])),
  'call(address,address,uint256,bytes)': ([to, , value, data]) => [call(to, value, data)],
}

/** The calls inside a call of `signature` to `to`. */
export function childrenOf(signature: string, values: Values, to: string | undefined): Children {
  const expand = Object.hasOwn(EXPAND, signature) ? EXPAND[signature] : undefined
  if (!expand) return {calls: [], problems: []}
  const made = expand(values, to)
  return 'calls' in made ? made : {calls: made, problems: []}
}

/** Whether a function carries calls of its own. */
export const carriesCalls = (signature: string): boolean => Object.hasOwn(EXPAND, signature)
