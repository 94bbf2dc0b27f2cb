import {actingAddresses} from '../places.js'
import type {FileRule} from '../rule.js'
import {customExample} from './examples.js'

const ADDRESS = '"0x0BBbbF9D0cbdE8069e926c859E530B00Bfe90072"'
const call = (contract: string, name: string, from: string, to: string): string =>
  `- asset: ETH\n  contract: ${contract}\n  function: ${name}\n  arguments:\n    value: {from: ${from}, to: ${to}, unit: bps, role: none}`
const CHANGES = (second: string): string =>
  `${call('market', 'setFee', '1%', '2%')}\n${call(second, 'setSpread', '3%', '4%')}`
const MARKET = `market:\n  address: ${ADDRESS}\n  abi: [function setFee(uint256 value), function setSpread(uint256 value)]`

export const contractTwice: FileRule = {
  id: 'contract-twice',
  severity: 'warning',
  summary: 'one contract stands under two names',
  rationale: 'Readers take two names for two contracts, and do not see that two changes meet.',
  failing: customExample(CHANGES('spread'), {
    contracts: `${MARKET}\nspread:\n  address: ${ADDRESS}\n  abi: [function setSpread(uint256 value)]`,
  }),
  passing: customExample(CHANGES('market'), {contracts: MARKET}),
  checkFile({value}) {
    const seen = new Map<string, string>()
    return actingAddresses(value).flatMap(({path, address, use}) => {
      if (use !== 'contract') return []
      const name = String(path[1])
      const first = seen.get(address.toLowerCase())
      seen.set(address.toLowerCase(), first ?? name)
      return first === undefined ? [] : [{path, message: `${name} is the same contract as ${first}: keep one name.`}]
    })
  },
}
