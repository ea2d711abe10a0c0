// The text of a card's property: quoted-printable and Base64, in the charset that it names; its parts; what a backslash stands for.

import type { Property } from './vcard-lines.ts'

export type PropertyText = { readonly text: string; readonly what?: string } | { readonly fault: string }

/** Names that TextDecoder does not know. */
const aliases: Readonly<Record<string, string>> = {
  cp932: 'shift_jis',
  ms932: 'shift_jis',
  cp936: 'gbk',
  cp949: 'euc-kr',
  cp950: 'big5',
}

/** The value before its backslashes are resolved. @param encoding of texts that name none and are no UTF-8. */
export function textOf(property: Property, encoding: string | undefined): PropertyText {
  if (property.raw.length > longest) return { fault: 'is longer than any value' }
  const coding = property.params.ENCODING?.[0]?.toUpperCase()
  const charset = property.params.CHARSET?.[0]?.toLowerCase()
  const isUnsure = property.isUnsure
    ? { what: 'the space where its line is folded was kept: look whether it is one' }
    : {}
  if (coding === 'BASE64' || coding === 'B')
    return charset === undefined
      ? { fault: 'is no text' }
      : decoded(Buffer.from(property.raw, 'base64'), charset, encoding)
  if (coding !== 'QUOTED-PRINTABLE') return { text: property.raw, ...isUnsure }
  // a semicolon in code is one of the text; in charsets with modes it is half a letter
  if (charset?.startsWith('iso-2022') === true) return decoded(unquoted(property.raw), charset, encoding)
  if (charset?.startsWith('utf-16') !== true)
    return decoded(unquoted(property.raw.replaceAll(/=3B/gi, '\\;')), charset, encoding)
  // what stands between the parts is one byte, and the letters of the parts have two
  const parts = property.raw.split(';').map(part => unquoted(part))
  const isLittle = charset === 'utf-16le' || (parts[0]?.[0] === 0xff && parts[0][1] === 0xfe)
  const texts = parts.map(part => decodeAs(part, isLittle ? 'utf-16le' : 'utf-16be'))
  return texts.includes(undefined) ? { fault: notInCharset } : { text: texts.join(';') }
}

/** A note of the greatest length, each of its letters in codes. */
const longest = 100_000
const notInCharset = 'its bytes are not in the charset that it names'

function unquoted(raw: string): Buffer {
  const coded = Buffer.from(raw, 'utf8').toString('latin1')
  const bytes = coded.replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1')
}

function decoded(bytes: Buffer, charset: string | undefined, encoding: string | undefined): PropertyText {
  if (charset === undefined) {
    const text = decodeAs(bytes, 'utf-8')
    if (text !== undefined) return { text }
    const other = decodeAs(bytes, encoding ?? 'windows-1252') ?? ''
    return encoding === undefined
      ? { text: other, what: 'names no charset and was read as Windows-1252' }
      : { text: other }
  }
  const text = decodeAs(bytes, charset)
  return text === undefined ? { fault: notInCharset } : { text }
}

/** Nothing where the bytes are not in it, or nobody knows it. */
export function decodeAs(bytes: Uint8Array, charset: string): string | undefined {
  try {
    return new TextDecoder(aliases[charset] ?? charset, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Parts between separators; one behind a backslash belongs to its part. */
export function partsOf(text: string, separator: ';' | ','): readonly string[] {
  const parts: string[] = []
  let from = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === separator) {
      parts.push(text.slice(from, at))
      from = at + 1
    }
  }
  return [...parts, text.slice(from)]
}

/**
 * Without backslashes. Quoted-printable of version 2.1 has codes for everything but the semicolon: there, another backslash is one.
 */
export function plain(text: string, { params }: Property, version: string): string {
  const isOld = version === '2.1' && params.ENCODING !== undefined
  return text
    .replaceAll(/\\([nN\\,;:])/g, (pair, sign: string) => {
      if (sign === '\\' || sign.toLowerCase() === 'n') return isOld ? pair : sign === '\\' ? sign : '\n'
      return sign
    })
    .replaceAll(/\r\n?/g, '\n')
    .trim()
}
