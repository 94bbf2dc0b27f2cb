import {id} from 'ethers'

import type {Call} from '../../protocols/model.js'

/** A file for the Transaction Builder of the Safe app. */
export interface BuilderFile {
  readonly version: '1.0'
  readonly chainId: string
  readonly createdAt: number
  readonly meta: {
    readonly name: string | null
    readonly description: string
    readonly txBuilderVersion: string
    readonly createdFromSafeAddress: string
    readonly createdFromOwnerAddress: string
    readonly checksum?: string
  }
  readonly transactions: readonly {
    readonly to: string
    readonly value: string
    readonly data: string
    readonly contractMethod: null
    readonly contractInputsValues: null
  }[]
}

/** The app's own serialisation: an object is its sorted keys, then its values in that order, each with a comma. */
function serialise(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(serialise).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value).sort()
    const values = keys.map((key) => `${serialise((value as Record<string, unknown>)[key])},`)
    return `{${JSON.stringify(keys)}${values.join('')}}`
  }
  return JSON.stringify(value ?? null)
}

/** The checksum that the app expects in `meta.checksum`; it leaves out the name, and authenticates nothing. */
export function builderChecksum(file: {readonly meta: object}): string {
  const meta: Record<string, unknown> = {...file.meta, name: null}
  delete meta['checksum']
  return id(serialise({...file, meta}))
}

/**
 * The calls as a Transaction Builder file. `createdAt` is 0: the same proposal gives the same bytes.
 * The app batches several calls itself; it does not take the nonce from the file.
 */
export function builderFile(
  calls: readonly Call[],
  {chainId, safe, name, description}: {chainId: number; safe: string; name: string; description: string},
): BuilderFile {
  const file: BuilderFile = {
    version: '1.0',
    chainId: String(chainId),
    createdAt: 0,
    meta: {
      name,
      description,
      txBuilderVersion: '1.18.0',
      createdFromSafeAddress: safe,
      createdFromOwnerAddress: '',
    },
    transactions: calls.map(({to, value, data}) => ({
      to,
      value: value.toString(),
      data,
      contractMethod: null,
      contractInputsValues: null,
    })),
  }
  return {...file, meta: {...file.meta, checksum: builderChecksum(file)}}
}
