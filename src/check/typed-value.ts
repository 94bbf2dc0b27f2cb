import {PlimsollError} from '../errors.js'
import type {Path, Proposal} from '../proposal/model.js'
import {parseSource} from '../proposal/parse.js'
import {writeProposal} from '../proposal/write.js'
import type {Change, ProtocolRequest} from '../protocols/model.js'
import {setterNamed} from '../protocols/setters.js'
import {isSetting} from '../protocols/setting.js'
import {checkSource} from './check.js'
import type {Finding, Severity} from './finding.js'
import {incompleteCall} from './rules/incomplete-call.js'

/** What is wrong with a value while it is being typed, one sentence each. */
export interface TypedValue {
  /** Wrong whatever the other values are: no such unit, does not fit the contract, changes nothing. */
  readonly blocking: readonly string[]
  /** Wrong together with the other values, as far as they are known. */
  readonly together: readonly string[]
  /** What a reviewer would ask about; it stands in nobody's way. */
  readonly warnings: readonly string[]
}

/**
 * Checks one setting of a change as it would stand in a file: by the schema, the lint rules and the contract's own limits.
 * @param base the protocol with the contracts that are brought along, and the policy where one is named
 * @param change the setting, and beside it the settings that are known so far
 */
export function judgeTyped(base: Base, change: Change, parameter: string): TypedValue {
  const about = Object.fromEntries(Object.entries(change).filter(([, value]) => !isSetting(value)))
  const alone = judge(base, {...about, [parameter]: change[parameter]}, ['changes', 0, parameter])
  const blocking = [
    // What the same call needs beside it is not this value's fault.
    ...alone.own.filter(({rule}) => rule !== incompleteCall.id).map(({message}) => message),
    ...(alone.refusal?.code.startsWith('UNITS_') ? [alone.refusal.message] : []),
  ]
  if (blocking.length > 0) return {blocking: [...new Set(blocking)].slice(0, 1), together: [], warnings: []}
  const {all, refusal} = judge(base, change, ['changes', 0, parameter])
  const messages = (wanted: Severity): string[] =>
    all.filter(({severity}) => severity === wanted).map(({message}) => message)
  const together = [...messages('error'), ...(refusal ? [refusal.message] : [])]
  return {blocking, together: [...new Set(together)], warnings: [...new Set(messages('warning'))]}
}

type Base = Pick<ProtocolRequest, 'contracts' | 'protocol'> & {readonly policy?: string | undefined}

interface Judged {
  /** Errors on the line of the setting, and those that say that a value cannot be read at all. */
  readonly own: readonly Finding[]
  /** Errors of the whole change, and warnings. */
  readonly all: readonly Finding[]
  /** Why it cannot be encoded. */
  readonly refusal: PlimsollError | undefined
}

function judge(base: Base, change: Change, path: Path): Judged {
  const proposal: Proposal = {plimsoll: 1, title: 'A value that is being typed', ...base, changes: [change]}
  const source = parseSource(new TextEncoder().encode(writeProposal(proposal)), 'draft')
  const {findings} = checkSource(source)
  const {line: first = 1} = source.locate(['changes', 0])
  const {line: own = 1} = source.locate(path)
  const here = findings.filter(({line}) => line >= first)
  return {
    own: here.filter(({line, rule, severity}) => severity === 'error' && (line === own || rule === 'schema')),
    all: here,
    refusal: here.some(({severity}) => severity === 'error') ? undefined : refusalOf(proposal),
  }
}

function refusalOf(proposal: Proposal): PlimsollError | undefined {
  try {
    setterNamed(proposal.protocol.name).calls(proposal)
    return undefined
  } catch (error) {
    if (error instanceof PlimsollError) return error
    throw error
  }
}
