import * as Secp256k1 from 'ox/Secp256k1'

import type {Recover} from './model.js'

/** The account that signed a 32-byte payload with ECDSA on secp256k1, lower case; undefined where none can have. */
export const recover: Recover = (payload, signature) => {
  try {
    return Secp256k1.recoverAddress({payload: payload as `0x${string}`, signature}).toLowerCase()
  } catch {
    return undefined
  }
}
