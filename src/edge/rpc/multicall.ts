import * as AbiFunction from 'ox/AbiFunction'

/** Multicall3: one address on every chain that has it (mds1/multicall). */
export const MULTICALL3 = '0xcA11bde05977b3631167028862bE2a173976CA11'

const AGGREGATE3 = AbiFunction.from(
  'function aggregate3((address target, bool allowFailure, bytes callData)[] calls) payable returns ((bool success, bytes returnData)[] returnData)',
)

export interface ContractCall {
  readonly to: string
  readonly data: string
}

/** Calldata of `aggregate3`: every call, each allowed to fail on its own. */
export function aggregate(calls: readonly ContractCall[]): string {
  return AbiFunction.encodeData(AGGREGATE3, [
    calls.map(({to, data}) => ({target: to as `0x${string}`, allowFailure: true, callData: data as `0x${string}`})),
  ])
}

/** What each call gave back; undefined when the bytes are not a result of `aggregate3` for that many calls. */
export function disaggregate(
  output: string,
  calls: number,
): readonly {readonly success: boolean; readonly returnData: string}[] | undefined {
  try {
    const results = AbiFunction.decodeResult(AGGREGATE3, output as `0x${string}`)
    return results.length === calls ? results : undefined
  } catch {
    return undefined
  }
}
