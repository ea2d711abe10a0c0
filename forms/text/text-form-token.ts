// The token below [token], whatever came to stand around it on the way: a gateway's banner, spaces, full-width letters, a broken line.

import { foldToken } from '@satchel/protocol/messages/token'

/**
 * @param lines what stands below the label.
 * @returns the token as foldToken writes it; else what stands there, without white space, which is none.
 */
export function writtenToken(lines: readonly string[]): string {
  const texts = lines
    .map(line =>
      line
        .normalize('NFKC')
        .replace(/\p{Cf}/gu, '')
        .trim(),
    )
    .filter(line => line !== '')
  const words = texts.flatMap(text => text.split(/\s+/u)).map(withoutEdges)
  return (
    firstWhole(words) ??
    // below or behind a banner; a sentence that happens to be as long has no digits
    [...texts, ...words]
      .filter(text => /[0-9]/.test(text))
      .map(foldToken)
      .find(found => found !== null) ??
    words.join('')
  )
}

/** The words from the first on that make a token together. */
function firstWhole(words: readonly string[]): string | null {
  let joined = ''
  for (const word of words.slice(0, 26)) {
    joined += word
    const found = foldToken(joined)
    if (found !== null) return found
  }
  return null
}

/** Without the marks of bold text, of links and of sentences. */
const withoutEdges = (word: string) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
