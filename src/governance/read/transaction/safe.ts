import type {FieldName, Scalar} from '../fields.js'
import {duplicatesIn, type ExactJson, type ExactObject} from './exact-json.js'
import type {Claim, ClaimName, GivenSignature, SafeInput} from './model.js'
import {addressOf, bytesOf, hashOf, integerOf, scalarOf, spelled, textOf} from './values.js'

/** Spellings of the fields in the formats that are about, as `spelled` has them. */
const FIELDS: ReadonlyMap<string, FieldName> = new Map(
  Object.entries({
    chainid: 'chainId',
    chain: 'chainId',
    networkid: 'chainId',
    safe: 'safe',
    safeaddress: 'safe',
    version: 'version',
    safeversion: 'version',
    to: 'to',
    value: 'value',
    data: 'data',
    calldata: 'data',
    operation: 'operation',
    safetxgas: 'safeTxGas',
    basegas: 'baseGas',
    datagas: 'baseGas',
    gasprice: 'gasPrice',
    gastoken: 'gasToken',
    refundreceiver: 'refundReceiver',
    nonce: 'nonce',
    safenonce: 'nonce',
  } as const),
)

const CLAIMS: ReadonlyMap<string, ClaimName> = new Map(
  Object.entries({
    safetxhash: 'safeTxHash',
    contracttransactionhash: 'safeTxHash',
    safetransactionhash: 'safeTxHash',
    domainhash: 'domainHash',
    domainseparator: 'domainHash',
    messagehash: 'messageHash',
    structhash: 'messageHash',
  } as const),
)

const RELATED = ['nested', 'child', 'children', 'parent', 'approvedby', 'owners', 'related']
const NULLS: Partial<Record<FieldName, string>> = {
  data: '0x',
  gasToken: `0x${'0'.repeat(40)}`,
  refundReceiver: `0x${'0'.repeat(40)}`,
}
const OPERATIONS: ReadonlyMap<string, string> = new Map([
  ['call', '0'],
  ['delegatecall', '1'],
])
/** What the Safe Transaction Service says beside the transaction, and what decides nothing. */
const IGNORED = new Set(
  [
    'executionDate submissionDate modified blockNumber transactionHash proposer proposedByDelegate executor isExecuted isSuccessful',
    'ethGasPrice maxFeePerGas maxPriorityFeePerGas gasUsed fee payment origin trusted txType transfers name description title',
    'network task source url hash block status type signatureType',
  ]
    .join(' ')
    .split(' ')
    .map(spelled),
)

/** A Safe transaction from an object of fields: our own file, the Safe Transaction Service's, or a verifier's. */
export function safeInput(json: ExactObject): SafeInput {
  const scalars = new Map<FieldName, Scalar>()
  const claims: Claim[] = []
  const unread: string[] = []
  const related: SafeInput[] = []
  const repeated = new Set<string>(duplicatesIn(json))
  const isService = json.members.has('safeTxHash') || json.members.has('confirmations')
  for (const [key, value] of json.members) {
    const name = spelled(key)
    const field = FIELDS.get(name)
    const claim = CLAIMS.get(name)
    if (field) {
      if (scalars.has(field)) repeated.add(key)
      scalars.set(field, fieldScalar(field, value, isService))
    } else if (claim) {
      const hash = hashOf(value)
      if (hash) claims.push({name: claim, hash})
    } else if (RELATED.includes(name) && holdsTransactions(value)) related.push(...relatedOf(value))
    else if (!READ_APART.has(name) && !IGNORED.has(name)) unread.push(key)
  }
  const {members} = json
  const said = members.get('dataDecoded')
  const saidFunction = said?.kind === 'object' ? textOf(said.members.get('method')) : undefined
  return {
    kind: 'safe',
    format: isService ? 'a Safe transaction with its hash' : 'a Safe transaction',
    scalars,
    duplicates: [...repeated],
    unread,
    claims,
    related,
    problems: [],
    ...signaturesOf(members),
    ...(saidFunction === undefined ? {} : {saidFunction}),
  }
}

const READ_APART = new Set([
  'confirmations',
  'signatures',
  'signature',
  'owners',
  'threshold',
  'confirmationsrequired',
  'datadecoded',
])

/** The service writes null for no data, no token and no receiver; anywhere else that is a mistake. */
function fieldScalar(field: FieldName, value: ExactJson, isService: boolean): Scalar {
  const instead = NULLS[field]
  if (value.kind === 'literal' && value.value === null && isService && instead !== undefined) return {text: instead}
  const text = textOf(value)
  if (field === 'operation' && text !== undefined) return {text: OPERATIONS.get(text.toLowerCase()) ?? text}
  return scalarOf(value)
}

function holdsTransactions(value: ExactJson): boolean {
  if (value.kind === 'list') return value.items.some((item) => item.kind === 'object' && item.members.has('to'))
  return value.kind === 'object' && (value.members.has('to') || value.members.has('data'))
}

function relatedOf(value: ExactJson): SafeInput[] {
  const items = value.kind === 'list' ? value.items : [value]
  return items.flatMap((item) => (item.kind === 'object' ? [safeInput(item)] : []))
}

function signaturesOf(
  members: ReadonlyMap<string, ExactJson>,
): Pick<SafeInput, 'blob' | 'owners' | 'signatures' | 'threshold'> {
  const confirmations = members.get('confirmations')
  const signatures = (confirmations?.kind === 'list' ? confirmations.items : []).flatMap((item): GivenSignature[] => {
    if (item.kind !== 'object') return []
    const signature = bytesOf(item.members.get('signature'))
    const owner = addressOf(item.members.get('owner'))
    return signature === undefined ? [] : [{signature, ...(owner === undefined ? {} : {owner})}]
  })
  const listed = members.get('owners')
  const owners = (listed?.kind === 'list' ? listed.items : [])
    .map((item) => addressOf(item))
    .filter((item) => item !== undefined)
  const blob = bytesOf(members.get('signatures'))
  const threshold = integerOf(members.get('threshold') ?? members.get('confirmationsRequired'))
  return {
    signatures,
    owners,
    ...(blob === undefined || blob === '0x' ? {} : {blob}),
    ...(threshold === undefined || threshold > 1000n ? {} : {threshold: Number(threshold)}),
  }
}
