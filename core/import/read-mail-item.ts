// A raw mail, judged first: what is no reply is only noted, and never answered. The token is looked for in the form itself,
// then in the addresses that the mail came to. An attachment beats the body.

import { type ReadMail, readMail } from '@satchel/dispatcher/read-mail'
import { isSealed } from '@satchel/protocol/envelope-open'
import { Problem } from '@satchel/protocol/problem'
import { tokenHash } from '@satchel/protocol/token'
import { problem } from '../problems.ts'
import type { Act } from './act.ts'
import { openText, type Reader, readText, replyAct } from './read-item.ts'
import type { ReplyData } from './reply-data.ts'
import { saidInMail } from './said-in-mail.ts'

export async function readMailItem(bytes: Uint8Array, trusted: boolean, reader: Reader): Promise<Act> {
  const mail = await readMail(bytes, { ours: reader.mail, trustedServers: reader.mailServers })
  const { report } = mail
  const tokens = mail.tokens.map(({ token }) => tokenHash(token))
  if (mail.kind === 'bounce' && report !== null) return { act: 'bounce', tokens, report, otherwise: null }
  const act = await readNoReport(mail, trusted, reader)
  // whether it came to a bounce address is known where tokens are
  return report === null || tokens.length === 0 ? act : { act: 'bounce', tokens, report, otherwise: act }
}

async function readNoReport(mail: ReadMail, trusted: boolean, reader: Reader): Promise<Act> {
  const hashes = (purpose?: string) =>
    mail.tokens.filter(entry => purpose === undefined || entry.purpose === purpose).map(entry => tokenHash(entry.token))
  const [leave] = hashes('unsubscribe')
  if (mail.kind === 'unsubscribe' && leave !== undefined) {
    const { word, kept, beside } = await saidInMail(mail, reader, false)
    const also = word === 'stop' ? beside : kept
    const act = { act: 'unsubscribe', token: leave, mailto: null, basis: 'mail', received: null } as const
    return also === undefined ? act : { ...act, kept: also }
  }
  if (mail.kind !== 'reply') return { act: 'noted', why: mail.kind }
  const [token] = hashes('reply')
  const sender = mail.authenticated ?? (trusted ? mail.author : null)
  try {
    const said = await findReply(mail, reader)
    const reply = token !== undefined && said.token === noToken ? { ...said, token } : said
    // a mail that names no author, or several, says nothing about who wrote it, wherever it lies
    const isStrong = trusted && mail.author !== null
    const act = replyAct({ ...reply, sender: mail.authenticated }, isStrong ? 'strong' : 'weak')
    // "stop" or "start" above a form that came back as it was: the word is what was meant, where the form is one's own
    const { word, kept, ...beside } = await saidInMail(mail, reader, true)
    const whole = kept === undefined ? act : { ...act, kept }
    if (word !== 'stop' && word !== 'start') return whole
    const tokens = [reply.token, ...hashes()]
    return { act: 'mail', tokens, word, sender, fault: noForm(), ...beside, otherwise: whole }
  } catch (error) {
    if (!(error instanceof Problem) || error.blame !== 'sender') throw error
    // its sender may still mean something by it, or be told what was wrong: that is decided where tokens are known
    const said = await saidInMail(mail, reader, false)
    return { act: 'mail', tokens: hashes(), sender, fault: error, answers: mail.inReplyTo, ...said }
  }
}

const noToken = tokenHash('')

/** The first part that states something; else the first that can be read at all. @throws Problem of the first that cannot. */
async function findReply(mail: ReadMail, reader: Reader): Promise<ReplyData> {
  const found: ReplyData[] = []
  let fault: unknown
  for (const part of await textsOf(mail, reader)) {
    try {
      const reply = readText(part, reader)
      if (statesSomething(reply)) return reply
      found.push(reply)
    } catch (error) {
      // "this is no reply" says less than what is wrong with a part that is one
      if (!(error instanceof Problem && error.code === 'item/not-a-reply')) fault ??= error
    }
  }
  const [empty] = found
  if (empty !== undefined) return empty
  throw fault ?? noForm()
}

const noForm = () =>
  problem('mail/no-form', 'The mail carries no form that can be read.', {
    hint: 'answer below the labels of the form in the letter, and keep the labels',
  })

/** Attachments that can be a reply, then the body. */
async function textsOf(mail: ReadMail, reader: Reader): Promise<readonly string[]> {
  const texts: string[] = []
  for (const { bytes, text, mail: attached } of mail.attachments) {
    if (isSealed(bytes)) texts.push(await openText(bytes, reader))
    else if (attached !== null) texts.push(attached.text)
    else if (text !== null) texts.push(text)
  }
  return [...texts, mail.text]
}

const statesSomething = (reply: ReplyData) =>
  Object.keys(reply.set).length > 0 || reply.rows.length > 0 || reply.drops.length > 0 || reply.report !== null
