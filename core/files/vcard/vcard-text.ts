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

/**
 * The value with backslashes before the signs that are no separators, as version 3.0 has it.
 * @param encoding of coded texts that name no charset and are no UTF-8.
 */
export function textOf(property: Property, version: string, encoding: string | undefined): PropertyText {
  const { raw, params } = property
  if (raw.length > longest) return { fault: 'is longer than any value' }
  const coding = params.ENCODING?.[0]?.toUpperCase()
  const charset = params.CHARSET?.[0]?.toLowerCase()
  if (coding === 'BASE64' || coding === 'B')
    return charset === undefined ? { fault: 'is no text' } : decoded([Buffer.from(raw, 'base64')], charset, encoding)
  if (coding !== 'QUOTED-PRINTABLE')
    return property.isUnsure
      ? { text: raw, what: 'the space where its line is folded was kept: look whether it is one' }
      : { text: raw }
  // in charsets with modes a semicolon is half a letter
  if (charset?.startsWith('iso-2022') === true) return decoded([unquoted(raw)], charset, encoding)
  const parts = partsOf(raw, ';').map(part => unquoted(part.replaceAll('\\;', ';')))
  const found = decoded(parts, charset, encoding)
  if ('fault' in found) return found
  // version 2.1 has codes for every sign: a backslash in them is one, and so is a semicolon between separators
  const { texts } = found
  const text =
    version === '2.1'
      ? texts.map(part => part.replaceAll(texts.length > 1 ? /[\\;,]/g : /\\/g, String.raw`\$&`)).join(';')
      : texts.join(';')
  return { ...found, text }
}

/** A note of the greatest length, each of its letters in codes. */
const longest = 100_000

function unquoted(raw: string): Buffer {
  const coded = Buffer.from(raw, 'utf8').toString('latin1')
  const bytes = coded.replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1')
}

const isLatin = (charset: string | undefined) =>
  /^(?:iso-?8859|windows-125|cp-?125|latin|us-ascii|ascii|ansi)/.test(charset ?? '')

/** Parts of a value: all of them are in one charset. */
function decoded(
  parts: readonly Buffer[],
  charset: string | undefined,
  encoding: string | undefined,
): { readonly text: string; readonly texts: readonly string[]; readonly what?: string } | { readonly fault: string } {
  const isMarked = parts.some(part => part[0] === 0xff && part[1] === 0xfe)
  const all = (named: string) => {
    const texts = parts.map(part => decodeAs(part, named)).filter(text => text !== undefined)
    return texts.length === parts.length ? { text: texts.join(';'), texts } : undefined
  }
  const unicode = all('utf-8')
  // letters of one byte each make no letters of UTF-8, so that these bytes are a proof
  if (unicode !== undefined && isLatin(charset) && parts.some(part => part.some(byte => byte > 0x7f)))
    return { ...unicode, what: 'names another charset than UTF-8, which its bytes are: it was read as UTF-8' }
  if (charset !== undefined)
    return (
      all(charset === 'utf-16' && !isMarked ? 'utf-16be' : charset) ?? {
        fault: 'its bytes are not in the charset that it names',
      }
    )
  const found = unicode ?? (encoding === undefined ? undefined : all(encoding))
  return (
    found ?? {
      text: '',
      texts: [],
      ...all('windows-1252'),
      what: 'names no charset and was read as Windows-1252 (--encoding says another)',
    }
  )
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

/** Without the backslashes. */
export const plain = (text: string) =>
  text
    .replaceAll(/\\([nN\\,;:])/g, (_, sign: string) => (sign.toLowerCase() === 'n' ? '\n' : sign))
    .replaceAll(/\r\n?/g, '\n')
    .trim()
