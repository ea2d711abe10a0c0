// Letters that need somebody: those that could not be sent, those that wait, and those that came back.

import { Problem } from '@satchel/protocol/problem'
import { stuckLetters } from '../../../db/calls/letters.ts'
import { endLetters, listFailedLetters } from '../../../letters/failed-letters.ts'
import { liveRows } from '../../live/live-rows.ts'
import { html } from '../../page/html.ts'
import { type Answer, done, type Page, type Visit } from '../../page/page.ts'
import { button, chip, head, linkButton, notice, nothing, panel } from '../../page/parts.ts'
import { value } from '../../page/values.ts'

const rowsShown = 100

export const letterPages: readonly Page[] = ['/letters', '/letters/failed'].map(path => ({
  path,
  place: 'letters',
  get: (visit: Visit) => showLetters(visit, null),
  async post(visit: Visit) {
    const { form, context, say } = visit
    const letters = form.all('letter')
    if (letters.length === 0) return showLetters(visit, say('letters-none-chosen'))
    const again = form.get('do') === 'again'
    try {
      await endLetters(context, { letters: [...letters], again })
    } catch (error) {
      if (!(error instanceof Problem) || !error.code.startsWith('letter/')) throw error
      return showLetters(visit, say(error.code === 'letter/gone' ? 'letter-gone' : 'letter-not-stuck'))
    }
    return done('/letters', again ? 'letter-again' : 'letter-done')
  },
}))

async function showLetters({ context, say }: Visit, fault: string | null): Promise<Answer> {
  const failed = await listFailedLetters(context, {})
  const stuck = await context.asStaff(database => database.run(stuckLetters, { limit: rowsShown }))
  const rows = failed
    .slice(0, rowsShown)
    .map(
      ({ letter, queued, mailto, kind, packet, problem }) =>
        html`<tr data-row><td><input type="checkbox" name="letter" value="${letter}" aria-label="${say('letters-choose', { letter })}"></td><th scope="row">${value(mailto, 120)}<span class="sub mono">${letter}</span></th><td>${kind}<span class="sub mono">${packet ?? ''}</span></td><td>${chip(problem ?? '', 'bad')}</td><td class="soft c1 nowrap">${say.moment(queued)}</td></tr>`,
    )
  const waiting = stuck.map(
    ({ letter, status, queued, mailto, kind, problem, bounced }) =>
      html`<tr data-row><th scope="row">${value(mailto, 120)}<span class="sub mono">letter-${letter}</span></th><td>${kind}</td><td>${chip(say(bounced === null ? `letter-${status}` : 'letter-came-back'), 'held')}<span class="sub mono">${problem ?? ''}</span></td><td class="soft c1 nowrap">${say.moment(bounced ?? queued)}</td></tr>`,
  )
  const columns = html`<th scope="col">${say('dispatch-to')}</th><th scope="col">${say('letters-kind')}</th><th scope="col">${say('imports-became')}</th><th scope="col" class="c1">${say('letters-when')}</th>`
  return {
    kind: 'page',
    title: say('place-letters'),
    live: liveRows('show', [...failed.slice(0, rowsShown), ...stuck], ({ letter }) => letter),
    status: fault === null ? 200 : 422,
    body: html`${fault === null ? null : notice('bad', 'warn', html`<p class="strong">${fault}</p>`)}${head(say('place-letters'), say('letters-how'), linkButton('/packets', say('place-packets'), { picture: 'send' }))}
<div class="stack">${panel(
      { id: 'failed', title: say('letters-failed'), count: say.number(failed.length) },
      rows.length === 0
        ? nothing(say('letters-nothing-failed'))
        : html`<form method="post" action="/letters"><div class="tw" tabindex="0" role="group" aria-label="${say('letters-failed')}"><table><thead><tr><th scope="col"><span class="vh">${say('key-select')}</span></th>${columns}</tr></thead><tbody>${rows}</tbody></table></div><div class="pad acts">${button(say('letters-again'), { picture: 'back', key: 't', name: 'do', value: 'again' })}${button(say('quarantine-done'), { picture: 'check', name: 'do', value: 'done' })}</div></form>`,
    )}
${panel({ id: 'waiting', title: say('letters-waiting'), count: say.number(stuck.length) }, waiting.length === 0 ? nothing(say('letters-nothing-waits')) : html`<div class="tw" tabindex="0" role="group" aria-label="${say('letters-waiting')}"><table><thead><tr>${columns}</tr></thead><tbody>${waiting}</tbody></table></div>`)}</div>`,
  }
}
