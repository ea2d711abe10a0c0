// The packets in hand by the day when they are due, as the groups of a day's work.

import { element, need } from '../../page/script/dom.ts'
import type { Head } from './kept/items.ts'
import { type Held, type State, stateOf } from './kept/held.ts'
import { dayShort, dayLong, say, type WordKey } from './say.ts'

type Group = 'today' | 'asks' | 'week' | 'later' | 'sentGroup'

const order: readonly Group[] = ['today', 'asks', 'week', 'later', 'sentGroup']

const pills: Readonly<Record<State, readonly [word: WordKey, icon: string, kind: string] | null>> = {
  todo: null,
  draft: ['draft', 'pen', 'on'],
  queued: ['waiting', 'wait', 'due'],
  unsent: ['unsent', 'no', 'due'],
  sent: ['sent', 'yes', 'good'],
  answered: ['answered', 'mail', 'on'],
  closed: ['taken', 'mail', 'good'],
}

/** The day of the reader's own calendar. */
export const dayOf = (at: Date): string => at.toLocaleDateString('sv')

/** Due on a day that is named, or else on its last one. */
const dueOf = ({ due, expires }: Head): string => (due === '' ? expires.slice(0, 10) : due)

export function groupOf(head: Head, state: State, now: Date): Group {
  if (state === 'answered') return 'asks'
  if (state === 'sent' || state === 'closed') return 'sentGroup'
  const due = dueOf(head)
  const week = new Date(now)
  week.setDate(week.getDate() + 7)
  if (due !== '' && due <= dayOf(now)) return 'today'
  return due !== '' && due <= dayOf(week) ? 'week' : 'later'
}

export function pocketIcon(name: string): SVGSVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use')
  use.setAttribute('href', `#p-${name}`)
  made.setAttribute('aria-hidden', 'true')
  made.append(use)
  return made
}

/** Words that are compared without marks and case. */
const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** @param words what is looked for; @param current the packet that is open beside the list. */
export function showList(held: Held, words: string, current: string, open: (head: Head) => void): void {
  const wanted = folded(words.trim())
  const now = new Date()
  const found = [...held.heads.values()]
    .filter(({ name, place, why, packet }) => folded(`${name} ${place} ${why} ${packet}`).includes(wanted))
    .map(head => ({ head, state: stateOf(held, head) }))
    .sort((one, other) => dueOf(one.head).localeCompare(dueOf(other.head)) || one.head.added - other.head.added)
  const sections = order.flatMap(group => {
    const here = found.filter(({ head, state }) => groupOf(head, state, now) === group)
    if (here.length === 0) return []
    const list = element('ul', 'card rows', ...here.map(each => item(each.head, each.state, current, open)))
    const title = group === 'today' ? `${say('today')}, ${dayLong(now)}` : say(group)
    const head = element('h2', '', title, element('span', '', say('count', { count: here.length })))
    return [element('section', `group${group === 'today' ? ' now' : ''}`, head, list)]
  })
  need('groups').replaceChildren(...sections)
  const none = need('none')
  none.hidden = found.length > 0
  none.textContent = say(wanted === '' ? 'empty' : 'noneFound')
}

function item(head: Head, state: State, current: string, open: (head: Head) => void): HTMLElement {
  const { name, place, why } = head
  const due = dueOf(head)
  const about = element('span', '', element('b', '', element('bdi', '', name)))
  if (place !== '') about.append(element('span', 'soft', ', ', element('bdi', '', place)))
  const pill = pills[state]
  const second = element('span', '', element('span', 'soft', why))
  if (pill !== null) second.append(element('span', `pill ${pill[2]}`, pocketIcon(pill[1]), say(pill[0])))
  const made = element(
    'button',
    'item',
    element('span', '', about, element('span', 'soft num', due === '' ? '' : dayShort(due))),
    second,
  )
  made.type = 'button'
  if (head.packet === current) made.setAttribute('aria-current', 'true')
  made.addEventListener('click', () => open(head))
  return element('li', '', made)
}
