import {exponential} from '../../numerics/random/exponential.js'
import {stream} from '../../numerics/random/stream.js'
import {confirmationDelay, falseReading, widestGap, type OracleTerms} from '../oracle/crisis.js'

const {exp, floor, log} = Math
const DAY = 86_400
const DAYS_A_YEAR = 365
/** Lanes of the network's random numbers: one for attacks, and from there on two for each day. */
const LANE = 0x6f72_0000

/** What a network confirms without an insolvency: the loss that it reads off a wrong price, or what an attacker claims. */
export type FalseAlarm =
  | {readonly claim: number; readonly read?: undefined}
  /** Logarithm of the price that is read, over the day's opening. */
  | {readonly claim?: undefined; readonly read: number}

/**
 * When the oracle network confirms what happens on a path. Every day has a stream of its own, so that prices and layers
 * draw what they would draw without a network, and both sides of a change draw alike on the days on which both lose.
 */
export class Confirmations {
  private readonly terms: OracleTerms
  private readonly seed: number
  private readonly first: {readonly fall: number; readonly rise: number}
  private readonly gap: number
  private path = 0
  private day = 0
  private low = 0
  private high = 0
  /** How far the worst price of the day is beyond the first unpaid account, a fraction; Infinity where there is none. */
  private depth = 0
  private drawn = -1
  private found = 0
  private nextAttack = Infinity
  private attacks = stream(0)
  /** Whether anything on this path was confirmed late, never or falsely. */
  differs = false

  /** @param first moves beyond which the book leaves something unpaid */
  constructor(terms: OracleTerms, first: {readonly fall: number; readonly rise: number}, seed: number) {
    this.terms = terms
    this.seed = seed
    this.first = first
    this.gap = widestGap(terms)
  }

  begin(path: number): void {
    this.path = path
    this.drawn = -1
    this.differs = false
    this.nextAttack = Infinity
    const {attack} = this.terms
    if (attack.they !== 'raise-alarm' || attack.perYear === 0) return
    this.attacks = stream(this.seed, path, LANE)
    this.nextAttack = this.waiting()
  }

  /** A day begins; what a cover is triggered by on a day without loss is as plain to see as can be. */
  look(day: number, low: number, high: number, loses: boolean): void {
    this.day = day
    this.low = low
    this.high = high
    this.depth = loses ? Math.max(this.beyondFall(), this.beyondRise()) : Infinity
  }

  /** Whole days from an event of this day, at a random time of it, until it is confirmed: 0 within the day, Infinity never. */
  delay(): number {
    if (this.drawn === this.day) return this.found
    const random = stream(this.seed, this.path, LANE + 1 + 2 * this.day)
    const timeOfDay = random.uniform() * DAY
    this.drawn = this.day
    this.found = floor((timeOfDay + confirmationDelay(this.terms, this.depth, random)) / DAY)
    if (this.found > 0) this.differs = true
    return this.found
  }

  /** What is confirmed on a day without loss, if anything. */
  falseAlarm(day: number): FalseAlarm | undefined {
    let attacked = false
    while (this.nextAttack < day + 1) {
      attacked ||= this.nextAttack >= day
      this.nextAttack += this.waiting()
    }
    const [fall, rise] = [this.beyondFall(), this.beyondRise()]
    const gap = fall >= rise ? -fall : 1 / (1 + rise) - 1
    if (!attacked && gap > this.gap) return undefined
    const random = stream(this.seed, this.path, LANE + 2 + 2 * day)
    const reading = falseReading(this.terms, gap, attacked, random)
    if (reading === undefined) return undefined
    this.differs = true
    if (attacked) return {claim: this.terms.attack.claim}
    return {read: fall >= rise ? this.low + log(reading) : this.high - log(reading)}
  }

  /** The day's low beyond the price at which the first long is left unpaid, as a fraction of it; negative: short of it. */
  private beyondFall(): number {
    return 1 - exp(this.low) / (1 - this.first.fall)
  }

  private beyondRise(): number {
    return exp(this.high) / (1 + this.first.rise) - 1
  }

  private waiting(): number {
    return (DAYS_A_YEAR / this.terms.attack.perYear) * exponential(this.attacks)
  }
}
