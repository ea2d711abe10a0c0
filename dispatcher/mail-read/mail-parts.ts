// A raw mail taken apart: headers, readable text, files, parts of reports. The parser is asked for the tree alone, because its
// own text joins quoted lines of format=flowed and wraps HTML.

import { Problem } from '@satchel/protocol/problem'
import { decodeWords } from 'postal-mime'
import { charsetOfHtml, decodeText, textOfFile } from '../mail-text/charset.ts'
import { htmlToText, readHtml } from '../mail-text/html-text.ts'
import { joinFlowed } from '../mail-text/mail-flowed.ts'
import { type MailMaxima, textLimits } from '../mail-limits.ts'
import { type HeaderLine, type MimeNode, tooMany, treeOf } from './mime-tree.ts'
import { problem } from '../problems.ts'

export type MailHeader = HeaderLine

export interface MailAttachment {
  /** Decoded, without control characters; empty where the mail gives none. A label, never a path. */
  readonly name: string
  /** Lower case, like text/html. */
  readonly type: string
  readonly bytes: Uint8Array
  /** Of a file that is text, whatever its charset, lines ended by LF; U+FFFD where bytes could not be read. null for others. */
  readonly text: string | null
  /** Of a mail that is attached: what it says. A mail that is attached to that one is only a file. */
  readonly mail: AttachedMail | null
}

export type AttachedMail = Pick<MailParts, 'headers' | 'text' | 'attachments'>

export interface MailParts {
  /** Of the mail itself, in order, repeated ones included. */
  readonly headers: readonly MailHeader[]
  /** Content type of the mail itself, with its parameters. */
  readonly type: string
  readonly parameters: Readonly<Record<string, string>>
  readonly text: string
  readonly attachments: readonly MailAttachment[]
}

/** @throws Problem mail/not-readable, mail/too-large. */
export async function takeApart(raw: Uint8Array, maxima: MailMaxima): Promise<MailParts> {
  const parts = await readParts(raw, maxima)
  // what a report returns is no answer
  if (parts.type === 'multipart/report') return parts
  const attachments = await Promise.all(
    parts.attachments.map(async part => ({ ...part, mail: await readAttached(part, maxima) })),
  )
  return { ...parts, attachments }
}

/** null for what is no mail, for one that cannot be read, and for one that holds more than text. */
async function readAttached(part: MailAttachment, maxima: MailMaxima): Promise<AttachedMail | null> {
  if (!/^message\/(rfc822|global)$/.test(part.type) || part.bytes.length > maxima.textBytes) return null
  try {
    const { headers, text, attachments } = await readParts(part.bytes, maxima)
    return { headers, text, attachments }
  } catch (error) {
    if (error instanceof Problem) return null
    throw error
  }
}

async function readParts(raw: Uint8Array, maxima: MailMaxima): Promise<MailParts> {
  const root = await treeOf(raw, maxima)
  const attachments: MailAttachment[] = []
  const { text } = textOf(root, { maxima, attachments, textBytes: 0 })
  if (attachments.length > maxima.attachments) throw tooMany('attachments', maxima.attachments)
  return {
    headers: root.headers.map(({ key, value }) => ({ key, value })),
    type: root.contentType.parsed.value,
    parameters: root.contentType.parsed.params,
    text,
    attachments,
  }
}

interface Taking {
  readonly maxima: MailMaxima
  readonly attachments: MailAttachment[]
  /** Of the text parts that were read so far. */
  textBytes: number
}

interface Said {
  readonly text: string
  /** Something was struck out in it, and left out of the text. */
  readonly struck: boolean
}

const nothing: Said = { text: '', struck: false }

/** Text that a reader sees below this part; files go to the list. */
function textOf(node: MimeNode, taking: Taking): Said {
  const multipart = node.contentType.multipart
  if (multipart === false) return textOfLeaf(node, taking)
  if (multipart === 'alternative') return textOfAlternative(node, taking)
  const said = node.childNodes.map(child => textOf(child, taking)).filter(({ text }) => text !== '')
  return { text: said.map(({ text }) => text).join('\n'), struck: said.some(({ struck }) => struck) }
}

