// What is done with the chosen rows of a list. Each record is done for itself: what became of each is told, and a refusal of one stops no other.

import { Problem } from '@satchel/protocol/problem'
import type { Context } from '../../../context/context.ts'
import type { Progress } from '../../../context/use-case.ts'
import { handOver } from '../../../people/hand-over.ts'
import { joinGroup } from '../../../records/link-records.ts'
import { setFields } from '../../../records/set-fields.ts'
import type { ChangedRecord } from '../../../records/write-slots.ts'
import { type Html, html, part } from '../../page/html.ts'
import type { Visit } from '../../page/page.ts'
import { button, chip, head, icon, linkButton, panel } from '../../page/parts.ts'
import type { Say } from '../../page/words.ts'
import type { Form } from '../../server/form.ts'
import type { ListType } from './list-fields.ts'
import type { Choices } from './list-tools.ts'

/** What became of one record. */
interface Became {
  readonly record: string
  readonly state: 'done' | 'same' | 'held' | 'refused' | 'left'
  /** Why, in the words of the database. */
  readonly why: string
}

export const isBulk = (what: string): boolean => what === 'hand' || what === 'join' || what === 'set'

/** Who may hand records over, and put them into groups; the database decides. */
const mayHand = ['office', 'admin', 'manager']
const mayJoin = ['office', 'admin', 'manager', 'sales', 'marketing']

/** A record after the other; where it is told to stop, the others stay as they are. */
export async function doBulk({ context, say, form }: Visit, progress: Progress): Promise<readonly Became[]> {
  const what = form.get('do')
  const became: Became[] = []
  const records = new Set(form.all('record'))
  for (const record of records) {
    if (context.stop.aborted) {
      became.push({ record, state: 'left', why: '' })
      continue
    }
    try {
      became.push(await doOne(context, what, record, form))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      became.push({ record, state: 'refused', why: say.told(error).sentence })
    }
    const count = { done: became.length, of: records.size }
    progress.step(`${count.done} of ${count.of} records`, count.done / count.of, count)
  }
  return became
}

async function doOne(context: Context, what: string, record: string, form: Form): Promise<Became> {
  if (what === 'hand') {
    const [handed] = await handOver(context, { records: [record], to: form.get('to').trim().toLowerCase() })
    return { record, state: handed?.records === 0 ? 'same' : 'done', why: '' }
  }
  const value = form.get(what === 'join' ? 'group' : 'value').trim()
  const changed =
    what === 'join'
      ? await joinGroup(context, { records: [record], group: value })
      : await setFields(context, { records: [record], set: [{ name: form.get('field'), how: '=', value }] })
  return ofChanged(record, changed)
}

function ofChanged(record: string, changed: readonly ChangedRecord[]): Became {
  const fields = changed.flatMap(one => one.fields)
  const held = fields.find(({ outcome }) => outcome === 'held')
  const refused = fields.find(({ outcome }) => outcome === 'refused')
  if (refused !== undefined) return { record, state: 'refused', why: refused.reason ?? '' }
  if (held !== undefined) return { record, state: 'held', why: held.reason ?? '' }
  return {
    record,
    state: fields.every(({ outcome }) => outcome === 'same' || outcome === 'untouched') ? 'same' : 'done',
    why: '',
  }
}

/** What is missing in the form; null where nothing is. */
export function bulkFault(form: Form): string | null {
  if (form.all('record').length === 0) return 'list-choose-some'
  const what = form.get('do')
  if (what === 'hand' && form.get('to').trim() === '') return 'list-to-whom'
  if (what === 'join' && form.get('group').trim() === '') return 'list-which-group'
  return what === 'set' && form.get('field') === '' ? 'list-which-field' : null
}

/** @param names of the records that were shown, by human id: what one may not see has none. */
export function bulkPage(
  say: Say,
  title: string,
  back: string,
  became: readonly Became[],
  names: ReadonlyMap<string, string>,
): Html {
  const count = (state: Became['state']) => say.number(became.filter(one => one.state === state).length)
  const sentence = say('bulk-sum', {
    done: say.number(became.filter(({ state }) => state === 'done' || state === 'same').length),
    held: count('held'),
    refused: count('refused'),
  })
  const tones = { done: 'ok', same: '', held: 'held', refused: 'bad', left: 'held' } as const
  const row = ({ record, state, why }: Became) =>
    html`<tr data-row><th scope="row"><a href="/records/${part(record)}">${names.get(record) ?? record}</a> <span class="faint mono xs">${record}</span></th><td>${chip(say(`bulk-${state}`), tones[state])}${why === '' ? null : html`<span class="sub">${why}</span>`}</td></tr>`
  // refused ones first: they need somebody
  const order = ['refused', 'left', 'held', 'done', 'same']
  const sorted = became.toSorted((one, other) => order.indexOf(one.state) - order.indexOf(other.state))
  return html`${head(title, sentence, linkButton(back, say('list-back'), { picture: 'back', tone: 'primary' }))}${panel(
    { id: 'became', title: say('bulk-became'), count: say.number(became.length) },
    html`<div class="tw"><table><thead><tr><th scope="col">${say('column-name')}</th><th scope="col">${say('bulk-outcome')}</th></tr></thead><tbody>${sorted.map(row)}</tbody></table></div>`,
  )}`
}

/** The buttons under the rows, inside their form. @param form what was typed before. */
export function bulkBar(say: Say, role: string, type: ListType, { staff }: Choices, form: Form): Html {
  const option = (value: string, text: string, chosen: string) =>
    html`<option value="${value}"${value === chosen ? html` selected` : null}>${text}</option>`
  return html`<fieldset class="panel bulk noprint"><legend class="vh">${say('bulk-with')}</legend><p class="strong">${say('bulk-with')}</p>
${mayHand.includes(role) && staff.length > 0 ? html`<div class="flex"><label for="bt">${say('bulk-to')}</label><select class="in in-auto" id="bt" name="to" data-key="h"><option value=""></option>${staff.map(({ hid, name }) => option(hid, name, form.get('to')))}</select>${button(say('bulk-hand'), { name: 'do', value: 'hand', picture: 'hand' })}<kbd>h</kbd></div>` : null}
${mayJoin.includes(role) ? html`<div class="flex"><label for="bg">${say('bulk-group')}</label><input class="in in-auto" id="bg" name="group" data-refers="grp" value="${form.get('group')}" maxlength="200">${button(say('bulk-join'), { name: 'do', value: 'join', picture: 'group' })}</div>` : null}
${type.settable.length > 0 ? html`<div class="flex"><label for="bf">${say('bulk-field')}</label><select class="in in-auto" id="bf" name="field"><option value=""></option>${type.settable.map(({ name, label }) => option(name, label, form.get('field')))}</select><label class="vh" for="bv">${say('list-value')}</label><input class="in in-auto" id="bv" name="value" value="${form.get('value')}" maxlength="4000">${button(say('bulk-set'), { name: 'do', value: 'set', picture: 'edit' })}</div>` : null}
<div class="flex"><button class="btn" name="do" value="dispatch" data-key="d">${icon('send')}${say('bulk-dispatch')} <kbd>d</kbd></button></div></fieldset>`
}
