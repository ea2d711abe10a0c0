// What an e-mail address is, for every package. SQL has the same rule as mail_valid(); tests/sql/mail-address.test.ts compares the two.

/** Neither space nor anything without width is part of an address; a lone half of a character is nothing at all. */
const never =
  '\\u0000-\\u0020\\u007f-\\u00a0\\u00ad\\u1680\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u3000\\ufeff\\ufff9-\\uffff\\ud800-\\udfff'
const local = new RegExp(`^[^.${never}"(),:;<>@[\\\\\\]]+(?:\\.[^.${never}"(),:;<>@[\\\\\\]]+)*$`, 'u')
const edge = `[^${never}\\u2010-\\u205e!-/:-@[-\`{-~]`
const label = new RegExp(`^${edge}(?:(?:${edge}|-){0,61}${edge})?$`, 'u')
const octets = (text: string) => new TextEncoder().encode(text).length

/** As RFC 5321 and 6531 have it, without quoted names, in a domain of two labels at least. Whether it exists, only a letter shows. */
export function isMailAddress(text: string): boolean {
  const at = text.lastIndexOf('@')
  const [name, domain] = [text.slice(0, at), text.slice(at + 1)]
  if (at < 1 || octets(text) > 254 || octets(name) > 64 || !local.test(name)) return false
  const labels = domain.split('.')
  return labels.length > 1 && labels.every(each => label.test(each)) && !/^[0-9]*$/.test(labels.at(-1) ?? '')
}

const plain = /^[^\s@<>",;:()[\]\\\p{C}]{1,64}@[^\s@<>"',;:()[\]\\\p{C}]{1,255}$/u

/**
 * One address that every program reads in one way, also in a domain of one label, as inside a company. A line end, a comma or a
 * quoted part in an address was seen to route a letter to somebody else.
 */
export const isPlainAddress = (text: string): boolean => plain.test(text)

/** What somebody may have meant as their address, before anybody cleaned it. */
export const looksLikeAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+$/.test(text)
