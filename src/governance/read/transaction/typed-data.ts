import type {FieldName, Scalar} from '../fields.js'
import {duplicatesIn, type ExactJson, type ExactObject} from './exact-json.js'
import type {SafeInput} from './model.js'
import {safeInput} from './safe.js'
import {textOf} from './values.js'

const BEFORE_GAS = ['address to', 'uint256 value', 'bytes data', 'uint8 operation', 'uint256 safeTxGas']
const AFTER_GAS = ['uint256 gasPrice', 'address gasToken', 'address refundReceiver', 'uint256 nonce']

/**
 * An EIP-712 payload. A wallet hashes by the types that the payload brings along, so they must be exactly those of a Safe:
 * another order or another name is another hash.
 */
export function typedDataInput(json: ExactObject): SafeInput {
  const {members} = json
  const [domain, message] = [objectIn(members, 'domain'), objectIn(members, 'message')]
  const input = safeInput({
    kind: 'object',
    members: message?.members ?? new Map<string, ExactJson>(),
    duplicates: [...duplicatesIn(json)],
  })
  const {problems, dataGas} = typeProblems(members)
  const hasChain = domain?.members.has('chainId') ?? false
  problems.push(...domainProblems(domain, members))
  const scalars = new Map<FieldName, Scalar>(input.scalars)
  const put = (field: FieldName, value: ExactJson | undefined): void => {
    if (value?.kind === 'text') scalars.set(field, {text: value.text})
    else if (value?.kind === 'number') scalars.set(field, {number: value.digits})
  }
  put('chainId', domain?.members.get('chainId'))
  put('safe', domain?.members.get('verifyingContract'))
  // The layout is what the payload shows of the version; the proposal or --safe-version may name it exactly.
  scalars.set('version', {text: hasChain ? '1.3.0' : dataGas ? '0.1.0' : '1.2.0'})
  return {...input, format: 'an EIP-712 payload', scalars, problems}
}

function objectIn(members: ReadonlyMap<string, ExactJson>, name: string): ExactObject | undefined {
  const found = members.get(name)
  return found?.kind === 'object' ? found : undefined
}

function typesOf(members: ReadonlyMap<string, ExactJson>, name: string): string[] | undefined {
  const list = objectIn(members, 'types')?.members.get(name)
  if (list?.kind !== 'list') return undefined
  return list.items.map((item) =>
    item.kind === 'object' ? `${textOf(item.members.get('type')) ?? ''} ${textOf(item.members.get('name')) ?? ''}` : '',
  )
}

function typeProblems(members: ReadonlyMap<string, ExactJson>): {problems: string[]; dataGas: boolean} {
  const primary = textOf(members.get('primaryType'))
  if (primary !== 'SafeTx') {
    return {
      problems: [`the payload is a \`${primary ?? ''}\`, not a SafeTx: signing it signs something else`],
      dataGas: false,
    }
  }
  const types = typesOf(members, 'SafeTx') ?? []
  const dataGas = types[5] === 'uint256 dataGas'
  const expected = [...BEFORE_GAS, dataGas ? 'uint256 dataGas' : 'uint256 baseGas', ...AFTER_GAS]
  if (types.join() === expected.join()) return {problems: [], dataGas}
  return {
    problems: ['the types of the payload are not those of a Safe transaction: a wallet would sign another hash'],
    dataGas,
  }
}

function domainProblems(domain: ExactObject | undefined, members: ReadonlyMap<string, ExactJson>): string[] {
  const names = [...(domain?.members.keys() ?? [])]
  const odd = names.filter((name) => name !== 'chainId' && name !== 'verifyingContract')
  const declared = typesOf(members, 'EIP712Domain')
  const expected = [...(names.includes('chainId') ? ['uint256 chainId'] : []), 'address verifyingContract']
  return [
    ...odd.map(
      (name) => `the payload's domain has \`${name}\`, which a Safe's has not: a wallet would sign another hash`,
    ),
    ...(declared === undefined || declared.join() === expected.join()
      ? []
      : ["the payload's EIP712Domain type is not that of a Safe: a wallet would sign another hash"]),
  ]
}
