// Reads the words of a mail beside its forms: the sender's own, in its text and around a form in a file, and the files that are
// none that we can read.

import type { ReadMail } from '@satchel/dispatcher/mail-reader/read-mail'
import { textOfFile } from '@satchel/dispatcher/mail-text/charset'
import { looksLikeTextForm } from '@satchel/forms/text/text-form-parse'
import type { Kept } from './act.ts'
import { findCopies } from './find-forms.ts'
import { type Word, wordOf } from '../mail-words/mail-phrases.ts'
import { type SaidInWords, saidInWords } from '../mail-words/sender-words.ts'
import { ourWords } from '../mail-words/own-letter-lines.ts'
import { messageIn } from './protected-mail.ts'
import { openPart, type Reader } from './reader.ts'

type MailFile = ReadMail['attachments'][number]

export interface SaidInMail {
  readonly word: Word | null
  readonly kept?: Kept
  /** Without the line of the word. */
  readonly beside?: Kept
}

/** @param hasForm what came back as it was sent is no file that somebody has to look at. */
export async function saidInMail(mail: ReadMail, reader: Reader, hasForm: boolean): Promise<SaidInMail> {
  const said = saidInLetter(mail.text, mail.author, reader)
  const subject = ownSubject(mail.subject, reader)
  const files: MailFile[] = []
  const around: string[] = []
  for (const file of mail.attachments) {
    const read = await readFile(file, reader)
    if (read === null) {
      if (!isTrifle(file) && !(hasForm && isOurs(file))) files.push(file)
    } else if (read !== '') around.push(read)
  }
  // the whole of a short mail may stand in its subject
  const isBare = !said.hasText && around.length === 0 && subject !== null
  const of = (words: string | null) => {
    const message = [isBare || words !== null ? subject : null, words, ...around].filter(part => part !== null)
    return words === null && around.length === 0 && files.length === 0 && (hasForm || !isBare)
      ? {}
      : { kept: keptOf(mail, message.join('\n\n'), files) }
  }
  const word = isBare ? wordOf(subject) : said.word
  const { kept: beside } = isBare && word !== null ? {} : of(said.beside)
  return { word, ...of(said.words), ...(beside === undefined ? {} : { beside }) }
}

/** Words around the forms of a text that came as a file. */
export function saidInText(text: string, reader: Pick<Reader, 'catalog' | 'organisation'>): { readonly kept?: Kept } {
  // a reply file says nothing but its statements
  if (!looksLikeTextForm(text)) return {}
  const { words } = saidInLetter(text, null, reader)
  return words === null ? {} : { kept: { email: null, message: bounded(words), language: null, files: [] } }
}

/** The words of a text that are its author's own. */
export const saidInLetter = (
  text: string,
  author: string | null,
  reader: Pick<Reader, 'catalog' | 'organisation'>,
): SaidInWords => saidInWords(text, ourWords(reader.catalog, reader.organisation, text), author)

function keptOf({ author, language }: ReadMail, message: string, files: readonly MailFile[]): Kept {
  return {
    email: author,
    message: bounded(message),
    language,
    files: files.map(({ name, type, bytes }) => ({ name, type, size: bytes.length })),
  }
}

/** More than this nobody writes; the mail itself holds the rest. */
const longest = 50_000
const bounded = (text: string) => (text.length <= longest ? text : `${text.slice(0, longest)}\n[...]`)

/** The text around the forms in a file; null where it holds none that can be read. */
async function readFile(file: MailFile, reader: Reader): Promise<string | null> {
  try {
    const message = messageIn(file)
    if (message !== null) {
      const { data } = await openPart(message, reader)
      return aroundForm(textOfFile(data, undefined) ?? '', reader)
    }
    if (file.mail !== null) {
      const isInFile = file.mail.attachments.some(({ text }) => text !== null && aroundForm(text, reader) !== null)
      return aroundForm(file.mail.text, reader) ?? (isInFile ? '' : null)
    }
    return file.text === null ? null : aroundForm(file.text, reader)
  } catch {
    // whatever is wrong with it, a person looks
    return null
  }
}

function aroundForm(text: string, reader: Reader): string | null {
  const found = findCopies(text, reader.catalog)
  if (found.length === 0 || found.some(one => 'fault' in one)) return null
  return looksLikeTextForm(text) ? (saidInLetter(text, null, reader).words ?? '') : ''
}

/** Parts that mail programs add: signatures, keys, small pictures of a signature. */
const isTrifle = ({ type, name, bytes }: MailFile): boolean =>
  bytes.length === 0 ||
  /^application\/(?:pgp-(?:signature|keys|encrypted)|(?:x-)?pkcs7-signature)$/.test(type) ||
  (type.startsWith('image/') &&
    bytes.length < 20_000 &&
    /^(?:image|logo|outlook|signature|banner|unnamed)?[-_~\d]*(?:\.\w+)?$/i.test(name))

/** A file of a letter of ours: the packet, its page, a signature. */
const isOurs = ({ name, text, mail }: MailFile): boolean =>
  mail !== null
    ? /^(?:packet|outcome|notice|my-data)-/.test(
        mail.headers.find(({ key }) => key === 'message-id')?.value.replace(/^\s*</, '') ?? '',
      )
    : text !== null &&
      /^(?:packet|outcome|confirm)-[0-9a-z-]+\.(?:html|sexp|sexp\.asc|asc)$/i.test(name) &&
      /^\s*(?:<!doctype html|\(satchel-|-----BEGIN PGP)/i.test(text)

/** The subject that the sender wrote themselves; null for the subject of an answer and for one of ours. */
function ownSubject(subject: string, reader: Reader): string | null {
  const text = subject.trim()
  const isAnswer = /^(?:re|aw|antw|antwort|sv|vs|tr|rv|fwd?|wg|r|rif|odp|res|enc|رد)\s?(?:\[\d+\])?\s?[:：]/iu.test(
    text,
  )
  if (text === '' || isAnswer || ourWords(reader.catalog, reader.organisation, '').isSubject(text)) return null
  return text
}
