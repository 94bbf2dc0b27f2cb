import {formatQuantity, type Quantity} from '../../../units/quantity.js'
import type {FunctionFragment} from '../../calldata/read.js'
import type {Statement} from '../../model.js'
import type {PinnedContract} from './fragments.js'
import {identities, leavesOf, told, type Node} from './tree.js'

/** What one call of a custom contract says: a statement for each setting in it, about the call's literals. */
export function statements(
  contract: PinnedContract,
  fragment: FunctionFragment,
  chainId: number,
  nodes: readonly Node[],
): Statement[] {
  const ids = nodes.flatMap((node) => identities(node))
  const about = nodes.flatMap((node) => told(node)).join(', ')
  const call = `${contract.name}.${fragment.name}${about === '' ? '' : ` (${about})`}`
  const statement = (parameter: string, value: Quantity, text: string): Statement => ({
    chainId,
    target: contract.address,
    subjectId: [fragment.selector, ...ids].join(' '),
    parameter,
    value,
    text,
  })
  const settings = nodes.flatMap((node) => leavesOf(node)).filter(({reading}) => reading)
  if (settings.length === 0) return [statement('', {kind: 'boolean', value: true}, `${call} is called`)]
  return settings.map(({name, quantity}) =>
    statement(name, quantity, `${call}: ${name} becomes ${formatQuantity(quantity)}`),
  )
}
