// Reads the values of cards as programs write them: birthdays, telephone numbers, keys, names.

export interface Said {
  readonly value?: string
  /** Its outcome, in words without the value. */
  readonly what?: string
}

/** A day of birth; Apple's year 1604 and the standard's dashes mean that the year is not known. */
export function birthday(text: string, params: Readonly<Record<string, readonly string[]>>): Said {
  if (params.VALUE?.[0]?.toLowerCase() === 'text') return { what: 'left out: is a text and no date' }
  if (/^(?!gregorian$)/i.test(params.CALSCALE?.[0] ?? 'gregorian')) return { what: 'left out: is of another calendar' }
  const [, year = '', month = '', day = '', time] =
    /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2}:?\d{2}.*))?$/i.exec(text) ?? []
  if (text.startsWith('-') || (year !== '' && (year === params['X-APPLE-OMIT-YEAR']?.[0] || year === '1604')))
    return { what: 'left out: the birthday has no year' }
  if (/^\d{4}(?:-\d{2})?$/.test(text)) return { what: 'left out: the birthday has no day' }
  // another form is judged like a sheet's
  if (year === '') return { value: text }
  const value = `${year}-${month}-${day}`
  const [, hour = '', minute = '', second = ''] = /^(\d{2}):?(\d{2})(?::?(\d{2}))?.*Z$/i.exec(time ?? '') ?? []
  // without a zone, or in the zone of the place, the day is the one that is written
  if (hour === '' || /^0+$/.test(hour + minute + second)) return { value }
  // midnight in the east of Greenwich, written in the time of Greenwich: the day before
  if (Number(hour) >= 10 && /^(?:00|30|45)$/.test(minute) && Number(second) === 0)
    return { what: 'left out: the birthday has a time in another zone, and may be the day after' }
  return { value, what: 'has a time in the zone UTC: its day was taken as it is written' }
}

/** As it is written, and an extension (`,1234` after a pause, or `;ext=1234`) as its own part. */
export function telephone(text: string): string {
  const number = /^tel:/i.test(text) ? percent(text.slice(4)) : text
  if (number.length > 254) return number
  const [, head, extension] = /^([^,;pw]*\d)\s*[,;pw]+\s*(\d{1,6})#?$/i.exec(number) ?? []
  return extension === undefined ? number : `${head};ext=${extension}`
}

function percent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

export const email = (text: string) => (/^mailto:/i.test(text) ? percent(text.slice(7).replace(/\?.*$/s, '')) : text)

/** The key of a card: the same one, whichever way a program writes it. */
export function uid(text: string): string {
  const bare = text.replace(/^urn:uuid:/i, '')
  return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(bare) ? bare.toLowerCase() : bare
}

const letters = (text: string) =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')

/** A number or an address is no name, though programs write it where one stands. */
export const isName = (text: string) => /\p{L}/u.test(text) && !text.includes('@')

export const isSameName = (one: string, other: string) => letters(one) === letters(other)

/** Whether the name as it is shown (FN) says the same as its parts (N: family, given, further, prefix, suffix), in any order. */
export function agrees(shown: string, parts: readonly string[]): boolean {
  const [family = '', given = '', further = '', ...others] = parts
  const longFirst = (words: readonly string[]) => words.map(letters).toSorted((a, b) => b.length - a.length)
  let rest = letters(shown)
  const usual = [
    [given, family],
    [family, given],
    [...others.slice(0, 1), given, further, family, ...others.slice(1)],
  ]
  if (usual.some(order => letters(order.join('')) === rest)) return true
  for (const part of longFirst([family, given])) {
    if (!rest.includes(part)) return false
    rest = rest.replace(part, '')
  }
  for (const part of longFirst([further, ...others])) rest = rest.replace(part, '')
  const initials = further.split(/\s+/).map(word => letters(word).slice(0, 1))
  return rest === '' || rest === initials.join('')
}
