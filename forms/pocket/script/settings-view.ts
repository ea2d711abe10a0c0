// Settings: language, when it locks, the room that is used, another passphrase, and the way out of everything.

import { all, element, need, on } from '../../page/script/dom.ts'
import { leastSigns, removeEverything } from './entrance.ts'
import type { Held } from './kept/held.ts'
import { plain } from './kept/vault.ts'
import { currentLanguage, say, speak } from './say.ts'

const lockAfter = [1, 5, 15, 30]

export function closeDialogs(): void {
  for (const close of all('[data-close]')) on(close, 'click', () => close.closest('dialog')?.close())
}

export function startSettings(held: Held, list: () => void): void {
  const dialog = need<HTMLDialogElement>('settings')
  const language = need<HTMLSelectElement>('language')
  const minutes = need<HTMLSelectElement>('minutes')
  const show = () => {
    language.value = currentLanguage()
    minutes.replaceChildren(
      ...lockAfter.map(count => {
        const option = element('option', '', say('minutes', { count }))
        option.value = `${count}`
        return option
      }),
    )
    minutes.value = `${held.minutes}`
    void tellRoom(held)
  }
  on(need('setopen'), 'click', () => {
    show()
    dialog.showModal()
  })
  on(language, 'change', () => {
    speak(language.value)
    void plain.set('language', language.value)
    show()
    list()
    void tellStorage()
  })
  on(minutes, 'change', () => void held.setMinutes(Number(minutes.value)))
  on(need('wipe'), 'click', () => void removeEverything())
  startChange(held)
}

function startChange(held: Held): void {
  const [old, newer] = [need<HTMLInputElement>('old'), need<HTMLInputElement>('newer')]
  const told = need('changebad')
  on(need('changeform'), 'submit', event => {
    event.preventDefault()
    const tell = (text: string, isBad: boolean) => {
      told.className = isBad ? 'error' : ''
      told.textContent = text
    }
    if (newer.value.length < leastSigns) return tell(say('ownShort'), true)
    void held.vault.change(old.value, newer.value).then(isChanged => {
      tell(say(isChanged ? 'changed' : 'wrong'), !isChanged)
      old.value = newer.value = ''
    })
  })
}

async function tellRoom(held: Held): Promise<void> {
  const { usage = 0 } = (await navigator.storage?.estimate?.()) ?? {}
  need('room').textContent = say('roomText', { count: held.heads.size, size: (usage / 1e6).toFixed(1) })
}

/** Whether this browser promised to keep it. Where it did not, the list says so, too. */
export async function tellStorage(): Promise<void> {
  const isKept = (await navigator.storage?.persisted?.()) ?? false
  need('kept').textContent = say(isKept ? 'keptYes' : 'keptNo')
  need('storage').hidden = isKept
  need('storage').textContent = isKept ? '' : say('keptNo')
}
