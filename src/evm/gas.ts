/** The most gas that one transaction may ask for since Osaka: 2^24 (EIP-7825). */
export const MOST_GAS = 16_777_216n

const BASE = 21_000n
/** A zero byte is one token of calldata, any other four (EIP-7623). */
const [ZERO_TOKENS, OTHER_TOKENS] = [1n, 4n]
const PER_TOKEN = 4n
const FLOOR_PER_TOKEN = 10n
/** At most a fifth of what was used is given back (EIP-3529). */
const REFUND_QUOTIENT = 5n

/**
 * What a transaction uses: 21,000, its calldata, its execution less refunds, and never less than the floor of its calldata
 * (EIP-7623: 21,000 + 10 a token).
 * @param execution gas that its code used
 * @param refund refund counter at its end
 */
export function gasOf(data: string, execution: bigint, refund: bigint): bigint {
  let tokens = 0n
  for (let at = 2; at < data.length; at += 2) tokens += data.startsWith('00', at) ? ZERO_TOKENS : OTHER_TOKENS
  const used = BASE + PER_TOKEN * tokens + execution
  const most = used / REFUND_QUOTIENT
  const after = used - (refund < most ? refund : most)
  const floor = BASE + FLOOR_PER_TOKEN * tokens
  return after > floor ? after : floor
}
