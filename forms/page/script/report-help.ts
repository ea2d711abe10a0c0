// Help with the report: chips for the next step and its day, what follows from an outcome, the day of the contact.

import { boxIn, now, presetDay, put, radios } from './boxes.ts'
import { all, button, element, icon, maybe, on, first } from './dom.ts'
import { dayWord, form, say, today } from './page-data.ts'
import { dropOf, kindOf } from './rows.ts'

export const outcome = (): string => radios().find(one => one.checked)?.value ?? ''

/** Called when anything changes. */
const shows: (() => void)[] = []
export const showReport = (): void => {
  for (const show of shows) show()
}

export function startReport(changed: () => void): void {
  startDay()
  startSteps(changed)
  startFollowUps()
}

/** Today is the usual day; another one is behind a fold. */
function startDay(): void {
  const box = boxIn('day')
  const fold = maybe('dayfold')
  if (box === null || fold === null) return
  if (box.type === 'date') box.max = today()
  presetDay()
  const line = first('summary', fold)
  shows.push(() => {
    if (line === null) return
    const day = dayWord(box.value, { month: 'long' })
    line.textContent = say(box.value === today() ? 'was-today' : 'was-on', { date: day })
  })
}

/** Chips write into the boxes below them, which stay the truth: they come out for "Other" only. */
function startSteps(changed: () => void): void {
  const step = boxIn('step')
  const due = boxIn('duepick')
  const chips = maybe('chips')
  const stepBox = maybe('step')
  const dueBox = maybe('due')
  if (step === null || chips === null || stepBox === null) return
  const usual = all<HTMLInputElement>('input', chips)
    .map(one => one.value)
    .filter(value => !value.startsWith('-'))
  let isOther = false
  chips.hidden = false
  // before the form hears of it, which then shows the chips by the box below them
  on(chips, 'input', event => {
    const { value } = event.target as HTMLInputElement
    isOther = value === '-other'
    step.value = value.startsWith('-') ? '' : value
    if (value === '-none' && due !== null) due.value = ''
    changed()
    if (isOther) step.focus()
  })
  const days = startDays(due, changed)
  shows.push(() => {
    const value = step.value.trim()
    const isUsual = usual.includes(value)
    if (value !== '' && !isUsual) isOther = true
    for (const one of all<HTMLInputElement>('input', chips)) {
      if (isUsual || value !== '' || isOther) one.checked = isUsual ? one.value === value : one.value === '-other'
      else if (one.value !== '-none') one.checked = false
    }
    stepBox.hidden = isUsual || !isOther
    if (dueBox !== null) dueBox.hidden = value === '' && !isOther && (due === null || due.value === '')
    days()
  })
}

function startDays(due: HTMLInputElement | null, changed: () => void): () => void {
  const chips = maybe('days')
  const single = maybe('duepick')
  if (due === null || chips === null || single === null) return () => {}
  const inputs = all<HTMLInputElement>('input', chips)
  let isPicked = false
  chips.hidden = false
  due.min = today()
  for (const one of inputs) {
    if (one.value === '-pick') continue
    one.dataset.day = today(Number(one.value))
    const small = one.closest('label')?.querySelector('small')
    if (small) small.textContent = dayWord(one.dataset.day, { weekday: 'short', month: 'short' })
  }
  on(chips, 'input', event => {
    const one = event.target as HTMLInputElement
    isPicked = one.value === '-pick'
    due.value = isPicked ? '' : (one.dataset.day ?? '')
    changed()
    if (isPicked) due.focus()
  })
  return () => {
    const usual = inputs.find(one => one.dataset.day === due.value && due.value !== '')
    if (due.value !== '' && usual === undefined) isPicked = true
    if (usual !== undefined) isPicked = false
    for (const one of inputs) one.checked = usual === undefined ? isPicked && one.value === '-pick' : one === usual
    single.hidden = !isPicked
  }
}

/** Not reached or busy: an SMS. Wrong number: take it off, and the right one. */
function startFollowUps(): void {
  const sms = maybe('smsrow')
  const wrong = maybe('wrongrow')
  if (wrong !== null) startWrong(wrong)
  shows.push(() => {
    if (sms !== null) sms.hidden = !['not-reached', 'busy', 'call-back'].includes(outcome())
  })
}

/**
 * The numbers on file to take off, and the right one. Both are written into the record below, which stays the truth; with another outcome
 * they are hidden here, so they leave the record, and come back with this outcome.
 */
function startWrong(place: HTMLElement): void {
  const boxes: HTMLInputElement[] = []
  for (const phone of all<HTMLInputElement>('details.row:not(.new) input[type=tel]', form)) {
    const row = phone.closest<HTMLElement>('.row')
    const drop = row && dropOf(row)
    if (!drop) continue
    const tick = element('input', '')
    tick.type = 'checkbox'
    const number = element('bdi', 'num', phone.defaultValue)
    place.append(element('label', 'tick', tick, element('span', '', `${say('take-off')} `, number)))
    // not at "change": by then the form has heard of it, and has shown here what stood in the record
    on(tick, 'input', () => (drop.checked = tick.checked))
    shows.push(() => (tick.checked = drop.checked))
    boxes.push(drop)
  }
  const added = first<HTMLInputElement>('details.contact input', form)
  if (added !== null) {
    const right = element('input', 'num')
    right.type = 'tel'
    on(right, 'input', () => (added.value = right.value))
    shows.push(() => {
      if (document.activeElement !== right) right.value = kindOf(now(added)) === 'phone' ? added.value : ''
    })
    place.append(element('label', '', say('right-number'), right))
    boxes.push(added)
  }
  hideWrong(place, boxes)
}

function hideWrong(place: HTMLElement, boxes: readonly HTMLInputElement[]): void {
  let held: readonly string[] = []
  let was = false
  shows.unshift(() => {
    const is = outcome() === 'wrong-number'
    if (is && !was) for (const [at, box] of boxes.entries()) if (now(box) === '') put(box, held[at] ?? '')
    if (was && !is) {
      held = boxes.map(now)
      for (const box of boxes) put(box, '')
    }
    was = is
    place.hidden = !is
  })
}

/** A place is asked for by pressing, never by itself. */
export function startPlaces(changed: () => void): void {
  for (const box of all<HTMLInputElement>('input[data-place]', form)) {
    const says = element('p', 'soft')
    says.setAttribute('role', 'status')
    const ask = button(say('place-add'), '', () => {
      says.textContent = '…'
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          box.value = `${coords.latitude.toFixed(5)}, ${coords.longitude.toFixed(5)} (${Math.ceil(coords.accuracy)} m)`
          says.textContent = say('place-found', { metres: Math.ceil(coords.accuracy) })
          changed()
        },
        () => (says.textContent = say('place-none')),
        { enableHighAccuracy: true, timeout: 30_000, maximumAge: 60_000 },
      )
    })
    ask.prepend(icon('pin'))
    if ('geolocation' in navigator) box.closest('label')?.after(ask, says)
  }
}
