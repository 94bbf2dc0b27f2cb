import {PlimsollError} from '../../errors.js'
import {ONE, rational, ZERO, type Rational} from '../../units/rational.js'
import {assetOf, type Governed, type GovernedTable} from '../governed.js'
import type {Change, ParameterInfo, ParameterRange, ProtocolRequest} from '../model.js'
import {AMOUNT, DURATION, FACTOR, NUMBER, RATIO, type Spelling} from '../spelling.js'
import {placeOf, SYSTEM, type MakerPlace} from './deployments.js'

// Source: src/{vat,spot,dog,clip,jug,vow,abaci}.sol of makerdao/dss; ranges of DssExecLib.sol of sky-ecosystem/dss-exec-lib at c872341.

/** What a change is about: an ilk (a type of vault), or the whole system. */
export interface MakerSubject {
  readonly asset: string
  readonly isSystem: boolean
  readonly place: MakerPlace
}

type Parameter = Governed<MakerSubject>

const WAD = 10n ** 18n
const RAY = 10n ** 27n
const RAD = 10n ** 45n
const UINT256 = 2n ** 256n - 1n
/** 100% a year, per second: floor(2^(1/31,536,000) x 1e27), DssExecLib RATES_ONE_HUNDRED_PCT. */
const DOUBLE_A_YEAR = 1_000_000_021_979_553_151_239_153_027n

type Spec = Pick<ParameterInfo, 'description' | 'getter' | 'id' | 'title'> & Partial<ParameterInfo>

interface Unit {
  readonly name: string
  readonly perOne: bigint
  readonly min?: bigint
  readonly max?: bigint
}

const WAD_UNIT: Unit = {name: 'wad, 1e18', perOne: WAD}
const RAY_UNIT: Unit = {name: 'ray, 1e27', perOne: RAY}
const RAD_UNIT: Unit = {name: 'rad, 1e45', perOne: RAD}
/** The contracts hold 256 bits of them; a file can say no more than this. */
const SECONDS: Unit = {name: 'seconds', perOne: 1n, max: BigInt(Number.MAX_SAFE_INTEGER)}

function parameter(spec: Spec, spelling: Spelling, unit: Unit, scope: 'ilk' | 'system', token: string): Parameter {
  const {min = 0n, max = UINT256, perOne, name} = unit
  const range: ParameterRange = {
    min: rational(min, perOne),
    max: rational(max, perOne),
    step: rational(1n, perOne),
    why: 'the contract holds no other',
  }
  return {
    kind: spelling.kind,
    role: 'none',
    unit: name,
    range,
    accepts: 'what the contract can hold',
    event: 'File(ilk, what, data), or LogNote of the contracts of 2019',
    ...spec,
    spelling,
    units: () => ({name, perOne, min, max}),
    token: () => token,
    unfit: ({asset, isSystem}) =>
      isSystem === (scope === 'system')
        ? undefined
        : isSystem
          ? `this is a parameter of an ilk (ETH-A), and \`${SYSTEM}\` stands for the whole system.`
          : `this is a parameter of the whole system: put it into a change of \`${SYSTEM}\`, not of ${asset}.`,
  }
}

const ilk = (spec: Spec, spelling: Spelling, unit: Unit): Parameter => parameter(spec, spelling, unit, 'ilk', 'DAI')
const system = (spec: Spec, spelling: Spelling, unit: Unit, token = 'DAI'): Parameter =>
  parameter(spec, spelling, unit, 'system', token)

const within = (min: Rational, max: Rational, step: Rational, why: string): ParameterRange => ({min, max, step, why})
const RAY_STEP = rational(1n, RAY)
const WAD_STEP = rational(1n, WAD)
const LIBRARY = 'DssExecLib, which spells go through, refuses it'

