import {onContracts} from '../../helpers/on-contracts.js'
import {compiled} from '../../helpers/solidity.js'

/** Where the core stands. */
const CORE = {
  Vat: '0x35D1b3F3D7966A1DFe207aa4514C12a259A0492B',
  Spotter: '0x65C79fcB50Ca1594B025960e539eD7A9a6D434A3',
  Jug: '0x19c0976f590D67707E62397C87829d896Dc0f1F1',
  Dog: '0x135954d155898D42C90D2a57824C690e0c7BEf1B',
  Vow: '0xA950524441892A31ebddF91d3cEEFa04Bf454466',
  AutoLine: '0xC7Bdd1F2B16447dcf3dE045C4a039A60EC2f0ba3',
  Clipper: '0xc67963a226eddd77B91aD8c421630A1b0AdFF270',
  StairstepExponentialDecrease: '0x7d9f92DAa9254Bbd1f479DBE5058f74C2381A898',
  LinearDecrease: '0x000000000000000000000000000000000000bEEF',
}

onContracts({
  protocol: 'maker',
  chainId: 1,
  head: `
protocol: {name: maker, chain: ethereum, deployment: MakerEthereum, through: spell}
contracts: {MCD_CLIP_CALC_LINEAR_A: {address: "${CORE.LinearDecrease}"}}
`,
  // The pause proxy, from which spells act.
  governor: '0xBE8E3e3618f7474F8cB1d074A26afFef007E98FB',
  async build(chain, safe) {
    for (const [name, at] of Object.entries(CORE)) {
      const {address} = await chain.deploy(compiled(name, 'MakerCore'), [safe])
      await chain.copy(address, at)
    }
  },
  said: {
    all: `
  - asset: ETH-A
    liquidationRatio: {to: 145.5%}
    debtCeiling: {to: 372_446_681.25 DAI}
    minimumDebt: {to: 7_500 DAI}
    stabilityFee: {to: 1.000000001090862085746321732x}
    liquidationPenalty: {to: 13%}
    liquidationLimit: {to: 40m DAI}
    auctionStartPrice: {to: 110%}
    auctionDuration: {to: 7200s}
    auctionPriceFloor: {to: 45%}
    keeperShare: {to: 0.1%}
    keeperFlat: {to: 250 DAI}
    auctionStop: {to: "2"}
    priceStepFactor: {to: 99%}
    priceStepTime: {to: 90s}
    autoLineMax: {to: 15_000m DAI}
    autoLineGap: {to: 150m DAI}
    autoLineCooldown: {to: 6h}
  - asset: DAI
    globalDebtCeiling: {to: 6_779_246_116.123456789 DAI}
    referencePrice: {to: 100.5%}
    globalLiquidationLimit: {to: 150m DAI}
    surplusBuffer: {to: 60m DAI}
    surplusLot: {to: 10_000 DAI}
    debtLot: {to: 50_000 DAI}
    debtAuctionTokens: {to: 250.5 MKR}
    debtAuctionDelay: {to: 156h}
`,
  },
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
    'drip goes first': {
      at: '  - {asset: ETH-A, stabilityFee: {to: 1x}}',
      beyond: '  - {asset: ETH-A, stabilityFee: {to: 0.9x}}',
      refusal: /outside|fit/,
      // Another ilk is brought up to the second.
      raw: {call: 0, word: 0, value: 1n, error: 'Jug/rho-not-updated'},
    },
  },
})
