// The mail of an acknowledgement, written by ourselves: thousands of them have one shape, a text, its HTML and one file, under headers
// that are plain and short. The bytes are those that the library writes, which writes every other letter.

import { encoded } from './write-mail.ts'

/** A letter with all its texts cleaned. */
export interface CleanLetter {
  /** Of the names of its boundaries. */
  readonly boundary: string
  readonly messageId: string
  readonly date: Date
  readonly from: string
  readonly fromName: string
  readonly to: string
  readonly replyTo?: string
  readonly subject: string
  readonly text: string
  readonly html?: string
  readonly attachments: readonly {
    readonly name: string
    readonly type: string
    readonly content: string | Uint8Array
  }[]
  readonly autoSubmitted: string
}

/** What the library would fold, encode, quote or change. */
const plain = {
  // the library folds a line of 76 already
  line: /^[ -~]{1,75}$/,
  subject: /^[A-Za-z0-9]+(?: [A-Za-z0-9]+)*$/,
  name: /^[A-Za-z0-9](?:[!#-[\]-~ ]*[!#-[\]-~])?$/,
  address: /^[A-Za-z0-9+_-]+(?:\.[A-Za-z0-9+_-]+)*@[a-z0-9]+(?:[.-][a-z0-9]+)*$/,
  type: /^application\/[a-z0-9.-]+$/,
  file: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
}

/** A text that goes as it is. */
const sevenBit = (text: string) => text.length <= 64 * 1024 && /^(?:[\t -~]{0,76}\r\n)*[\t -~]{0,76}$/.test(text)

/** @returns null where the letter has another shape. */
export function ownMail(letter: CleanLetter): string | null {
  const { fromName, from, to, replyTo, subject, messageId, text, html, boundary } = letter
  const [file, ...more] = letter.attachments
  if (file === undefined || more.length > 0 || typeof file.content !== 'string') return null
  if (text === '' || html === '' || file.content === '') return null
  const addresses = [from, to, ...(replyTo === undefined ? [] : [replyTo]), messageId]
  if (!plain.subject.test(subject) || !plain.name.test(fromName)) return null
  if (!addresses.every(address => plain.address.test(address) && !address.includes('xn--'))) return null
  if (!plain.type.test(file.type) || !plain.file.test(file.name)) return null
  const head = [
    `Auto-Submitted: ${letter.autoSubmitted}`,
    'X-Auto-Response-Suppress: All',
    `From: ${/^[\w ]*$/.test(fromName) ? fromName : `"${fromName}"`} <${from}>`,
    `To: ${to}`,
    ...(replyTo === undefined ? [] : [`Reply-To: ${replyTo}`]),
    `Subject: ${subject}`,
    `Message-ID: <${messageId}>`,
    `Date: ${letter.date.toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
  ]
  const ofFile = [
    `Content-Type: ${file.type}; name=${file.name}`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: attachment; filename=${file.name}`,
  ]
  if (![...head, ...ofFile].every(line => plain.line.test(line))) return null
  const textPart = ofText('plain', text, sevenBit(text) ? '7bit' : 'quoted-printable')
  const htmlPart = html === undefined ? undefined : ofText('html', html, 'quoted-printable')
  const filePart = part(ofFile, encoded(file.content, 'base64'))
  if (textPart === null || htmlPart === null || filePart === null) return null
  const [outside, inside] = [`--_NmP-${boundary}-Part_1`, `--_NmP-${boundary}-Part_2`]
  const said = htmlPart === undefined ? textPart : multipart('alternative', inside, [textPart, htmlPart])
  return `${head.join('\r\n')}\r\n${multipart('mixed', outside, [said, filePart])}`
}

const ofText = (kind: 'plain' | 'html', text: string, encoding: string) =>
  part([`Content-Type: text/${kind}; charset=utf-8`, `Content-Transfer-Encoding: ${encoding}`], encoded(text, encoding))

const part = (head: readonly string[], body: string | null) =>
  body === null ? null : `${head.join('\r\n')}\r\n\r\n${body}`

const multipart = (kind: string, boundary: string, parts: readonly string[]) =>
  [
    `Content-Type: multipart/${kind};\r\n boundary="${boundary}"\r\n\r\n`,
    ...parts.map(each => `--${boundary}\r\n${each}\r\n`),
    `--${boundary}--\r\n`,
  ].join('')
