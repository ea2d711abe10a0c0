// A raw mail taken apart: headers, readable text, files, parts of reports. The only file that knows the parser, and its
// insides: it is asked for the tree alone, because its own text joins quoted lines of format=flowed and wraps HTML.

import PostalMime, { decodeWords } from 'postal-mime'
import { htmlToText } from './html-text.ts'
import { joinFlowed } from './mail-flowed.ts'
import { type MailMaxima, textLimits } from './mail-limits.ts'
import { problem } from './problems.ts'

export interface MailHeader {
  /** Lower case. */
  readonly key: string
  /** Unfolded, not decoded. */
  readonly value: string
}

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

/** What postal-mime 4.0.0 builds; its version is pinned, and a test reads a mail of each shape. */
interface Node {
  readonly headers: readonly MailHeader[]
  readonly contentType: {
    readonly parsed: { readonly value: string; readonly params: Record<string, string> }
    readonly multipart: string | false
  }
  readonly contentDisposition: { readonly parsed: { readonly value: string; readonly params: Record<string, string> } }
  readonly content: ArrayBuffer | null
  readonly childNodes: readonly Node[]
  getTextContent(): string
}

/** @throws Problem mail/not-readable, mail/too-large. */
export async function takeApart(raw: Uint8Array, maxima: MailMaxima): Promise<MailParts> {
  const parser = new PostalMime({
    // nothing in an attached mail is text of this one
    forceRfc822Attachments: true,
    maxNestingDepth: maxima.depth,
    maxHeadersSize: maxima.headerBytes,
  })
  try {
    await parser.parse(raw)
  } catch (cause) {
    throw problem('mail/not-readable', 'The mail is nested deeper, or has more header lines, than mails have.', {
      cause,
    })
  }
  const { root } = parser as unknown as { readonly root: Node }
  const leaves = countLeaves(root)
  if (leaves > maxima.parts) throw tooMany('parts', leaves, maxima.parts)
  const attachments: MailAttachment[] = []
  const text = textOf(root, attachments, maxima)
  if (attachments.length > maxima.attachments) throw tooMany('attachments', attachments.length, maxima.attachments)
  return {
    headers: root.headers.map(({ key, value }) => ({ key, value })),
    type: root.contentType.parsed.value,
    parameters: root.contentType.parsed.params,
    text,
    attachments,
  }
}

function tooMany(what: string, found: number, most: number) {
  return problem('mail/not-readable', `The mail has ${found} ${what}; up to ${most} are looked at.`, {
    hint: 'send the files in several mails',
  })
}

function countLeaves(node: Node): number {
  return node.childNodes.length === 0 ? 1 : node.childNodes.reduce((sum, child) => sum + countLeaves(child), 0)
}

/** Text that a reader sees below this part; files go to the list. */
function textOf(node: Node, attachments: MailAttachment[], maxima: MailMaxima): string {
  const multipart = node.contentType.multipart
  if (multipart === false) return textOfLeaf(node, attachments, maxima)
  if (multipart === 'alternative') return textOfAlternative(node, attachments, maxima)
  return node.childNodes
    .map(child => textOf(child, attachments, maxima))
    .filter(text => text !== '')
    .join('\n')
}

/** One of several forms of the same: plain text where there is any, else the first that gives a text. */
function textOfAlternative(node: Node, attachments: MailAttachment[], maxima: MailMaxima): string {
  const plainFirst = [...node.childNodes].sort((a, b) => Number(isPlain(b)) - Number(isPlain(a)))
  let chosen = ''
  for (const child of plainFirst) {
    // HTML beside plain text is not even converted; files in a later alternative (pictures, calendars) count
    if (chosen.trim() !== '' && isBodyText(child)) continue
    const text = textOf(child, attachments, maxima)
    if (chosen.trim() === '') chosen = text
  }
  return chosen
}

const isPlain = (node: Node) => node.contentType.parsed.value === 'text/plain'

/** A named text part is a file: Apple Mail sends text files inline. */
function isBodyText(node: Node): boolean {
  const { parsed } = node.contentDisposition
  const isText = isPlain(node) || node.contentType.parsed.value === 'text/html'
  return isText && parsed.value !== 'attachment' && nameOf(node) === ''
}

function textOfLeaf(node: Node, attachments: MailAttachment[], maxima: MailMaxima): string {
  if (!isBodyText(node)) {
    if (node.content !== null) {
      attachments.push({
        name: nameOf(node),
        type: cleanLine(node.contentType.parsed.value, textLimits.fileName),
        bytes: new Uint8Array(node.content),
      })
    }
    return ''
  }
  const { params } = node.contentType.parsed
  const isFlowed = /^flowed$/i.test(params.format ?? '')
  // else the parser joins the lines itself, across depths of quotes
  delete params.format
  const text = node.getTextContent()
  if (isPlain(node)) return isFlowed ? joinFlowed(text, /^yes$/i.test(params.delsp ?? '')) : withLineFeeds(text)
  if (text.length > maxima.htmlLength) {
    throw problem('mail/too-large', `The HTML of the mail is longer than ${maxima.htmlLength} characters.`, {
      hint: 'answer in plain text, or attach the file',
    })
  }
  return htmlToText(text)
}

const withLineFeeds = (text: string) => text.replace(/\r\n?/g, '\n')

function nameOf(node: Node): string {
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
