import type {SimulationResult} from '../evm/result.js'
import type {ValueLine} from '../evm/values.js'
import {style} from './style.js'
import {wrap} from './text.js'
import {visible} from './visible.js'

const WIDTH = 78
/** How many state changes are listed where no getter says what they mean. */
const LISTED = 12

const PAINT = {'AS SAID': style.good, 'NOT AS SAID': style.bad, 'CANNOT TELL': style.warn}
const VERDICTS = {
  'AS SAID': 'after execution the chain says what the proposal says',
  'NOT AS SAID': 'after execution the chain does not say what the proposal says',
  'CANNOT TELL': 'cannot tell whether the chain says what the proposal says',
}

const CHECKED = {
  agrees: "the node's own simulation of the calls (eth_simulateV1) has the same outcome and events",
  differs: "the node's own simulation of the calls (eth_simulateV1) differs",
  'not offered': "no simulation of the node's own (eth_simulateV1) to compare with",
}

function valueLine({asset, title, before, after, status, said}: ValueLine): string {
  const name = `${asset} ${title}`
  if (status === 'not read') return style.warn(visible(`${name}: no getter says it`))
  const text = before === after ? `${name} stays ${after ?? ''}` : `${name} ${before ?? '(nothing)'} -> ${after ?? ''}`
  if (status === 'as said') return visible(text)
  const but = status === 'also changed' ? 'the proposal does not say so' : `the proposal says ${said ?? ''}`
  return style.bad(visible(`${text}: ${but}`))
}

/** What was simulated and what came of it, one line each. */
export function simulationLines({simulation}: SimulationResult, width: number): string[] {
  const {steps, values, writes, events, movements, crossCheck, assumed, warnings} = simulation
  const gas = (used: string): string => BigInt(used).toLocaleString('en-US')
  const time = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000', '')
  const done = steps.map(
    ({title, gasUsed, failure, acted, time: at}) =>
      `${failure !== undefined ? 'FAILS' : acted === undefined ? 'executed' : 'acted'}: ${title}${acted === undefined ? '' : ` (${acted})`}; ${time(at)}, ${gas(gasUsed)} gas${failure === undefined ? '' : `; ${failure}`}`,
  )
  const bare = values.length === 0 ? writes.slice(0, LISTED) : []
  const counted = `${writes.length} slots change, ${events.length} events, ${movements.length} token movements (--json lists them)`
  return [
    ...done.flatMap((line) => wrap(visible(line), width)),
    ...values.flatMap((line) => wrap(valueLine(line), width)),
    ...bare.flatMap(({address, slot, before, after}) => [`${address} slot ${slot}`, `  ${before}`, `  ${after}`]),
    ...wrap(counted, width).map((line) => style.faint(line)),
    ...wrap(CHECKED[crossCheck.status], width).map((line) => style.faint(line)),
    ...assumed.flatMap((line) => wrap(`assumed: ${visible(line)}`, width)),
    ...warnings.flatMap((line) => wrap(`warning: ${visible(line)}`, width)).map((line) => style.warn(line)),
  ]
}

/** A simulation for a screen. */
export function simulationScreen(result: SimulationResult): string {
  const {digest, state, simulation, saved} = result
  const {authentic, text} = state.authenticity
  const trust = authentic ? style.good : style.warn
  return [
    style.faint(`proposal sha256 ${digest}`),
    style.faint(`block ${state.block.number} of ${visible(state.source)}`),
    style.faint(`      ${state.block.hash}`),
    ...wrap(visible(text), WIDTH).map((line) => trust(line)),
    '',
    ...simulationLines(result, WIDTH),
    '',
    ...simulation.reasons.flatMap((reason) => wrap(`- ${visible(reason)}`, WIDTH)),
    PAINT[simulation.verdict](VERDICTS[simulation.verdict]),
    ...(saved === undefined ? [] : [`chain state saved to ${visible(saved)}`]),
  ].join('\n')
}
