// The value of a cell as it was read, and the rules of its file.

export interface Cell {
  readonly value?: string
  readonly fault?: string
  /** Parts that were left out or changed: reported, and no fault. */
  readonly told?: string
}

/** The options about the values of the file, and today's date. */
export interface ValueRules {
  /** Which number of a date with slashes, dashes or dots is the day. */
  readonly dates?: 'dmy' | 'mdy' | undefined
  /** Like 2026-11-28. */
  readonly today: string
}
