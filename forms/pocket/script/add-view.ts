// Taking a packet: picked, shared or pasted. Anything but a locked packet is refused with the reason; the phrase is asked for where it is
// not known yet.

import { foldPhrase } from '@satchel/protocol/messages/fold-typed'
import { need, on } from '../../page/script/dom.ts'
import type { Head } from './kept/items.ts'
import { type Held, isAbout } from './kept/held.ts'
import { mostPage } from './read/read-page.ts'
import type { Became } from './read/office-answer.ts'
import { type LockedFile, readTaken } from './read/taken-file.ts'
import { say, type WordKey } from './say.ts'
import type { WorkerLink } from './worker-link.ts'

const refusals: Readonly<Record<'open' | 'pgp' | 'large' | 'other', WordKey>> = {
  open: 'isOpen',
  pgp: 'isPgp',
  large: 'isLarge',
  other: 'isOther',
}

interface Adding {
  readonly held: Held
  readonly open: (head: Head) => Promise<void>
  readonly list: () => void
}

export async function startAdding(
  held: Held,
  worker: WorkerLink,
  open: Adding['open'],
  list: Adding['list'],
): Promise<void> {
  const adding: Adding = { held, open, list }
  const dialog = need<HTMLDialogElement>('add')
  on(need('addopen'), 'click', () => {
    refuse('')
    dialog.showModal()
  })
  const pick = need<HTMLInputElement>('pick')
  on(pick, 'change', () => {
    const files = [...(pick.files ?? [])]
    pick.value = ''
    void inTurn(files, async file =>
      takeText(adding, file.size > mostPage ? ' '.repeat(mostPage + 1) : await file.text()),
    )
  })
  const paste = need<HTMLTextAreaElement>('paste')
  on(need('pasteform'), 'submit', event => {
    event.preventDefault()
    const text = paste.value
    paste.value = ''
    void takeText(adding, text)
  })
  const takeWaiting = async () => {
    await inTurn(worker.take(), text => takeText(adding, text, true))
  }
  worker.onWaiting(() => void takeWaiting())
  await takeWaiting()
}

async function inTurn<Of>(all: readonly Of[], work: (one: Of) => Promise<void>): Promise<void> {
  for (const one of all) await work(one)
}

/** Says it where something was to be added; empty: nothing is wrong. */
function refuse(text: string): void {
  const place = need('addbad')
  place.hidden = text === ''
  place.textContent = text
  const dialog = need<HTMLDialogElement>('add')
  if (text !== '' && !dialog.open) dialog.showModal()
}

/** @param isShared by whatever program or page: nothing that it brings counts by itself. */
async function takeText(adding: Adding, text: string, isShared = false): Promise<void> {
  const taken = readTaken(text)
  if (taken.is === 'locked') await takeLocked(adding, taken.file)
  else if (taken.is === 'answer') await takeAnswer(adding, taken.answer, isShared)
  else refuse(say(refusals[taken.is]))
}

async function takeAnswer({ held, open, list }: Adding, answer: Became, isShared: boolean): Promise<void> {
  const head = held.heads.get(answer.packet)
  if (head === undefined || !isAbout(head, answer, isShared))
    return refuse(say('noSuchReply', { packet: answer.packet }))
  const answered = { ...head, answer: { ...answer, at: Date.now() } }
  await held.update(answered)
  need<HTMLDialogElement>('add').close()
  list()
  await open(answered)
}

async function takeLocked(adding: Adding, file: LockedFile): Promise<void> {
  need<HTMLDialogElement>('add').close()
  const known = await held(adding, file, null)
  if (known || adding.held.heads.has(file.packet)) return
  await askPhrase(adding, file)
}

/** @returns whether the phrase opened it, whatever was in it. */
async function held({ held, open, list }: Adding, file: LockedFile, phrase: string | null): Promise<boolean> {
  let added: Awaited<ReturnType<Held['add']>>
  try {
    added = await held.add(file, phrase, location.origin)
  } catch {
    refuse(say('full'))
    return true
  }
  if (added.is === 'wrong') return false
  list()
  if (added.is === 'elsewhere') refuse(say('isElsewhere', { host: added.host }))
  else if ('head' in added) await open(added.head)
  else refuse(say('isNoPacket'))
  return true
}

/** Ends when it is opened, or not now. */
function askPhrase(adding: Adding, file: LockedFile): Promise<void> {
  const dialog = need<HTMLDialogElement>('phrase')
  const form = need<HTMLFormElement>('phraseform')
  const field = need<HTMLInputElement>('typed')
  const bad = need('typedbad')
  const say2 = (key: WordKey | null) => {
    bad.hidden = key === null
    bad.textContent = key === null ? '' : say(key)
    field.setAttribute('aria-invalid', String(key !== null))
  }
  need('phraset').textContent = say('phraseFor', { packet: file.packet.slice(0, 4) })
  field.value = ''
  say2(null)
  dialog.showModal()
  field.focus()
  return new Promise(resolve => {
    const submit = (event: Event) => {
      event.preventDefault()
      const phrase = foldPhrase(field.value)
      if (phrase === null) return say2('phraseBad')
      void held(adding, file, phrase).then(isOpen => {
        if (!isOpen) return say2('phraseWrong')
        dialog.close()
      })
    }
    form.addEventListener('submit', submit)
    dialog.addEventListener(
      'close',
      () => {
        field.value = ''
        form.removeEventListener('submit', submit)
        resolve()
      },
      { once: true },
    )
  })
}
