// The script of a person's own sealed form: what was changed is sealed here, sent, and has arrived once the office's receipt is checked.
// Nothing leaves by another way, and what was typed stays in the page whatever happens.

import { type Sent, sendReply } from '../../browser/send.ts'
import { canSeal } from '../../browser/seal.ts'
import { type Answer, answerOf, isEmpty, type Stated, statedBy } from './answer.ts'
import { allBoxes, isChanged, labelOf } from './boxes.ts'
import { misfit } from './misfit.ts'
import { all, button, element, need, on } from './dom.ts'
import { packet, say } from './page-data.ts'
import { newId, type ReplyHead, replyText } from './reply-text.ts'
import { reveal } from './rows.ts'

const told = need('told')
const buttons = [need<HTMLButtonElement>('nothing'), need<HTMLButtonElement>('send')] as const

/** Sends of this page: one draft, each with its number. The same answer once more is the same reply. */
const draft = newId()
let sequence = 0
let stated: Stated = []
let last = { said: '', text: '' }

const nothing: Answer = { set: new Map(), rows: new Map(), drops: new Set(), report: new Map() }

function replyOf(answer: Answer): string {
  const head = { packet: packet.id, epoch: packet.epoch, token: packet.token, draft }
  const print = (own: Pick<ReplyHead, 'id' | 'sequence' | 'written'>) => {
    const text = replyText({ ...head, ...own }, answer, [])
    // that nothing has changed is the last item of the file
    return answer === nothing ? text.replace(/\)\n$/, '\n  (confirms true))\n') : text
  }
  const said = print({ id: '', sequence: 0, written: '' })
  if (last.said === said) return last.text
  const written = `${new Date().toISOString().slice(0, 19)}Z`
  last = { said, text: print({ id: newId(), sequence: ++sequence, written }) }
  return last.text
}

function tell(kind: string, title: string, ...lines: readonly string[]): void {
  told.className = `say screen ${kind}`
  told.hidden = false
  told.replaceChildren(element('p', 'lead', title), ...lines.map(line => element('p', '', line)))
  told.focus()
}

/** Shows what keeps the answer back, each with a way to its box. */
function passes(): boolean {
  const bad = allBoxes().filter(box => isChanged(box) && !box.checkValidity())
  for (const box of all('[aria-invalid]')) box.removeAttribute('aria-invalid')
  for (const box of bad) box.setAttribute('aria-invalid', 'true')
  const faults = need('faults')
  faults.hidden = bad.length === 0
  const ways = bad.map(box => button(`${labelOf(box)}: ${misfit(box)}`, 'plain', () => reveal(box)))
  faults.replaceChildren(element('p', '', say('faults')), ...ways)
  if (bad.length > 0) faults.focus()
  return bad.length === 0
}

async function send(answer: Answer): Promise<void> {
  const { url, receiptKey, keys, token } = packet
  if (keys === null) return
  for (const each of buttons) each.disabled = true
  tell('', say('sending'), say('keep-open'))
  let sent: Sent
  try {
    sent = await sendReply({ url, receiptKey, keys, token, reply: replyOf(answer) })
  } catch {
    sent = { state: 'refused' }
  }
  for (const each of buttons) each.disabled = false
  if (sent.state !== 'arrived') {
    const login = sent.state === 'refused' ? [] : [say('login')]
    return tell('bad', say('not-sent'), say(`why-${sent.state}`), ...login)
  }
  stated = [...new Set([...stated, ...statedBy(answer)])]
  tell('good', say('arrived'), say('arrived-next'), say('receipt', { code: sent.code }))
}

on(buttons[0], 'click', () => {
  // what stands changed in the page is no "nothing has changed"
  if (isEmpty(answerOf(stated))) void send(nothing)
  else tell('due', say('has-changes'))
})
on(buttons[1], 'click', () => {
  const answer = answerOf(stated)
  if (!passes()) return
  if (isEmpty(answer)) tell('due', say('no-changes'))
  else void send(answer)
})

if (canSeal()) {
  need('plain').hidden = true
  for (const each of buttons) each.disabled = false
}
