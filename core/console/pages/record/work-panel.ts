// What happened with a record, newest first, with what is open on top; and the form that notes a call, a visit or a task.

import { attribute, type Html, html, part } from '../../page/html.ts'
import { button, chip, icon, nothing, panel, postButton } from '../../page/parts.ts'
import { type Shown, wordOf } from './controls.ts'
import { faultIn, type FolderState } from './folder-state.ts'
import { type Folder, timelinePage } from './read-folder.ts'

type Activity = Folder['activities'][number]

const pictures: Readonly<Record<string, string>> = {
  call: 'phone',
  visit: 'visit',
  task: 'task',
  mail: 'letter',
  letter: 'letter',
  sms: 'letter',
  note: 'edit',
}

/** @param from how many newer activities are left out. */
export function timelinePanel(shown: Shown, folder: Folder, state: FolderState, from: number): Html | null {
  const { say } = shown
  const { head, activities, may } = folder
  if (!may.reads.includes('activity')) return null
  const mayAdd = may.adds.includes('activity') && head.deleted === null
  const rows = activities.slice(0, timelinePage).map(activity => activityRow(shown, folder, activity, mayAdd))
  const way = (to: number, key: string) =>
    html`<a href="/records/${part(head.hid)}?from=${to}#timeline">${say(key)}</a>`
  const newer = from > 0 ? way(Math.max(0, from - timelinePage), 'rec-newer') : null
  const older = activities.length > timelinePage ? way(from + timelinePage, 'rec-older') : null
  return panel(
    {
      id: 'timeline',
      title: say('rec-timeline'),
      foot: newer === null && older === null ? null : html`<span class="flex">${newer}${older}</span>`,
    },
    html`${mayAdd ? addActivity(shown, folder, state) : null}${rows.length === 0 ? nothing(say('rec-nothing-yet')) : html`<ul class="tl">${rows}</ul>`}`,
  )
}

function activityRow(shown: Shown, { head }: Folder, activity: Activity, mayChange: boolean): Html {
  const { say } = shown
  const { number, at, kind, outcome, subject, body, status, next, due, by, private: isPrivate } = activity
  const isOpen = status === 'open' || status === 'active'
  const title = [
    wordOf(shown, 'activity', 'kind', kind),
    outcome === null ? '' : wordOf(shown, 'activity', 'outcome', outcome),
  ]
  const done = postButton(
    `/records/${part(head.hid)}/done`,
    say('rec-done'),
    { task: String(number) },
    { isSmall: true, picture: 'check' },
  )
  const meta = [by ?? '', next === null ? '' : say('rec-next-is', { next })].filter(text => text !== '').join(' · ')
  return html`<li data-row><span class="dot">${icon(pictures[kind] ?? 'clock')}</span><div><div class="flex"><span class="grow"><b>${title.filter(text => text !== '').join(', ')}</b>${subject === null ? null : html` <span dir="auto">${subject}</span>`}${isOpen && due !== null ? html` ${chip(say('rec-due', { day: say.short(due) }), 'held')}` : null}${isPrivate ? html` ${chip(say('rec-private'), 'line')}` : null}</span><span class="faint small nowrap">${say.short(at)}</span></div>${body === null ? null : html`<div class="soft v" dir="auto">${body}</div>`}${meta === '' ? null : html`<div class="small faint" dir="auto">${meta}</div>`}${isOpen && mayChange ? html`<div class="acts noprint">${done}</div>` : null}</div></li>`
}

function addActivity(shown: Shown, { head, choices, colleagues }: Folder, state: FolderState): Html {
  const { say } = shown
  const fault = faultIn(say, state, 'note')
  const typed = (name: string) => (fault === null ? '' : (state.typed.get(name) ?? ''))
  const options = (field: string, isLeftOut: (word: string) => boolean = () => false) =>
    choices
      .filter(each => each.source === 'activity' && each.field === field && !isLeftOut(each.word))
      .map(
        ({ word, label, labels }) =>
          html`<option value="${word}"${attribute('selected', typed(field) === word)}>${labels[say.language] ?? label}</option>`,
      )
  const active = colleagues.filter(each => each.active)
  // without a choice it is one's own
  const forWhom =
    active.length === 0
      ? null
      : html`<label class="vh" for="act-for">${say('rec-next-for')}</label><select class="in in-auto" id="act-for" name="for"><option value="">${say('rec-next-mine')}</option>${active.map(({ hid, name }) => html`<option value="${hid}"${attribute('selected', typed('for') === hid)}>${name}</option>`)}</select>`
  return html`<form class="addact pad noprint" id="add" method="post" action="/records/${part(head.hid)}/note">
<div class="flex wide-x"><label class="vh" for="act-kind">${say('rec-kind')}</label><select class="in in-auto" id="act-kind" name="kind" data-key="a">${options('kind', word => word === 'task')}</select>
<label class="vh" for="act-outcome">${say('rec-outcome')}</label><select class="in in-auto" id="act-outcome" name="outcome"><option value="">${say('rec-outcome-none')}</option>${options('outcome')}</select></div>
<label class="vh" for="act-text">${say('rec-text')}</label><textarea class="in" id="act-text" name="text" rows="2" dir="auto" placeholder="${say('rec-text-hint')}">
${typed('text')}</textarea>
<div class="flex wide-x"><label class="vh" for="act-next">${say('rec-next')}</label><input class="in grow" id="act-next" name="next" dir="auto" autocomplete="off" placeholder="${say('rec-next')}" value="${typed('next')}"><label class="vh" for="act-due">${say('rec-next-day')}</label><input class="in in-auto" id="act-due" name="due" type="date" value="${typed('due')}">${forWhom}
<label class="check"><input type="checkbox" name="private" value="1"${attribute('checked', typed('private') === '1')}>${say('rec-private')}</label>${button(say('rec-note'), { picture: 'plus', tone: 'primary' })}</div>${fault}</form>`
}
