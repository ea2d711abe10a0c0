// The draft: kept in this browser while its writer types, under the packet's id, and gone when the receipt is checked. A cache and no
// more: a phone may empty it after a week, so the same draft can also be saved as a file.

import { allBoxes, before, type Box, isChanged, now, put, radios } from './boxes.ts'
import { packet } from './page-data.ts'
import type { Stated } from './answer.ts'
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

/** Null where there is none, or it is no draft of this packet. */
export function readDraft(text: string | null): Draft | null {
  try {
    const draft = JSON.parse(text ?? 'null') as Draft | null
    const isOurs = draft !== null && draft.packet === packet.id && typeof draft.values === 'object'
    return isOurs && /^[0-9a-f]{32}$/.test(draft.draft) ? draft : null
  } catch {
    return null
  }
}

/** @throws an error where this browser keeps nothing. */
const stored = (): Draft | null => readDraft(localStorage.getItem(key))

/** @throws an error where this browser keeps nothing, or has no room. */
const store = (draft: Draft): void => localStorage.setItem(key, JSON.stringify(draft))

/** Keys of the words that say it, but for the second window's. */
type Kept = 'kept' | 'kept-words' | 'other-window' | 'not-kept'

/** @param anyway over what another window wrote. */
export function keepDraft(anyway = false): Kept {
  const draft = currentDraft()
  try {
    const there = stored()
    if (there !== null && there.saved !== known && !anyway) return 'other-window'
    const kept = write(draft)
    known = draft.saved
    return kept
  } catch {
    return 'not-kept'
  }
}

function write(draft: Draft): Kept {
  try {
    store(draft)
    return 'kept'
  } catch (fault) {
    if (draft.photos.length === 0) throw fault
    // photos may be more than the browser gives; words come first
    store({ ...draft, photos: [] })
    return 'kept-words'
  }
}

/** Whether this browser keeps anything for this page. */
export const isKept = ((): boolean => {
  try {
    return localStorage.length >= 0
  } catch {
    return false
  }
})()

export function keptDraft(): Draft | null {
  try {
    return stored()
  } catch {
    return null
  }
}

/** After the receipt: the words go, but what was sent is remembered, so that a later send takes back what it must. */
export function forgetDraft(): void {
  try {
    store({ ...currentDraft(), values: {}, photos: [], last: null })
    known = stored()?.saved ?? 0
  } catch {
    // where nothing is kept, nothing needs to go
  }
}

/** Puts a draft into the form. */
export function showDraft(draft: Draft): void {
  for (const box of allBoxes()) put(box, before(box))
  for (const radio of radios()) radio.checked = radio.value === draft.values[radio.name]
  for (const [name, value] of Object.entries(draft.values)) {
    const box: Box | null = boxFor(name)
    if (box !== null) put(box, value)
  }
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
    const draft = event.key === key ? readDraft(event.newValue) : null
    if (draft !== null && draft.saved !== known) call(draft)
  })
}
