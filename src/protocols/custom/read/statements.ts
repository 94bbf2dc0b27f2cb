import {canonical, formatQuantity, type Quantity} from '../../../units/quantity.js'
import type {FunctionFragment} from '../../calldata/read.js'
import type {Statement} from '../../model.js'
import type {PinnedContract} from './fragments.js'

/** One argument of a call, with its value; a literal is part of what the call is about. */
export interface Value {
  readonly name: string
  readonly value: Quantity
  readonly isLiteral: boolean
}

const hex = (text: string): string =>
  Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, '0')).join('')

/** An identity in lower case only: text, where case counts, is written as its bytes. */
const identity = (value: Quantity): string => (value.kind === 'text' ? `text ${hex(value.value)}` : canonical(value))

/** As people read it; a bytes32 that holds a name reads `"ETH-B"`. */
function show(value: Quantity): string {
  if (value.kind !== 'bytes' || value.value.length !== 66) return formatQuantity(value)
  const codes = (
    value.value
      .slice(2)
      .replace(/(?:00)+$/, '')
      .match(/../g) ?? []
  ).map((byte) => Number.parseInt(byte, 16))
  const text = String.fromCharCode(...codes)
  return /^[\x21-\x7E]+$/.test(text) ? `"${text}"` : value.value
}

/** What one call of a custom contract says: a statement for each argument, about the call's literal arguments. */
export function statements(
  contract: PinnedContract,
  fragment: FunctionFragment,
  chainId: number,
  values: readonly Value[],
): Statement[] {
  const literals = values.filter(({isLiteral}) => isLiteral)
  const ids = values.flatMap(({isLiteral, value}, index) => (isLiteral ? [`${index}=${identity(value)}`] : []))
  const about = literals.map(({name, value}) => `${name} ${show(value)}`).join(', ')
  const call = `${contract.name}.${fragment.name}${about === '' ? '' : ` (${about})`}`
  const statement = (parameter: string, value: Quantity, text: string): Statement => ({
    chainId,
    target: contract.address,
    subjectId: [fragment.selector, ...ids].join(' '),
    parameter,
    value,
    text,
  })
  if (literals.length === values.length) return [statement('', {kind: 'boolean', value: true}, `${call} is called`)]
  return values
    .filter(({isLiteral}) => !isLiteral)
    .map(({name, value}) => statement(name, value, `${call}: ${name} becomes ${formatQuantity(value)}`))
}
