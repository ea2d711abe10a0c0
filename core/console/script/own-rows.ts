// Another row for a field of one's own, put below the others at once. Without script the same button asks the server for rows, and nothing
// that was typed is lost.

import { all, one } from './dom.ts'

/** Names, ids and what refers to them count the rows from 0; the heading counts from 1. */
function renumber(row: HTMLElement, number: number): void {
  row.dataset.ownRow = String(number)
  const legend = one('legend', row)
  if (legend !== null) legend.textContent = (legend.textContent ?? '').replace(/\d+/, String(number + 1))
  for (const part of all<HTMLElement>('[id], [name], [for], [aria-describedby]', row))
    for (const name of ['id', 'name', 'for', 'aria-describedby']) {
      const value = part.getAttribute(name)
      if (value !== null) part.setAttribute(name, value.replaceAll(/\bf\d+(?=[.-])/g, `f${number}`))
    }
}

function empty(row: HTMLElement): void {
  for (const wrong of all('.err', row)) wrong.remove()
  for (const input of all<HTMLInputElement>('input', row)) {
    input.removeAttribute('aria-invalid')
    if (input.type === 'checkbox') input.checked = false
    else input.value = ''
  }
  for (const select of all<HTMLSelectElement>('select', row)) select.selectedIndex = 0
}

export function startOwnRows(): void {
  document.addEventListener('click', event => {
    const button = event.target instanceof Element ? event.target.closest('[data-own-rows] button[value="more"]') : null
    const rows = all<HTMLElement>('[data-own-row]')
    const last = rows.at(-1)
    if (button === null || last === undefined || rows.length >= 100) return
    event.preventDefault()
    const row = last.cloneNode(true) as HTMLElement
    empty(row)
    renumber(row, Number(last.dataset.ownRow) + 1)
    last.after(row)
    one<HTMLInputElement>('input', row)?.focus()
  })
}
