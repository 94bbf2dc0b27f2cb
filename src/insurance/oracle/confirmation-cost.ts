import type {Layer, Loss, Opening, Step} from '../model.js'
import type {Waterfall} from '../waterfall.js'

/** What one loss costs a layer by when it is confirmed. USD. */
export interface ConfirmationCost {
  readonly layer: string
  /** What it pays when the loss is confirmed at once. */
  readonly prompt: number
  /** What it pays, on average over the delays, beyond that (less: a negative figure) on the same loss. */
  readonly late: number
  /** What it pays when a loss is confirmed that is not there, as large as this one. */
  readonly falsely: number
}

/** What late and false confirmation cost each layer of a stack, the residual deficit included. */
export interface ConfirmationCosts {
  readonly layers: readonly ConfirmationCost[]
  /** Share of the loss that moves to another layer, or to nobody, when confirmation is late: half the sum of the changes. */
  readonly shifted: number
}

/**
 * Sends one loss down a fresh stack for each delay and compares with prompt confirmation. A false confirmation sends the same
 * claim down the layers that pay on confirmation, where there is no defaulter's margin, no profit and no equity to take:
 * what they pay is theirs to lose.
 * @param delays in steps, Infinity never: as many as are to be averaged, each as likely
 */
export function confirmationCosts(
  stack: Waterfall,
  openingOf: (layer: Layer) => Opening,
  step: Step,
  loss: Loss,
  delays: ArrayLike<number>,
): ConfirmationCosts {
  const payments = (confirmationDelay: number, claim: Loss): Float64Array => {
    const open = stack.open(openingOf)
    const flows = {fromFund: 0, fundDrawn: 0, returned: 0, toFund: 0}
    const now = {...step, confirmationDelay, flows}
    open.step(now)
    open.settle(now, claim)
    return open.paid
  }
  const prompt = payments(0, loss)
  const late = new Float64Array(prompt.length)
  for (let i = 0; i < delays.length; i++) {
    const paid = payments(delays[i] as number, loss)
    for (let j = 0; j < late.length; j++)
      late[j] = (late[j] as number) + ((paid[j] as number) - (prompt[j] as number)) / delays.length
  }
  const falsely = payments(0, {...loss, equity: 0, margin: 0, profits: 0, winners: undefined})
  const moved = late.reduce((sum, change) => sum + Math.abs(change), 0)
  return {
    layers: stack.layers.map(({name}, i) => ({
      falsely: falsely[i] as number,
      late: late[i] as number,
      layer: name,
      prompt: prompt[i] as number,
    })),
    shifted: loss.amount > 0 ? moved / 2 / loss.amount : 0,
  }
}
