// Ids as people type them: in any case, with or without dashes, the letters O, I and L for 0 and 1 where an id has none of them.

const plain = (typed: string) => typed.trim().replaceAll(/[\s-]/g, '')

/** `7qk2m9xa3f0t` as `7QK2-M9XA-3F0T`; what has not the length of a packet's id stays as it is. */
export function packetId(typed: string): string {
  const digits = plain(typed).toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  return /^[0-9A-Z]{12}$/.test(digits) ? digits.replace(/(.{4})(.{4})(.{4})/, '$1-$2-$3') : typed.trim().toUpperCase()
}

/** `Inquiry-3`, `inquiry3` and `3` as `inquiry-3`. */
export function inquiryId(typed: string): string {
  const number = /^(?:inquiry)?([0-9]{1,15})$/.exec(plain(typed).toLowerCase())?.[1]
  return number === undefined ? typed.trim().toLowerCase() : `inquiry-${number}`
}
