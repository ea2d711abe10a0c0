// The fields that a column may hold.

/** Every field of a person in a file, with the longest value that it takes. */
export const loadFields = {
  hid: { max: 64, about: "the record's id in your list, kept as its human id" },
  uid: { max: 254, about: "the key of another program's address book, by which its next file is known" },
  name: { max: 200, about: 'the whole name: "Given Family" or "Family, Given"' },
  'given-name': { max: 100, about: 'given names' },
  'middle-name': { max: 100, about: 'further given names' },
  'family-name': { max: 100, about: 'family name' },
  suffix: { max: 50, about: 'suffix of a name: a degree becomes the title, Jr or III is left out' },
  prefix: { max: 50, about: 'form of address' },
  title: { max: 50, about: 'title, such as Dr' },
  born: { max: 60, about: 'date of birth, as 1980-05-31 or 31.05.1980' },
  language: { max: 50, about: 'language, as a code like sw or by its name' },
  prefers: { max: 10, about: 'best way to reach: phone, email, visit, post' },
  phone: { max: 254, about: 'telephone numbers, several with ; or , between' },
  email: { max: 1000, about: 'e-mail addresses, several with ; or , between' },
  web: { max: 254, about: 'web page' },
  line1: { max: 200, about: 'address, first line' },
  'house-number': { max: 20, about: 'house number, joined with the street' },
  line2: { max: 200, about: 'address, second line' },
  postcode: { max: 20, about: 'postcode' },
  city: { max: 100, about: 'town or village' },
  region: { max: 100, about: 'district or region' },
  country: { max: 100, about: 'country, as a code like UG or by its name' },
  note: { max: 4000, about: 'note about the person' },
  owner: { max: 31, about: 'short name of the staff member whose record it becomes' },
} as const

export type LoadField = keyof typeof loadFields

export const isField = (word: string): word is LoadField => Object.hasOwn(loadFields, word)

/** One column of a file. */
export interface Column {
  readonly heading: string
  /** null: left out. */
  readonly field: LoadField | null
  /** Of several addresses of a row, which this cell belongs to: the first that holds something is taken. */
  readonly place?: number
  /** The column that says of what kind this one is: a fax is no telephone. */
  readonly kindIn?: number
  /** Set before a value, so that keys of two programs are two. */
  readonly before?: string
  /** A cell that stands for nothing. */
  readonly blank?: string
  /** Said where a cell of a column that is left out says yes; `fault` where such a row must not be loaded unasked. */
  readonly stop?: { readonly what: string; readonly isFault: boolean }
  /** A cell that says anything else makes the row a fault. */
  readonly only?: string
  /** How whole names are parted that the cell does not tell: the heading says it. */
  readonly names?: 'family-first'
  /** Its heading is empty, and nobody said what it holds: a value in it is a fault. */
  readonly isUnnamed?: boolean
}
