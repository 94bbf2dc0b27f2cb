import type {Opening, Step} from '../model.js'

/** What the value of an asset moves with: nothing, the stablecoin's peg, the market that is insured, the protocol's token. */
export type Follows = 'market' | 'stablecoin' | 'token' | 'usd'
export const FOLLOWS: readonly Follows[] = ['usd', 'stablecoin', 'market', 'token']

/** What is left of one USD put into such an asset at the start of the path: for the market, at the worst price of the bar. */
export function worth(follows: Follows, step: Step, opening: Opening): number {
  switch (follows) {
    case 'usd':
      return 1
    case 'stablecoin':
      return step.peg
    case 'market':
      return Math.min(step.price, step.adverse) / opening.price
    case 'token':
      return step.token / opening.token
  }
}
