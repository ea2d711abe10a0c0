// From "Check and send" to the checked receipt: each step says what is true, or what failed. The draft stays until the receipt of
// the office's intake is genuine; an answer of any other server is none.

import { sha256 } from '../../browser/bytes.ts'
import { type Sending, type Sent, sendReply } from '../../browser/send.ts'
import { padText } from '../../browser/padding.ts'
import { canSeal, seal } from '../../browser/seal.ts'
import { answerOf, statedBy } from './answer.ts'
import { button, download, element, icon, need, on } from './dom.ts'
import { copy, currentDraft, forgetDraft, keepDraft } from './draft.ts'
import { host, type PageHost } from '../../browser/host.ts'
import { mailLink } from './mail-text.ts'
import { clock, packet, say, shortId } from './page-data.ts'
import { photoBytes } from './photos.ts'
import { newId, replyText } from './reply-text.ts'
import { changeList, changes } from './review.ts'

export type SendState = 'writing' | 'waiting' | 'sending' | 'arrived' | 'unsent'

const box = need<HTMLDialogElement>('box')
/** Whether the page has what it seals to, and what it checks a receipt with. Where it has not, nothing is posted: the page could not
 * say whether it arrived, and without a network the browser would put its own page over what was typed. */
const canReceive = packet.url !== '' && packet.receiptKey !== '' && packet.keys !== null
let state: SendState = 'writing'
let tell: (state: SendState) => void = () => {}

export function startSending(told: (state: SendState) => void): void {
  tell = told
  on(need('shut'), 'click', () => box.close())
  addEventListener('online', () => {
    if (state === 'waiting' && !isInPocket) void post()
  })
}

function enter(next: SendState): void {
  state = next
  tell(next)
}

/** Typing again after a send is a new draft of the same answer. */
export function writingAgain(): void {
  if (state === 'arrived' || state === 'waiting' || state === 'unsent') enter('writing')
}

export const isSending = (): boolean => state === 'sending'

function screen(title: string, body: readonly Node[], acts: readonly Node[]): void {
  const head = need('boxtitle')
  head.textContent = title
  need('body').replaceChildren(...body)
  need('acts').replaceChildren(...acts)
  if (!box.open) box.showModal()
  head.focus()
}

const line = (text: string, className = 'lead'): HTMLElement => element('p', className, text)
const close = (label: string, className: string): HTMLElement =>
  button(say(label), `wide ${className}`, () => box.close())

/** Only what goes out. */
export function review(): void {
  if (state === 'sending') {
    box.showModal()
    return
  }
  const list = changeList(changes())
  const go = canReceive ? [button(say('send-now'), 'full wide', () => void post())] : otherWays('full')
  const why = canReceive || packet.url === '' ? [] : [line(say('no-receipt'))]
  screen(say('review'), [list, ...why], [...go, close('go-on', '')])
}

/** The reply that the form makes now. An unchanged one that was sent already keeps its identity, so that it is a repeat. */
async function reply(): Promise<string> {
  // what is sent in the moment of the first edit has its draft, too
  currentDraft()
  const answer = answerOf(copy.stated)
  const files = await Promise.all(
    copy.photos.map(async photo => {
      const bytes = photoBytes(photo)
      return { name: photo.name, type: photo.type, size: bytes.length, sha256: await sha256(bytes) }
    }),
  )
  const head = { packet: packet.id, epoch: packet.epoch, token: packet.token }
  const same = { ...head, id: '', draft: copy.draft, sequence: 0, written: '' }
  const said = replyText(same, answer, files)
  if (copy.last?.said === said) return copy.last.text
  copy.sequence += 1
  const written = `${new Date().toISOString().slice(0, 19)}Z`
  const text = replyText({ ...same, id: newId(), sequence: copy.sequence, written }, answer, files)
  copy.last = { text, said }
  // sent again after a crash, it is still the same reply
  await keepDraft()
  return text
}

