// The known name that is meant by one that is not known. Names are compared in small letters, with hyphens for spaces and underscores.

/** @returns the known name that needs the fewest changes of a letter, as it is written there; null where none is near. */
export function nearest(typed: string, known: Iterable<string>): string | null {
  const sought = folded(typed)
  // a letter in three may be wrong, and a short name one letter
  let least = Math.max(1, Math.floor(sought.length / 3)) + 1
  let found: string | null = null
  for (const name of known) {
    const other = folded(name)
    // who types the beginning of a long name means it
    const changes = other.startsWith(sought) && sought.length >= 3 ? 1 : changesBetween(sought, other)
    if (changes < least) [least, found] = [changes, name]
  }
  return found
}

/** "do you mean NAME?", or all that there is where none is near: what to say below a message about an unknown name. */
export function meant(typed: string, known: readonly string[]): string {
  const name = nearest(typed, known)
  if (name !== null) return `do you mean ${name}?`
  return known.length === 0 ? 'there is none yet' : `there is ${known.join(', ')}`
}

const folded = (name: string) =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-')

/** Letters put in, left out, replaced, or exchanged with their neighbour. */
function changesBetween(left: string, right: string): number {
  const [from, to] = [Array.from(left), Array.from(right)]
  let before: number[] = []
  let above = Array.from({ length: to.length + 1 }, (_, at) => at)
  for (const [row, letter] of from.entries()) {
    const line = [row + 1]
    for (const [column, other] of to.entries()) {
      const replaced = (above[column] ?? 0) + (letter === other ? 0 : 1)
      const isExchanged = row > 0 && column > 0 && letter === to[column - 1] && from[row - 1] === other
      const exchanged = isExchanged ? (before[column - 1] ?? 0) + 1 : Infinity
      line.push(Math.min(replaced, (above[column + 1] ?? 0) + 1, (line[column] ?? 0) + 1, exchanged))
    }
    ;[before, above] = [above, line]
  }
  return above.at(-1) ?? 0
}
