// One's own sessions of the console, and the list of keys.

import { consoleSessions, endConsoleSession } from '../../db/calls/console.ts'
import { html } from '../page/html.ts'
import { done, type Page } from '../page/page.ts'
import { chip, head, linkButton, panel, postButton } from '../page/parts.ts'
import { workPanel } from '../work/work-panel.ts'
import { sections } from '../page/places.ts'

export const mePages: readonly Page[] = [
  {
    path: '/me',
    place: 'me',
    async get(visit) {
      const { context, visitor, say } = visit
      const rows = await context.asStaff(database => database.run(consoleSessions, {}))
      const lines = rows.map(
        ({ session, name, agent, seen, until, certificate }) =>
          html`<tr><td>${name}${session === visitor.session ? html` ${chip(say('me-this'), 'ok')}` : null}<span class="sub">${agent ?? ''}</span></td><td class="soft c1">${say.moment(seen)}</td><td class="soft c2">${say.moment(until)}</td><td class="soft c2">${say(certificate ? 'me-certificate' : 'me-link')}</td><td class="num">${postButton('/me', say('me-end'), { session: String(session) }, { isSmall: true })}</td></tr>`,
      )
      return {
        kind: 'page',
        title: say('place-me'),
        body: html`${head(say('place-me'), say('me-how'), linkButton('/me/code', say('code-title'), { picture: 'lock' }))}<div class="stack">${await workPanel(visit)}${panel(
          { id: 'sessions', title: say('me-sessions'), count: say.number(rows.length) },
          html`<div class="tw"><table><thead><tr><th scope="col">${say('column-name')}</th><th scope="col" class="c1">${say('me-seen')}</th><th scope="col" class="c2">${say('me-until')}</th><th scope="col" class="c2">${say('me-by')}</th><th scope="col"><span class="vh">${say('me-end')}</span></th></tr></thead><tbody>${lines}</tbody></table></div>`,
        )}</div>`,
      }
    },
    async post({ context, form }) {
      const session = Number(form.get('session'))
      if (Number.isSafeInteger(session)) await context.asStaff(database => database.run(endConsoleSession, { session }))
      return done('/me', 'session')
    },
  },
  {
    path: '/keys',
    async get({ visitor, say }) {
      const places = sections
        .flatMap(({ list }) => list)
        .filter(({ go, roles }) => go !== undefined && (roles === undefined || roles.includes(visitor.role)))
      const rows: readonly (readonly [string, string])[] = [
        ['/', say('place-find')],
        ['c', say('new')],
        ['j k', say('key-rows')],
        ['Enter', say('key-open')],
        ['x', say('key-select')],
        ['Shift x', say('key-select-to')],
        ['e', say('key-cell')],
        ['[ ]', say('key-beside')],
        ['Ctrl Z', say('key-undo')],
        ['Ctrl Enter', say('key-main')],
        ['Esc', say('key-back')],
        ...places.map(({ go, key }) => [`g ${go}`, say(`place-${key}`)] as const),
      ]
      return {
        kind: 'page',
        title: say('keys'),
        body: html`${head(say('keys'), say('keys-how'))}${panel(
          { id: 'keys', title: say('keys') },
          html`<table class="tight"><tbody>${rows.map(([keys, text]) => html`<tr><td>${keys.split(' ').map(key => html`<kbd>${key}</kbd> `)}</td><td>${text}</td></tr>`)}</tbody></table>`,
        )}`,
      }
    },
  },
]
