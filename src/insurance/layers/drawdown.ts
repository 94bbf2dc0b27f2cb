/**
 * Fall of a price from its highest close of the last `window` steps, step by step, in constant time on average (a
 * monotone queue of the closes that may still be the highest).
 */
export class TrailingDrawdown {
  private readonly window: number
  private readonly closes: Float64Array
  private readonly steps: Int32Array
  private head = 0
  private size = 0
  private now = 0

  /** @param window number of closes before this step that count, at least 1; `start` is the close before the first step */
  constructor(window: number, start: number) {
    this.window = window
    this.closes = new Float64Array(window + 1)
    this.steps = new Int32Array(window + 1)
    this.push(start)
  }

  /** The fall, 0..1, of `worst` (the bar's adverse price) from the highest close before; then takes in this bar's close. */
  next(worst: number, close: number): number {
    const {closes, steps} = this
    const oldest = this.now - this.window
    while (this.size > 0 && (steps[this.head] as number) < oldest) {
      this.head = (this.head + 1) % closes.length
      this.size--
    }
    const high = this.size > 0 ? (closes[this.head] as number) : close
    this.push(close)
    return worst < high ? 1 - worst / high : 0
  }

  private push(close: number): void {
    const {closes, head, steps} = this
    const room = closes.length
    while (this.size > 0 && (closes[(head + this.size - 1) % room] as number) <= close) this.size--
    if (this.size === room) {
      this.head = (head + 1) % room
      this.size--
    }
    const place = (this.head + this.size) % room
    closes[place] = close
    steps[place] = this.now++
    this.size++
  }
}
