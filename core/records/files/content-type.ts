// The kind of a file, by its first bytes; its name says the rest where several kinds begin alike.

const beginnings: readonly (readonly [string, string])[] = [
  ['89504e470d0a1a0a', 'image/png'],
  ['ffd8ff', 'image/jpeg'],
  ['47494638', 'image/gif'],
  ['25504446', 'application/pdf'],
  ['49492a00', 'image/tiff'],
  ['4d4d002a', 'image/tiff'],
]

/** What a ZIP archive holds, by the end of its name. */
const archives: Readonly<Record<string, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odt: 'application/vnd.oasis.opendocument.text',
}

const texts: Readonly<Record<string, string>> = { csv: 'text/csv', md: 'text/markdown', ics: 'text/calendar' }

/** A page that could run something is never called one: whoever opens it sees its text. */
export function contentType(bytes: Uint8Array, name: string): string {
  const head = Buffer.from(bytes.subarray(0, 16))
  const hex = head.toString('hex')
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  const known = beginnings.find(([beginning]) => hex.startsWith(beginning))
  if (known !== undefined) return known[1]
  if (head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP') return 'image/webp'
  if (hex.startsWith('504b0304')) return archives[ending] ?? 'application/zip'
  return isText(bytes) ? (texts[ending] ?? 'text/plain') : 'application/octet-stream'
}

function isText(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}