export const PARAMETERS: readonly Parameter[] = [
  ilk(
    {
      id: 'liquidationRatio',
      title: 'liquidation ratio',
      description:
        'The least collateral, as a share of the debt: 145%. Below it the vault is liquidated. It takes effect with poke(ilk), which is added.',
      role: 'collateralRatio',
      range: within(ONE, rational(99_999n, 10_000n), RAY_STEP, LIBRARY),
      accepts: '100% to 999.99%',
      getter: 'Spotter.ilks(ilk).mat',
    },
    RATIO,
    // poke divides by it.
    {...RAY_UNIT, min: 1n},
  ),
  ilk(
    {
      id: 'debtCeiling',
      title: 'debt ceiling',
      description: 'The most DAI that all vaults of the ilk can owe (line). 0 stops new debt.',
      role: 'cap',
      accepts: '0 and more DAI',
      getter: 'Vat.ilks(ilk).line',
    },
    AMOUNT,
    RAD_UNIT,
  ),
  ilk(
    {
      id: 'minimumDebt',
      title: 'minimum debt',
      description: 'The least DAI that a vault can owe (dust). The Clipper must recompute from it: upchost() is added.',
      accepts: '0 and more DAI; not above the liquidation limit',
      getter: 'Vat.ilks(ilk).dust',
    },
    AMOUNT,
    // upchost multiplies it by chop, which is at least one wad, and reverts beyond 256 bits.
    {...RAD_UNIT, max: UINT256 / WAD},
  ),
  ilk(
    {
      id: 'stabilityFee',
      title: 'stability fee',
      description:
        'What the debt is multiplied by every second (duty): 1.000000001x is 3.2% a year. An exact factor, since a yearly rate has no exact ' +
        'one. drip(ilk) goes first in the same transaction, and is added.',
      range: within(ONE, rational(DOUBLE_A_YEAR, RAY), RAY_STEP, LIBRARY),
      accepts: '1x to 1.000000021979553151239153027x (100% a year), 27 decimals',
      getter: 'Jug.ilks(ilk).duty',
    },
    {...FACTOR, examples: ['1.000000001x', '1.00000000109086208574632x']},
    {...RAY_UNIT, min: RAY, max: DOUBLE_A_YEAR},
  ),
  ilk(
    {
      id: 'liquidationPenalty',
      title: 'liquidation penalty',
      description:
        'What is added to the debt of a liquidated vault (chop): 13%, not 113%. The Clipper must recompute from it: upchost() is added.',
      unit: 'wad; the Dog stores 1 + the penalty',
      range: within(ZERO, rational(9999n, 10_000n), WAD_STEP, LIBRARY),
      accepts: '0% to 99.99%',
      getter: 'Dog.chop(ilk) - 1',
    },
    RATIO,
    {...WAD_UNIT, max: UINT256 - WAD},
  ),
  ilk(
    {
      id: 'liquidationLimit',
      title: 'liquidation limit',
      description: 'The most DAI that the auctions of the ilk may have to raise at one time (hole).',
      accepts: '0 and more DAI; not below the minimum debt',
      getter: 'Dog.ilks(ilk).hole',
    },
    AMOUNT,
    RAD_UNIT,
  ),
  ilk(
    {
      id: 'auctionStartPrice',
      title: 'auction start price',
      description: 'Where auctions start, as a share of the oracle price (buf): 120%.',
      range: within(ONE, rational(99_999n, 10_000n), RAY_STEP, LIBRARY),
      accepts: '100% to 999.99%',
      getter: 'Clipper.buf()',
    },
    RATIO,
    RAY_UNIT,
  ),
  ilk(
    {
      id: 'auctionDuration',
      title: 'auction duration',
      description: 'After this time an auction must be reset (tail).',
      accepts: 'whole seconds',
      getter: 'Clipper.tail()',
    },
    DURATION,
    SECONDS,
  ),
  ilk(
    {
      id: 'auctionPriceFloor',
      title: 'auction price floor',
      description: 'An auction must be reset when its price has fallen to this share of the start price (cusp): 40%.',
      range: within(ZERO, rational(9999n, 10_000n), RAY_STEP, LIBRARY),
      accepts: '0% to 99.99%',
      getter: 'Clipper.cusp()',
    },
    RATIO,
    RAY_UNIT,
  ),
  ilk(
    {
      id: 'keeperShare',
      title: 'keeper share',
      description: 'What who starts an auction gets, as a share of the debt (chip). Cut without a word beyond 64 bits.',
      range: within(ZERO, rational(9999n, 10_000n), WAD_STEP, LIBRARY),
      accepts: '0% to 99.99%',
      getter: 'Clipper.chip()',
    },
    RATIO,
    {...WAD_UNIT, name: 'wad in 64 bits', max: 2n ** 64n - 1n},
  ),
  ilk(
    {
      id: 'keeperFlat',
      title: 'keeper flat fee',
      description: 'What who starts an auction gets besides, in DAI (tip). Cut without a word beyond 192 bits.',
      accepts: '0 to 6,277,101,735,386 DAI',
      getter: 'Clipper.tip()',
    },
    AMOUNT,
    {...RAD_UNIT, name: 'rad in 192 bits', max: 2n ** 192n - 1n},
  ),
  ilk(
    {
      id: 'auctionStop',
      title: 'auction stop',
      description: '0: auctions run; 1: no new ones; 2: no resets either; 3: no purchases either (stopped).',
      accepts: '"0" to "3"',
      getter: 'Clipper.stopped()',
    },
    NUMBER,
    {name: 'level', perOne: 1n, max: 3n},
  ),
  ilk(
    {
      id: 'priceFallTime',
      title: 'price fall time',
      description: 'How long a linear price curve takes to reach zero (tau of LinearDecrease).',
      accepts: 'whole seconds',
      getter: 'Calc.tau()',
    },
    DURATION,
    SECONDS,
  ),
  ilk(
    {
      id: 'priceStepFactor',
      title: 'price step factor',
      description: 'What each step multiplies the price by (cut of StairstepExponentialDecrease): 99%.',
      range: within(ZERO, ONE, RAY_STEP, 'the contract reverts above 1'),
      accepts: '0% to 100%',
      getter: 'Calc.cut()',
    },
    RATIO,
    {...RAY_UNIT, max: RAY},
  ),
  ilk(
    {
      id: 'priceStepTime',
      title: 'price step time',
      description: 'How long each step of the price curve lasts (step of StairstepExponentialDecrease).',
      accepts: 'whole seconds, above 0',
      getter: 'Calc.step()',
    },
    DURATION,
    {...SECONDS, min: 1n},
  ),
  ilk(
    {
      id: 'autoLineMax',
      title: 'auto-line maximum',
      description: 'The debt ceiling that AutoLine may raise to. One call sets maximum, gap and cooldown.',
      role: 'cap',
      accepts: 'above 0 DAI',
      getter: 'AutoLine.ilks(ilk).line',
    },
    AMOUNT,
    {...RAD_UNIT, min: 1n},
  ),
  ilk(
    {
      id: 'autoLineGap',
      title: 'auto-line gap',
      description: 'How far above the debt AutoLine sets the ceiling.',
      accepts: 'above 0 DAI',
      getter: 'AutoLine.ilks(ilk).gap',
    },
    AMOUNT,
    {...RAD_UNIT, min: 1n},
  ),
  ilk(
    {
      id: 'autoLineCooldown',
      title: 'auto-line cooldown',
      description: 'The least time between two raises by AutoLine (ttl).',
      accepts: 'whole seconds',
      getter: 'AutoLine.ilks(ilk).ttl',
    },
    DURATION,
    // setIlk: ttl < uint48(-1).
    {...SECONDS, max: 2n ** 48n - 2n},
  ),
  system(
    {
      id: 'globalDebtCeiling',
      title: 'global debt ceiling',
      description: 'The most DAI that all vaults together can owe (Line).',
      role: 'cap',
      getter: 'Vat.Line()',
      accepts: '0 and more DAI',
    },
    AMOUNT,
    RAD_UNIT,
  ),
  system(
    {
      id: 'referencePrice',
      title: 'reference price',
      description: 'What one DAI is meant to be worth, in US dollars (par): 100%.',
      getter: 'Spotter.par()',
    },
    RATIO,
    RAY_UNIT,
  ),
  system(
    {
      id: 'globalLiquidationLimit',
      title: 'global liquidation limit',
      description: 'The most DAI that all auctions together may have to raise at one time (Hole).',
      getter: 'Dog.Hole()',
      accepts: '0 and more DAI',
    },
    AMOUNT,
    RAD_UNIT,
  ),
  system(
    {
      id: 'surplusBuffer',
      title: 'surplus buffer',
      description:
        'The DAI that the Vow keeps before it sells surplus (hump). A huge one means that selling is switched off.',
      getter: 'Vow.hump()',
      accepts: '0 and more DAI',
    },
    AMOUNT,
    RAD_UNIT,
  ),
  system(
    {
      id: 'surplusLot',
      title: 'surplus lot',
      description: 'The DAI that one surplus auction sells (bump).',
      getter: 'Vow.bump()',
    },
    AMOUNT,
    RAD_UNIT,
  ),
  system(
    {
      id: 'debtLot',
      title: 'debt lot',
      description: 'The DAI that one debt auction raises (sump).',
      getter: 'Vow.sump()',
    },
    AMOUNT,
    RAD_UNIT,
  ),
  system(
    {
      id: 'debtAuctionTokens',
      title: 'debt auction tokens',
      description: 'The MKR that a debt auction offers at first (dump).',
      getter: 'Vow.dump()',
    },
    AMOUNT,
    WAD_UNIT,
    'MKR',
  ),
  system(
    {
      id: 'debtAuctionDelay',
      title: 'debt auction delay',
      description: 'How long bad debt waits before it is auctioned (wait).',
      getter: 'Vow.wait()',
      accepts: 'whole seconds',
    },
    DURATION,
    SECONDS,
  ),
]

/** An ilk as bytes32 holds at most 31 letters beside its padding; the chainlog has capitals, digits and dashes. */
const ILK = /^[A-Z][A-Z0-9-]{0,30}$/

/** What a change is about. @throws MAKER_BAD_ILK, PROTOCOL_* */
export function subjectOf(change: Change, request: ProtocolRequest): MakerSubject {
  const asset = assetOf(change)
  if (!ILK.test(asset)) {
    throw new PlimsollError('MAKER_BAD_ILK', `\`${asset}\` is no name of an ilk.`, {
      suggestions: [`Ilks are written as in ETH-A or WSTETH-B; \`${SYSTEM}\` stands for the whole system.`],
    })
  }
  return {asset, isSystem: asset === SYSTEM, place: placeOf(request)}
}

export const TABLE: GovernedTable<MakerSubject> = {parameters: PARAMETERS, subjectOf}
