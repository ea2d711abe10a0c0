// A raw mail, judged first: what is no reply is only noted, and never answered. Forms are looked for in every part of it, also
// in mails that are attached; their tokens, then those of the addresses that the mail came to, say what they answer.

import { type ReadMail, readMail } from '@satchel/dispatcher/mail-reader/read-mail'
import { textOfFile } from '@satchel/dispatcher/mail-text/charset'
import { Problem } from '@satchel/protocol/problem'
import { tokenHash } from '@satchel/protocol/messages/token'
import { problem } from '../../problems/problems.ts'
import type { Act } from './act.ts'
import { actOfCopies, type Found, faultOf, noProof, type Proof, provenCopies, withCall } from './find-forms.ts'
import { isMime, messageIn, type ProtectedMail, readProtectedMail } from './protected-mail.ts'
import { openPart, type Reader, roomOfMail } from './reader.ts'
import { saidInLetter, saidInMail } from './read-mail-words.ts'

export async function readMailItem(bytes: Uint8Array, trusted: boolean, all: Reader): Promise<Act> {
  const reader = { ...all, room: roomOfMail() }
  const read = await readProtectedMail(bytes, reader)
  const { mail } = read
  const { report } = mail
  const tokens = mail.tokens.map(({ token }) => tokenHash(token))
  if (mail.kind === 'bounce' && report !== null) return { act: 'bounce', tokens, report, otherwise: null }
  const act = await readNoReport(read, trusted, reader)
  // whether it came to a bounce address is known where tokens are
  return report === null || tokens.length === 0 ? act : { act: 'bounce', tokens, report, otherwise: act }
}

async function readNoReport(read: ProtectedMail, trusted: boolean, reader: Reader): Promise<Act> {
  const { mail } = read
  const tokens = (purpose?: string) =>
    mail.tokens.filter(entry => purpose === undefined || entry.purpose === purpose).map(entry => entry.token)
  const hashes = (purpose?: string) => tokens(purpose).map(tokenHash)
  const [leave] = hashes('unsubscribe')
  if (mail.kind === 'unsubscribe' && leave !== undefined) {
    const { word, kept, beside } = await saidInMail(mail, reader, false)
    const also = word === 'stop' ? beside : kept
    const act = {
      act: 'unsubscribe',
      token: leave,
      mailto: null,
      basis: 'mail',
      received: null,
      purposes: ['all'],
    } as const
    return also === undefined ? act : { ...act, kept: also }
  }
  if (mail.kind !== 'reply') return { act: 'noted', why: mail.kind }
  const sender = mail.authenticated ?? (trusted ? mail.author : null)
  const hints = { tokens: hashes(), answers: mail.inReplyTo }
  try {
    // of a mail with one text it is known which words stand above the form
    const ownWords =
      read.texts.length > 1 ? undefined : (above: string) => saidInLetter(above, mail.author, reader).note
    const found = await formsIn({ ...read, attachments: mail.attachments }, reader, ownWords)
    if (found.length === 0) throw read.fault ?? noForm()
    // a mail that names no author, or several, says nothing about who wrote it, wherever it lies
    const isStrong = trusted && mail.author !== null
    const act = actOfCopies(found, {
      evidence: isStrong ? 'strong' : 'weak',
      addressed: tokens('reply'),
      sender: mail.authenticated,
      hints,
    })
    // "stop" or "start" above a form that came back as it was: the word is what was meant, where the form is one's own
    const { word, kept: words, ...beside } = await saidInMail(withoutNote(mail, found), reader, true)
    const kept = withCall(found, words, mail)
    const whole = kept === undefined ? act : { ...act, kept }
    if (word !== 'stop' && word !== 'start') return whole
    const named = act.act === 'copies' ? act.copies.flatMap(copy => copy.tokens) : []
    const all = [...(act.act === 'reply' ? [act.reply.token] : named), ...hashes()]
    return { act: 'mail', tokens: all, word, sender, fault: noForm(), hints, ...beside, otherwise: whole }
  } catch (error) {
    if (!(error instanceof Problem) || error.blame !== 'sender') throw error
    // its sender may still mean something by it, or be told what was wrong: that is decided where tokens are known
    const said = await saidInMail(mail, reader, false)
    return { act: 'mail', tokens: hashes(), sender, fault: error, answers: mail.inReplyTo, hints, ...said }
  }
}

const noForm = () =>
  problem('mail/no-form', 'The mail carries no form that can be read.', {
    hint: 'answer below the labels of the form in the letter, and keep the labels',
  })

/** What became the note of a report is nothing that somebody has to read once more. */
function withoutNote(mail: ReadMail, found: readonly Found[]): ReadMail {
  const rest = found.flatMap(one => ('rest' in one && one.rest !== undefined ? [one.rest] : []))[0]
  return rest === undefined ? mail : { ...mail, text: rest }
}

/** A letter that is attached to a letter that is attached; more is a chain that nobody answers. */
const maxDepth = 3
/** Each is read in a thread of its own. */
const maxMails = 10

/**
 * The forms of a mail's files, of the mails among them, and of its text; each with what proves it. A mail that is attached was written by
 * somebody else, perhaps: what proves the mail around it says nothing of it.
 */
async function formsIn(
  { attachments, texts, signer, sealed }: Pick<ProtectedMail, 'texts' | keyof Proof> & Pick<ReadMail, 'attachments'>,
  reader: Reader,
  ownWords?: (text: string) => string | null,
  depth = 0,
  seen = { mails: 0 },
): Promise<readonly Found[]> {
  const found: Found[] = []
  const inner = async (mail: Pick<ReadMail, 'attachments' | 'text'>, proof: Proof) =>
    formsIn({ ...mail, texts: [{ text: mail.text, ...proof }], ...proof }, reader, undefined, depth + 1, seen)
  const isTooMany = () => depth === maxDepth || ++seen.mails > maxMails
  for (const file of attachments) {
    try {
      const message = messageIn(file)
      if (message !== null) {
        const opened = await openPart(message, reader)
        if (!isMime(opened.data))
          found.push(
            ...provenCopies(textOfFile(opened.data, undefined) ?? '', reader.catalog, {
              signer: opened.signer ?? signer,
              sealed: true,
            }),
          )
        else if (!isTooMany())
          found.push(...(await inner(await readInner(opened.data, reader), { signer: opened.signer, sealed: true })))
      } else if (file.mail !== null || isMail(file)) {
        if (!isTooMany()) found.push(...(await inner(file.mail ?? (await readInner(file.bytes, reader)), noProof)))
      } else if (file.text !== null) found.push(...provenCopies(file.text, reader.catalog, { signer, sealed }))
    } catch (error) {
      found.push(faultOf(error))
    }
  }
  return [...found, ...texts.flatMap(({ text, ...proof }) => provenCopies(text, reader.catalog, proof, ownWords))]
}

const readInner = (bytes: Uint8Array, reader: Reader) => readMail(bytes, { ours: reader.mail, trustedServers: [] })

const isMail = ({ type, name }: ReadMail['attachments'][number]) =>
  /^message\/(rfc822|global)$/.test(type) || name.toLowerCase().endsWith('.eml')
