import {listAt, lookAt} from '../look.js'
import type {FileRule} from '../rule.js'
import {example, safe} from './examples.js'

const CHANGE = '- asset: WETH\n  supplyCap: {from: 1m WETH, to: 2m WETH}'
const FIELDS = ['safeTxGas', 'baseGas', 'gasPrice', 'gasToken', 'refundReceiver']

export const gasRefund: FileRule = {
  id: 'gas-refund',
  severity: 'warning',
  summary: 'a gas field of the Safe transaction is not 0',
  rationale:
    'A gas price lets whoever executes draw a refund from the Safe, to a receiver of their choice; a safeTxGas lets the call ' +
    'fail and use up the nonce. Both were part of attacks.',
  failing: example(CHANGE, {rest: safe('nonce: 42\n    gasPrice: 20')}),
  passing: example(CHANGE, {rest: safe()}),
  checkFile({value}) {
    return listAt(value, ['governance']).flatMap((_item, index) =>
      FIELDS.flatMap((field) => {
        const path = ['governance', index, field]
        const given = lookAt(value, path)
        if ((typeof given !== 'string' && typeof given !== 'number') || /^(0x)?[0_]+$/.test(String(given))) return []
        return [{path, message: `${field} is ${given}, not 0: leave it out unless the refund is meant.`}]
      }),
    )
  },
}
