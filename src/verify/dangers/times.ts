import type {Warning} from '../../governance/read/calls.js'
import type {DecodedCall} from '../../governance/read/decode/model.js'
import {warning} from './catalogue.js'

/** Compound's Timelock: how long after its eta a transaction can be executed (GRACE_PERIOD). */
const GRACE = 14n * 86_400n

/** Whether the eta of a Compound Timelock's or DSPause's transaction has passed, or is still to come, at `now`. */
export function timeDangers(root: DecodedCall, now: number | undefined): Warning[] {
  if (now === undefined) return []
  const children = root.calls.flatMap((call) => timeDangers(call, now))
  const fn = root.function
  const eta = fn?.arguments.find(({name}) => name === 'eta')?.value
  if (!fn || typeof eta !== 'bigint') return children
  const at = BigInt(now)
  const date = eta < 253_402_300_800n ? new Date(Number(eta) * 1000).toISOString() : `${eta} seconds`
  const compound = fn.name.endsWith('Transaction')
  if (compound && at > eta + GRACE)
    return [...children, warning('eta-passed', `${fn.name}: its eta ${date} and the 14 days after it are over`)]
  const queues = fn.name === 'queueTransaction' || fn.name === 'plot'
  if (queues && at > eta)
    return [
      ...children,
      warning('eta-passed', `${fn.name}: its eta ${date} has passed, and queueing needs one in the future`),
    ]
  if (!queues && at < eta)
    return [...children, warning('eta-early', `${fn.name}: it cannot be executed before ${date}`)]
  return children
}
