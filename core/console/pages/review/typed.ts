// What the review remembers between a form and the page that answers it.

export interface Place {
  /** The empty string: of every reason. */
  readonly reason: string
  /** The page of the list after this number. */
  readonly after: number
  readonly change: number | undefined
  /** Every change of the list is chosen. */
  readonly all: boolean
}

export interface Typed {
  readonly why: string
  /** Another value, by field. */
  readonly values: ReadonlyMap<string, string>
  /** Ids of changes, with their stamps. */
  readonly chosen: readonly string[]
  /** Why it was not done. */
  readonly fault: string | null
}

export const isNumber = (text: string | null): text is string => text !== null && /^[0-9]{1,15}$/.test(text)
