import {listAt, mapAt, textAt} from '../look.js'
import type {FileRule} from '../rule.js'
import {customExample} from './examples.js'

const CHANGE =
  '- asset: ETH\n  contract: market\n  function: setMargin\n  arguments:\n    value: {from: 2%, to: 5%, unit: bps, role: maintenanceMargin}'
const MARKET =
  'market:\n  address: "0x0BBbbF9D0cbdE8069e926c859E530B00Bfe90072"\n  abi: [function setMargin(uint256 value)]'

export const unusedContract: FileRule = {
  id: 'unused-contract',
  severity: 'warning',
  summary: 'a contract is listed and never called',
  rationale:
    'What is left over from another proposal makes readers look for a change that is not there, or was forgotten.',
  failing: customExample(CHANGE, {
    contracts: `${MARKET}\noracle:\n  address: "0xa30d9c1ca20ceb6539D21C9A22Dd1EFc2C33120E"\n  abi: [function setDelay(uint256 value)]`,
  }),
  passing: customExample(CHANGE, {contracts: MARKET}),
  checkFile({value, refused}) {
    // Other protocols take addresses and tokens from `contracts:` by name, without a call in the file.
    if (textAt(value, ['protocol', 'name']) !== 'custom' || refused.some(([first]) => first === 'changes')) return []
    const changes = listAt(value, ['changes'])
    const called = new Set(changes.map((_change, index) => textAt(value, ['changes', index, 'contract'])))
    return Object.keys(mapAt(value, ['contracts']))
      .filter((name) => !called.has(name))
      .map((name) => ({path: ['contracts', name], key: true, message: `no change calls ${name}: remove it.`}))
  },
}
