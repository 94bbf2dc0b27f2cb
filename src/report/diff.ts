import type {ChainState} from '../protocols/state.js'
import type {ProposalDiff} from '../verify/difference.js'
import type {Drift, DriftStatus} from '../verify/drift.js'
import {style} from './style.js'
import {wrap} from './text.js'
import {visible} from './visible.js'

const WIDTH = 78

/** `head` on its own line, the rest below it, indented and inside the width. */
function block(head: string, lines: readonly string[]): string[] {
  return [head, ...lines.flatMap((line) => wrap(line, WIDTH - 2)).map((line) => `  ${line}`)]
}

const side = (text: string | undefined): string =>
  text === undefined ? '(not said)' : visible(text.replaceAll(/\s+/g, ' '))

/** What two proposals say differently, for a screen. */
export function differenceScreen({differences: found}: ProposalDiff): string {
  if (found.length === 0) return style.good('the proposals say the same')
  const lines = found.flatMap(({section, subject, name, title, a, b}) => {
    const where = [section, subject, name === section ? '' : title].filter((part) => part !== '')
    const head = style.strong(where.map((part) => visible(part)).join('  '))
    const [left, right] = [side(a), side(b)]
    const one = `${left} -> ${right}`
    return one.length <= WIDTH - 2 ? block(head, [one]) : block(head, [`- ${left}`, `+ ${right}`])
  })
  return [...lines, '', style.warn(`${found.length} ${found.length === 1 ? 'difference' : 'differences'}`)].join('\n')
}

const VERDICTS: Readonly<Record<DriftStatus, string>> = {
  'as said': style.good('the chain is as the file says'),
  applied: style.bad('some of the change is in force already'),
  drift: style.bad('DRIFT: the chain is not as the file says'),
  unknown: style.warn('CANNOT TELL: the state does not have every value'),
}

interface ShownDrift extends Drift {
  readonly digest: string
  readonly state: ChainState
  readonly saved?: string
}

/** What a chain says about a proposal, for a screen. */
export function driftScreen({verdict, lines, digest, saved, state}: ShownDrift): string {
  const {block: at, source, notes} = state
  const time = new Date(at.timestamp * 1000).toISOString().replace('T', ' ').replace('.000Z', ' UTC')
  return [
    style.faint(`proposal sha256 ${digest}`),
    style.faint(`block ${at.number} (${time}) of ${visible(source)}`),
    style.faint(`      ${at.hash}`),
    '',
    ...lines.flatMap(({asset, title, status, now, text}) => {
      const head = `${style.strong(visible(`${asset} ${title}`))}  ${now === undefined ? '' : visible(now)}`
      return block(head.trimEnd(), [
        status === 'drift' || status === 'applied' ? style.bad(visible(text)) : visible(text),
      ])
    }),
    ...notes.flatMap((note) => wrap(`note: ${visible(note)}`, WIDTH).map((line) => style.warn(line))),
    '',
    VERDICTS[verdict],
    ...(saved === undefined ? [] : [`state saved to ${visible(saved)}`]),
  ].join('\n')
}
