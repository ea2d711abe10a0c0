// The shape of a ready map: what the columns of another program's export are, as data.

/** In headings a # stands for a number. Headings are compared as everywhere: "FirstName" is "First Name". */
export interface ReadyMap {
  readonly name: string
  readonly about: string
  /** Each a list of headings; a file with all of one list is of this program. */
  readonly known: readonly string[]
  /**
   * FIELD, or FIELD@PLACE of several addresses: the first of a row that holds something is taken; # as the place is the heading's number.
   */
  readonly takes: Readonly<Record<string, string>>
  /** Left out, and listed with how many cells hold something. */
  readonly leaves: string
  /** For a heading those of which one says of what kind it is. */
  readonly kinds?: Readonly<Record<string, string>>
  /** Left out, and told where a cell says yes. */
  readonly stops?: Readonly<Record<string, string>>
  /** As `stops`, and a fault: such a row must not be loaded unasked. */
  readonly refuses?: Readonly<Record<string, string>>
  /** Rows whose cell says anything else are faults. */
  readonly only?: Readonly<Record<string, string>>
  /** Spellings of an empty cell of a field. */
  readonly blank?: Readonly<Record<string, string>>
}
