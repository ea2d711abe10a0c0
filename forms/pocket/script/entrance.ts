// The way in: the first visit chooses a passphrase, every later one asks for it. One window at a time has what is in hand.

import { element, button, need, on } from '../../page/script/dom.ts'
import { type Held, openHeld } from './kept/held.ts'
import { beginVault, isBegun, openVault, plain, type Vault, wipeAll } from './kept/vault.ts'
import { chosenOf, say, speak } from './say.ts'
import type { WorkerLink } from './worker-link.ts'

/** Signs of a passphrase at least. */
export const leastSigns = 10

/** @returns false where another window has taken over: this one says so, and has nothing. */
export function takeWindow(): boolean {
  if (location.hash === '#elsewhere') {
    speak(chosenOf(navigator.languages))
    const here = button(say('useHere'), 'full wide', () => {
      history.replaceState(null, '', './')
      location.reload()
    })
    need('wait').replaceChildren(element('p', 'lead', say('otherWindow')), here)
    return false
  }
  const locks = navigator.locks as LockManager | undefined
  // never given back: the lock ends with this document, or with a window that takes it
  locks
    ?.request('satchel-pocket', { steal: true }, () => new Promise<void>(() => {}))
    .catch(() => {
      history.replaceState(null, '', './#elsewhere')
      location.reload()
    })
  return true
}

/** Shows the one screen that is needed, and ends with what is in hand. */
export async function showEntrance(worker: WorkerLink): Promise<Held> {
  let begun: boolean
  try {
    const kept = await plain.get('language')
    speak(chosenOf([...(typeof kept === 'string' ? [kept] : []), ...navigator.languages]))
    begun = await isBegun()
  } catch {
    speak(chosenOf(navigator.languages))
    need('waiting').textContent = say('noStorage')
    return new Promise(() => {})
  }
  need('wait').hidden = true
  const vault = begun ? await unlocked(worker) : await begin()
  return openHeld(vault)
}

function begin(): Promise<Vault> {
  need('begin').hidden = false
  const field = need<HTMLInputElement>('new')
  return new Promise(resolve => {
    on(need('beginform'), 'submit', event => {
      event.preventDefault()
      const isShort = field.value.length < leastSigns
      need('newbad').hidden = !isShort
      field.setAttribute('aria-invalid', String(isShort))
      if (isShort) return field.focus()
      busy('beginform')
      void beginVault(field.value).then(vault => {
        field.value = ''
        need('begin').hidden = true
        // asked when somebody begins: a browser that keeps it may still be asked for its room
        void navigator.storage?.persist?.()
        resolve(vault)
      })
    })
  })
}

function busy(form: string, is = true): void {
  for (const each of need(form).querySelectorAll('button')) each.disabled = is
}

function unlocked(worker: WorkerLink): Promise<Vault> {
  need('locked').hidden = false
  const field = need<HTMLInputElement>('pass')
  const tellCame = () => {
    const came = worker.hasWaiting()
    need('came').hidden = !came
    need('came').textContent = say('came')
  }
  worker.onWaiting(tellCame)
  tellCame()
  field.focus()
  on(need('wipelocked'), 'click', () => void removeEverything())
  return new Promise(resolve => {
    on(need('unlock'), 'submit', event => {
      event.preventDefault()
      busy('unlock')
      void openVault(field.value).then(vault => {
        busy('unlock', false)
        need('passbad').hidden = vault !== null
        field.setAttribute('aria-invalid', String(vault === null))
        if (vault === null) return field.select()
        field.value = ''
        need('locked').hidden = true
        resolve(vault)
      })
    })
  })
}

/** Packets, drafts, what waits, the lock and the kept files of Pocket. */
export async function removeEverything(): Promise<void> {
  await wipeAll()
  for (const name of await caches.keys()) await caches.delete(name)
  for (const each of (await navigator.serviceWorker?.getRegistrations()) ?? []) await each.unregister()
  history.replaceState(null, '', './')
  location.reload()
}
