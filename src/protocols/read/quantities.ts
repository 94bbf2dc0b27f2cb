import * as Address from 'ox/Address'

import type {Quantity} from '../../units/quantity.js'
import {rational} from '../../units/rational.js'

// The reading side's own way from a contract's integer to a human value; shared by the readers, never by the setters.

/** What a raw argument means, given the token that amounts are counted in. */
export type Unit = (raw: unknown, token: string) => Quantity

const integer = (raw: unknown): bigint => BigInt(raw as bigint | number)

/** A share of one, stored as so many to the one. */
export const shareOf =
  (perOne: bigint): Unit =>
  (raw) => ({kind: 'ratio', value: rational(integer(raw), perOne)})

/** What is stored as one and the share on top of it: 1.13 for a penalty of 13%. */
export const onTopOfOne =
  (perOne: bigint): Unit =>
  (raw) => ({kind: 'ratio', value: rational(integer(raw) - perOne, perOne)})

/** An amount of the token, stored as so many to the one. */
export const amountOf =
  (perOne: bigint): Unit =>
  (raw, token) => ({kind: 'amount', value: rational(integer(raw), perOne), unit: token})

/** A plain number, stored as so many to the one. */
export const numberOf =
  (perOne: bigint): Unit =>
  (raw) => ({kind: 'number', value: rational(integer(raw), perOne)})

/** Seconds; more of them than a number can tell apart stay text, as no proposal can write them. */
export const seconds: Unit = (raw) => {
  const whole = integer(raw)
  return whole <= BigInt(Number.MAX_SAFE_INTEGER)
    ? {kind: 'duration', seconds: Number(whole)}
    : {kind: 'text', value: `${whole}s`}
}

/** A switch, as proposals write it. */
export const yesNo: Unit = (raw) => ({kind: 'text', value: raw === true || raw === 1n ? 'yes' : 'no'})

export const account: Unit = (raw) => ({kind: 'address', value: Address.checksum(raw as string)})

export const BPS = shareOf(10_000n)
export const WAD = shareOf(10n ** 18n)
export const RAY = shareOf(10n ** 27n)
