import {bug, PlimsollError} from '../errors.js'
import type {Layer, Loss, OpenLayer, Opening, Step} from './model.js'
import {idle} from './layers/idle.js'
import {residual} from './layers/residual.js'

/**
 * A stack of layers in the order in which they pay. The last one is the residual deficit, put there when it is not given:
 * what nobody pays is recorded, never lost.
 */
export class Waterfall {
  readonly layers: readonly Layer[]

  /** @throws INSURANCE_STACK when two layers have one name, something stands behind the residual deficit, or penalties count twice */
  constructor(layers: readonly Layer[]) {
    const last = layers.at(-1)
    this.layers = last?.kind === 'residual' ? layers : [...layers, residual({name: 'residual deficit', repayment: 0})]
    const penalties = this.layers.some(({kind}) => kind === 'liquidation-penalties')
    this.layers.forEach(({kind, name, terms}, index) => {
      if (penalties && kind === 'insurance-fund' && Number(terms['penaltyShare']) > 0) {
        throw new PlimsollError(
          'INSURANCE_STACK',
          `Penalties would be counted twice: \`${name}\` takes a share of what a layer of penalties pays out already.`,
          {
            suggestions: ['Leave out `penaltyShare`: what the layer of penalties has left goes to the fund.'],
          },
        )
      }
      if (this.layers.findIndex((layer) => layer.name === name) < index) {
        throw new PlimsollError('INSURANCE_STACK', `Two layers are called \`${name}\`: results would be mixed up.`, {
          suggestions: ['Give each a `name` of its own.'],
        })
      }
      if (kind === 'residual' && index < this.layers.length - 1) {
        throw new PlimsollError('INSURANCE_STACK', 'Nothing can stand behind the residual deficit: put it last.')
      }
    })
  }

  /** The stack on one path. `openingOf` gives each layer what it starts from, with its own random stream. */
  open(openingOf: (layer: Layer) => Opening): OpenWaterfall {
    return new OpenWaterfall(this.layers.map((layer) => layer.open(openingOf(layer))))
  }
}

/** A stack on one path, with the record of each layer; index i is layer i of the stack, the residual deficit last. */
export class OpenWaterfall {
  readonly layers: readonly OpenLayer[]
  /** Paid on the last loss, USD. */
  readonly paid: Float64Array
  /** Paid on this path so far, USD. */
  readonly total: Float64Array
  /** Capacity when the last loss came, USD; NaN where the loss did not get so far. */
  readonly capacity: Float64Array
  /** Step at which the layer paid first, or -1. */
  readonly firstUsed: Int32Array
  /** Step at which a loss first went beyond the layer: it had paid all it could, and that was not enough; or -1. */
  readonly firstExhausted: Int32Array
  /** Those to which time does something. */
  private readonly timed: readonly OpenLayer[]

  constructor(layers: readonly OpenLayer[]) {
    this.layers = layers
    this.timed = layers.filter((layer) => layer.step !== idle)
    this.paid = new Float64Array(layers.length)
    this.total = new Float64Array(layers.length)
    this.capacity = new Float64Array(layers.length)
    this.firstUsed = new Int32Array(layers.length).fill(-1)
    this.firstExhausted = new Int32Array(layers.length).fill(-1)
  }

  /** Time passes for every layer, first to last. */
  step(step: Step): void {
    for (const layer of this.timed) layer.step(step)
  }

  /**
   * Sends a loss down the stack: each layer is asked for what those before it left, and pays at most that and its
   * capacity. Fills `paid` and returns the residual deficit, USD; `paid` adds up to the loss.
   */
  settle(step: Step, loss: Loss): number {
    this.ask(step, loss, this.layers.length)
    return this.paid[this.layers.length - 1] as number
  }

  /**
   * Sends a claim down the stack behind which there is no loss: what the layers have is paid, and what they have not is
   * owed to nobody. Fills `paid` and returns its sum, USD. Instead of `settle`, not beside it.
   */
  payFalsely(step: Step, claim: Loss): number {
    return claim.amount - this.ask(step, claim, this.layers.length - 1)
  }

  /** Asks the first `count` layers, and returns what they left. */
  private ask(step: Step, loss: Loss, count: number): number {
    const {capacity, firstExhausted, firstUsed, layers, paid, total} = this
    let left = loss.amount
    if (!(left >= 0 && left < Infinity)) throw bug(`a loss of ${left} USD`)
    paid.fill(0)
    capacity.fill(NaN)
    for (let i = 0; i < count && left > 0; i++) {
      const layer = layers[i] as OpenLayer
      const most = layer.capacity(step, loss)
      const payment = layer.pay(left, step, loss)
      if (!(payment >= 0 && payment <= left && payment <= most)) {
        throw bug(`layer ${i} of the stack paid ${payment} of ${left} asked, with ${most} to give`)
      }
      capacity[i] = most
      paid[i] = payment
      total[i] = (total[i] as number) + payment
      if (payment > 0 && firstUsed[i] === -1) firstUsed[i] = step.index
      left -= payment
      if (left > 0 && firstExhausted[i] === -1) firstExhausted[i] = step.index
    }
    return left
  }
}
