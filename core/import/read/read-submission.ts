// Reads a submission by its kind. Only inside a seal: an open one could name any time of receipt, and so come late
// without being late.

import { readHtmlHeader, replyFromHtmlFields } from '@satchel/forms/html/html-fields'
import { isSealed } from '@satchel/protocol/envelope/envelope-open'
import { parseSubmission, type Submission } from '@satchel/protocol/messages/submission'
import { tokenHash } from '@satchel/protocol/messages/token'
import { problem } from '../../problems/problems.ts'
import type { Act, NamedFile } from './act.ts'
import { actOfCopies, type Found, findCopies, noProof, notReply, provenCopies } from './find-forms.ts'
import { openText, type Reader } from './reader.ts'
import { dataOfForm } from './reply-data.ts'

export async function readSubmission(text: string, reader: Reader): Promise<Act> {
  const submission = parseSubmission(text)
  reader.onReceipt?.(submission.receipt)
  const received = new Date(submission.received)
  // Outlook puts x_ before the names of a form's fields
  const field = (name: string) =>
    submission.fields.find(([posted]) => posted === name || posted === `x_${name}`)?.[1]?.trim() || null
  return readers[submission.kind]({ submission, field, received, reader })
}

interface Given {
  readonly submission: Submission
  readonly field: Field
  readonly received: Date
  readonly reader: Reader
}

const readers: Readonly<Record<Submission['kind'], (given: Given) => Act | Promise<Act>>> = {
  reply: ({ submission, field, received, reader }) => readReply(submission, field, received, reader),
  unsubscribe({ submission, field, received }) {
    const [token, mailto] = [field('token'), field('email')]
    if (token === null && mailto === null) throw nothingAsked()
    const basis = token === null ? 'web, by address' : 'web, by link'
    // none: to everything, as the button of a mail program means it
    const named = submission.fields.filter(([name]) => name === 'purpose').map(([, value]) => value)
    const purposes = named.length === 0 ? ['all'] : named
    return { act: 'unsubscribe', token: token === null ? null : tokenHash(token), mailto, basis, received, purposes }
  },
  'form-request'({ field, received }) {
    const mailto = field('email')
    if (mailto === null) throw nothingAsked()
    return { act: 'form-request', mailto, received }
  },
  inquiry({ submission, field, received }) {
    const said = ['name', 'email', 'phone', 'message', 'language'].flatMap(name => {
      const value = field(name)
      return value === null ? [] : [[name, value] as const]
    })
    return { act: 'inquiry', said: Object.fromEntries(said), files: filesOf(submission), received }
  },
}

type Field = (name: string) => string | null

async function readReply(submission: Submission, field: Field, received: Date, reader: Reader): Promise<Act> {
  const [sealed, body, confirms] = [field('sealed'), field('body'), field('confirm')]
  const files = filesOf(submission)
  if (sealed !== null) {
    // sealed in the browser, so that even the intake learned nothing
    const inner = new Uint8Array(Buffer.from(sealed, 'base64'))
    if (!isSealed(inner)) throw notReply()
    const found = provenCopies(await openText(inner, reader), reader.catalog, { ...noProof, sealed: true })
    return actOfCopies(found, { evidence: 'weak', received, files: announcedBy(found, files) })
  }
  // posted in the clear: the intake sealed it, not its sender
  if (body !== null) {
    return actOfCopies(findCopies(body.replace(/\r\n?/g, '\n'), reader.catalog), { evidence: 'weak', received, files })
  }
  const token = field('token')
  if (confirms !== null && token !== null) return { act: 'confirm', token: tokenHash(token), received }
  const header = readHtmlHeader(submission.fields)
  const form = reader.catalog.find(header.form.name, header.form.version)
  if (form === null) throw notReply()
  const said = replyFromHtmlFields(submission.fields, form)
  const reply = dataOfForm(header.packet, header.token, said)
  return { act: 'reply', reply, evidence: 'weak', received, files }
}

/** A reply file says which files belong to it; so nobody on the way can put in another. */
function announcedBy(found: readonly Found[], files: readonly NamedFile[]): readonly NamedFile[] {
  const announced = found.flatMap(one =>
    'reply' in one ? (one.files ?? []).map(file => ({ ...file, reply: one.reply.id })) : [],
  )
  const isReplyFile = found.some(one => 'reply' in one && one.files !== undefined)
  return isReplyFile ? files.map(file => ({ ...file, announced })) : files
}

const filesOf = (submission: Submission): readonly NamedFile[] =>
  submission.files.map(file => ({ item: file.sha256, name: file.name, type: file.type }))

function nothingAsked() {
  return problem('submission/empty', 'The submission names neither a token nor an address.', {
    hint: 'it was posted by a program, or its form was mangled on the way; nothing can be done with it',
  })
}
