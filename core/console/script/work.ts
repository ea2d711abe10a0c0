// The page of long work: its bar follows what the server tells, and the result is shown when it is over. Without events the page still has
// its link.

import { one } from './dom.ts'

interface Told {
  readonly count: number
  readonly all: number | null
  readonly text: string
}

function show({ count, all, text }: Told): void {
  const bar = one<HTMLProgressElement>('[data-work] progress')
  const words = one('[data-work] [data-count]')
  if (words !== null) words.textContent = text
  if (bar === null || all === null) return
  bar.max = Math.max(1, all)
  bar.value = count
}

let events: EventSource | null = null

function follow(): void {
  const address = one<HTMLElement>('[data-work]')?.dataset.work
  if (address === undefined) {
    events?.close()
    events = null
    return
  }
  if (events?.url === new URL(address, location.href).href) return
  events?.close()
  const opened = new EventSource(address)
  events = opened
  opened.addEventListener('progress', event => show(JSON.parse((event as MessageEvent<string>).data) as Told))
  opened.addEventListener('over', () => {
    opened.close()
    // the page of the work leads to its result
    location.assign(address.replace('/live/', '/'))
  })
}

/** A form that script sends may bring the page of its work later. */
export function startWork(): void {
  follow()
  const content = one('#content')
  if (content !== null) new MutationObserver(follow).observe(content, { childList: true })
}
