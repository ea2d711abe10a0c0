// One colleague, for administrators: role, manager, whether they work here, protection of their letters, certificates, and open sessions of
// the console.

import type { Problem } from '@satchel/protocol/problem'
import { consoleSessions, staffCertificates } from '../../../db/calls/console.ts'
import { listStaff } from '../../../db/calls/staff.ts'
import { changeManager, changeRole, turnOff, turnOn } from '../../../staff/change-staff.ts'
import { roles } from '../../../staff/roles.ts'
import { endConsoleSession } from '../../console-sessions.ts'
import { issueStaffCertificate, revokeStaffCertificate } from '../../certificates/staff-certificates.ts'
import { type Html, html, part } from '../../page/html.ts'
import { type Answer, done, type Page, type Visit } from '../../page/page.ts'
import { button, chip, head, linkButton, nothing, panel, postButton } from '../../page/parts.ts'
import { refusedPage } from '../../page/problem-page.ts'
import { certificatePanel, madeNotice, makeForm } from './certificate-panel.ts'
import { changeLettersOf, letterState, protectionPanel } from './protection-panel.ts'
import { choiceField, faultOf, tried } from './setup-fields.ts'

const notThere = ({ say }: Visit): Answer => ({
  kind: 'page',
  title: say('not-there'),
  status: 404,
  body: refusedPage(say, 'not-there-how'),
})

async function shown(visit: Visit, fault: Problem | null, made: Html | null = null): Promise<Answer> {
  const { context, say, params, visitor } = visit
  const hid = params.hid ?? ''
  const path = `/staff/${part(hid)}`
  const { staff, certificates, sessions } = await context.asStaff(async database => ({
    staff: await database.run(listStaff, {}),
    certificates: await database.run(staffCertificates, { staff: hid }),
    sessions: await database.run(consoleSessions, {}),
  }))
  const one = staff.find(each => each.hid === hid)
  if (one === undefined) return notThere(visit)
  const letters = await letterState(context, hid, one.active)
  const own = sessions.filter(each => each.staff === hid)
  const managers = staff.filter(each => each.active && each.hid !== hid).map(each => [each.hid, each.name] as const)
  return {
    kind: 'page',
    title: one.name,
    ...(fault === null ? {} : { status: 422 }),
    body: html`${head(html`${one.name}${one.active ? null : html` ${chip(say('staff-left'), 'held')}`}`, html`<span class="mono">${hid}</span> · ${one.email} · ${say('staff-protection')}: ${one.protection ?? say('staff-not-chosen')}`, linkButton('/staff', say('staff-back'), { picture: 'back' }))}${faultOf(say, fault)}${made}<div class="stack">${panel(
      { id: 'rights', title: say('staff-rights') },
      html`<div class="pad stack-s"><form class="flex" method="post" action="${path}">${choiceField({ name: 'role', label: say('staff-role'), value: one.role ?? '', options: roles.map(role => [role, role] as const) })}${button(say('setup-save'), { name: 'do', value: 'role' })}</form><form class="flex" method="post" action="${path}">${choiceField({ name: 'manager', label: say('staff-manager'), value: one.manager ?? '', options: [['', say('staff-nobody')], ...managers] })}${button(say('setup-save'), { name: 'do', value: 'manager' })}</form>${hid === visitor.hid ? null : html`<p class="soft">${say(one.active ? 'staff-off-how' : 'staff-on-how')}</p>${postButton(path, say(one.active ? 'staff-off' : 'staff-on'), { do: one.active ? 'off' : 'on' }, { tone: one.active ? 'bad' : 'primary' })}`}</div>`,
    )}${letters === null ? null : protectionPanel(say, path, letters)}${certificatePanel(say, say('staff-certificates'), certificates, path, context.now(), one.active ? makeForm(say, path) : null)}${panel(
      { id: 'sessions', title: say('me-sessions'), count: say.number(own.length) },
      own.length === 0
        ? nothing(say('staff-no-sessions'))
        : html`<ul class="work">${own.map(({ session, agent, seen }) => html`<li><span></span><div><div class="t">${say('me-seen')} ${say.moment(seen)}</div><div class="m">${agent ?? ''}</div></div><div class="r">${postButton(path, say('me-end'), { do: 'session', session: String(session) }, { isSmall: true })}</div><span></span></li>`)}</ul>`,
    )}</div>`,
  }
}

/** Each act, and the word that says that it is done. */
async function post(visit: Visit): Promise<Answer> {
  if (visit.visitor.role !== 'admin') return notThere(visit)
  const { context, form, say, params } = visit
  const hid = params.hid ?? ''
  const acts: Readonly<Record<string, readonly [key: string, work: () => Promise<unknown>]>> = {
    role: ['staff-changed', () => changeRole(context, { hid, role: form.get('role') })],
    manager: ['staff-changed', () => changeManager(context, { hid, manager: form.get('manager') || null })],
    off: ['staff-off', () => turnOff(context, { hid })],
    on: ['staff-on', () => turnOn(context, { hid })],
    revoke: ['certificate-revoked', () => revokeStaffCertificate(context, { fingerprint: form.get('fingerprint') })],
    session: ['session', () => endConsoleSession(context, { session: form.get('session') })],
  }
  if (form.get('do') === 'certificate') {
    let made: Html | null = null
    const fault = await tried(async () => {
      made = madeNotice(say, await issueStaffCertificate(context, { hid, days: Number(form.get('days')) }))
    })
    return shown(visit, fault, made)
  }
  let letters: Html | string | null = null
  const refused = await tried(async () => {
    letters = await changeLettersOf(visit, hid)
  })
  if (refused !== null) return shown(visit, refused)
  if (typeof letters === 'string') return done(`/staff/${part(hid)}`, letters)
  if (letters !== null) return shown(visit, null, letters)
  const [key = '', work] = Object.hasOwn(acts, form.get('do')) ? (acts[form.get('do')] ?? []) : []
  if (work === undefined) return shown(visit, null)
  const fault = await tried(work)
  return fault === null ? done(`/staff/${part(hid)}`, key) : shown(visit, fault)
}

export const staffPage: Page = {
  path: '/staff/:hid',
  place: 'staff',
  get: async visit => (visit.visitor.role === 'admin' ? shown(visit, null) : notThere(visit)),
  post,
}
