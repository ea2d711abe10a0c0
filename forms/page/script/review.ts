// What goes out, and nothing else: the old value struck through above the new one. And what stands in the way of sending.

import { allBoxes, type Box, before, boxesIn, boxIn, isChanged, labelOf, now, shown, slotOf } from './boxes.ts'
import { all, button, element, maybe, need, first } from './dom.ts'
import { form, say, today } from './page-data.ts'
import { copy } from './draft.ts'
import { misfit } from './misfit.ts'
import { outcome } from './report-help.ts'
import { dropOf, reveal } from './rows.ts'

interface Change {
  readonly what: string
  readonly is: string
  readonly was: string
  /** Goes out, and nobody wrote it. */
  readonly preset?: boolean
}

/** Report first, then the record in the order of the page. */
export function changes(): readonly Change[] {
  const found: Change[] = []
  const reported = allBoxes().filter(box => slotOf(box.name).kind === 'report' && now(box) !== '')
  const day = boxIn('day')
  if (reported.some(box => box !== day) || copy.photos.length > 0)
    for (const box of reported)
      found.push({
        what:
          box.type === 'radio' ? (box.closest('fieldset')?.querySelector('legend')?.textContent ?? '') : labelOf(box),
        is: shown(box, now(box)),
        was: '',
        preset: box === day && now(box) === today(),
      })
  if (copy.photos.length > 0)
    found.push({ what: say('photos'), is: copy.photos.map(({ name }) => name).join('\n'), was: '' })
  for (const row of all('details.row', form)) {
    const boxes = boxesIn(row)
    const what = first('.what', row)?.textContent ?? first('.add', row)?.dataset.old ?? ''
    if (dropOf(row)?.checked) {
      const value = boxes.filter(box => !box.name.endsWith('.kind')).map(box => shown(box, before(box)))
      found.push({ what, is: say('removed'), was: value.filter(text => text !== '').join(', ') })
      continue
    }
    for (const box of boxes.filter(isChanged)) {
      const label = labelOf(box)
      const named = boxes.length === 1 || label === what ? what : `${what}: ${label}`
      found.push({ what: named, is: shown(box, now(box)) || say('emptied'), was: shown(box, before(box)) })
    }
  }
  return found
}

export function changeList(all: readonly Change[]): HTMLElement {
  const list = element('dl', 'diff card rows')
  for (const { what, is, was } of all) {
    const value = element('dd', '')
    if (was !== '') value.append(element('del', '', was), element('br', ''))
    value.append(is)
    list.append(element('div', '', element('dt', '', what), value))
  }
  return list
}

interface Fault {
  readonly box: HTMLElement
  readonly text: string
}

/** What keeps the answer back. */
function faults(): readonly Fault[] {
  const found: Fault[] = []
  const hasReport =
    changes().length > 0 &&
    allBoxes().some(box => slotOf(box.name).kind === 'report' && box.type !== 'radio' && isTyped(box))
  const outcomes = first('.outcomes input', form)
  const isNothing = changes().length === 0
  if (outcomes !== null && outcome() === '' && (isNothing || hasReport || copy.photos.length > 0))
    found.push({ box: outcomes, text: need('choose').textContent })
  const [day, due] = ['day', 'due'].map(part => first<HTMLInputElement>(`#${part} input[type=date]`))
  if (day && due) due.min = day.value
  for (const box of allBoxes())
    if (isChanged(box) && box.closest('.gone') === null && !box.checkValidity())
      found.push({ box, text: `${labelOf(box)}: ${misfit(box)}` })
  const step = boxIn('step')
  if (step?.value.trim() === '' && first('#chips [value="-other"]:checked', form))
    found.push({ box: step, text: `${labelOf(step)}: ${say('bad-which')}` })
  return found
}

const isTyped = (box: Box): boolean => now(box) !== '' && box.closest('#day') === null

/** Shows the faults above the form, each with a way to its box, and below its box; the first box gets the focus. @returns whether there are none. */
export function passes(): boolean {
  for (const box of all('[aria-invalid]', form)) {
    box.removeAttribute('aria-invalid')
    box.removeAttribute('aria-describedby')
  }
  for (const note of all('.fault', form)) note.remove()
  const found = faults()
  const summary = maybe('faults')
  const isRadio = ({ box }: Fault) => box instanceof HTMLInputElement && box.type === 'radio'
  const onlyOutcome = found.length === 1 && found.every(isRadio)
  maybe('choose')?.toggleAttribute('hidden', !found.some(isRadio))
  if (summary !== null) {
    summary.hidden = found.length === 0 || onlyOutcome
    summary.replaceChildren(
      element('p', '', say('faults')),
      ...found.map(({ box, text }) => button(text, 'plain', () => reveal(box))),
    )
  }
  for (const [number, fault] of found.entries()) {
    const note = element('p', 'error fault', fault.text)
    note.id = `fault${number}`
    if (!isRadio(fault)) fault.box.closest('label')?.after(note)
    fault.box.setAttribute('aria-invalid', 'true')
    fault.box.setAttribute('aria-describedby', isRadio(fault) ? 'choose' : note.id)
  }
  if (found[0] !== undefined) reveal(found[0].box)
  return found.length === 0
}
