/** Money that arrives some steps later. */
export class Arrivals {
  private readonly due: number[] = []
  private readonly amounts: number[] = []
  /** All that has not arrived, USD. */
  outstanding = 0

  add(amount: number, dueStep: number): void {
    this.due.push(dueStep)
    this.amounts.push(amount)
    this.outstanding += amount
  }

  /** What is due by this step, taken off the list. */
  take(step: number): number {
    if (this.outstanding === 0) return 0
    let sum = 0
    for (let i = this.due.length - 1; i >= 0; i--) {
      if ((this.due[i] as number) > step) continue
      sum += this.amounts[i] as number
      this.due.splice(i, 1)
      this.amounts.splice(i, 1)
    }
    this.outstanding = this.due.length === 0 ? 0 : this.outstanding - sum
    return sum
  }

  /** All of it, taken off the list. */
  cancel(): number {
    const all = this.outstanding
    this.due.length = 0
    this.amounts.length = 0
    this.outstanding = 0
    return all
  }
}
