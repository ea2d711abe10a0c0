// Notices while a page is open: the record has changed, somebody else has it open. A page on which nobody writes shows the change at once;
// where somebody writes, a notice says so and nothing that was typed is touched.

import { all, one } from './dom.ts'

function isWriting(): boolean {
  const fields = all<HTMLInputElement | HTMLTextAreaElement>(
    'main input:not([type=hidden]):not([type=checkbox]):not([type=radio]), main textarea',
  )
  const boxes = all<HTMLInputElement>('main input[type=checkbox], main input[type=radio]')
  return (
    fields.some(field => field.value !== field.defaultValue) ||
    boxes.some(box => box.checked !== box.defaultChecked) ||
    one('main details[open] form') !== null
  )
}

async function showAgain(): Promise<void> {
  const asked = location.href
  const before = one('#content')?.firstElementChild
  const answer = await fetch(asked, { headers: { 'X-Part': '1' }, credentials: 'same-origin' })
  if (!answer.ok) return location.reload()
  const made = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const content = one('#content')
  // somebody may have begun to write meanwhile, or pressed a button whose answer is here already
  if (content === null || isWriting() || location.href !== asked || content.firstElementChild !== before) return
  const at = one('[data-row].at a[href]')?.getAttribute('href') ?? null
  const focused = document.activeElement?.closest('#content') === null ? '' : (document.activeElement?.id ?? '')
  content.replaceChildren(...made.body.childNodes)
  // the eye and the focus stay where they were
  if (focused !== '') document.getElementById(focused)?.focus()
  if (at !== null && one('[data-row].at') === null)
    all('[data-row]')
      .find(row => one('a[href]', row)?.getAttribute('href') === at)
      ?.classList.add('at')
}

/** A note that mentions the one who looks at this page. */
function showMention({ text, href }: { readonly text: string; readonly href: string }): void {
  const notice = one<HTMLElement>('#mention')
  if (notice === null) return
  notice.hidden = false
  const words = one('[data-text]', notice)
  if (words !== null) words.textContent = text
  one('a', notice)?.setAttribute('href', href)
}

function start(place: HTMLElement): EventSource {
  const notice = one<HTMLElement>('#live')
  const says = (text: string, isChanged: boolean) => {
    if (notice === null) return
    notice.hidden = text === ''
    const words = one('[data-text]', notice)
    if (words !== null) words.textContent = text
    const link = one<HTMLElement>('a', notice)
    if (link !== null) link.hidden = !isChanged
  }
  let isChanged = false
  const events = new EventSource(place.dataset.live ?? '')
  events.addEventListener('changed', event => {
    const told = JSON.parse((event as MessageEvent<string>).data) as { readonly count?: number } | number
    if (place.dataset.way !== 'count' && !isWriting()) void showAgain()
    else {
      isChanged = true
      const count = typeof told === 'number' ? '' : String(told.count ?? '')
      says((place.dataset.changed ?? '').replace('{count}', count), true)
    }
  })
  events.addEventListener('mention', event =>
    showMention(JSON.parse((event as MessageEvent<string>).data) as { text: string; href: string }),
  )
  events.addEventListener('who', event => {
    const names = JSON.parse((event as MessageEvent<string>).data) as readonly string[]
    if (!isChanged)
      says(names.length === 0 ? '' : (place.dataset.who ?? '').replace('{names}', names.join(', ')), false)
  })
  events.addEventListener('over', () => events.close())
  return events
}

/** A page in the background listens to nothing: a browser has six connections for all of them. */
export function startLive(): void {
  const place = one<HTMLElement>('[data-live]')
  if (place === null) return
  let events: EventSource | null = null
  const follow = () => {
    if (document.visibilityState === 'visible') events ??= start(place)
    else {
      events?.close()
      events = null
    }
  }
  document.addEventListener('visibilitychange', follow)
  addEventListener('pagehide', () => events?.close())
  follow()
}
