import {existsSync} from 'node:fs'
import path from 'node:path'

import {checkSource} from '../../check/check.js'
import type {Finding} from '../../check/finding.js'
import {PlimsollError} from '../../errors.js'
import type {Proposal} from '../../proposal/model.js'
import {parseSource} from '../../proposal/parse.js'
import {STEPS} from '../../proposal/schema.js'
import {settingsOf} from '../../proposal/settings.js'
import {writeProposal} from '../../proposal/write.js'
import {stateValue, type ChainState} from '../../protocols/state.js'
import {writeFileAtomic} from '../atomic.js'
import {writeSchemaBeside} from '../schema-file.js'
import type {Asker} from './asker.js'
import {askChanges, notesOf} from './changes.js'
import {askBacktest} from './evidence.js'
import type {DraftFlags} from './flags.js'
import {askPolicy} from './guardrails.js'
import {givenSettings} from './given.js'
import {askPlace, requestOf, type Place} from './place.js'
import {Questions} from './questions.js'
import type {ValueQuestion} from './value-prompt.js'
import {askVenue} from './venue.js'
import {fileNameFor, summaryFor, titleFor} from './words.js'

export interface Drafted {
  readonly file: string
  /** sha256 of the file. */
  readonly digest: string
  readonly schema: string
  readonly text: string
  readonly findings: readonly Finding[]
  /** What a node or a saved state said. */
  readonly state?: ChainState
  /** What a reader of the file must know; in its comments too. */
  readonly notes: readonly string[]
  /** What to run next. */
  readonly next: string
}

/**
 * Writes a proposal from flags, and where they do not say enough from the answers of somebody at a terminal.
 * Nothing is written until every question has its answer.
 * @param dataDir oclif's `config.dataDir`: where imported prices are
 * @throws DRAFT_MISSING without a terminal, listing what is missing; DRAFT_CANCELLED (exit 130); EDGE_FILE_EXISTS
 */
export async function draft(flags: DraftFlags, asker: Asker | undefined, dataDir: string): Promise<Drafted> {
  if (flags.out !== undefined) assertFree(flags.out, flags.force)
  const questions = new Questions(asker)
  const given = givenSettings(flags)
  const market = await askPlace(flags, questions)
  const policy = await askPolicy(flags, questions, market)
  const {place, changes, state} = await askChanges({flags, given, policy, questions}, market)
  const base = place ? requestOf(place, changes) : {protocol: {name: '', chain: ''}, changes}
  const governance = await askVenue(flags, questions, base, place)
  const backtest = await askBacktest(flags, questions, {place, policy, changes}, dataDir)
  questions.settle()
  if (!place) throw new PlimsollError('DRAFT_MISSING', 'the draft has no protocol.')
  const proposal = await askWords(flags, questions, {...base, governance, backtest, policy: policy?.name}, place)
  const file = await askFile(flags, questions, proposal)
  return write(proposal, file, flags.force === true, state)
}

function assertFree(file: string, force: boolean | undefined): void {
  if (force === true || !existsSync(file)) return
  throw new PlimsollError('EDGE_FILE_EXISTS', `${file} exists already: it was left as it is.`, {
    suggestions: ['Replace it: --force', 'Or take another name: --out FILE'],
  })
}

const DISCUSSION: ValueQuestion = {
  message: 'Discussion',
  hint: () => ['A link to where it is discussed; Enter leaves it out.'],
  validate: (text) => text === '' || URL.canParse(text) || `\`${text}\` is not a link: write it with https://.`,
}

async function askWords(
  flags: DraftFlags,
  questions: Questions,
  {governance, backtest, policy, ...base}: Omit<Proposal, 'plimsoll' | 'title'>,
  {definition}: Place,
): Promise<Proposal> {
  const suggested = titleFor(base, definition)
  const question: ValueQuestion = {
    message: 'Title',
    default: suggested,
    hint: () => [],
    validate: (text) => (text.length >= 5 && text.length <= 120) || 'a title has 5 to 120 characters.',
  }
  const title = (await questions.want('--title', flags.title, question)) ?? suggested
  const discussion = await questions.want('--discussion', flags.discussion, DISCUSSION)
  const steps = {check: true, backtest: backtest !== undefined, encode: true, verify: governance !== undefined}
  const require = STEPS.filter((step) => step in steps && steps[step as keyof typeof steps])
  return {
    plimsoll: 1,
    title,
    summary: flags.summary ?? summaryFor(base, definition),
    ...(discussion === undefined || discussion === '' ? {} : {discussion}),
    ...base,
    ...(governance ? {governance} : {}),
    ...(policy === undefined ? {} : {policy}),
    ...(backtest ? {backtest} : {}),
    require,
  }
}

async function askFile(flags: DraftFlags, questions: Questions, proposal: Proposal): Promise<string> {
  const suggested = fileNameFor(proposal)
  const validate = (file: string): string | true =>
    flags.force === true || !existsSync(file) || `${file} exists already: take another name.`
  const file =
    flags.out ??
    (await questions.asker?.value({message: 'File', default: suggested, hint: () => [], validate})) ??
    suggested
  assertFree(file, flags.force)
  return file
}

/** Where the current values come from, when all of them come from there: a comment for the file. */
function sourceOf({protocol, changes}: Proposal, state: ChainState): string[] {
  const read = changes.every((change, index) =>
    settingsOf(change, ['changes', index]).every(({name}) =>
      stateValue(state, protocol.deployment ?? '', String(change['asset']), name),
    ),
  )
  const {block, source} = state
  return read ? [`Current values: ${source}, block ${block.number} (${block.hash}).`] : []
}

async function write(
  proposal: Proposal,
  file: string,
  replace: boolean,
  state: ChainState | undefined,
): Promise<Drafted> {
  const notes = notesOf(
    state,
    proposal.changes.map(({asset}) => String(asset)),
  )
  const comments = [...(state ? sourceOf(proposal, state) : []), ...notes]
  const text = writeProposal(proposal, {schema: './proposal.schema.json', notes: comments})
  const {findings, digest} = checkSource(parseSource(new TextEncoder().encode(text), file))
  const schema = await writeSchemaBeside(path.dirname(file))
  await writeFileAtomic(file, text, {replace})
  const wrong = findings.some(({severity}) => severity === 'error')
  const next = `plimsoll ${wrong ? 'check' : 'review'} ${file}`
  return {file, digest, schema, text, findings, notes, ...(state ? {state} : {}), next}
}
