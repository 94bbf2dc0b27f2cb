import type {LoadedProposal} from '../../proposal/model.js'
import {chainId} from '../../protocols/chains.js'
import {protocolNamed} from '../../protocols/registry.js'
import {sameValue} from '../../units/same.js'
import type {Rule} from '../rule.js'
import {readSettings, titleOf, type ReadSetting} from '../settings.js'
import {example} from './examples.js'

const CHANGE = '- asset: WETH\n  reserveFactor: {from: 15%, to: 20%}'

/** What identifies a parameter among all proposals: protocol, chain, market, what is changed, and the setting's name. */
function keyOf({proposal}: Pick<LoadedProposal, 'proposal'>, {index, path}: ReadSetting): string {
  const {name, chain, deployment = ''} = proposal.protocol
  const change = proposal.changes[index] ?? {}
  const identity = protocolNamed(name).identity(change, proposal) ?? ''
  return JSON.stringify([name, chainId(chain), deployment, identity, path.slice(2)])
}

function meeting(own: ReadSetting, other: ReadSetting, file: string): string | undefined {
  if (own.to === undefined || other.to === undefined) return undefined
  const what = `the ${titleOf(own)} of ${own.asset}`
  if (sameValue(own.to, other.to)) return `${file} takes ${what} to ${other.to} too: one of the two does nothing.`
  if (own.from !== undefined && sameValue(own.from, other.to)) return undefined // meant to follow it
  if (other.from !== undefined && sameValue(other.from, own.to)) return undefined // meant to come before it
  const start =
    own.from === undefined ? 'this one does not say what it starts from' : `this one starts from ${own.from}`
  return `${file} takes ${what} to ${other.to}, but ${start}: whichever comes second undoes the other.`
}

export const pendingConflict: Rule = {
  id: 'pending-conflict',
  severity: 'warning',
  summary: 'another open proposal changes the same parameter, and the two do not follow each other',
  rationale:
    'Both texts are right on the day they are written. The one that is executed second starts from another value than it ' +
    'says, and its step is not the step that was voted on. Needs `--pending`.',
  failing: example(CHANGE),
  passing: example(CHANGE.replace('15%', '18%')),
  world: {pending: example('- asset: WETH\n  reserveFactor: {from: 15%, to: 18%}')},
  check({request, settings, pending = []}) {
    const own = {proposal: request as unknown as LoadedProposal['proposal']}
    return pending.flatMap((other) => {
      const theirs = readSettings(other.proposal, protocolNamed(other.proposal.protocol.name))
      const byKey = new Map(theirs.map((setting) => [keyOf(other, setting), setting]))
      return settings.flatMap((setting) => {
        const match = setting.to === undefined ? undefined : byKey.get(keyOf(own, setting))
        const message = match && meeting(setting, match, other.file)
        return message === undefined ? [] : [{path: setting.path, message}]
      })
    })
  },
}
