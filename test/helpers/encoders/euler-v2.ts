import {address} from './sample.js'
import {order, single, type Row, type Scope} from './scope.js'
import {amount, duration, ratio, type Kind} from './texts.js'

// Signatures: EVault's Governance.sol. A GovernorAccessControl takes the vault's 20 bytes behind the arguments.

const VAULT = '0x000000000000000000000000000000000000bEEF'
const COLLATERAL = '0x00000000000000000000000000000000DeaDBeef'
const GOVERNOR = '0x35400831044167E9E2DE613d26515eeE37e30a1b'
const NONE = -1n

/** A cap in 16 bits, from the digits of the amount: three of them, four up to 1023; nothing is 0 x 10, and no cap 0. */
function capWord(units: bigint): bigint {
  if (units === NONE) return 0n
  if (units === 0n) return 1n
  const digits = units.toString()
  const significant = digits.replace(/0+$/, '')
  const kept = Math.max(3, significant.length)
  if (digits.length <= kept) return (units << 6n) | 2n
  return (BigInt(significant.padEnd(kept, '0')) << 6n) | BigInt(2 + digits.length - kept)
}

function cap(most: bigint): Kind {
  const plain = amount('USDC', 6, {max: most})
  return {
    ...plain,
    draw(random) {
      if (random.word() % 10 === 0) return NONE
      const [mantissa, zeros] = [random.between(0n, 1023n), random.between(0n, 30n)]
      return mantissa * 10n ** zeros
    },
    spell: (units, random) => (units === NONE ? 'unlimited' : plain.spell(units, random)),
    raw: (text) => capWord(text === 'unlimited' ? NONE : (plain.raw(text) as bigint)),
  }
}

const share = (max = 10_000n): Kind => ratio(4, {max})
const LTV = ['borrowLTV', 'liquidationLTV', 'rampDuration']
const CAPS = ['supplyCap', 'borrowCap']

function scopes(through: 'access-control' | 'governor'): Scope[] {
  const to = through === 'governor' ? VAULT : GOVERNOR
  const routed = (row: Row): Row => (through === 'governor' ? row : {...row, tail: VAULT.slice(2).toLowerCase()})
  const common = {
    protocol: {name: 'euler-v2', chain: 'ethereum', deployment: 'eUSDC-2', underlying: 'USDC', through},
    contracts: {'eUSDC-2': {address: VAULT, decimals: 6}, 'eWETH-2': {address: COLLATERAL}},
  }
  return [
    {
      ...common,
      about: {asset: 'eWETH-2'},
      kinds: {borrowLTV: share(), liquidationLTV: share(), rampDuration: duration(2n ** 32n - 1n)},
      packs: [LTV],
      relate(units) {
        order(units, 'borrowLTV', 'liquidationLTV')
      },
      // A ramp needs a liquidation LTV that is lowered, so one that is kept has none.
      refused: (values) =>
        values.has('rampDuration') &&
        values.has('liquidationLTV') &&
        !values.changes('liquidationLTV') &&
        values.of('rampDuration') !== 0n,
      rows: [
        routed({
          to,
          signature: 'setLTV(address,uint16,uint16,uint32)',
          when: LTV,
          args: (values) => [COLLATERAL, ...LTV.map((id) => values.of(id))],
        }),
      ],
    },
    {
      ...common,
      about: {asset: 'USDC'},
      kinds: {
        supplyCap: cap(2n ** 113n - 2n),
        borrowCap: cap(2n ** 112n - 1n),
        maxLiquidationDiscount: share(9999n),
        liquidationCoolOffTime: duration(65_535n),
        interestFee: share(),
        interestRateModel: address(),
      },
      packs: [CAPS],
      rows: [
        routed({
          to,
          signature: 'setCaps(uint16,uint16)',
          when: CAPS,
          args: (values) => CAPS.map((id) => values.of(id)),
        }),
        routed(single(to, 'setMaxLiquidationDiscount', 'uint16', 'maxLiquidationDiscount')),
        routed(single(to, 'setLiquidationCoolOffTime', 'uint16', 'liquidationCoolOffTime')),
        routed(single(to, 'setInterestFee', 'uint16', 'interestFee')),
        routed(single(to, 'setInterestRateModel', 'address', 'interestRateModel')),
      ],
    },
  ]
}

export const EULER_V2: readonly Scope[] = [...scopes('governor'), ...scopes('access-control')]
