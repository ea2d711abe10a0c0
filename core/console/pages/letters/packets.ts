// Packets that went out: how far each is, and the end of one.

import { Problem } from '@satchel/protocol/problem'
import { listPackets, listPacketsBelow, revokePacket } from '../../../packets/sent-packets.ts'
import { liveRows } from '../../live/live-rows.ts'
import { html } from '../../page/html.ts'
import { type Answer, done, type Page, type Visit } from '../../page/page.ts'
import { chip, head, linkButton, notice, nothing, panel, postButton } from '../../page/parts.ts'
import { value } from '../../page/values.ts'

const rowsShown = 100

const tones: Readonly<Record<string, 'ok' | 'held' | 'bad' | ''>> = {
  answered: 'ok',
  open: '',
  expired: 'held',
  revoked: 'bad',
  parked: 'held',
}

export const packetPage: Page = {
  path: '/packets',
  place: 'packets',
  get: visit =>
    visit.visitor.role === 'sales' || visit.visitor.role === 'manager' ? showOwn(visit) : showPackets(visit, null),
  async post(visit) {
    try {
      await revokePacket(visit.context, { packet: visit.form.get('packet') })
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'usage/wrong') throw error
      return showPackets(visit, visit.say('packet-not-open'))
    }
    return done('/packets', 'revoked')
  },
}

/** Of a salesperson or manager: their own and those of the people under them, with what became of the fields. */
async function showOwn({ context, say }: Visit): Promise<Answer> {
  const all = await listPacketsBelow(context, { limit: rowsShown })
  const rows = all.map(
    ({ packet, record, recipient, status, issued, expires, answered, replies, applied, held, refused }) => {
      const life =
        answered === null
          ? say('packet-until', { day: say.short(expires) })
          : say('packet-came-back', { day: say.short(answered), count: say.number(replies) })
      const fields =
        answered === null
          ? null
          : say('packet-fields', { applied: say.number(applied), held: say.number(held), refused: say.number(refused) })
      return html`<tr data-row><th scope="row">${value(record ?? say('packet-not-yours'), 120)}<span class="sub mono">${packet}</span></th><td>${value(recipient, 80)}</td><td>${chip(say(`packet-is-${status}`), tones[status] ?? '')}<span class="sub">${say.short(issued)}. ${life} ${fields}</span></td></tr>`
    },
  )
  return {
    kind: 'page',
    title: say('place-packets'),
    body: html`${head(say('place-packets'), say('packets-own-how'), linkButton('/dispatch', say('place-dispatch'), { picture: 'send', tone: 'primary' }))}
${panel({ id: 'packets', title: say('place-packets') }, rows.length === 0 ? nothing(say('packets-nothing')) : html`<div class="tw" tabindex="0" role="group" aria-label="${say('place-packets')}"><table><thead><tr><th scope="col">${say('column-name')}</th><th scope="col">${say('dispatch-to')}</th><th scope="col">${say('packet-life')}</th></tr></thead><tbody>${rows}</tbody></table></div>`)}`,
  }
}

async function showPackets({ context, say }: Visit, fault: string | null): Promise<Answer> {
  const all = await listPackets(context, { limit: rowsShown })
  const rows = all.map(({ packet, record, recipient, status, carrier, issued, expires, replies, answered }) => {
    const life = [
      say('packet-made', {
        day: say.short(issued),
        way: say.has(`packet-by-${carrier}`) ? say(`packet-by-${carrier}`) : carrier,
      }),
      answered === null
        ? say('packet-until', { day: say.short(expires) })
        : say('packet-came-back', { day: say.short(answered), count: say.number(replies ?? 0) }),
    ].join(' ')
    const isOpen = status === 'open' || status === 'answered'
    return html`<tr data-row><th scope="row">${value(record, 120)}<span class="sub mono">${packet}</span></th><td>${value(recipient, 80)}</td><td>${chip(say(`packet-is-${status}`), tones[status] ?? '')}<span class="sub">${life}</span></td><td class="num">${isOpen ? postButton('/packets', say('packet-revoke'), { packet }, { isSmall: true, tone: 'bad' }) : null}</td></tr>`
  })
  return {
    kind: 'page',
    title: say('place-packets'),
    live: liveRows('show', all, ({ packet }) => packet),
    status: fault === null ? 200 : 422,
    body: html`${fault === null ? null : notice('bad', 'warn', html`<p class="strong">${fault}</p>`)}${head(say('place-packets'), say('packets-how'), linkButton('/letters', say('place-letters'), { picture: 'letter' }), linkButton('/dispatch', say('place-dispatch'), { picture: 'send', tone: 'primary' }))}
${panel(
  { id: 'packets', title: say('place-packets') },
  rows.length === 0
    ? nothing(say('packets-nothing'))
    : html`<div class="tw" tabindex="0" role="group" aria-label="${say('place-packets')}"><table><thead><tr><th scope="col">${say('column-name')}</th><th scope="col">${say('dispatch-to')}</th><th scope="col">${say('packet-life')}</th><th scope="col"><span class="vh">${say('packet-revoke')}</span></th></tr></thead><tbody>${rows}</tbody></table></div>`,
)}`,
  }
}
