// At most so many requests are worked on at once; the others wait their turn. Each may need two or three connections to the database, which
// has about a hundred for everybody.

export interface Gate {
  /** @returns null where too many wait already. */
  pass<T>(work: () => Promise<T>): Promise<T | null>
}

export function makeGate(most: number, mostWaiting: number): Gate {
  const waiting: (() => void)[] = []
  let inside = 0
  return {
    async pass(work) {
      if (inside >= most) {
        if (waiting.length >= mostWaiting) return null
        await new Promise<void>(resolve => waiting.push(resolve))
      } else inside++
      try {
        return await work()
      } finally {
        // the place goes to the next one, or is free
        const next = waiting.shift()
        if (next === undefined) inside--
        else next()
      }
    },
  }
}
