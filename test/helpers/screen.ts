/** A terminal's screen: enough of ECMA-48 for what a prompt writes. Lines that scroll off stay in `lines`. */
export class Screen {
  readonly #columns: number
  #rows: string[][] = [[]]
  #row = 0
  #column = 0

  constructor(columns: number) {
    this.#columns = columns
  }

  /** Every line so far, without blanks at the end. */
  get lines(): string[] {
    return this.#rows.map((row) =>
      Array.from(row, (character: string | undefined) => character ?? ' ')
        .join('')
        .trimEnd(),
    )
  }

  /** How often a character had to go to the next line because its own was full. */
  wraps = 0

  write(text: string): void {
    // eslint-disable-next-line no-control-regex -- escape sequences are what this reads
    for (const [piece, parameters, final] of text.matchAll(/\u001b\[([\d;?]*)([A-Za-z])|\u001b[^[]|[^]/g)) {
      if (final !== undefined) this.#control(final, parameters ?? '')
      else if (!piece.startsWith('\u001b')) this.#put(piece)
    }
  }

  #control(final: string, parameters: string): void {
    const count = Math.max(Number(parameters.split(';')[0] ?? '') || 1, 1)
    const row = this.#rows[this.#row]!
    if (final === 'A') this.#row = Math.max(0, this.#row - count)
    else if (final === 'B') this.#down(count)
    else if (final === 'C') this.#column = Math.min(this.#columns - 1, this.#column + count)
    else if (final === 'D') this.#column = Math.max(0, this.#column - count)
    else if (final === 'G') this.#column = count - 1
    else if (final === 'K') {
      if (parameters === '2') row.length = 0
      else if (parameters === '' || parameters === '0') row.length = Math.min(row.length, this.#column)
    } else if (final === 'J') {
      row.length = Math.min(row.length, this.#column)
      this.#rows.length = this.#row + 1
    }
  }

  #down(count: number): void {
    for (; count > 0; count--) if (++this.#row === this.#rows.length) this.#rows.push([])
  }

  #put(character: string): void {
    if (character === '\n') this.#down(1)
    else if (character === '\r') this.#column = 0
    else if (character === '\b') this.#column = Math.max(0, this.#column - 1)
    else if (character >= ' ') {
      if (this.#column >= this.#columns) {
        this.wraps++
        this.#down(1)
        this.#column = 0
      }
      this.#rows[this.#row]![this.#column++] = character
    }
  }
}
