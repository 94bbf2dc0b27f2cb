import {nearest} from '../../nearest.js'
import {listAt, mapAt, textAt} from '../look.js'
import type {FileRule, Report} from '../rule.js'
import {customExample} from './examples.js'

const change = (name: string): string =>
  `- asset: ETH\n  contract: market\n  function: ${name}\n  arguments:\n    value: {from: 2%, to: 5%, unit: bps, role: maintenanceMargin}`

const hint = (name: string, known: readonly string[]): string => {
  const close = nearest(name, known)
  if (close.length > 0) return ` Did you mean ${close.join(' or ')}?`
  return known.length > 0 ? ` Known are: ${known.join(', ')}.` : ''
}

function namesOf(fragments: readonly unknown[]): string[] {
  return fragments.flatMap((fragment) => /^\s*(?:function\s+)?(\w+)\s*\(/.exec(String(fragment))?.[1] ?? [])
}

export const unknownFunction: FileRule = {
  id: 'unknown-function',
  severity: 'error',
  summary: 'a change calls a contract or a function that the file does not describe',
  rationale: 'Calldata is made from the ABI in the file: without the function there, there is nothing to sign.',
  failing: customExample(change('setMargn')),
  passing: customExample(change('setMargin')),
  checkFile({value, refused}) {
    if (refused.some(([first]) => first === 'contracts')) return []
    return listAt(value, ['changes']).flatMap((_change, index): Report[] => {
      const [contract, called] = ['contract', 'function'].map((key) => textAt(value, ['changes', index, key]))
      if (contract === undefined || called === undefined) return []
      const contracts = Object.keys(mapAt(value, ['contracts']))
      if (!contracts.includes(contract)) {
        return [
          {
            path: ['changes', index, 'contract'],
            message: `there is no \`${contract}\` under \`contracts:\`.${hint(contract, contracts)}`,
          },
        ]
      }
      const known = namesOf(listAt(value, ['contracts', contract, 'abi']))
      const name = called.replace(/\s*\(.*$/s, '')
      if (known.includes(name)) return []
      const message =
        known.length === 0
          ? `${contract} has no \`abi:\` that says what \`${name}\` is.`
          : `the ABI of ${contract} has no function \`${name}\`.${hint(name, known)}`
      return [{path: ['changes', index, 'function'], message}]
    })
  },
}
