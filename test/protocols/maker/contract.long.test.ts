import {TABLE} from '../../../src/protocols/maker/parameters.js'
import {CORE, MAKER_CHANGES, putMakerCore} from '../../helpers/maker-core.js'
import {onContracts} from '../../helpers/on-contracts.js'
import {spelled} from '../../helpers/spelled.js'

/** 2^256 / 10^18 rads, but for the last digit. */
const MOST_DUST = '115792089237316.19542357098500868790785326998466564056403945'

const protocol = {name: 'maker', chain: 'ethereum', deployment: 'MakerEthereum', through: 'spell'}

/** Everything at one end of what the contracts hold; the most debt goes with no penalty only. */
const atEnd = (end: 'max' | 'min'): string =>
  ['ETH-A', 'DAI']
    .map((asset) =>
      spelled(TABLE, {
        protocol,
        literals: {asset},
        pick({id}, units) {
          if (id === 'priceFallTime') return undefined
          return id === 'liquidationPenalty' ? 0n : units[end]
        },
      }),
    )
    .join('\n')

onContracts({
  protocol: 'maker',
  chainId: 1,
  head: `
protocol: {name: maker, chain: ethereum, deployment: MakerEthereum, through: spell}
contracts: {MCD_CLIP_CALC_LINEAR_A: {address: "${CORE.LinearDecrease}"}}
`,
  // The pause proxy, from which spells act.
  governor: '0xBE8E3e3618f7474F8cB1d074A26afFef007E98FB',
  build: putMakerCore,
  said: {all: MAKER_CHANGES, least: atEnd('min'), most: atEnd('max')},
  // The price curve of ETH-A is one of steps; here another ilk has a linear one.
  minimalOnly: {priceFallTime: '  - {asset: LINEAR-A, priceFallTime: {to: 6h}}'},
  unauthorized: 'not-authorized',
  anybody: ['drip(bytes32)', 'poke(bytes32)', 'upchost()'],
  edges: {
    'no penalty is the least': {
      at: '  - {asset: ETH-A, liquidationPenalty: {to: 0%}}',
      beyond: '  - {asset: ETH-A, liquidationPenalty: {to: -0.01%}}',
      refusal: /outside|fit/,
      raw: {call: 0, word: 2, value: 10n ** 18n - 1n, error: 'Dog/file-chop-lt-WAD'},
    },
    'a step that leaves the price as it is is the last': {
      at: '  - {asset: ETH-A, priceStepFactor: {to: 100%}}',
      beyond: '  - {asset: ETH-A, priceStepFactor: {to: 100.01%}}',
      refusal: /outside|fit/,
      raw: {call: 0, word: 1, value: 10n ** 27n + 1n, error: 'StairstepExponentialDecrease/cut-gt-RAY'},
    },
    'a maximum of AutoLine is above nothing': {
      at: '  - {asset: ETH-A, autoLineMax: {to: 1 DAI}, autoLineGap: {to: 1 DAI}, autoLineCooldown: {to: 0s}}',
      beyond: '  - {asset: ETH-A, autoLineMax: {to: 0 DAI}, autoLineGap: {to: 1 DAI}, autoLineCooldown: {to: 0s}}',
      refusal: /outside|fit/,
      raw: {call: 0, word: 1, value: 0n, error: 'DssAutoLine/invalid-line'},
    },
    'a cooldown of AutoLine is below the last of 48 bits': {
      at: '  - {asset: ETH-A, autoLineMax: {to: 1 DAI}, autoLineGap: {to: 1 DAI}, autoLineCooldown: {to: 281474976710654s}}',
      beyond:
        '  - {asset: ETH-A, autoLineMax: {to: 1 DAI}, autoLineGap: {to: 1 DAI}, autoLineCooldown: {to: 281474976710655s}}',
      refusal: /outside/,
      raw: {call: 0, word: 3, value: 2n ** 48n - 1n, error: 'DssAutoLine/invalid-ttl'},
    },
    'poke divides by the liquidation ratio': {
      at: '  - {asset: ETH-A, liquidationRatio: {to: 0.000000000000000000000000001x}}',
      beyond: '  - {asset: ETH-A, liquidationRatio: {to: 0%}}',
      refusal: /outside/,
      raw: {call: 0, word: 2, value: 0n, error: 'invalid opcode'},
    },
    'upchost multiplies the minimum debt by the penalty': {
      at: `  - {asset: ETH-A, minimumDebt: {to: ${MOST_DUST}7 DAI}, liquidationPenalty: {to: 0%}}`,
      beyond: `  - {asset: ETH-A, minimumDebt: {to: ${MOST_DUST}8 DAI}, liquidationPenalty: {to: 0%}}`,
      refusal: /outside/,
      raw: {call: 0, word: 2, value: 2n ** 256n / 10n ** 18n + 1n, error: 'revert'},
    },
    'drip goes first': {
      at: '  - {asset: ETH-A, stabilityFee: {to: 1x}}',
      beyond: '  - {asset: ETH-A, stabilityFee: {to: 0.9x}}',
      refusal: /outside|fit/,
      // Another ilk is brought up to the second.
      raw: {call: 0, word: 0, value: 1n, error: 'Jug/rho-not-updated'},
    },
  },
})
