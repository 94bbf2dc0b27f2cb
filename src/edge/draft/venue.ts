import {encodeProposal} from '../../governance/encode.js'
import {CHAIN_BOUND_SAFE_VERSIONS} from '../../governance/model.js'
import {PlimsollError} from '../../errors.js'
import type {Proposal} from '../../proposal/model.js'
import type {DraftFlags} from './flags.js'
import {oneOf, requestOf, type Place} from './place.js'
import type {Questions} from './questions.js'
import type {ValueQuestion} from './value-prompt.js'

const ADDRESS = /^0x[\da-fA-F]{40}$/
const NONCE = /^(0|[1-9]\d{0,14})$/

/** Asks which Safe signs. Undefined when none does, or something is missing. */
export async function askVenue(
  flags: DraftFlags,
  questions: Questions,
  proposal: Omit<Proposal, 'plimsoll' | 'title'>,
  place: Place | undefined,
): Promise<Proposal['governance']> {
  if (flags['no-venue']) return undefined
  const asksNothing = flags.safe === undefined && flags.nonce === undefined && flags['safe-version'] === undefined
  if (questions.asker && asksNothing && !(await questions.asker.confirm('Does a Safe sign it?', true))) return undefined
  const validate = (address: string): string | true => addressProblem(address, proposal) ?? true
  const known = place?.definition.drafting.account(requestOf(place))
  const question: ValueQuestion = {
    message: 'Safe address',
    default: known?.address,
    hint: (text) => (known && text === known.address ? [`${known.title}, from the address book`] : []),
    validate,
  }
  const address = await questions.need('--safe ADDRESS', flags.safe, (asker) => asker.value(question), validate)
  const versions = CHAIN_BOUND_SAFE_VERSIONS.map((value) => ({value}))
  const version = await questions.need(
    '--safe-version VERSION',
    flags['safe-version'],
    (asker) => asker.pick("The Safe's version", versions),
    oneOf(CHAIN_BOUND_SAFE_VERSIONS, 'Safe version'),
  )
  const validNonce = (text: string): string | true =>
    NONCE.test(text) || `\`${text}\` is not a nonce: write a whole number.`
  const nonce = await questions.need(
    '--nonce NUMBER',
    flags.nonce,
    (asker) =>
      asker.value({
        message: 'Nonce',
        hint: () => ['The nonce that this transaction will have: the hashes depend on it.'],
        validate: validNonce,
      }),
    validNonce,
  )
  if (address === undefined || version === undefined || nonce === undefined) return undefined
  return [{venue: 'safe', address, version, nonce: Number(nonce)}]
}

/** What the encoder has against an address. */
function addressProblem(address: string, proposal: Omit<Proposal, 'plimsoll' | 'title'>): string | undefined {
  if (!ADDRESS.test(address)) return `\`${address}\` is not an address: 0x and 40 hex digits.`
  const governance = [{venue: 'safe', address, version: CHAIN_BOUND_SAFE_VERSIONS[0], nonce: 0}]
  try {
    encodeProposal({...proposal, plimsoll: 1, title: 'draft', governance}, {file: '', digest: ''})
    return undefined
  } catch (error) {
    if (!(error instanceof PlimsollError)) throw error
    return error.code === 'VENUE_BAD_ADDRESS' ? [error.message, ...error.suggestions].join(' ') : undefined
  }
}
