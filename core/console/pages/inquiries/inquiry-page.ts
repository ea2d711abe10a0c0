// One question: what was asked, the answer as a letter, and the record that is made of it. It stays open until somebody is done with it, or
// until the letter that answers it is on its way.

import { Problem } from '@satchel/protocol/problem'
import { shown } from '@satchel/protocol/shown'
import { answerWayOf, replyToInquiry } from '../../../inquiries/answer-inquiry.ts'
import { showInquiry } from '../../../inquiries/inquiries.ts'
import { inquiryToLead, inquiryToPerson, inquiryToTicket, linkInquiryTo } from '../../../inquiries/inquiry-record.ts'
import { fileProblem } from '../../../problems/file-problem.ts'
import { html, part } from '../../page/html.ts'
import { type Answer, done, type Page, type Visit } from '../../page/page.ts'
import { head, linkButton, notice, panel } from '../../page/parts.ts'
import { office } from '../../page/places.ts'
import { value } from '../../page/values.ts'
import { sentencesOf } from '../record/folder-state.ts'
import { answerPanel, answersPanel } from './answer-panel.ts'
import { whatIsKnown } from './known.ts'
import { personFields, recordPanel } from './record-panel.ts'

export const inquiryPage: readonly Page[] = [
  { path: '/inquiries/:inquiry', place: 'inquiries', get: visit => showOne(visit, null), post: act },
  { path: '/inquiries/:inquiry/letter', place: 'inquiries', post: look },
]

const asked = ({ params }: Visit) => params.inquiry ?? ''

async function showOne(visit: Visit, fault: Problem | null): Promise<Answer> {
  const { context, form, say, visitor } = visit
  const inquiry = asked(visit)
  const row = await showInquiry(context, { inquiry })
  const isOffice = office.includes(visitor.role)
  const way = isOffice && row.status === 'new' ? await answerWayOf(context, { inquiry }) : null
  const isReply = form.get('do') === 'reply'
  const title = shown(row.name ?? row.recipient ?? row.email ?? inquiry)
  const isTyped = fault !== null
  const read = (name: string) => (isTyped && form.names().includes(name) ? form.get(name) : null)
  return {
    kind: 'page',
    title,
    status: fault === null ? 200 : fault.code === 'record/there' ? 409 : 422,
    body: html`${fault !== null && isReply && way === null ? notice('bad', 'warn', html`<p class="strong">${sentencesOf(say, fault)}</p><p>${value(form.get('text'), 20_000)}</p>`) : null}${head(title, say(row.status === 'new' ? 'inquiry-is-open' : 'inquiry-is-ended'), linkButton('/inquiries', say('place-inquiries'), { picture: 'back' }))}
<div class="cols cols-2"><div class="stack">${panel({ id: 'question', title: say('inquiry-asked') }, html`<div class="pad stack"><blockquote class="said">${value(row.message, 20_000)}</blockquote>${whatIsKnown(say, row)}${row.note === null ? null : html`<p class="soft">${say('inquiry-is-done')} ${value(row.note, 2_000)}</p>`}</div>`)}${answersPanel(say, row)}</div>
<div class="stack">${way === null ? null : answerPanel(say, row, way, { text: read('text') ?? '', subject: read('subject') ?? '', fault: isReply ? fault : null })}${isOffice ? recordPanel(say, row, { read, fault: isReply ? null : fault }) : null}</div></div>`,
  }
}

/** @returns the key of the word that says what was done. */
async function carryOut(visit: Visit): Promise<string> {
  const { context, form } = visit
  const inquiry = asked(visit)
  const what = form.get('do')
  const set = (names: readonly string[]) =>
    names.flatMap(name => (form.names().includes(name) ? [{ name, how: '=' as const, value: form.get(name) }] : []))
  const anyway = form.get('anyway') !== ''
  if (form.get('same') !== '') return linked(visit, form.get('same'))
  if (what === 'reply') {
    const { isNew } = await replyToInquiry(context, { inquiry, text: form.get('text'), subject: form.get('subject') })
    return isNew ? 'answered' : 'answered-before'
  }
  if (what === 'link') return linked(visit, form.get('record'))
  if (what === 'person') await inquiryToPerson(context, { inquiry, set: set(personFields), anyway })
  else if (what === 'lead') await inquiryToLead(context, { inquiry, set: set(personFields), anyway })
  else await inquiryToTicket(context, { inquiry, set: set(['name']), anyway })
  return `inquiry-${what === 'person' || what === 'lead' ? what : 'ticket'}`
}

async function linked(visit: Visit, record: string): Promise<string> {
  await linkInquiryTo(visit.context, { inquiry: asked(visit), record })
  return 'inquiry-linked'
}

async function act(visit: Visit): Promise<Answer> {
  try {
    const key = await carryOut(visit)
    return done(`/inquiries/${part(asked(visit))}`, key)
  } catch (error) {
    const known = fileProblem(error)
    if (!(known instanceof Problem) || known.code === 'inquiry/not-known' || known.code === 'database/no-right')
      throw error
    return showOne(visit, known)
  }
}

/** The very letter, in a frame of the page: nothing is queued, and it runs nothing. */
async function look(visit: Visit): Promise<Answer> {
  const { context, form } = visit
  const wish = { inquiry: asked(visit), text: form.get('text'), subject: form.get('subject'), dryRun: true }
  const { html: letter } = await replyToInquiry(context, wish)
  return { kind: 'file', type: 'text/html; charset=utf-8', body: letter, isShown: true }
}