/** One of several forms of the same: plain text where there is any, else the first that gives a text. */
function textOfAlternative(node: MimeNode, taking: Taking): Said {
  const plainFirst = [...node.childNodes].sort((a, b) => Number(isPlain(b)) - Number(isPlain(a)))
  let chosen = nothing
  for (const child of plainFirst) {
    const hasText = chosen.text.trim() !== ''
    if (hasText && isBodyText(child) && isTooLong(child, taking)) continue
    // files in a later alternative (pictures, calendars) count
    const other = textOf(child, taking)
    if (!hasText || saysMore(other, chosen)) chosen = other
  }
  return chosen
}

/** Beside a text that can be read, it is no fault. */
function isTooLong(node: MimeNode, { maxima, textBytes }: Taking): boolean {
  const length = node.content?.byteLength ?? 0
  return length > maxima.htmlLength || textBytes + length > maxima.textBytes
}

const holdsForm = (text: string) => /\[\s*form\s*\]/i.test(text) && /\[\s*end\s*\]/i.test(text)

/** Plain text is a remark that there is none, or has the words that were struck out beside those that are meant. */
const saysMore = (html: Said, plain: Said) => holdsForm(html.text) && (html.struck || !holdsForm(plain.text))

const isPlain = (node: MimeNode) => node.contentType.parsed.value === 'text/plain'

/** A named text part is a file: Apple Mail sends text files inline. */
function isBodyText(node: MimeNode): boolean {
  const { parsed } = node.contentDisposition
  const isText = isPlain(node) || node.contentType.parsed.value === 'text/html'
  return isText && parsed.value !== 'attachment' && nameOf(node) === ''
}

function textOfLeaf(node: MimeNode, taking: Taking): Said {
  const { maxima } = taking
  const { params } = node.contentType.parsed
  if (!isBodyText(node)) {
    if (node.content !== null) {
      const bytes = new Uint8Array(node.content)
      taking.attachments.push({
        name: nameOf(node),
        type: cleanLine(node.contentType.parsed.value, textLimits.fileName),
        bytes,
        text: textOfAttachment(node, bytes, maxima),
        mail: null,
      })
    }
    return nothing
  }
  const bytes = new Uint8Array(node.content ?? new ArrayBuffer(0))
  taking.textBytes += bytes.length
  if (taking.textBytes > maxima.textBytes) throw tooLong('text', `${maxima.textBytes} bytes`)
  if (isPlain(node)) {
    const text = decodeText(bytes, params.charset)
    const isFlowed = /^flowed$/i.test(params.format ?? '')
    return {
      text: isFlowed ? joinFlowed(text, /^yes$/i.test(params.delsp ?? '')) : withLineFeeds(text),
      struck: false,
    }
  }
  const html = decodeText(bytes, params.charset ?? charsetOfHtml(bytes))
  if (html.length > maxima.htmlLength) throw tooLong('HTML', `${maxima.htmlLength} characters`)
  return readHtml(html)
}

function textOfAttachment(node: MimeNode, bytes: Uint8Array, maxima: MailMaxima): string | null {
  const { value, params } = node.contentType.parsed
  if (bytes.length > maxima.textBytes) return null
  if (value !== 'text/html') {
    const text = textOfFile(bytes, params.charset)
    return text === null ? null : withLineFeeds(text)
  }
  const html = decodeText(bytes, params.charset ?? charsetOfHtml(bytes))
  return html.length > maxima.htmlLength ? null : htmlToText(html)
}

function tooLong(what: string, most: string) {
  return problem('mail/too-large', `The ${what} of the mail is longer than ${most}.`, {
    hint: 'answer in plain text, or attach the file',
  })
}

const withLineFeeds = (text: string) => text.replace(/\r\n?/g, '\n')

function nameOf(node: MimeNode): string {
  const name = node.contentDisposition.parsed.params.filename ?? node.contentType.parsed.params.name ?? ''
  return cleanLine(decoded(name), textLimits.fileName)
}

/** Encoded words read; as it stands where they are broken. */
export function decoded(value: string): string {
  try {
    return decodeWords(value)
  } catch {
    return value
  }
}

/** One line without control characters, cut to a length. */
export function cleanLine(text: string, length: number): string {
  return [
    ...text
      .slice(0, 2 * length)
      .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
      .trim(),
  ]
    .slice(0, length)
    .join('')
}
