import * as AbiFunction from 'ox/AbiFunction'

import type {Standing} from '../governance/model.js'
import {ask} from './ask.js'
import {ANYBODY, type Machine} from './machine.js'

const ACCESS = {
  has: AbiFunction.from('function hasRole(bytes32 role, address account) view returns (bool)'),
  grant: AbiFunction.from('function grantRole(bytes32 role, address account)'),
  revoke: AbiFunction.from('function revokeRole(bytes32 role, address account)'),
}
const NOBODY = `0x${'0'.repeat(40)}`

/** What was done by an account that may do it. */
export interface WithStanding<T> {
  readonly value: T
  readonly from: string
  /** Set where the account was given what it has not. */
  readonly acted?: string
}

/**
 * Does something as an account of the standing that a step asks for, where the plan names nobody: as the admin that a timelock
 * names; as anybody, who is given the role meanwhile by the contract itself, its own admin (TimelockController 3.4 to 5.x grant
 * that in their constructor). Undefined when the contract names no admin or cannot give its roles.
 */
export async function withStanding<T>(
  machine: Machine,
  {contract, as}: Standing,
  something: (from: string) => Promise<T>,
): Promise<WithStanding<T> | undefined> {
  if (as === 'itself')
    return {value: await something(contract), from: contract, acted: 'by the contract itself, which may do it too'}
  const answer = await ask(machine, contract, as)
  if (answer === undefined) return undefined
  if (as === 'admin') {
    const from = `0x${answer.toString(16).padStart(40, '0')}`
    return answer === 0n || from.length !== 42 ? undefined : {value: await something(from), from}
  }
  const role = `0x${answer.toString(16).padStart(64, '0')}` as const
  const holders = as === 'EXECUTOR_ROLE' ? [ANYBODY, NOBODY] : [ANYBODY]
  for (const holder of holders) {
    const data = AbiFunction.encodeData(ACCESS.has, [role, holder as `0x${string}`])
    const {failure, output} = await machine.call({from: ANYBODY, to: contract, value: 0n, data})
    if (failure === undefined && output.length === 66 && BigInt(output) === 1n)
      return {value: await something(ANYBODY), from: ANYBODY}
  }
  const change = (name: 'grant' | 'revoke') => {
    const data = AbiFunction.encodeData(ACCESS[name], [role, ANYBODY as `0x${string}`])
    return machine.send({from: contract, to: contract, value: 0n, data})
  }
  if ((await change('grant')).failure !== undefined) return undefined
  const value = await something(ANYBODY)
  await change('revoke')
  return {value, from: ANYBODY, acted: `by an account with ${as}, which is given`}
}
