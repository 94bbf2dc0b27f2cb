import {PlimsollError} from '../../errors.js'
import type {Asker} from './asker.js'
import type {ValueQuestion} from './value-prompt.js'

/** Answers come from flags first, then from somebody at a terminal; what neither gives is missing, and listed at the end. */
export class Questions {
  readonly asker: Asker | undefined
  readonly #missing: string[] = []

  constructor(asker: Asker | undefined) {
    this.asker = asker
  }

  /**
   * The answer of a flag, checked as a typed one is, or the answer to a question.
   * @param flag as messages name it: `--nonce NUMBER`
   * @returns undefined when it is missing
   */
  async need(
    flag: string,
    given: string | undefined,
    ask: (asker: Asker) => Promise<string>,
    validate: (text: string) => string | true = () => true,
  ): Promise<string | undefined> {
    if (given !== undefined) {
      const verdict = validate(given)
      if (verdict === true) return given
      throw new PlimsollError('DRAFT_BAD_FLAG', `${flag.split(' ')[0] ?? flag}: ${verdict}`)
    }
    if (this.asker) return ask(this.asker)
    this.lacks(flag)
    return undefined
  }

  /** As `need`, for an answer that may be left out: without flag and terminal it is. */
  async want(flag: string, given: string | undefined, question: ValueQuestion): Promise<string | undefined> {
    if (given === undefined && !this.asker) return undefined
    return this.need(flag, given, (asker) => asker.value(question), question.validate)
  }

  /** Notes that a flag is missing. */
  lacks(flag: string): void {
    if (!this.#missing.includes(flag)) this.#missing.push(flag)
  }

  /** @throws DRAFT_MISSING naming every flag that is missing */
  settle(): void {
    if (this.#missing.length === 0) return
    throw new PlimsollError('DRAFT_MISSING', `without a terminal these are needed: ${this.#missing.join('; ')}.`, {
      suggestions: ['Run it in a terminal to be asked, or see `plimsoll draft --help`.'],
    })
  }
}
