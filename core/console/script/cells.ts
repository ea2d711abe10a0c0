// A cell of a list of records that opens in place: by a double click, or by e on the row. It is the control of the record's own form, and it is
// saved by the record's own page, with what was there when it was opened: what somebody else changed meanwhile comes back as a slip.

import { all, isTyping, one, tell } from './dom.ts'

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

const cellsOf = (row: Element) => all<HTMLTableCellElement>('td[data-field]', row)
const pageOf = async (address: string, options: RequestInit = {}) => {
  const answer = await fetch(address, { ...options, headers: { 'X-Part': '1' }, credentials: 'same-origin' })
  return { answer, made: new DOMParser().parseFromString(await answer.text(), 'text/html') }
}

async function openCell(cell: HTMLTableCellElement): Promise<void> {
  const record = cell.closest<HTMLElement>('[data-record]')?.dataset.record ?? ''
  const { field = '' } = cell.dataset
  if (cell.dataset.open !== undefined) return
  cell.dataset.open = ''
  const here = `/records/${encodeURIComponent(record)}`
  const { answer, made } = await pageOf(`${here}/edit`)
  const control = made.querySelector<Control>(`[name="f.${field}"]`)
  const was = made.querySelector<HTMLInputElement>(`[name="was.${field}"]`)
  if (!answer.ok || control === null || was === null) {
    location.assign(`${here}/edit`)
    return
  }
  const before = [...cell.childNodes]
  const label = made.querySelector(`label[for="${control.id}"]`)?.textContent.trim() ?? field
  control.setAttribute('aria-label', label)
  control.removeAttribute('id')
  control.removeAttribute('autofocus')
  cell.replaceChildren(document.adoptNode(control))
  control.focus()
  const close = () => {
    delete cell.dataset.open
    cell.replaceChildren(...before)
  }
  const first = control.value
  control.addEventListener('keydown', event => {
    const { key, shiftKey } = event as KeyboardEvent
    if (key !== 'Escape' && key !== 'Tab' && (key !== 'Enter' || shiftKey)) return
    event.preventDefault()
    event.stopPropagation()
    const row = cell.closest('tr')
    const beside =
      row === null || key !== 'Tab' ? undefined : cellsOf(row)[cellsOf(row).indexOf(cell) + (shiftKey ? -1 : 1)]
    if (key === 'Escape' || control.value === first) {
      close()
      if (beside !== undefined) void openCell(beside)
      return
    }
    void save(cell, here, { [`was.${field}`]: was.value, [`f.${field}`]: control.value }, beside?.dataset.field)
  })
}

/** @param next field of the row that is opened when this one is saved. */
async function save(cell: Element, here: string, fields: Record<string, string>, next?: string): Promise<void> {
  const { answer, made } = await pageOf(here, { method: 'POST', body: new URLSearchParams(fields) })
  const said = made.querySelector('.err, [role=alert], [role=status]')?.textContent.trim() ?? ''
  const content = one('#content')
  if (answer.status === 409 && content !== null) {
    // the slip of the record: nothing was overwritten
    content.replaceChildren(...made.body.childNodes)
    history.pushState(null, '', here)
    return
  }
  tell(said)
  const control = one<Control>('input, select, textarea', cell)
  if (!answer.ok) {
    control?.setAttribute('aria-invalid', 'true')
    control?.focus()
    return
  }
  const record = cell.closest<HTMLElement>('[data-record]')
  const list = await pageOf(location.href)
  const fresh = [...list.made.querySelectorAll<HTMLElement>('[data-record]')].find(
    row => row.dataset.record === record?.dataset.record,
  )
  // a row that fits the filters no more leaves the list
  if (fresh === undefined || record === null) return location.reload()
  if (record.classList.contains('at')) fresh.classList.add('at')
  record.replaceWith(fresh)
  const beside = next === undefined ? undefined : cellsOf(fresh).find(other => other.dataset.field === next)
  if (beside !== undefined) await openCell(beside)
}

export function startCells(): void {
  document.addEventListener('dblclick', event => {
    const cell = event.target instanceof Element ? event.target.closest<HTMLTableCellElement>('td[data-field]') : null
    if (cell !== null) void openCell(cell)
  })
  document.addEventListener('keydown', event => {
    if (event.key !== 'e' || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return
    const row = one('[data-record].at')
    const cell = row === null ? undefined : cellsOf(row)[0]
    if (cell === undefined) return
    event.preventDefault()
    void openCell(cell)
  })
}
