// Keys of a board: a card is chosen by arrows, and moved by arrows with Shift. Everything is a press of what is on the page.

import { all, isTyping, one } from './dom.ts'

const cards = (column: Element) => all<HTMLElement>('[data-card]', column)
const current = () => one<HTMLElement>('[data-card].at')

/** The card that was moved, to be found again in the answer. */
let last = ''

function mark(card: HTMLElement | undefined): void {
  if (card === undefined) return
  for (const other of all('[data-row].at')) other.classList.remove('at')
  card.classList.add('at')
  card.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  last = card.dataset.card ?? ''
}

function walk(key: string): void {
  const columns = all('[data-column]').filter(column => cards(column).length > 0)
  const at = current()
  if (at === null) return mark(columns[0] === undefined ? undefined : cards(columns[0])[0])
  const here = columns.findIndex(column => column.contains(at))
  const own = columns[here]
  if (own === undefined) return
  const row = cards(own).indexOf(at)
  if (key === 'ArrowDown' || key === 'ArrowUp') return mark(cards(own)[row + (key === 'ArrowDown' ? 1 : -1)])
  const beside = columns[here + (key === 'ArrowRight' ? 1 : -1)]
  if (beside !== undefined) mark(cards(beside)[Math.min(row, cards(beside).length - 1)])
}

/** Chooses the card alone, and the stage beside its own; the button does the rest. */
function move(by: number): void {
  const at = current()
  const stage = one<HTMLSelectElement>('#board select[name=to]')
  const box = at === null ? null : one<HTMLInputElement>('input[name=card]', at)
  if (stage === null || box === null || at === null) return
  const stages = [...stage.options].map(option => option.value)
  const target = stages[stages.indexOf(box.value.slice(box.value.lastIndexOf('/') + 1)) + by]
  if (target === undefined || target === '') return
  for (const other of all<HTMLInputElement>('#board input[name=card]')) other.checked = other === box
  stage.value = target
  last = at.dataset.card ?? ''
  one<HTMLButtonElement>('#board button[name=do]')?.click()
}

export function startBoard(): void {
  if (one('#board') === null) return
  document.addEventListener('keydown', event => {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return
    // a choice of one card needs no box
    const at = current()
    if (event.key === 'm' && at !== null && one('#board input[name=card]:checked') === null)
      one<HTMLInputElement>('input[name=card]', at)?.click()
    if (event.key === 'l') {
      // of the chosen card's stage, else of the first one
      one<HTMLElement>('a[data-list]', at?.closest('[data-column]') ?? document)?.click()
      return
    }
    if (!event.key.startsWith('Arrow')) return
    event.preventDefault()
    if (!event.shiftKey) walk(event.key)
    else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') move(event.key === 'ArrowRight' ? 1 : -1)
  })
  // what script has put in place knows nothing of the card that was chosen
  const content = one('#content')
  if (content !== null)
    new MutationObserver(() => {
      if (last !== '' && current() === null)
        mark(all<HTMLElement>('[data-card]').find(card => card.dataset.card === last))
    }).observe(content, { childList: true, subtree: true })
}