async function post(): Promise<void> {
  if (state === 'sending') return
  if (!canSeal() || packet.keys === null) {
    screen(say('not-sent'), [line(say('open-in-browser'))], [...otherWays('full'), close('back', '')])
    return
  }
  const text = await reply()
  const stated = statedBy(answerOf(copy.stated))
  if (!navigator.onLine && !isInPocket) return waiting()
  enter('sending')
  screen(say('sending'), [steps(0), line(say('keep-open'), 'soft')], [])
  const files = copy.photos.map(photo => ({ ...photo, bytes: photoBytes(photo) }))
  const sending: Sending = {
    ...packet,
    keys: packet.keys,
    reply: text,
    files,
    step: done => show(steps(done === 'sealed' ? 1 : 2)),
  }
  const take = (code: string) => {
    copy.stated = [...new Set([...copy.stated, ...stated])]
    // who typed on in the meantime is not disturbed
    if (!isInPocket || state === 'sending' || state === 'waiting') arrived(code)
  }
  const outcome = await (isInPocket ? inPocket(sending, take) : sendReply(sending))
  if (outcome.state === 'arrived') return take(outcome.code)
  return isInPocket && outcome.state === 'queued'
    ? waiting()
    : failed(outcome.state as Exclude<Sent['state'], 'arrived'>)
}

const inPocket: PageHost['send'] = async (sending, take) => (await host()?.send(sending, take)) ?? { state: 'refused' }

const show = (list: HTMLElement): void => need('body').firstElementChild?.replaceWith(list)

/** Sealing, sending, checking the receipt. @param at the one that runs, or that failed. */
function steps(at: number, isBad = false): HTMLElement {
  const list = element('ol', 'way')
  for (const [number, name] of ['sealing', 'sending', 'checking'].entries()) {
    const isDone = number < at
    const isAt = number === at
    const mark = isDone ? 'yes' : isAt ? (isBad ? 'no' : 'spin') : 'dot'
    const text = say(isDone ? `${name}-done` : isAt && isBad ? (at === 2 ? 'checking-not' : 'not-sent') : name)
    list.append(element('li', isDone ? 'ok' : isAt ? (isBad ? 'not' : 'on') : '', icon(mark), text))
  }
  return list
}

function arrived(code: string): void {
  const list = changeList(changes())
  const receipt = element('p', 'soft num', say('receipt', { code }))
  forgetDraft()
  enter('arrived')
  const sent = () => screen(say('see-sent'), [list], [close('done', 'full')])
  screen(
    say('arrived'),
    [steps(3), line(say('arrived-next')), receipt],
    [close('done', 'full'), button(say('see-sent'), 'wide', sent)],
  )
}

function waiting(): void {
  enter('waiting')
  screen(say('waiting'), [line(say('waiting-next'))], [close('wait', 'full'), ...otherWays('')])
}

function failed(why: Exclude<Sent['state'], 'arrived'>): void {
  enter('unsent')
  const at = why === 'not-genuine' ? 2 : 1
  const again = button(say('again'), 'full wide', () => void post())
  const login = why === 'refused' ? [] : [line(say('login'), '')]
  screen(say('not-sent'), [steps(at, true), line(say(`why-${why}`)), ...login], [again, ...otherWays('')])
}

/** Mail and the reply file. Photos do not go with either. */
function otherWays(first: string): readonly Node[] {
  const answer = answerOf(copy.stated)
  const mail = packet.plain ? mailLink(answer) : null
  if (!packet.plain && (!canSeal() || packet.keys === null)) return []
  const ways: Node[] = copy.photos.length === 0 ? [] : [line(say('photos-apart'), 'soft')]
  if (mail !== null) {
    const link = element('a', `btn wide ${first}`, say('by-mail'))
    link.href = mail
    ways.push(link)
  }
  const save = button(say(packet.plain ? 'save-plain' : 'save-reply'), `wide ${mail === null ? first : ''}`, () => {
    void saveReply()
  })
  return [...ways, save]
}

async function saveReply(): Promise<void> {
  const text = await reply()
  // what may not leave unsealed is sealed here, too: the office opens it as one that was sent
  const sealed = packet.plain || packet.keys === null ? null : await seal(padText(text), packet.keys)
  download(`reply-${shortId}.sexp${sealed === null ? '' : '.pgp'}`, sealed ?? text)
  need('body').append(line(say('reply-saved', { mail: packet.mail, time: clock() }), 'soft'))
}
