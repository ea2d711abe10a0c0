// How sure a change is: who sent it and how that is known, by which way it came, whether its packet was still open, and what has changed since.

import type { HeldDetail } from '../../../review/held-page.ts'
import { type Html, html, part } from '../../page/html.ts'
import { icon } from '../../page/parts.ts'
import type { Say } from '../../page/words.ts'
import { plain, reasonWords } from './slip.ts'

export function evidenceList(say: Say, shown: HeldDetail): Html {
  const { evidence, doubt, received, saw, now, sender, packet } = shown
  const rows: (readonly [isSure: boolean, text: string, more?: Html | null])[] = []
  if (evidence !== null) {
    const { channel, item } = evidence
    const link = item === null ? null : html` <a href="/items/${part(item)}">${say('review-as-it-came')}</a>`
    if (channel === null) rows.push([true, say('evidence-load', { file: packet })])
    else {
      rows.push([evidence.evidence === 'strong', say(`evidence-${evidence.evidence}`, { who: sender })])
      rows.push([true, say(`evidence-by-${channel}`), link])
      const days = { from: say.short(evidence.issued), to: say.short(evidence.expires) }
      rows.push([
        received <= evidence.expires,
        say(received <= evidence.expires ? 'evidence-open' : 'evidence-late', days),
      ])
    }
  }
  const isSame = plain(saw) === plain(now)
  rows.push([isSame, say(isSame ? 'evidence-unchanged' : 'evidence-changed')])
  if (doubt !== null) rows.push([false, say('evidence-doubt', { reason: reasonWords(say, doubt) })])
  return html`<ul class="ev">${rows.map(([isSure, text, more = null]) => html`<li>${html`<span class="${isSure ? 'faint' : 'heldc'}">${icon(isSure ? 'check' : 'warn')}</span>`}<span>${text}${more}</span></li>`)}</ul>`
}
