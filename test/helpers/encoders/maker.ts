import {type Row, type Scope} from './scope.js'
import {amount, duration, number, ratio, type Kind} from './texts.js'

// Names and units: vat, spot, dog, clip, jug, vow and abaci of dss, and DssAutoLine. Addresses: the chainlog.

const VAT = '0x35D1b3F3D7966A1DFe207aa4514C12a259A0492B'
const SPOT = '0x65C79fcB50Ca1594B025960e539eD7A9a6D434A3'
const JUG = '0x19c0976f590D67707E62397C87829d896Dc0f1F1'
const DOG = '0x135954d155898D42C90D2a57824C690e0c7BEf1B'
const VOW = '0xA950524441892A31ebddF91d3cEEFa04Bf454466'
const AUTO_LINE = '0xC7Bdd1F2B16447dcf3dE045C4a039A60EC2f0ba3'
const CLIP = '0x000000000000000000000000000000000000bEEF'
const CALC = '0x00000000000000000000000000000000DeaDBeef'

const UINT256 = 2n ** 256n - 1n
const RAY = 10n ** 27n
const WAD = 10n ** 18n
const DOUBLED = 1_000_000_021_979_553_151_239_153_027n
const bytes32 = (text: string): string => `0x${Buffer.from(text).toString('hex').padEnd(64, '0')}`
const ILK = 'ETH-B'

const ray = (max = UINT256, min = 0n): Kind => ratio(27, {min, max})
const rad = (max = UINT256, min = 0n): Kind => amount('DAI', 45, {min, max})
const seconds = (min = 0n): Kind => duration(2n ** 53n - 1n, min)

const file = (to: string, what: string, id: string): Row => ({
  to,
  signature: 'file(bytes32,uint256)',
  when: [id],
  args: (values) => [bytes32(what), values.of(id)],
})
const fileIlk = (to: string, what: string, id: string, plus = 0n): Row => ({
  to,
  signature: 'file(bytes32,bytes32,uint256)',
  when: [id],
  args: (values) => [bytes32(ILK), bytes32(what), (values.of(id) as bigint) + plus],
})
const aside = (to: string, signature: string, ...when: string[]): Row => ({
  to,
  signature,
  when,
  args: () => (signature === 'upchost()' ? [] : [bytes32(ILK)]),
})

const protocol = {name: 'maker', chain: 'ethereum', deployment: 'MakerEthereum', through: 'spell'}
const contracts = {MCD_CLIP_ETH_B: {address: CLIP}, MCD_CLIP_CALC_ETH_B: {address: CALC}}
const AUTO = ['autoLineMax', 'autoLineGap', 'autoLineCooldown']

const ilk: Scope = {
  protocol,
  contracts,
  about: {asset: ILK},
  kinds: {
    liquidationRatio: ray(UINT256, 1n),
    debtCeiling: rad(),
    // Their product, which upchost makes, is drawn within 256 bits.
    minimumDebt: {...rad(UINT256 / WAD), draw: (random) => random.between(0n, 2n ** 190n)},
    stabilityFee: ray(DOUBLED, RAY),
    liquidationPenalty: {...ratio(18, {max: UINT256 - WAD}), draw: (random) => random.between(0n, 2n ** 64n)},
    liquidationLimit: rad(),
    auctionStartPrice: ray(),
    auctionDuration: seconds(),
    auctionPriceFloor: ray(),
    keeperShare: ratio(18, {max: 2n ** 64n - 1n}),
    keeperFlat: rad(2n ** 192n - 1n),
    auctionStop: number(0, {max: 3n}),
    priceFallTime: seconds(),
    priceStepFactor: ray(RAY),
    priceStepTime: seconds(1n),
    autoLineMax: rad(UINT256, 1n),
    autoLineGap: rad(UINT256, 1n),
    autoLineCooldown: duration(2n ** 48n - 2n),
  },
  packs: [AUTO],
  rows: [
    aside(JUG, 'drip(bytes32)', 'stabilityFee'),
    aside(SPOT, 'poke(bytes32)', 'liquidationRatio'),
    aside(CLIP, 'upchost()', 'minimumDebt', 'liquidationPenalty'),
    fileIlk(JUG, 'duty', 'stabilityFee'),
    fileIlk(SPOT, 'mat', 'liquidationRatio'),
    fileIlk(VAT, 'dust', 'minimumDebt'),
    fileIlk(VAT, 'line', 'debtCeiling'),
    fileIlk(DOG, 'chop', 'liquidationPenalty', WAD),
    fileIlk(DOG, 'hole', 'liquidationLimit'),
    file(CLIP, 'buf', 'auctionStartPrice'),
    file(CLIP, 'tail', 'auctionDuration'),
    file(CLIP, 'cusp', 'auctionPriceFloor'),
    file(CLIP, 'chip', 'keeperShare'),
    file(CLIP, 'tip', 'keeperFlat'),
    file(CLIP, 'stopped', 'auctionStop'),
    file(CALC, 'tau', 'priceFallTime'),
    file(CALC, 'cut', 'priceStepFactor'),
    file(CALC, 'step', 'priceStepTime'),
    {
      to: AUTO_LINE,
      signature: 'setIlk(bytes32,uint256,uint256,uint256)',
      when: AUTO,
      args: (values) => [bytes32(ILK), ...AUTO.map((id) => values.of(id))],
    },
  ],
}

const system: Scope = {
  protocol,
  about: {asset: 'DAI'},
  kinds: {
    globalDebtCeiling: rad(),
    referencePrice: ray(),
    globalLiquidationLimit: rad(),
    surplusBuffer: rad(),
    surplusLot: rad(),
    debtLot: rad(),
    debtAuctionTokens: amount('MKR', 18, {max: UINT256}),
    debtAuctionDelay: seconds(),
  },
  rows: [
    file(VAT, 'Line', 'globalDebtCeiling'),
    file(SPOT, 'par', 'referencePrice'),
    file(DOG, 'Hole', 'globalLiquidationLimit'),
    file(VOW, 'hump', 'surplusBuffer'),
    file(VOW, 'bump', 'surplusLot'),
    file(VOW, 'sump', 'debtLot'),
    file(VOW, 'dump', 'debtAuctionTokens'),
    file(VOW, 'wait', 'debtAuctionDelay'),
  ],
}

export const MAKER: readonly Scope[] = [ilk, system]
