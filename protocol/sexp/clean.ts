// Makes a value canonical where it enters (a web field, a form in the browser), so that SX1 can carry whatever a person
// pastes. Never used by the printer, which refuses instead, and never on signed bytes.

/** U+FFFD stands where bytes or half characters were lost; a value that holds one is held for a person. */
const replacement = '\u{FFFD}'

export interface CleanValue {
  readonly text: string
  /** Characters that were taken out: U+FEFF, C0 but TAB, LF and CR, DEL and C1. */
  readonly dropped: number
  /** The text holds U+FFFD: something was lost before it got here, or on the way. */
  readonly damaged: boolean
}

/**
 * NFC, CRLF and CR as LF, without what SX1 cannot carry; half characters (lone surrogates) become U+FFFD.
 * Cleaning twice is cleaning once. The result can always be printed; it may be empty, which is no value.
 * @param options.composed false for a whole file, whose signature covers letters as they were written.
 */
export function cleanValue(text: string, options: { readonly composed?: boolean } = {}): CleanValue {
  // dropped before composed and before CR is read: what stood apart only because of an invisible character joins
  const kept = text.toWellFormed().replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFEFF]/g, '')
  const lines = kept.replace(/\r\n?/g, '\n')
  const clean = options.composed === false ? lines : lines.normalize('NFC')
  return { text: clean, dropped: text.length - kept.length, damaged: clean.includes(replacement) }
}

/** The same from bytes: what is not UTF-8 becomes U+FFFD; a byte order mark counts as dropped. */
export function cleanBytes(bytes: Uint8Array): CleanValue {
  return cleanValue(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes))
}
