import {gasOf} from '../../src/evm/gas.js'

describe('gas of a transaction', () => {
  it.each<[string, string, bigint, bigint, bigint]>([
    ['a transfer', '0x', 0n, 0n, 21_000n],
    ['4 a zero byte and 16 for others', '0x00ff', 100_000n, 0n, 121_020n],
    ['not less than the floor: 10 and 40', `0x${'ff'.repeat(1000)}`, 1_000n, 0n, 61_000n],
    ['the whole refund', '0x', 79_000n, 4_800n, 95_200n],
    ['at most a fifth back', '0x', 79_000n, 50_000n, 80_000n],
  ])('%s', (_, data, execution, refund, used) => {
    expect(gasOf(data, execution, refund)).toBe(used)
  })
})
