// The draft: kept in this browser while its writer types, under the packet's id, and gone when the receipt is checked. A cache and no
// more: a phone may empty it after a week, so the same draft can also be saved as a file. The draft of a page with a phrase is kept sealed.

import { fromBase64, joinBytes, octetsOf, randomBytes, toBase64, utf8 } from '../../browser/bytes.ts'
import { allBoxes, before, type Box, isChanged, now, presetDay, put, radios } from './boxes.ts'
import { packet } from './page-data.ts'
import type { Stated } from './answer.ts'
import { keeper } from '../../browser/host.ts'
import { newId } from './reply-text.ts'
import { boxFor } from './rows.ts'

export interface Photo {
  readonly name: string
  readonly type: string
  /** Its bytes in base64. */
  readonly data: string
}

export interface Draft {
  readonly packet: string
  /** Made when this copy of the packet is first edited. */
  readonly draft: string
  /** Sends so far. */
  readonly sequence: number
  /** What they stated. */
  readonly stated: Stated
  /** The last send as it went: sent again unchanged, it is the same reply. */
  readonly last: { readonly text: string; readonly said: string } | null
  readonly values: Readonly<Record<string, string>>
  readonly photos: readonly Photo[]
  /** Milliseconds; also tells one writer's copy from another's. */
  readonly saved: number
}

const key = `satchel-${packet.id}`

/** What this page knows of the draft besides its boxes. */
export const copy = { draft: '', sequence: 0, stated: [] as Stated, last: null as Draft['last'], photos: [] as Photo[] }

/** `saved` of the copy in the browser that this page has read or written. */
let known = 0

export function currentDraft(): Draft {
  if (copy.draft === '') copy.draft = newId()
  const values: Record<string, string> = {}
  for (const box of allBoxes()) if (isChanged(box)) values[box.name] = now(box)
  return { packet: packet.id, ...copy, values, saved: Date.now() }
}

/** Of a page that opened with a phrase: made from it by the locked page (forms/browser/locked-page-entry.ts), and gone with this window. */
const lock = (globalThis as { readonly satchelDraftKey?: CryptoKey }).satchelDraftKey
const way = (iv: BufferSource) => ({ name: 'AES-GCM', iv, additionalData: utf8(packet.id) })

/** A draft as it is kept. `saved` stands open, so that another window's is seen without opening it. */
export async function draftText(draft: Draft): Promise<string> {
  const text = JSON.stringify(draft)
  if (lock === undefined) return text
  const iv = randomBytes(12)
  const octets = await octetsOf(crypto.subtle.encrypt(way(iv), lock, utf8(text)))
  return JSON.stringify({ saved: draft.saved, sealed: toBase64(joinBytes([iv, octets])) })
}

async function opened(text: string): Promise<string> {
  if (lock === undefined) return text
  const octets = fromBase64((JSON.parse(text) as { readonly sealed: string }).sealed)
  return new TextDecoder().decode(await crypto.subtle.decrypt(way(octets.slice(0, 12)), lock, octets.slice(12)))
}

/** Null where there is none, or it is no draft of this packet. */
export async function readDraft(text: string | null): Promise<Draft | null> {
  try {
    const draft = JSON.parse(await opened(text ?? 'null')) as Draft | null
    const isOurs = draft !== null && draft.packet === packet.id && typeof draft.values === 'object'
    return isOurs && /^[0-9a-f]{32}$/.test(draft.draft) ? draft : null
  } catch {
    return null
  }
}

/** `saved` of what another window, or this one, kept; 0 where nothing is. @throws an error where this browser keeps nothing. */
const savedThere = (): number => Number(/"saved":([0-9]+)/.exec(keeper().getItem(key) ?? '')?.[1] ?? 0)

/** @throws an error where this browser keeps nothing, or has no room. */
async function store(draft: Draft): Promise<void> {
  await keeper().setItem(key, await draftText(draft))
  known = draft.saved
}

/**
 * Chromium runs the script of a page before its own main process knows that the page is there. A page that touches localStorage in that
 * moment gets one that is connected to nothing: it reads as empty, and what is written to it is gone with the window, without an error.
 * An answer about a lock of this page comes after that moment. Not every browser has locks or answers about them for a file.
 */
async function untilConnected(): Promise<void> {
  const locks = navigator.locks as LockManager | undefined
  const late = new Promise(resolve => setTimeout(resolve, 3000))
  try {
    await Promise.race([locks?.request(key, { ifAvailable: true }, () => {}), late])
  } catch {
    // no locks for this page
  }
}

/** Keys of the words that say it, but for the second window's. */
type Kept = 'kept' | 'kept-words' | 'other-window' | 'not-kept'

/** One after the other: sealing takes a moment, and the newest has to be the last. */
let turn: Promise<unknown> = untilConnected()

/** @param anyway over what another window wrote. */
export function keepDraft(anyway = false): Promise<Kept> {
  const draft = currentDraft()
  const kept = turn.then(() => write(draft, anyway)).catch((): Kept => 'not-kept')
  turn = kept
  return kept
}

async function write(draft: Draft, anyway: boolean): Promise<Kept> {
  const there = savedThere()
  if (there !== 0 && there !== known && !anyway) return 'other-window'
  try {
    await store(draft)
    return 'kept'
  } catch (fault) {
    if (draft.photos.length === 0) throw fault
    // photos may be more than the browser gives; words come first
    await store({ ...draft, photos: [] })
    return 'kept-words'
  }
}

/** Whether this browser keeps anything for this page. Asked after `keptDraft`. */
export function isKept(): boolean {
  try {
    return isInPocket || localStorage.length >= 0
  } catch {
    return false
  }
}

/** What cannot be read goes: it is of another page, or was kept without a seal. */
export function keptDraft(): Promise<Draft | null> {
  const read = turn
    .then(async () => {
      const draft = await readDraft(keeper().getItem(key))
      if (draft === null) await keeper().removeItem(key)
      return draft
    })
    .catch(() => null)
  turn = read
  return read
}

/** Milliseconds of the last receipt; 0 where this browser knows of none. Asked after `keptDraft`. */
export const sentAt = (): number => Number(isKept() && keeper().getItem(`${key}-sent`))

/**
 * After the receipt only its time is kept. This window goes on with its draft, whose boxes still say what was sent; a page that is opened
 * again shows the packet as it came, and must not send that in place of what arrived: it begins a draft of its own.
 */
export function forgetDraft(): void {
  // where nothing is kept, nothing needs to go
  turn = turn
    .then(async () => {
      await keeper().removeItem(key)
      await keeper().setItem(`${key}-sent`, `${Date.now()}`)
      known = 0
    })
    .catch(() => {})
}

/** Puts a draft into the form. */
export function showDraft(draft: Draft): void {
  for (const box of allBoxes()) put(box, before(box))
  for (const radio of radios()) radio.checked = radio.value === draft.values[radio.name]
  for (const [name, value] of Object.entries(draft.values)) {
    const box: Box | null = boxFor(name)
    if (box !== null) put(box, value)
  }
  presetDay()
  copy.draft = draft.draft
  copy.sequence = Math.max(copy.sequence, draft.sequence)
  copy.stated = draft.stated
  copy.last = draft.last
  copy.photos = [...draft.photos]
  known = draft.saved
}

/** Calls when another window of this browser wrote the draft. */
export function watchDraft(call: (draft: Draft) => void): void {
  addEventListener('storage', event => {
    if (event.key !== key) return
    void readDraft(event.newValue).then(draft => {
      if (draft !== null && draft.saved !== known) call(draft)
    })
  })
}
