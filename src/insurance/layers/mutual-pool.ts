import type {LayerKind} from '../layer-kind.js'
import {field, itemSchema} from '../layer-schema.js'
import {wholeBars} from '../../market/oracle.js'
import type {Layer, OpenLayer, Opening, Step} from '../model.js'
import {charge, PAID_BY, YEAR, type PaidBy} from './charge.js'
import {FOLLOWS, worth, type Follows} from './holding.js'
import {requireAmount, requirePositive, requireShare} from './require.js'
import {umbrellaEmission} from './umbrella.js'

export interface MutualPoolTerms {
  readonly name: string
  /** Staked at the start, USD. */
  readonly stake: number
  readonly follows: Follows
  /** The first so many USD of deficits that reach the pool are not its own (Umbrella's deficit offset), once on a path. */
  readonly deficitOffset: number
  /** Slashed on top of what is paid, as a share of it (Umbrella's liquidation fee). */
  readonly fee: number
  /** The most that one event may slash, as a share of the stake. */
  readonly slashPerEvent: number
  /** The most that one period may slash, as a share of the stake at its beginning. */
  readonly slashPerPeriod: number
  /** Seconds. */
  readonly period: number
  /** From a staker's notice until the stake is gone, seconds. Until then it can be slashed. */
  readonly cooldown: number
  /** Share of the stake that gives notice in a year, come what may. */
  readonly exitRate: number
  /** Share of the stake without notice that gives it in a step of stress: a step after a slash, or a fall by `runFall`. */
  readonly runShare: number
  /** Fall of the asset's price within a step that makes stakers run. */
  readonly runFall: number
  /** Share of the gap to the target that new stakers fill in a year. */
  readonly refill: number
  /** Stake that rewards aim at, USD. */
  readonly target: number
  /** Rewards at the target stake, USD a year, along Umbrella's emission curve. */
  readonly emission: number
  readonly paidBy: PaidBy
}

const RISKS = [
  'A run: stakers who see the crisis give notice, and stake whose cooldown ends before the slash is gone.',
  'Stake in the asset or the token that falls covers least when it is called.',
  'Slashed stakers may not come back: the pool is one-shot cover.',
]

/**
 * A mutual pool whose members are slashed together for a deficit, in proportion to stake: caps for an event and a period, a
 * cooldown that stakers must sit out and in which they can still be slashed, an offset that is not theirs.
 * Umbrella's rules are the terms `fee`, `deficitOffset`, `emission`, no caps: see `umbrella.ts`.
 */
export function mutualPool(terms: MutualPoolTerms): Layer {
  for (const name of ['fee', 'runFall', 'runShare', 'slashPerEvent', 'slashPerPeriod'] as const)
    requireShare(name, terms[name])
  for (const name of ['cooldown', 'deficitOffset', 'emission', 'exitRate', 'refill', 'stake'] as const) {
    requireAmount(name, terms[name])
  }
  for (const name of ['period', 'target'] as const) requirePositive(name, terms[name])
  const {name, ...rest} = terms
  const empty = terms.stake === 0 && terms.refill === 0
  const capped = terms.slashPerEvent === 0 || terms.slashPerPeriod === 0
  const nothing = empty
    ? 'It has no stakers: it pays nothing.'
    : capped
      ? 'Its slash cap is zero: it pays nothing.'
      : undefined
  return {
    kind: 'mutual-pool',
    name,
    open: (opening) => new Pool(terms, opening),
    risks: RISKS,
    terms: rest,
    underwriting: {
      capital: terms.stake,
      claim: (asked) => (1 + terms.fee) * Math.max(0, asked - terms.deficitOffset),
      income: (capital) => umbrellaEmission(terms.emission, terms.target, capital),
    },
    ...(nothing === undefined ? {} : {degenerate: nothing}),
  }
}

export const MUTUAL_POOL: LayerKind = {
  kind: 'mutual-pool',
  read(fields) {
    const stake = fields.usd('stake')
    return mutualPool({
      cooldown: fields.duration('cooldown'),
      deficitOffset: fields.usd('deficitOffset', 0),
      emission: fields.usd('emission', 0),
      exitRate: fields.ratio('exitRate', 0),
      fee: fields.ratio('fee', 0),
      follows: fields.choice('follows', FOLLOWS, 'usd'),
      name: fields.text('name', 'mutual-pool'),
      paidBy: fields.choice('paidBy', PAID_BY, 'treasury'),
      period: fields.duration('period', YEAR),
      refill: fields.ratio('refill', 0),
      runFall: fields.ratio('runFall', 1),
      runShare: fields.ratio('runShare', 0),
      slashPerEvent: fields.ratio('slashPerEvent', 1),
      slashPerPeriod: fields.ratio('slashPerPeriod', 1),
      stake,
      target: fields.usd('target', Math.max(stake, 1)),
    })
  },
  schema: itemSchema('mutual-pool', 'A pool whose stakers are slashed together for a deficit.', ['cooldown', 'stake'], {
    cooldown: field.duration('From notice until the stake is gone; until then it can be slashed.'),
    deficitOffset: field.usd('The first deficit that is not the stakers’; default 0 USD.'),
    emission: field.usd('Rewards a year at the target stake; default 0 USD.'),
    exitRate: field.ratio('Share of the stake that gives notice in a year of calm; default 0%.'),
    fee: field.ratio('Slashed on top of what is paid; default 0%.'),
    follows: field.choice(FOLLOWS, 'What the stake’s value moves with; default usd.'),
    paidBy: field.choice(PAID_BY, 'Who pays the rewards; default the treasury.'),
    period: field.duration('Of `slashPerPeriod`; default 365d.'),
    refill: field.ratio('Share of the gap to the target that new stakers fill in a year; default 0%.'),
    runFall: field.ratio('Fall of the asset in a day that makes stakers run; default 100%, never.'),
    runShare: field.ratio(
      'Share of the stake that gives notice on such a day, and on the day after a slash; default 0%.',
    ),
    slashPerEvent: field.ratio('The most that one event may slash; default 100%.'),
    slashPerPeriod: field.ratio('The most that a period may slash; default 100%.'),
    stake: field.usd('Staked at the start, in USD.'),
    target: field.usd('Stake at which rewards are highest; default the stake.'),
  }),
}

