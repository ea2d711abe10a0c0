// The boxes of the form, and what was changed in them, read off the form itself: the browser remembers what stood there.

import { all, first } from './dom.ts'
import { dayWord, form, today } from './page-data.ts'

export type Box = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

/** Name on the wire, taken apart: set.NAME, row.COLLECTION.ROW.NAME, drop.COLLECTION.ROW, report.NAME. */
interface Slot {
  readonly kind: string
  readonly collection: string
  readonly row: string
  readonly name: string
}

export function slotOf(wire: string): Slot {
  const [kind = '', first = '', row = '', last] = wire.split('.')
  return { kind, collection: first, row, name: last ?? first }
}

/** Everything that an answer may state has a dot in its name; of radios only what is pressed. */
export const allBoxes = (): readonly Box[] =>
  all<Box>('[name*="."]', form).filter(box => box.type !== 'radio' || (box as HTMLInputElement).checked)

export const boxNamed = (name: string): Box | null => first<Box>(`[name="${CSS.escape(name)}"]:not([type=radio])`, form)

/** The one box of a part of the report. */
export const boxIn = (id: string): HTMLInputElement | null => first(`#${id} input`)

/** Today is the usual day of a contact. */
export function presetDay(): void {
  const day = boxIn('day')
  if (day?.value === '') day.value = today()
}

export const radios = (): readonly HTMLInputElement[] => [
  ...all<HTMLInputElement>('[type=radio][name^="report."]', form),
]

const isTicked = (box: Box): box is HTMLInputElement => box.type === 'checkbox' || box.type === 'radio'

/** What the box had when the page was printed. A ticked box says true. */
export function before(box: Box): string {
  if (box instanceof HTMLSelectElement) return [...box.options].find(one => one.defaultSelected)?.value ?? ''
  return isTicked(box) ? (box.defaultChecked ? box.value : '') : box.defaultValue
}

/** What stands there now, as the core takes it: without white space around it. */
export function now(box: Box): string {
  if (isTicked(box)) return box.checked ? box.value : ''
  return box.value.trim()
}

export const isChanged = (box: Box): boolean => now(box) !== before(box).trim()

/** A value as its reader sees it: the word of a choice, a day as people write it. */
export function shown(box: Box, value = now(box)): string {
  if (box instanceof HTMLSelectElement) return [...box.options].find(one => one.value === value)?.text ?? value
  if (box.type === 'radio') return box.closest('label')?.textContent?.trim() ?? value
  return box.type === 'date' && value !== '' ? dayWord(value) : value
}

/** The boxes inside a part of the page. */
export const boxesIn = (part: ParentNode): readonly Box[] => all<Box>('[name*="."]:not([name^="drop."])', part)

/** The line of the text form that stands for a box. */
export function lineOf(box: Box): string {
  const label = box.closest<HTMLElement>('[data-line]')?.dataset.line ?? labelOf(box)
  const list = box.closest<HTMLElement>('[data-list]')?.dataset.list
  return list === undefined ? label : `${list}: ${label} (${slotOf(box.name).row})`
}

export function labelOf(box: Box): string {
  const label = box.labels?.[0]
  return label?.firstChild?.textContent?.trim() ?? ''
}

/** Puts a value in without the reader's hand. */
export function put(box: Box, value: string): void {
  if (isTicked(box)) box.checked = value !== ''
  else box.value = value
}
