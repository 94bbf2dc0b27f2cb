/**
 * Text from a file or a transaction, safe to print: control characters, and those that are invisible or turn the
 * direction of text, are written as `\u{202e}`, so that nobody can hide or rearrange what a signer reads.
 */
export function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
  })
}
