import type {Chain} from './evm.js'
import {compiled} from './solidity.js'

/** Where Maker's core stands; no mainnet ilk of the tests has a linear price curve, so that one stands where nothing does. */
export const CORE = {
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

/** Puts minimal contracts where the core stands, with one ward. */
export async function putMakerCore(chain: Chain, ward: string): Promise<void> {
  for (const [name, at] of Object.entries(CORE)) {
    const {address} = await chain.deploy(compiled(name, 'MakerCore'), [ward])
    await chain.copy(address, at)
  }
}

/** Changes of every parameter but the fall of a linear price curve, YAML. */
export const MAKER_CHANGES = `
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
`
