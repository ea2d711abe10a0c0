// Bytes of cards before they are decoded as a file: a letter that a fold cuts in two is whole again, and a property that stands in
// a charset of its own comes to UTF-8. What is still no UTF-8 then is left as it was: the file is judged as a whole.

import { isUtf8 } from 'node:buffer'
import { decodeAs } from './vcard-text.ts'
import { isVcard } from './vcard.ts'

export function mendCards(bytes: Uint8Array): Uint8Array {
  const given = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  // one character stands for one byte here
  if (isUtf8(given) || !isVcard(given.toString('latin1', 0, 1000))) return bytes
  const whole = given
    .toString('latin1')
    .replaceAll(/([\u00C2-\u00F4][\u0080-\u00BF]{0,2})(\r?\n[ \t])([\u0080-\u00BF]{1,3})/g, '$1$3$2')
  const mended = whole.replaceAll(
    /^[^\r\n:]{0,200};CHARSET=([^;:\r\n]{1,40})[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*/gim,
    (line, named: string) => {
      const lineBytes = Buffer.from(line, 'latin1')
      if (isUtf8(lineBytes)) return line
      const text = decodeAs(lineBytes, named.replaceAll('"', '').toLowerCase())
      return text === undefined ? line : Buffer.from(text, 'utf8').toString('latin1')
    },
  )
  const result = Buffer.from(mended, 'latin1')
  return isUtf8(result) ? result : bytes
}
