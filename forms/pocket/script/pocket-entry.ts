// The script of Pocket: locked at first, then the list, and beside or over it one packet. It locks by itself, by which everything that it had in
// memory is gone with the document.

import { need, on } from '../../page/script/dom.ts'
import { startAdding } from './add-view.ts'
import { showEntrance, takeWindow } from './entrance.ts'
import type { Head } from './kept/items.ts'
import { askFates } from './kept/fates.ts'
import { type Held, outdated } from './kept/held.ts'
import { startSender } from './kept/queue.ts'
import { tellFiles } from './files-view.ts'
import { showList } from './list-view.ts'
import { startOpenView } from './open-view.ts'
import { say } from './say.ts'
import { closeDialogs, startSettings, tellStorage } from './settings-view.ts'
import { startWorker } from './worker-link.ts'

/** Lists again, at most once in a moment. */
function later(work: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  return () => {
    clearTimeout(timer)
    timer = setTimeout(work, 50)
  }
}

/** Locks after so many minutes without a touch or a key, here or in the packet. */
function lockWhenIdle(held: Held): void {
  let last = Date.now()
  const touch = () => (last = Date.now())
  const watch = (target: EventTarget) => {
    for (const type of ['pointerdown', 'keydown', 'input']) target.addEventListener(type, touch, { passive: true })
  }
  watch(document)
  const frame = need<HTMLIFrameElement>('frame')
  on(frame, 'load', () => frame.contentDocument !== null && watch(frame.contentDocument))
  const look = () => {
    if (Date.now() - last > held.minutes * 60_000) lock()
  }
  setInterval(look, 5_000)
  on(document, 'visibilitychange', look)
}

const lock = () => location.reload()

function startList(held: Held): { readonly open: (head: Head) => Promise<void>; readonly list: () => void } {
  const list = later(() => {
    const search = need<HTMLInputElement>('q').value
    showList(held, search, view.current(), head => void open(head))
    const net = need('net')
    const waits = [...held.queue.values()].filter(({ verdict }) => verdict === undefined).length
    view.tell()
    net.hidden = navigator.onLine && waits === 0
    net.textContent = [navigator.onLine ? '' : say('offline'), waits === 0 ? '' : say('waits', { count: waits })].join(
      ' ',
    )
  })
  const sender = startSender(held, (packet, code, id) => view.arrived(packet, code, id), list)
  const view = startOpenView(held, () => sender, list)
  async function open(head: Head): Promise<void> {
    if (!(await view.show(held.heads.get(head.packet) ?? head))) {
      need('net').hidden = false
      need('net').textContent = say('unreadable')
      return
    }
    if (history.state === null) history.pushState({ open: true }, '')
    list()
  }
  on(window, 'popstate', () => {
    if (history.state !== null) return
    view.close()
    list()
  })
  on(need('drop'), 'click', () => {
    // a plain question of the browser: nothing is typed into it
    if (!confirm(say('takeOutAsk'))) return
    void held.remove(view.current()).then(() => history.back())
  })
  on(need('q'), 'input', list)
  for (const type of ['online', 'offline']) on(window, type, list)
  void sender.all().then(() => askFates(held, list))
  on(window, 'online', () => void askFates(held, list))
  return { open, list }
}

async function start(): Promise<void> {
  if (!takeWindow()) return
  const worker = startWorker()
  const held = await showEntrance(worker)
  for (const head of outdated(held, Date.now())) await held.remove(head.packet)
  if (history.state !== null) history.replaceState(null, '')
  need('app').hidden = false
  closeDialogs()
  const { open, list } = startList(held)
  startSettings(held, list)
  on(need('locknow'), 'click', lock)
  lockWhenIdle(held)
  list()
  void tellStorage()
  void tellFiles(held)
  await startAdding(held, worker, open, list)
}

void start()
