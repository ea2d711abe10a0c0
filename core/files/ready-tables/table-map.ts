// The shape of a ready map of tables: what the columns of another program's export of one type are, as data.

/** Headings are compared as everywhere: "accountName" is "Account Name". */
export interface TableMap {
  readonly name: string
  readonly about: string
  /** A word of the types of files. */
  readonly type: string
  /** Each a list of headings; a file with all of one list is of this program. */
  readonly known: readonly string[]
  readonly takes: Readonly<Record<string, string>>
  /** By heading: set before a key of the program, so that keys of two of its lists are two. */
  readonly before?: Readonly<Record<string, string>>
  /** By field: words of the program for words of ours; one that is not there is read as it is. */
  readonly words?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** By field: the word for what `words` does not have; an empty one leaves it out. */
  readonly others?: Readonly<Record<string, string>>
  /** Headings whose cells say a share of one, where the field counts in per cent. */
  readonly hundredfold?: string
  /** Spelling of an empty cell. */
  readonly blank?: string
  /** Rows whose cell says anything else are faults. */
  readonly only?: Readonly<Record<string, string>>
  /** Values that each row gets where no column holds the field. */
  readonly gives?: Readonly<Record<string, string>>
  /** Left out, and listed with how many cells hold something. */
  readonly leaves: string
}
