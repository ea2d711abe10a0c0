// The known word that is nearest to one that somebody typed.

/** null where none is near enough to be meant. */
export function nearest(word: string, words: readonly string[]): string | null {
  const plain = word.toLowerCase()
  const ranked = words
    .map(known => ({ known, steps: stepsBetween(plain, known.toLowerCase()) }))
    .toSorted((a, b) => a.steps - b.steps)
  const [best] = ranked
  return best !== undefined && best.steps <= Math.max(1, Math.floor(word.length / 3)) ? best.known : null
}

/** How many letters are added, taken out or changed from one to the other. */
function stepsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...b].entries())
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)))
    row = next
  }
  return row.at(-1) ?? 0
}
