// The log: one JSON line an event, with counts, sizes by bucket and times. Never an address, a path, a query, a token or a field.

export type Facts = Readonly<Record<string, string | number | boolean>>
export type Log = (event: string, facts?: Facts) => void

/** @param write takes one line; @param now the clock. */
export function makeLog(write: (line: string) => void, now: () => Date): Log {
  return (event, facts = {}) => write(`${JSON.stringify({ at: now().toISOString().slice(0, 19), event, ...facts })}\n`)
}

/** A size as its power of two, in KiB: what a line tells about one post. */
export function sizeBucket(bytes: number): string {
  return `${2 ** Math.max(2, Math.ceil(Math.log2(Math.max(1, bytes) / 1024)))}k`
}

export interface Tally {
  count(what: string): void
  /** Writes what was counted, if anything, and begins again. */
  flush(): void
}

/** Refusals are counted and written once in a while: a flood must not fill the disk through the log. */
export function makeTally(log: Log, event: string): Tally {
  const counts = new Map<string, number>()
  return {
    count: what => void counts.set(what, (counts.get(what) ?? 0) + 1),
    flush() {
      if (counts.size === 0) return
      log(event, Object.fromEntries(counts))
      counts.clear()
    },
  }
}
