// Changes that the program refused: their senders were told, and the office sees them once.

import { Problem } from '@satchel/protocol/problem'
import { shown } from '@satchel/protocol/shown'
import { reviewRefused, seeRefusedChanges } from '../../../review/refused-changes.ts'
import { html } from '../../page/html.ts'
import { type Answer, done, type Page, type Visit } from '../../page/page.ts'
import { button, head, linkButton, notice, nothing, panel } from '../../page/parts.ts'
import { value } from '../../page/values.ts'
import { plain, reasonWords } from './slip.ts'
import { isNumber } from './typed.ts'

const rowsShown = 100

export const refusedPage: Page = {
  path: '/review/refused',
  place: 'review',
  get: visit => showRefused(visit, null),
  async post(visit) {
    const { form, context, say } = visit
    const changes = [...new Set(form.all('change'))].filter(isNumber)
    if (changes.length === 0) return showRefused(visit, say('review-none-chosen'))
    try {
      await seeRefusedChanges(context, { changes })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      return showRefused(visit, say('review-change-not-refused'))
    }
    return done('/review/refused', 'review-seen')
  },
}

async function showRefused({ context, say, query }: Visit, fault: string | null): Promise<Answer> {
  const { total, rows } = await reviewRefused(context, { limit: rowsShown, language: say.language })
  const title = say('review-refused-title', { count: say.number(total) })
  const isAll = query.has('all')
  const lines = rows.map(
    ({ change, entity_name: record, slot, wanted, reason, sender, packet, received }) =>
      html`<tr data-row><td><input type="checkbox" name="change" value="${change}"${isAll ? html` checked` : null} aria-label="${say('review-choose', { record: shown(record), slot: shown(slot) })}"></td><th scope="row">${value(record, 120)}<span class="sub">${value(slot, 120)}</span></th><td>${value(plain(wanted), 300)}</td><td>${reasonWords(say, reason ?? '')}</td><td class="c1">${value(sender, 80)}<span class="sub mono">${packet}</span></td><td class="soft c2 nowrap">${say.moment(received)}</td></tr>`,
  )
  return {
    kind: 'page',
    title,
    status: fault === null ? 200 : 422,
    body: html`${fault === null ? null : notice('bad', 'warn', html`<p class="strong">${fault}</p>`)}${head(title, say('review-refused-how'), linkButton('/review', say('review-held-link'), { picture: 'review' }))}
${panel(
  {
    id: 'refused',
    title: say('review-refused'),
    more:
      rows.length === 0
        ? null
        : html`<a class="small" href="/review/refused?all=yes">${say('review-choose-all', { count: say.number(rows.length) })}</a>`,
  },
  rows.length === 0
    ? nothing(say('review-nothing-refused'))
    : html`<form method="post" action="/review/refused"><div class="tw" tabindex="0" role="group" aria-label="${say('review-refused')}"><table><thead><tr><th scope="col"><span class="vh">${say('key-select')}</span></th><th scope="col">${say('column-name')}</th><th scope="col">${say('review-wanted')}</th><th scope="col">${say('review-reason')}</th><th scope="col" class="c1">${say('review-sender')}</th><th scope="col" class="c2">${say('review-when')}</th></tr></thead><tbody>${lines}</tbody></table></div><div class="pad">${button(say('review-see'), { picture: 'check', tone: 'primary' })}</div></form>`,
)}`,
  }
}
