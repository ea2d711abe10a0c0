// Plain text helpers for letters and text forms: no control characters, lines that mail programs leave alone.
// Never used for HTML, which escapes on its own.

/** Content width: with a mark of two characters and a quote of two more, a line stays under 72. */
export const lineWidth = 66

/** Drops C0 but tab and line feed, DEL, C1, the byte order mark and lone surrogates; other characters stay. */
export function withoutControls(text: string): string {
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufeff]/g, '')
}

/**
 * Takes away marks that turn the direction of everything behind them: what a value says would change the order of the words around it. A
 * pair around words, which isolates them, changes nothing outside and stays: our sentences from right to left have it around numbers.
 */
export const withoutTurns = (text: string): string =>
  text.replace(/\u2068([^\u2066-\u2069]*)\u2069|[\u202a-\u202e\u2066-\u2069]/g, (_, inside?: string) =>
    inside === undefined ? '' : `\u2068${inside.replace(/[\u202a-\u202e]/g, '')}\u2069`,
  )

/** Makes one line of it: every run of white space is one space. A no-break space alone stays: French has it before a colon. */
export function oneLine(text: string): string {
  // most texts are one plain line, and an acknowledgement asks for a hundred
  if (/^[!-~]+(?: [!-~]+)*$/.test(text)) return text
  return withoutTurns(withoutControls(text))
    .replace(/\s+/gu, run => (run === '\u00a0' ? run : ' '))
    .trim()
}

/**
 * Cuts text into pieces of at most `width` characters (code points), after a space where there is one.
 * The pieces joined are the text.
 */
export function pieces(text: string, width: number): readonly string[] {
  if (text.length <= width) return [text]
  const characters = Array.from(text)
  const found: string[] = []
  for (let start = 0; start < characters.length; ) {
    const rest = characters.length - start
    let length = Math.min(width, rest)
    if (length < rest) {
      const space = characters.lastIndexOf(' ', start + length - 1)
      if (space > start) length = space - start + 1
    }
    found.push(characters.slice(start, start + length).join(''))
    start += length
  }
  return found
}

/**
 * Wraps a paragraph at spaces; the first line begins with `first`, the others with `rest`. Ends each line with LF.
 * A word longer than a line stays whole: a broken address cannot be used.
 */
export function wrap(text: string, first = '', rest = ''): string {
  const lines: string[] = []
  let line = first
  let filled = false
  for (const word of oneLine(text).split(' ')) {
    if (filled && line.length + 1 + word.length > lineWidth) {
      lines.push(line)
      line = rest + word
    } else line += filled ? ` ${word}` : word
    filled = true
  }
  return [...lines, line].map(each => `${each}\n`).join('')
}
