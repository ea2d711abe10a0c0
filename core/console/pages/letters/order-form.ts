// The form of an order: all that the command takes.

import { languagesWith, languages } from '@satchel/protocol/languages'
import { limits } from '@satchel/protocol/limits'
import { allForms } from '../../../db/calls/forms.ts'
import { peopleBelow } from '../../../db/calls/staff.ts'
import { ownForm } from '../../../packets/own-form.ts'
import { listStaff } from '../../../staff/list-staff.ts'
import { attribute, type Html, html, type Value } from '../../page/html.ts'
import type { Visit } from '../../page/page.ts'
import { button, panel } from '../../page/parts.ts'
import { office } from '../../page/places.ts'
import { carriers, isDaysWrong, isTooMany, mostRecords, type Order, toOwner, toThemselves } from './order.ts'

const option = (choice: string, text: string, chosen: string) =>
  html`<option value="${choice}"${attribute('selected', choice === chosen)}>${text}</option>`

const line = (id: string, label: string, control: Html, help: Value = null) =>
  html`<div class="f"><label for="${id}">${label}</label>${control}${help}</div>`

const err = (id: string, text: string) => html`<p class="err" id="err-${id}" role="alert">${text}</p>`

const check = (name: string, label: string, isOn: boolean) =>
  html`<label class="check"><input type="checkbox" name="${name}" value="yes"${attribute('checked', isOn)}>${label}</label>`

export async function orderForm(visit: Visit, order: Order): Promise<Html> {
  const { context, say } = visit
  const forms = await context.asStaff(database => database.run(allForms, {}))
  const names = [...new Set(forms.flatMap(({ name, active }) => (active && name !== ownForm ? [name] : [])))]
  const tags = languagesWith('letters')
  const fault = isTooMany(order) ? say('dispatch-many', { most: say.number(mostRecords) }) : null
  const isDays = isDaysWrong(order)
  return panel(
    { id: 'order', title: say('dispatch-order') },
    html`<form class="pad stack-s" action="/dispatch">${line(
      'records',
      say('dispatch-records'),
      html`<textarea class="in" id="records" name="records" required${attribute('aria-describedby', fault === null ? null : 'err-records')}>${order.records.join(' ')}</textarea>`,
      html`<span class="help">${say('dispatch-records-help')}</span>${fault === null ? null : err('records', fault)}`,
    )}
<div class="grid-f">${line('to', say('dispatch-to'), await recipients(visit, order))}
${line('form', say('dispatch-form'), html`<select class="in" id="form" name="form"><option value="">${say('dispatch-usual')}</option>${names.map(name => option(name, name, order.form))}</select>`)}
${line('carrier', say('dispatch-carrier'), html`<select class="in" id="carrier" name="carrier">${carriers.map(name => option(name, say(`dispatch-by-${name}`), order.carrier))}</select>`)}
${line('language', say('dispatch-language'), html`<select class="in" id="language" name="language"><option value="">${say('dispatch-theirs')}</option>${tags.map(tag => option(tag, languages[tag]?.name ?? tag, order.language))}</select>`)}
${line('days', say('dispatch-days'), html`<input class="in" id="days" name="days" inputmode="numeric" value="${order.days}" placeholder="${context.settings.packetDays}" autocomplete="off"${attribute('aria-invalid', isDays ? 'true' : null)}${attribute('aria-describedby', isDays ? 'err-days' : null)}>`, isDays ? err('days', say('dispatch-days-wrong')) : null)}
${line('why', say('dispatch-why'), html`<input class="in" id="why" name="why" value="${order.why}" maxlength="${limits.whyLength}" autocomplete="off">`)}</div>
${check('again', say('dispatch-again'), order.again)}${check('inClear', say('dispatch-in-clear'), order.inClear)}${office.includes(visit.visitor.role) ? check('sealed', say('dispatch-sealed'), order.sealed) : null}
<div class="acts">${button(say('dispatch-look'), { picture: 'eye', key: 'v' })}</div></form>`,
  )
}

/** The office sends to everybody, a manager to those under them; whoever is alone sends to themselves. */
async function recipients({ context, say, visitor }: Visit, { to }: Order): Promise<Html> {
  const isOffice = office.includes(visitor.role)
  if (!isOffice && visitor.role !== 'manager')
    return html`<input type="hidden" name="to" value="${visitor.hid}"><input class="in" id="to" value="${visitor.name}" readonly>`
  const people = isOffice
    ? (await listStaff(context, {})).filter(({ active }) => active)
    : await context.asStaff(database => database.run(peopleBelow, {}))
  return html`<select class="in" id="to" name="to" required><option value=""></option>${option(toOwner, say('dispatch-owner'), to)}${isOffice ? option(toThemselves, say('dispatch-themselves'), to) : null}${people.map(({ hid, name }) => option(hid, name, to))}</select>`
}
