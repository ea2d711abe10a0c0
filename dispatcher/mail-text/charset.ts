// Bytes of a mail to text. Mail programs name a wrong charset, or none: what the bytes are for certain goes before the name.
// An unreadable character becomes U+FFFD, which marks the text as damaged; no character is guessed or left out.

import { TextDecoder } from 'node:util'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Names that no list has, and names that say nothing. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['latin-1', 'latin1'],
  ['utf_8', 'utf-8'],
  ['utf8mb4', 'utf-8'],
  ['cp932', 'shift_jis'],
  ['cp936', 'gbk'],
  ['cp949', 'euc-kr'],
  ['cp950', 'big5'],
  ['ansi', 'windows-1252'],
])

/** Their labels decode as windows-1252, but promise seven bits: other bytes are no letters of theirs. */
const asciiNames = /^(us-ascii|ascii|ansi_x3\.4-\d+|iso-ir-6|iso646-us)$/
const severalBytes = /^(gbk|gb18030|big5|euc-jp|iso-2022-jp|shift_jis|euc-kr)$/

/** @param charset as the part declares it. */
export function decodeText(bytes: Uint8Array, charset: string | undefined): string {
  const name = (charset ?? '').trim().toLowerCase().replace(/^"|"$/g, '')
  const wide = wideName(bytes, name)
  if (wide !== null) return new TextDecoder(wide).decode(bytes)
  if (/^(unicode-1-1-)?utf-7$/.test(name)) return fromUtf7(new TextDecoder().decode(bytes))
  const decoder = decoderOf(name)
  if (decoder === null) return utf8Text(bytes) ?? asciiText(bytes)
  const { encoding } = decoder
  if (severalBytes.test(encoding)) {
    const text = decoder.decode(bytes)
    return text.includes('\u{FFFD}') ? (utf8Text(bytes) ?? text) : text
  }
  // letters of one byte each that happen to be UTF-8 are as good as never meant
  const text = utf8Text(bytes) ?? decoder.decode(bytes)
  // bytes that the charset has no letter for are shown as nothing by everybody
  return encoding === 'utf-8' ? text : text.replace(/[\u0080-\u009F]/g, '\u{FFFD}')
}

function utf8Text(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes)
  } catch {
    return null
  }
}

/** null for ASCII, and for a name that nobody knows. */
function decoderOf(name: string): TextDecoder | null {
  if (name === '') return new TextDecoder()
  if (asciiNames.test(name)) return null
  try {
    const decoder = new TextDecoder(otherNames.get(name) ?? name)
    return decoder.encoding === 'x-user-defined' ? null : decoder
  } catch {
    return null
  }
}

/** Bytes above ASCII, and those that switch to another alphabet, are damage. */
const asciiText = (bytes: Uint8Array) =>
  new TextDecoder('latin1').decode(bytes).replace(/[^\u0000-\u007F]|[\u000E\u000F\u001B]/g, '\u{FFFD}')

/** Of text with two bytes for a letter, which the bytes themselves give away: Notepad calls it "Unicode". */
function wideName(bytes: Uint8Array, name: string): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const head = bytes.subarray(0, 4096)
  const zeros = [0, 0]
  for (const [at, byte] of head.entries()) if (byte === 0) zeros[at % 2]!++
  const [even = 0, odd = 0] = zeros
  // spaces, digits and line ends are in every language, and their upper byte is zero
  const enough = head.length / 40
  if (bytes.length % 2 === 0 && odd > enough && odd > 4 * even) return 'utf-16le'
  if (bytes.length % 2 === 0 && even > enough && even > 4 * odd) return 'utf-16be'
  if (!/^(utf-16|ucs-2|iso-10646-ucs-2|unicode|csunicode)/.test(name)) return null
  return name === 'utf-16be' ? 'utf-16be' : 'utf-16le'
}

const fromUtf7 = (text: string) =>
  text.replace(/\+([A-Za-z0-9+/]*)-?/g, (_, letters: string) =>
    letters === '' ? '+' : new TextDecoder('utf-16be').decode(wholePairs(Buffer.from(letters, 'base64'))),
  )

const wholePairs = (bytes: Buffer) => bytes.subarray(0, bytes.length - (bytes.length % 2))

/** Text of a file; null for what is none: a picture, an archive. */
export function textOfFile(bytes: Uint8Array, charset: string | undefined): string | null {
  if (wideName(bytes, '') === null && bytes.subarray(0, 4096).includes(0)) return null
  const text = decodeText(bytes, charset)
  return text.slice(0, 4096).includes('\u0000') ? null : text
}

/** The charset that a page of HTML names in itself. */
export function charsetOfHtml(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1024))
  return /<meta[^>]{1,200}charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(head)?.[1]
}
