import type {TokenSide} from './deployments.js'

/** What the data behind a base key says, beside the market. */
export type KeyPart = boolean | TokenSide | {readonly pnl: 'ADL' | 'DEPOSITS' | 'TRADERS' | 'WITHDRAWALS'}

/** How one base key becomes several parameters: a suffix of the id, words for people, and the parts of its data. */
export interface Variant {
  readonly suffix: string
  readonly words: string
  readonly parts: readonly KeyPart[]
}

const one = (suffix: string, words: string, ...parts: readonly KeyPart[]): Variant => ({suffix, words, parts})
const PLAIN = [one('', '')]
const SIDES = [one('Long', ' of longs', true), one('Short', ' of shorts', false)]
const BALANCE = [
  one('WhenImproved', ' when the balance improves', true),
  one('WhenWorsened', ' when the balance worsens', false),
]
const SIGNS = [one('Positive', ', positive', true), one('Negative', ', negative', false)]
const TOKENS = [
  one('OfLongToken', ' of the long token', 'longToken'),
  one('OfShortToken', ' of the short token', 'shortToken'),
]
const TOKEN_SIDES = TOKENS.flatMap((token) =>
  SIDES.map((side) =>
    one(
      `${side.suffix}${token.suffix}`,
      `${side.words} in${token.words.replace(' of', '')}`,
      ...token.parts,
      ...side.parts,
    ),
  ),
)
const PNL = (['TRADERS', 'ADL', 'DEPOSITS', 'WITHDRAWALS'] as const).flatMap((pnl) =>
  SIDES.map((side) =>
    one(
      `For${pnl === 'ADL' ? 'Adl' : pnl.charAt(0) + pnl.slice(1).toLowerCase()}${side.suffix}`,
      `${side.words} for ${pnl === 'ADL' ? 'ADL' : pnl.toLowerCase()}`,
      {pnl},
      ...side.parts,
    ),
  ),
)

/** Which variants the keys of a shape have; `exchange` is of no market. Source: contracts/data/Keys.sol of gmx-synthetics at a5c0c883. */
export const SHAPES = {
  exchange: PLAIN,
  market: PLAIN,
  side: SIDES,
  balance: BALANCE,
  sign: SIGNS,
  token: TOKENS,
  tokenSide: TOKEN_SIDES,
  pnl: PNL,
} as const
export type Shape = keyof typeof SHAPES
