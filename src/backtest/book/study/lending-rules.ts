import {PlimsollError} from '../../../errors.js'
import {formatDuration} from '../../../units/duration.js'
import {divide, ONE, toNumber} from '../../../units/rational.js'
import type {Closing, CollateralRules} from '../lending/rules.js'
import {AAVE_V33} from '../venues/aave.js'
import {ratioOf, usdOf} from './figures-of-request.js'
import {valueOf, type Building} from './rule-values.js'
import {byAuction, type BookRequest, type RuleSet} from './rules.js'

const MAKER_PENALTY = '13%'

/** Undefined when the file does not say a value before. @throws BOOK_RULES */
export function lendingRules(building: Building): RuleSet | undefined {
  const {assumptions, common, request, subjects, values} = building
  const auction = byAuction(values)
  const fee = request.protocolFee === undefined ? {} : {protocolFee: ratioOf(request.protocolFee)}
  const assets: Record<string, CollateralRules> = {}
  let penalty = 0
  for (const subject of subjects) {
    const threshold = valueOf(building, subject, 'liquidationThreshold')
    const ratio = valueOf(building, subject, 'collateralRatio')
    if (threshold && auction) {
      throw new PlimsollError(
        'BOOK_RULES',
        `${subject} has a liquidation threshold in a book of collateral ratios: replay them apart.`,
      )
    }
    const limit = ratio ? ratio.value && divide(ONE, ratio.value) : threshold?.value
    const bonus = valueOf(building, subject, 'liquidationBonus')
    if (limit === undefined || (bonus !== undefined && bonus.value === undefined)) return undefined
    const premium = bonus?.value ? toNumber(bonus.value) : ratioOf(penaltyOf(request, auction, subject, assumptions))
    penalty = Math.max(penalty, premium)
    assets[subject] = {...fee, liquidationBonus: premium, liquidationThreshold: toNumber(limit)}
  }
  const closing = auction ? auctionOf(building, penalty) : closingOf(request, assumptions)
  const capitalEfficiency = Math.min(...Object.values(assets).map(({liquidationThreshold}) => liquidationThreshold))
  const {emodes, gas} = request
  return {
    capitalEfficiency,
    kind: 'lending',
    rules: {
      assets,
      closing,
      ...common,
      ...(gas !== undefined && {gas: usdOf('Gas', gas)}),
      ...(emodes && {
        emodes: Object.fromEntries(
          Object.entries(emodes).map(([name, mode]): [string, CollateralRules] => [
            name,
            {
              ...fee,
              liquidationBonus: ratioOf(mode.liquidationBonus),
              liquidationThreshold: ratioOf(mode.liquidationThreshold),
            },
          ]),
        ),
      }),
    },
  }
}

function penaltyOf({penalty}: Partial<BookRequest>, auction: boolean, subject: string, assumptions: string[]): string {
  if (penalty !== undefined) return penalty
  if (!auction) {
    throw new PlimsollError(
      'BOOK_RULES',
      `The liquidation bonus of ${subject} is not given: add \`liquidationBonus: {keep: ...}\` or \`book: {penalty: ...}\`.`,
    )
  }
  assumptions.push(`liquidation penalty ${MAKER_PENALTY}`)
  return MAKER_PENALTY
}

function closingOf({closing}: Partial<BookRequest>, assumptions: string[]): Closing {
  if (closing === undefined) {
    assumptions.push('loans are closed as Aave v3.3 does')
    return {kind: 'spread', ...AAVE_V33}
  }
  if ('liquidationFactor' in closing) {
    const {liquidationFactor, storeFrontFactor} = closing
    return {
      kind: 'absorb',
      liquidationFactor: ratioOf(liquidationFactor),
      storeFrontFactor: ratioOf(storeFrontFactor),
    }
  }
  const {closeFactor, dust, fullBelow, smallSide} = closing
  return {
    kind: 'spread',
    closeFactor: closeFactor === undefined ? AAVE_V33.closeFactor : ratioOf(closeFactor),
    fullBelow: fullBelow === undefined ? AAVE_V33.fullBelow : ratioOf(fullBelow),
    leftover: dust === undefined ? AAVE_V33.leftover : usdOf('`dust`', dust),
    smallSide: smallSide === undefined ? AAVE_V33.smallSide : usdOf('`smallSide`', smallSide),
  }
}

function auctionOf(
  {assumptions, barSeconds, bars, request}: Building,
  penalty: number,
): Extract<Closing, {kind: 'auction'}> {
  if (request.closing) {
    throw new PlimsollError(
      'BOOK_RULES',
      'Vaults with a collateral ratio are closed by auction: `closing` is of others.',
    )
  }
  const {duration, margin = '0%'} = request.auction ?? {}
  if (duration === undefined) assumptions.push(`auctions take one bar (${formatDuration(barSeconds)})`)
  if (request.auction?.margin === undefined) assumptions.push('buyers in auctions ask for no margin')
  const length = duration === undefined ? 1 : bars('An auction', duration)
  return {bars: length, kind: 'auction', margin: ratioOf(margin), penalty}
}
