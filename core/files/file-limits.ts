// How large a file of people may be. Each is checked before the work that it bounds.

export const loadLimits = {
  /** 100,000 rows of a wide sheet take 30 MiB; the file is held in memory as text. */
  fileBytes: 64 * 1024 * 1024,
  /** One transaction of half a minute or a few; more belongs into several files. */
  rows: 100_000,
  /** Sheets with more are exports of another program, to be cut down first. */
  columns: 400,
  /** A note of 4,000 characters in any alphabet. */
  cellLength: 10_000,
  /** Rows in one call: large enough to be fast, small enough for a lively progress bar. */
  page: 1000,
} as const
