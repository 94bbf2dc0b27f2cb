import AjvModule from 'ajv'

import {chainFileOf} from '../../src/evm/chain-file.js'
import {CHAIN_STATE_SCHEMA} from '../../src/evm/chain-schema.js'

const Ajv = AjvModule.default
const validate = new Ajv({strict: false}).compile(CHAIN_STATE_SCHEMA)
const ADDRESS = `0x${'ab'.repeat(20)}`
const SLOT = `0x${'0'.repeat(63)}1`
const header = {number: '0x10', timestamp: '0x65', gasLimit: '0x1', stateRoot: '0x01', hash: '0x02'}

const file = (): ReturnType<typeof chainFileOf> =>
  chainFileOf(
    {chainId: 1, header, source: 'node eth.example'},
    {accounts: new Map([[ADDRESS, {nonce: 1n, balance: 2n, code: '0x6001', storage: new Map([[SLOT, 5n]])}]])},
    [],
  )

test('what is saved is what the schema says', () => {
  expect([validate(file()), validate.errors]).toEqual([true, null])
})

test.each<[string, (state: Record<string, unknown>) => void]>([
  ['no chain', (state) => delete state['chainId']],
  ['another format', (state) => (state['chainState'] = 2)],
  ['half a byte of code', (state) => ((state['accounts'] as Record<string, {code: string}>)[ADDRESS]!.code = '0x600')],
  [
    'a balance that is no number',
    (state) => ((state['accounts'] as Record<string, {balance: string}>)[ADDRESS]!.balance = '0x2'),
  ],
  ['a header without its root', (state) => delete (state['header'] as Record<string, unknown>)['stateRoot']],
])('%s is refused', (_what, spoil) => {
  const state = structuredClone(file()) as unknown as Record<string, unknown>
  spoil(state)
  expect(validate(state)).toBe(false)
})
