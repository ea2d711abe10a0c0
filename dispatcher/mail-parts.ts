// A raw mail taken apart: headers, readable text, files, parts of reports. The parser is asked for the tree alone, because its
// own text joins quoted lines of format=flowed and wraps HTML.

import { decodeWords } from 'postal-mime'
import { htmlToText } from './html-text.ts'
import { joinFlowed } from './mail-flowed.ts'
import { type MailMaxima, textLimits } from './mail-limits.ts'
import { type HeaderLine, type MimeNode, tooMany, treeOf } from './mime-tree.ts'
import { problem } from './problems.ts'

export type MailHeader = HeaderLine

export interface MailAttachment {
  /** Decoded, without control characters; empty where the mail gives none. A label, never a path. */
  readonly name: string
  /** Lower case, like text/html. */
  readonly type: string
  readonly bytes: Uint8Array
}

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
  const root = await treeOf(raw, maxima)
  const attachments: MailAttachment[] = []
  const text = textOf(root, { maxima, attachments, textBytes: 0 })
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

/** Text that a reader sees below this part; files go to the list. */
function textOf(node: MimeNode, taking: Taking): string {
  const multipart = node.contentType.multipart
  if (multipart === false) return textOfLeaf(node, taking)
  if (multipart === 'alternative') return textOfAlternative(node, taking)
  return node.childNodes
    .map(child => textOf(child, taking))
    .filter(text => text !== '')
    .join('\n')
}

/** One of several forms of the same: plain text where there is any, else the first that gives a text. */
function textOfAlternative(node: MimeNode, taking: Taking): string {
  const plainFirst = [...node.childNodes].sort((a, b) => Number(isPlain(b)) - Number(isPlain(a)))
  let chosen = ''
  for (const child of plainFirst) {
    // HTML beside plain text is not even converted; files in a later alternative (pictures, calendars) count
    if (chosen.trim() !== '' && isBodyText(child)) continue
    const text = textOf(child, taking)
    if (chosen.trim() === '') chosen = text
  }
  return chosen
}

const isPlain = (node: MimeNode) => node.contentType.parsed.value === 'text/plain'

/** A named text part is a file: Apple Mail sends text files inline. */
function isBodyText(node: MimeNode): boolean {
  const { parsed } = node.contentDisposition
  const isText = isPlain(node) || node.contentType.parsed.value === 'text/html'
  return isText && parsed.value !== 'attachment' && nameOf(node) === ''
}

function textOfLeaf(node: MimeNode, taking: Taking): string {
  if (!isBodyText(node)) {
    if (node.content !== null) {
      taking.attachments.push({
        name: nameOf(node),
        type: cleanLine(node.contentType.parsed.value, textLimits.fileName),
        bytes: new Uint8Array(node.content),
      })
    }
    return ''
  }
  const { maxima } = taking
  taking.textBytes += node.content?.byteLength ?? 0
  if (taking.textBytes > maxima.textBytes) throw tooLong('text', `${maxima.textBytes} bytes`)
  const { params } = node.contentType.parsed
  const isFlowed = /^flowed$/i.test(params.format ?? '')
  // else the parser joins the lines itself, across depths of quotes
  delete params.format
  const text = node.getTextContent()
  if (isPlain(node)) return isFlowed ? joinFlowed(text, /^yes$/i.test(params.delsp ?? '')) : withLineFeeds(text)
  if (text.length > maxima.htmlLength) throw tooLong('HTML', `${maxima.htmlLength} characters`)
  return htmlToText(text)
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
