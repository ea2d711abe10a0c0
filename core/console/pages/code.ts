// Codes of the telephone, of oneself: turned on with a first code, shown once as text and as a picture, and turned off with another code.

import { renderSVG } from 'uqr'
import { type Html, html, raw } from '../page/html.ts'
import { type Answer, done, type Page, type Visit } from '../page/page.ts'
import { button, head, linkButton, notice, panel, postButton } from '../page/parts.ts'
import { waitText } from '../page/problem-page.ts'
import type { Say } from '../page/words.ts'

const bad = (text: string) => notice('bad', 'warn', html`<p>${text}</p>`)

const codeField = (say: Say, act: 'confirm' | 'off'): Html =>
  html`<form class="pad stack-s" method="post" action="/me/code"><input type="hidden" name="do" value="${act}"><div class="f"><label for="code">${say('code')}</label><input class="in" id="code" name="code" autocomplete="one-time-code" maxlength="40" required></div><div>${button(say(act === 'off' ? 'code-off' : 'code-confirm'), act === 'confirm' ? { tone: 'primary' } : {})}</div></form>`

function page({ say }: Visit, body: Html, said: { readonly status?: number; readonly top?: Html } = {}): Answer {
  return {
    kind: 'page',
    title: say('code-title'),
    ...(said.status === undefined ? {} : { status: said.status }),
    body: html`${head(say('code-title'), say('code-how'), linkButton('/me', say('place-me'), { picture: 'back' }))}<div class="stack">${said.top ?? null}${body}</div>`,
  }
}

async function stateOf({ say, codes, visitor }: Visit): Promise<Html> {
  const state = await codes.state(visitor.staff)
  if (state?.confirmed == null)
    return panel(
      { id: 'code-off', title: say('code-is-off') },
      html`<div class="pad">${postButton('/me/code', say('code-on'), { do: 'begin' }, { tone: 'primary' })}</div>`,
    )
  const left = say('code-left', { count: say.number(state.recovery) })
  return panel(
    { id: 'code-on', title: say('code-since', { time: say.moment(state.confirmed) }), foot: html`${left}` },
    codeField(say, 'off'),
  )
}

async function begin(visit: Visit): Promise<Answer> {
  const { say, codes, visitor } = visit
  const made = await codes.begin(visitor.staff, visitor.hid)
  if (made === null) return done('/me/code', 'code-in-use')
  const picture = raw(renderSVG(made.address))
  const secret = made.secret.replace(/(.{4})(?=.)/g, '$1 ')
  return page(
    visit,
    panel(
      { id: 'code-secret', title: say('code-secret') },
      html`<div class="pad stack-s"><p>${say('code-scan')}</p><div class="qr" role="img" aria-label="${say('code-picture')}">${picture}</div><p class="mono strong">${secret}</p></div>${codeField(say, 'confirm')}`,
    ),
  )
}

/** A code that was typed, within the limit of attempts. @returns what it did; a sentence where it did nothing. */
async function tried<T>({ attempts, say }: Visit, work: () => Promise<T | null | false>): Promise<T | string> {
  const waits = await attempts.begin('code')
  if (waits !== null) return waitText(say, waits)
  const found = await work()
  if (found === null || found === false) return say('code-wrong')
  await attempts.right('code')
  return found
}

async function confirm(visit: Visit): Promise<Answer> {
  const { say, codes, visitor, form } = visit
  const made = await tried(visit, () => codes.confirm(visitor.staff, visitor.session, form.get('code')))
  if (typeof made === 'string')
    return page(
      visit,
      html`${panel({ id: 'code-again', title: say('code') }, codeField(say, 'confirm'))}${await stateOf(visit)}`,
      { status: 422, top: bad(made) },
    )
  return page(
    visit,
    panel(
      { id: 'code-recovery', title: say('code-recovery') },
      html`<div class="pad stack-s"><p>${say('code-recovery-how')}</p><ul class="mono">${made.map(code => html`<li>${code}</li>`)}</ul></div>`,
    ),
    { top: notice('ok', 'check', html`<p>${say('code-now-on')}</p>`) },
  )
}

async function off(visit: Visit): Promise<Answer> {
  const { codes, visitor, form } = visit
  const used = await tried(visit, () => codes.right(visitor.staff, form.get('code')))
  if (typeof used === 'string') return page(visit, await stateOf(visit), { status: 422, top: bad(used) })
  await codes.end(visitor.staff)
  return done('/me/code', 'code-off')
}

export const codePage: Page = {
  path: '/me/code',
  place: 'me',
  get: async visit => page(visit, await stateOf(visit)),
  post(visit) {
    const act = visit.form.get('do')
    return act === 'confirm' ? confirm(visit) : act === 'off' ? off(visit) : begin(visit)
  },
}