/** Nobody stakes what has lost so much of its price. */
const WORTHLESS = 1e-9

class Pool implements OpenLayer {
  cost = 0
  private readonly terms: MutualPoolTerms
  private readonly opening: Opening
  private readonly periodSteps: number
  /** Units staked without notice, one being worth 1 USD at the start. */
  private staying: number
  /** Units under notice, by the step in which they leave, in a ring. */
  private readonly leaving: Float64Array
  private underNotice = 0
  private offsetLeft: number
  private periodLeft: number
  private before: number
  private slashedBefore = false
  private readonly tally = {leftByRun: 0, rewards: 0, slashed: 0}

  constructor(terms: MutualPoolTerms, opening: Opening) {
    this.terms = terms
    this.opening = opening
    this.staying = terms.stake
    this.periodSteps = wholeBars('The period of a slash cap', terms.period, opening.stepSeconds)
    const cooldown = wholeBars('The cooldown of a mutual pool', terms.cooldown, opening.stepSeconds)
    this.leaving = new Float64Array(cooldown + 1)
    this.offsetLeft = terms.deficitOffset
    this.periodLeft = this.periodCap()
    this.before = opening.price
  }

  step(step: Step): void {
    const {leaving, opening, terms} = this
    const price = worth(terms.follows, step, opening)
    const place = step.index % leaving.length
    this.underNotice = Math.max(0, this.underNotice - (leaving[place] as number))
    leaving[place] = 0
    const stressed = this.slashedBefore || step.adverse <= this.before * (1 - terms.runFall)
    this.before = step.price
    this.slashedBefore = false
    const calm = terms.exitRate * step.years
    const share = Math.min(1, stressed ? calm + terms.runShare : calm)
    if (share > 0) this.giveNotice(share * this.staying, step.index, stressed && terms.runShare > 0 ? price : 0)
    const staked = (this.staying + this.underNotice) * price
    if (terms.refill > 0 && price > WORTHLESS) {
      this.staying += (Math.max(0, terms.target - staked) * Math.min(1, terms.refill * step.years)) / price
    }
    if (step.index > 0 && step.index % this.periodSteps === 0) this.periodLeft = this.periodCap()
    if (terms.emission > 0) {
      const reward = umbrellaEmission(terms.emission, terms.target, staked) * step.years
      this.cost += charge(reward, terms.paidBy, step)
      this.tally.rewards += reward
    }
  }

  capacity(step: Step): number {
    const {fee, follows, slashPerEvent} = this.terms
    const units = Math.min(this.slashable(step), this.periodLeft, slashPerEvent * (this.staying + this.underNotice))
    return (units * worth(follows, step, this.opening)) / (1 + fee)
  }

  pay(asked: number, step: Step): number {
    const offset = Math.min(asked, this.offsetLeft)
    const payment = Math.min(asked - offset, this.capacity(step))
    this.offsetLeft -= offset
    if (payment <= 0) return 0
    const {fee, follows} = this.terms
    const units = (payment * (1 + fee)) / worth(follows, step, this.opening)
    this.slash(units)
    this.tally.slashed += payment * (1 + fee)
    return payment
  }

  measures(): Readonly<Record<string, number>> {
    const {deficitOffset} = this.terms
    return {...this.tally, offsetUsed: deficitOffset - this.offsetLeft, underwritersLoss: this.tally.slashed}
  }

  /** 100% is no cap: new stakers of the period can be slashed too. */
  private periodCap(): number {
    const {slashPerPeriod} = this.terms
    return slashPerPeriod === 1 ? Infinity : slashPerPeriod * (this.staying + this.underNotice)
  }

  private giveNotice(units: number, index: number, runPrice: number): void {
    const {leaving} = this
    this.staying -= units
    this.tally.leftByRun += units * runPrice
    if (leaving.length === 1) return // no cooldown: gone at once
    const place = (index + leaving.length - 1) % leaving.length
    leaving[place] = (leaving[place] as number) + units
    this.underNotice += units
  }

  /** Units that will still be here when the deficit is confirmed. */
  private slashable(step: Step): number {
    const {confirmationDelay, index} = step
    const staked = this.staying + this.underNotice
    if (confirmationDelay === 0) return staked
    if (confirmationDelay === Infinity) return 0
    const {leaving} = this
    let gone = 0
    const last = Math.min(Math.ceil(confirmationDelay), leaving.length - 1)
    for (let ahead = 1; ahead <= last; ahead++) gone += leaving[(index + ahead) % leaving.length] as number
    return Math.max(0, staked - gone)
  }

  /** All stakes alike, those under notice too. */
  private slash(units: number): void {
    const {leaving} = this
    const staked = this.staying + this.underNotice
    const kept = Math.max(0, 1 - units / staked)
    this.staying *= kept
    this.underNotice *= kept
    for (let i = 0; i < leaving.length; i++) leaving[i] = (leaving[i] as number) * kept
    this.periodLeft = Math.max(0, this.periodLeft - units)
    this.slashedBefore = true
  }
}
