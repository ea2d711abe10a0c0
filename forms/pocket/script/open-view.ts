// One packet, open: its page is made anew in a frame of our own and runs the script of the mailed page. All that this script keeps and sends goes
// through here.

import { sealReply } from '../../browser/send.ts'
import { element, need, on } from '../../page/script/dom.ts'
import type { PageHost } from '../../browser/host.ts'
import type { Head } from './kept/items.ts'
import { draftOf, type Held, stateOf } from './kept/held.ts'
import type { Sender } from './kept/queue.ts'
import { say, sayBecame } from './say.ts'

/** The calls that the frame takes from this window (packet-frame.ts). */
export interface Opened {
  readonly page: string
  readonly draftKey: CryptoKey
  readonly host: PageHost
  readonly language: string
  readonly direction: string
}

export interface OpenView {
  readonly current: () => string
  /** False where the packet cannot be read any more. */
  show(head: Head): Promise<boolean>
  /** Says anew what became of the answer of the packet that is open. */
  tell(): void
  close(): void
  arrived(packet: string, code: string, id: string): void
}

const frame = () => need<HTMLIFrameElement>('frame')

interface Parts {
  readonly held: Held
  readonly sender: () => Sender
  readonly changed: () => void
  /** Pages that hear of their receipt, by the id of what waits. */
  readonly waiting: Map<string, (code: string) => void>
}

export function startOpenView(held: Held, sender: () => Sender, changed: () => void): OpenView {
  let current = ''
  const waiting = new Map<string, (code: string) => void>()
  const view: OpenView = {
    current: () => current,
    async show(head) {
      const opened = await held.pageOf(head)
      if (opened === null) return false
      current = head.packet
      const { language, direction } = head
      const handed: Opened = { ...opened, host: hostOf(head, { held, sender, changed, waiting }), language, direction }
      Object.assign(globalThis, { satchelOpened: handed })
      frame().title = say('packet', { packet: head.packet })
      need('openname').textContent = head.name
      frame().contentWindow?.location.replace('packet.html')
      view.tell()
      need('open').hidden = false
      document.body.classList.add('is-open')
      return true
    },
    tell() {
      const head = held.heads.get(current)
      if (head !== undefined) showAnswer(head, stateOf(held, head) === 'unsent')
    },
    close() {
      current = ''
      Object.assign(globalThis, { satchelOpened: undefined })
      frame().contentWindow?.location.replace('about:blank')
      need('open').hidden = true
      document.body.classList.remove('is-open')
    },
    arrived(_packet, code, id) {
      waiting.get(id)?.(code)
      waiting.delete(id)
    },
  }
  on(need('back'), 'click', () => history.back())
  return view
}

function hostOf(head: Head, { held, sender, changed, waiting }: Parts): PageHost {
  const own = (key: string) => key === draftOf(head.packet) || key === `${draftOf(head.packet)}-sent`
  return {
    getItem: key => (own(key) ? held.line(key) : null),
    async setItem(key, value) {
      if (own(key)) await held.setLine(key, value)
      changed()
    },
    async removeItem(key) {
      if (own(key)) await held.setLine(key, null)
      changed()
    },
    async send(sending, arrived) {
      // the address and the keys are the packet's, as they were when it was taken
      const sealed = sending.url === head.url ? await sealReply(sending) : null
      if (sealed === null) return { state: 'refused' }
      const id = await held.enqueue(head.packet, sealed, /\(id "([0-9a-f]{32})"\)/.exec(sending.reply)?.[1] ?? '')
      changed()
      if (!navigator.onLine) {
        waiting.set(id, arrived)
        return { state: 'queued' }
      }
      const sent = await sender().send(id)
      if (sent.state === 'arrived') return sent
      waiting.set(id, arrived)
      if (sent.state === 'no-answer') return { state: 'queued' }
      // not the office, or nothing that it takes: the page says so, and its writer decides
      await held.dequeue(id)
      waiting.delete(id)
      changed()
      return sent
    },
  }
}

const fates = { imported: 'applied', held: 'held', refused: 'refused' } as const

/** Field by field what became of the reply; nothing before the office has answered. */
function showAnswer({ answer, labels, fate }: Head, isUnsent: boolean): void {
  const place = need('answer')
  if (isUnsent) {
    place.hidden = false
    place.className = 'say bad'
    place.textContent = say('unsentText')
    return
  }
  const word = fate === null || fate.state === 'stored' ? undefined : fates[fate.state]
  place.hidden = answer === null && word === undefined
  // what the core signed at the end counts before a file that nobody signed
  if (answer === null || word === 'applied' || word === 'refused') {
    place.className = `say stack${word === 'applied' ? ' good' : ''}`
    place.replaceChildren(
      word === undefined ? '' : element('p', '', element('b', '', say('officeSays')), ` ${sayBecame(word)}`),
    )
    return
  }
  const names = new Map(labels)
  const list = element('ul', '')
  for (const { slot, is } of answer.slots)
    list.append(element('li', '', element('b', '', names.get(slot) ?? say('entry')), `: ${sayBecame(is)}`))
  place.className = `say stack${answer.slots.some(({ is }) => is === 'held' || is === 'refused') ? '' : ' good'}`
  place.replaceChildren(element('p', '', element('b', '', say('officeSays'))), list)
}
