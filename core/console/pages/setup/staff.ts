// Colleagues: those who read names see the list, and their own certificates. An administrator adds a colleague, and opens the page of each.

import { languages, languagesWith } from '@satchel/protocol/languages'
import type { Problem } from '@satchel/protocol/problem'
import { staffCertificates } from '../../../db/calls/console.ts'
import { consoleWaits } from '../../../db/calls/entrance.ts'
import { listStaff } from '../../../db/calls/staff.ts'
import { addColleague } from '../../../staff/add-colleague.ts'
import { roles } from '../../../staff/roles.ts'
import { revokeStaffCertificate } from '../../certificates/staff-certificates.ts'
import type { Form } from '../../server/form.ts'
import { type Html, html, part } from '../../page/html.ts'
import { type Answer, done, type Page, type Visit } from '../../page/page.ts'
import { button, chip, head, notice, panel } from '../../page/parts.ts'
import { certificatePanel } from './certificate-panel.ts'
import { waitsPage, waitsPanel } from './waits-panel.ts'
import { staffPage } from './staff-one.ts'
import { choiceField, faultOf, textField, tried } from './setup-fields.ts'

const isAdmin = ({ visitor }: Visit) => visitor.role === 'admin'
const protections = ['passphrase', 'pgp', 'plain'] as const

interface State {
  readonly fault: Problem | null
  readonly typed: Form | null
  /** Said once, of a colleague who was just added. */
  readonly phrase: { readonly name: string; readonly phrase: string } | null
}
const nothingSaid: State = { fault: null, typed: null, phrase: null }

async function listed(visit: Visit, { fault, typed, phrase }: State): Promise<Answer> {
  const { context, say, visitor } = visit
  const { staff, certificates, waits } = await context.asStaff(async database => ({
    staff: await database.run(listStaff, {}),
    certificates: await database.run(staffCertificates, { staff: visitor.hid }),
    waits: isAdmin(visit) ? await database.run(consoleWaits, {}) : [],
  }))
  type Row = (typeof staff)[number]
  const named = ({ hid, name }: Row) =>
    isAdmin(visit) ? html`<a href="/staff/${part(hid)}">${name}</a>` : html`${name}`
  const row = (each: Row) =>
    html`<tr data-row><th scope="row">${named(each)}${each.active ? null : html` ${chip(say('staff-left'), 'held')}`}<span class="sub"><span class="mono">${each.hid}</span> · ${each.email}</span></th><td>${each.role ?? ''}</td><td class="c1">${each.manager ?? ''}</td><td class="c2">${each.protection ?? say('staff-not-chosen')}</td></tr>`
  return {
    kind: 'page',
    title: say('place-staff'),
    ...(fault === null ? {} : { status: 422 }),
    body: html`${head(say('place-staff'), say(isAdmin(visit) ? 'staff-how-admin' : 'staff-how'))}${faultOf(say, fault)}${phrase === null ? null : notice('held', 'lock', html`<p>${say('staff-phrase', { name: phrase.name })}</p><p class="mono strong">${phrase.phrase}</p>`)}<div class="stack">${panel(
      { id: 'staff', title: say('staff-all'), count: say.number(staff.length) },
      html`<div class="tw"><table><thead><tr><th scope="col">${say('column-name')}</th><th scope="col">${say('staff-role')}</th><th scope="col" class="c1">${say('staff-manager')}</th><th scope="col" class="c2">${say('staff-protection')}</th></tr></thead><tbody>${staff.map(row)}</tbody></table></div>`,
    )}${certificatePanel(say, say('staff-own-certificates'), certificates, '/staff', context.now())}${waitsPanel(say, waits)}${isAdmin(visit) ? addForm(visit, staff, typed) : null}</div>`,
  }
}

function addForm(
  { say }: Visit,
  staff: readonly { readonly hid: string; readonly name: string; readonly active: boolean }[],
  typed: Form | null,
): Html {
  const value = (name: string, otherwise = '') => (typed === null ? otherwise : typed.get(name))
  const managers = staff.filter(({ active }) => active).map(({ hid, name }) => [hid, name] as const)
  return panel(
    { id: 'add', title: say('staff-add') },
    html`<form class="pad stack-s" method="post" action="/staff"><div class="grid-f">${textField({ name: 'name', label: say('staff-name'), value: value('name'), most: 200, isRequired: true })}${textField({ name: 'hid', label: say('staff-hid'), value: value('hid'), most: 31, help: say('staff-hid-help'), isRequired: true })}${textField({ name: 'email', label: say('staff-email'), value: value('email'), type: 'email', most: 254, isRequired: true })}${choiceField({ name: 'role', label: say('staff-role'), value: value('role', 'sales'), options: roles.map(role => [role, role] as const) })}${choiceField({ name: 'manager', label: say('staff-manager'), value: value('manager'), options: [['', say('staff-nobody')], ...managers] })}${choiceField({ name: 'language', label: say('staff-language'), value: value('language', say.language), options: languagesWith('letters').map(each => [each, languages[each]?.name ?? each] as const) })}${choiceField({ name: 'protection', label: say('staff-protection'), value: value('protection', 'passphrase'), options: protections.map(each => [each, say(`staff-protection-${each}`)] as const), help: say('staff-protection-help') })}</div><div class="flex">${button(say('staff-add'), { name: 'do', value: 'add', picture: 'plus' })}</div></form>`,
  )
}

async function post(visit: Visit): Promise<Answer> {
  const { context, form } = visit
  if (form.get('do') !== 'add') {
    const fault = await tried(() => revokeStaffCertificate(context, { fingerprint: form.get('fingerprint') }))
    return fault === null ? done('/staff', 'certificate-revoked') : listed(visit, { ...nothingSaid, fault })
  }
  const said = (field: string) => form.get(field).trim()
  const name = said('name')
  const manager = form.get('manager')
  let phrase: string | null = null
  const fault = await tried(async () => {
    const input = {
      name,
      hid: said('hid'),
      email: said('email'),
      role: said('role'),
      language: said('language'),
      protection: said('protection'),
      ...(manager === '' ? {} : { manager }),
    }
    phrase = (await addColleague(context, input)).phrase
  })
  if (fault !== null) return listed(visit, { fault, typed: form, phrase: null })
  if (phrase !== null) return listed(visit, { ...nothingSaid, phrase: { name, phrase } })
  return done('/staff', 'staff-added')
}

export const staffPages: readonly Page[] = [
  { path: '/staff', place: 'staff', get: visit => listed(visit, nothingSaid), post },
  waitsPage,
  staffPage,
]
