// How tokens, packet ids and phrases are typed by people: the one way to write them. Runs in a browser, too.

/** Crockford's base32: no sign looks or sounds like another one. */
export const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** None of them is longer however it is spaced. */
const maxTyped = 200

/** Upper case, O as 0, I and L as 1, spaces and dashes of any kind gone; null where other characters remain. */
export function fold(text: string): string | null {
  if (text.length > maxTyped) return null
  const typed = text.replace(/[\s\p{Pd}]/gu, '')
  // before upper case, which would make an I of a Turkish letter
  if (!/^[0-9a-z]*$/i.test(typed)) return null
  const folded = typed.toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1')
  return folded.includes('U') ? null : folded
}

/** 80 bits: four groups of four signs. */
export const phraseSigns = 16

/** The one way to write a phrase; null for what is none. */
export function foldPhrase(text: string): string | null {
  const folded = fold(text)
  return folded?.length === phraseSigns ? folded : null
}
