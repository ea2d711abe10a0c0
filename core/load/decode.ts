// Bytes of a file to text. Never guesses silently: what it took the bytes for is told.

import { problem } from '../problems.ts'
import { isOldExcel } from './xlsx.ts'
import { checkSize, notWorkbook } from './xlsx-xml.ts'

interface Decoded {
  readonly text: string
  readonly encoding: 'UTF-8' | 'UTF-16' | 'Windows-1252'
}

/**
 * UTF-8 with or without a byte order mark, UTF-16 with one, and else Windows-1252, as spreadsheets on Windows write it.
 * @throws Problem load/not-csv for what is too large, empty, or no text.
 */
export function decode(bytes: Uint8Array): Decoded {
  checkSize(bytes)
  if (isOldExcel(bytes)) throw notWorkbook('it is in the format before 2007, or has a password')
  const decoded = decodeAs(bytes)
  if (decoded.text.includes('\0')) {
    throw problem('load/not-csv', 'The file is no text: it holds zero bytes.', {
      hint: 'save a sheet of another program as .xlsx or as CSV, in UTF-8 where there is a choice',
    })
  }
  if (decoded.text.trim() === '') throw problem('load/not-csv', 'The file is empty.')
  return decoded
}

function decodeAs(bytes: Uint8Array): Decoded {
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'UTF-16' }
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return { text: new TextDecoder('utf-16be').decode(bytes), encoding: 'UTF-16' }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8' }
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'Windows-1252' }
  }
}
