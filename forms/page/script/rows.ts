// The rows of the record as they are changed: the new value with a dot, the old one beside it, a removed one struck through, and
// entries that are added.

import { type Box, before, boxesIn, boxNamed, isChanged, now, shown } from './boxes.ts'
import { all, element, first } from './dom.ts'
import { form, say } from './page-data.ts'

const allRows = (): readonly HTMLDetailsElement[] => all<HTMLDetailsElement>('details.row', form)

export const dropOf = (row: HTMLElement): HTMLInputElement | null => first<HTMLInputElement>('[name^="drop."]', row)

/** Values of a row as one line; what an entry is comes from its name, not from its value. */
function lineOf(boxes: readonly Box[], value: (box: Box) => string): string {
  const said = boxes.filter(box => boxes.length === 1 || !box.name.endsWith('.kind'))
  const parts = said.map(box => shown(box, value(box))).filter(text => text !== '')
  return parts.join(said[0]?.name.startsWith('set.') === true ? ' ' : ', ')
}

export function showRows(): void {
  for (const row of allRows()) {
    const boxes = boxesIn(row)
    const isGone = dropOf(row)?.checked === true
    const isDirty = boxes.some(isChanged)
    row.classList.toggle('gone', isGone)
    row.classList.toggle('changed', isDirty || isGone)
    const is = first('summary > .is, summary > .add', row)
    if (is === null) continue
    is.dataset.old ??= is.textContent
    const value = lineOf(boxes, now)
    is.textContent = isDirty && !isGone ? value || say('emptied') : is.dataset.old
    if (row.classList.contains('new')) continue
    const was = first('.was', row) ?? first('summary', row)?.appendChild(element('span', 'was'))
    if (was instanceof HTMLElement) {
      was.hidden = !isDirty && !isGone
      was.replaceChildren(
        ...(isGone
          ? [say('will-go')]
          : [`${say('was')} `, element('del', '', lineOf(boxes, before) || say('nothing'))]),
      )
    }
  }
}

/** `phone` or `email`, as what is typed looks; null where it looks like neither. */
export function kindOf(typed: string): 'phone' | 'email' | null {
  const text = typed.trim()
  if (text.includes('@')) return 'email'
  return /^\+?[0-9(][0-9 ()./-]{2,}$/.test(text) ? 'phone' : null
}

/** An entry that was of one kind and is written over with the other becomes that kind. */
export function followKind(box: Box): void {
  const kind = boxNamed(box.name.replace(/\.[^.]+$/, '.kind'))
  const typed = kindOf(now(box))
  if (!(kind instanceof HTMLSelectElement) || box === kind || typed === null) return
  if (['phone', 'email'].includes(now(kind)) && [...kind.options].some(one => one.value === typed)) kind.value = typed
}

/** `row.LIST.new-1` of an entry that is added, taken apart; null for any other row. */
function newRow(row: HTMLElement): { readonly stem: string; readonly number: number } | null {
  return newName(boxesIn(row)[0]?.name ?? '')
}

function newName(name: string): ReturnType<typeof newRow> {
  const [, stem, number] = /^(row\..*\.new-)([0-9]+)\./.exec(name) ?? []
  return stem === undefined ? null : { stem, number: Number(number) }
}

const rowNamed = (name: string): HTMLDetailsElement | null =>
  first<Box>(`[name^="${name}."]`, form)?.closest('details') ?? null

/** One more empty entry below the last one that is filled. */
export function growRows(): void {
  for (const row of allRows()) {
    const added = newRow(row)
    const isFilled = added !== null && boxesIn(row).some(box => now(box) !== '')
    if (isFilled && added.number < 9 && rowNamed(`${added.stem}${added.number + 1}`) === null)
      addRow(row, added.stem, added.number)
  }
}

function addRow(row: HTMLDetailsElement, stem: string, number: number): void {
  const copy = row.cloneNode(true) as HTMLDetailsElement
  copy.open = false
  copy.classList.remove('changed')
  for (const box of boxesIn(copy)) {
    box.value = before(box)
    box.removeAttribute('aria-invalid')
    box.name = box.name.replace(`${stem}${number}.`, `${stem}${number + 1}.`)
  }
  const add = first('.add', copy)
  if (add?.dataset.old !== undefined) add.textContent = add.dataset.old
  row.after(copy)
}

/** The box of a name; for a draft that had more entries than the page begins with, they are made. */
export function boxFor(name: string): Box | null {
  const { stem = '', number = 0 } = newName(name) ?? {}
  for (let at = 1; at < Math.min(9, number); at++) {
    const row = rowNamed(`${stem}${at}`)
    if (row !== null && rowNamed(`${stem}${at + 1}`) === null) addRow(row, stem, at)
  }
  return boxNamed(name)
}

/** Opens every fold above a box, so that it can be seen and gets the focus. */
export function reveal(target: HTMLElement): void {
  for (let at: HTMLElement | null = target; at !== null; at = at.parentElement)
    if (at instanceof HTMLDetailsElement) at.open = true
  target.focus()
  target.scrollIntoView({ block: 'center' })
}
