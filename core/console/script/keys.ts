// Single keys. They act outside fields only, each is shown on its button, and they can be turned off (WCAG 2.1.4): the server then sends
// none of them, and `data-keys` of the page says "off".

import { all, isTyping, one, tell } from './dom.ts'

const rows = () => all<HTMLElement>('[data-row]').filter(row => row.offsetParent !== null)

function step(by: number): void {
  const list = rows()
  const at = list.findIndex(row => row.classList.contains('at'))
  const next = list[Math.max(0, Math.min(list.length - 1, at + by))]
  if (next === undefined) return
  list[at]?.classList.remove('at')
  next.classList.add('at')
  next.scrollIntoView({ block: 'nearest' })
}

const chosen = () => one<HTMLElement>('[data-row].at')

const boxOf = (row: Element | null | undefined) => row?.querySelector<HTMLInputElement>('input[type=checkbox]') ?? null

/** The row that was chosen last: "up to here" begins there. */
let anchor: HTMLElement | null = null

/** Chooses the row, and goes on to the next one, so that three rows are three presses. */
function choose(): void {
  if (chosen() === null) step(1)
  anchor = chosen()
  boxOf(anchor)?.click()
  // a row that is shown beside its list stays the one that its keys decide
  if (one('[data-key="j"]') === null) step(1)
}

/** Chooses all rows from the one that was chosen last to this one. */
function chooseUpTo(): void {
  const list = rows()
  const here = list.findIndex(row => row.classList.contains('at'))
  const from = anchor === null ? here : list.indexOf(anchor)
  for (const row of list.slice(Math.min(from < 0 ? here : from, here), Math.max(from, here) + 1)) {
    const box = boxOf(row)
    if (box !== null && !box.checked) box.click()
  }
}

/** Takes back what was just done, where the page can; where it cannot, it says so. */
function takeBack(): boolean {
  const way = one<HTMLElement>('[data-undo]')
  if (way === null) return false
  const { undo = '' } = way.dataset
  if (undo === '') way.click()
  else tell(undo)
  return true
}

/** @returns whether the key meant something. */
function press(key: string): boolean {
  if (key === '/') {
    one<HTMLInputElement>('#q')?.select()
    return true
  }
  if (key === 'j' || key === 'k') {
    // where a page shows one row beside its list, its keys decide that row: the next one is opened, and not only marked
    const way = one<HTMLElement>(`[data-key="${key}"]`)
    if (way !== null) way.click()
    else step(key === 'j' ? 1 : -1)
    return true
  }
  if (key === 'Enter') {
    if (document.activeElement !== document.body && document.activeElement?.id !== 'content') return false
    chosen()?.querySelector<HTMLElement>('a[href]')?.click()
    return chosen() !== null
  }
  if (key === 'x') {
    choose()
    return chosen() !== null
  }
  if (key === 'X') {
    chooseUpTo()
    return chosen() !== null
  }
  if (key === '?') {
    one<HTMLElement>('[data-keys]')?.click()
    return true
  }
  if (key === 'Escape') {
    history.back()
    return true
  }
  const marked = [
    ...(chosen() === null ? [] : all<HTMLElement>('[data-key]', chosen() as HTMLElement)),
    ...all<HTMLElement>('[data-key]'),
  ]
  const button = marked.find(element => element.dataset.key === key && element.offsetParent !== null)
  button?.click()
  if (button?.tagName === 'SUMMARY')
    button.parentElement?.querySelector<HTMLElement>('input:not([type=hidden]), select, textarea')?.focus()
  if (
    button instanceof HTMLInputElement ||
    button instanceof HTMLSelectElement ||
    button instanceof HTMLTextAreaElement
  )
    button.focus()
  return button !== undefined
}

export function startKeys(): void {
  let isGoing = false
  document.addEventListener('keydown', event => {
    const isFind = (event.ctrlKey || event.metaKey) && event.key === 'k'
    if (isFind) {
      event.preventDefault()
      one<HTMLInputElement>('#q')?.select()
      return
    }
    if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') {
      one<HTMLElement>('.btn-primary')?.click()
      return
    }
    const isUndo = (event.ctrlKey || event.metaKey) && event.key === 'z' && !isTyping(event.target)
    if (isUndo && takeBack()) {
      event.preventDefault()
      return
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
      if (event.key === 'Escape' && event.target instanceof HTMLElement) event.target.blur()
      return
    }
    if (isGoing) {
      isGoing = false
      const place = all<HTMLElement>('[data-go]').find(element => element.dataset.go === event.key)
      if (place !== undefined) {
        event.preventDefault()
        place.click()
        return
      }
    }
    if (event.key === 'g') isGoing = true
    else if (press(event.key)) event.preventDefault()
  })
}
