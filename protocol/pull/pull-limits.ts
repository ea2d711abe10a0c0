// Limits of what core and intake say to each other over the private listener, with their reasons. Neither believes the other.

export const pullLimits = {
  /** Items of a listing, and names of a settle or forget file: some 100 KiB of text. */
  names: 1000,
  /** Items of one page of a listing. Items of one name are never parted, so a page may be five longer. */
  page: 990,
  /** Outcomes of one list: some 420 octets each, so that it stays within the file below. */
  outcomes: 500,
  /** A listing or a list of names of the limit above, and room. */
  fileBytes: 256 * 1024,
  /** Seconds between the making of a request and its coming, both ways: clocks differ. */
  windowSeconds: 300,
  /**
   * Requests remembered for as long as they would be good: more than an intake holds items, some 40 MB when full. Beyond it
   * the oldest would be open to replay, so there is no more.
   */
  nonces: 400_000,
  /** Live tokens in one list, each a line of 17 bytes; the intake reads 17 MB of them. */
  tokens: 999_000,
  /** Path and query of a request. */
  targetLength: 512,
} as const
