/** Breaks text at blanks so that no line is longer than `width`; a word that is longer is cut. */
export function fold(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/).flatMap((long) => cut(long, width))) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

function cut(word: string, width: number): string[] {
  return word.length <= width ? [word] : [word.slice(0, width), ...cut(word.slice(width), width)]
}

/** Room for the mark before a question, and for the answer behind it. */
const MARK = 2
export const ANSWER = 14

/** A question so that the answer behind it has room: on one line, or folded with the answer on a line of its own. */
export function fitQuestion(message: string, width: number): string {
  if (message.length + MARK + ANSWER <= width) return message
  return `${fold(message, width - MARK - 1).join('\n  ')}\n ›`
}

/** Lines below a question: each folded and indented by two. */
export function below(lines: readonly string[], width: number): string {
  return lines
    .flatMap((line) => fold(line, width - 3))
    .map((line) => `  ${line}`)
    .join('\n')
}

/** An answered question: on one line, or the answer folded below it. */
export function fitAnswer(message: string, answer: string, width: number): {message: string; answer: string} {
  if (MARK + message.length + 1 + answer.length < width) return {message, answer}
  return {message: fold(message, width - MARK - 1).join('\n  '), answer: `\n${below([answer], width)}`}
}
