// One held change: its slip, how sure it is, the rest of the answer, its files, and the decision.

import type { HeldDetail, HeldRow } from '../../../review/held-page.ts'
import { attribute, type Html, html, part, raw } from '../../page/html.ts'
import { button, chip, icon, linkButton, notice } from '../../page/parts.ts'
import { value } from '../../page/values.ts'
import type { Say } from '../../page/words.ts'
import { evidenceList } from './evidence.ts'
import { addressOf, hidden } from './held-list.ts'
import { plain, reasonWords, slip } from './slip.ts'
import type { Place, Typed } from './typed.ts'

export function changePanel(say: Say, shown: HeldDetail, rows: readonly HeldRow[], place: Place, typed: Typed): Html {
  const at = rows.findIndex(({ change }) => change === shown.change)
  const [before, next] = [at < 0 ? undefined : rows[at - 1], at < 0 ? rows[0] : rows[at + 1]]
  const record = shown.evidence?.record
  const name = record
    ? html`<a href="/records/${part(record)}">${value(shown.record, 120)}</a> <span class="faint mono xs">${record}</span>`
    : value(shown.record, 120)
  const from = { who: shown.sender, when: say.moment(shown.received) }
  return html`<section class="panel change" id="change" aria-labelledby="h-change"><header><h2 id="h-change">${name}: ${value(shown.slot, 120)}</h2><span class="end">${chip(reasonWords(say, shown.reason), 'held')}</span></header>
<div class="pad stack">${slip(
    say,
    {
      title: say('review-saw', { who: shown.sender }),
      shown: shown.saw,
      note: say('review-packet', { packet: shown.packet }),
    },
    { title: say('review-stands'), shown: shown.now, note: '' },
    { title: say('review-wants', { who: shown.sender }), shown: shown.wants, note: say('review-received', from) },
  )}
<div class="cols cols-2"><div><h3>${say('review-evidence')}</h3>${evidenceList(say, shown)}</div>${beside(say, shown)}</div>
${doubles(say, shown)}${files(say, shown)}
${decision(say, shown, next, place, typed)}
${other(say, shown, next, place, typed)}
<p class="flex keys noprint">${before === undefined ? null : linkButton(addressOf(place, before.change), say('review-before'), { key: 'k', tone: 'quiet', isSmall: true })}${next === undefined ? null : linkButton(addressOf(place, next.change), say('review-later'), { key: 'j', tone: 'quiet', isSmall: true })}</p>
</div></section>`
}

function beside(say: Say, { beside: others }: HeldDetail): Html | null {
  if (others.length === 0) return null
  const tone = (outcome: string) =>
    outcome === 'applied' ? 'ok' : outcome === 'held' ? 'held' : outcome === 'refused' ? 'bad' : ''
  return html`<div><h3>${say('review-rest')}</h3><table class="tight"><tbody>${others.map(
    ({ slot, wants, outcome, reason }) =>
      html`<tr><th scope="row">${value(slot, 80)}<span class="sub">${value(plain(wants), 120)}</span></th><td class="num">${chip(say(`outcome-${outcome}`), tone(outcome))}${outcome === 'refused' && reason !== null ? html`<span class="sub">${reasonWords(say, reason)}</span>` : null}</td></tr>`,
  )}</tbody></table></div>`
}

/** A new record is asked for, and one of these may be it. */
function doubles(say: Say, { doubles: found }: HeldDetail): Html | null {
  if (found.length === 0) return null
  return notice(
    'held',
    'dup',
    html`<p class="strong">${say('review-doubles')}</p><ul>${found.map(({ hid, name, why }) => html`<li>${hid === null ? value(name, 120) : html`<a href="/records/${part(hid)}">${value(name, 120)}</a> <span class="mono xs">${hid}</span>`}: ${why}</li>`)}</ul>`,
  )
}

function files(say: Say, { change, files: sent }: HeldDetail): Html | null {
  if (sent.length === 0) return null
  return html`<div><h3>${say('review-files')}</h3><ul class="filelist">${sent.map(
    ({ name, size }, place) =>
      html`<li>${icon('file')}<a href="/review/${change}/files/${place}" download>${value(name, 120)}</a> <span class="faint small">${say('bytes', { count: say.number(size) })}</span></li>`,
  )}</ul></div>`
}

const about = (shown: HeldDetail, next: HeldRow | undefined, { reason, after }: Place): Html =>
  hidden({
    id: shown.id,
    shown: String(shown.change),
    next: next === undefined ? '' : String(next.change),
    reason,
    after: String(after),
  })

const isOther = ({ values }: Typed) => values.size > 0

function decision(say: Say, shown: HeldDetail, next: HeldRow | undefined, place: Place, typed: Typed): Html {
  const why = isOther(typed) || typed.chosen.length > 1 ? '' : typed.why
  return html`<form class="decide stack-s" method="post" action="/review">${about(shown, next, place)}
<div class="f"><label for="why">${say('review-why')}</label><input class="in" id="why" name="why" value="${why}" list="whys" maxlength="500" autocomplete="off"><datalist id="whys">${['passport', 'phone', 'post', 'slip'].map(key => html`<option>${say(`review-why-${key}`)}</option>`)}</datalist><span class="help">${say('review-why-help')}</span></div>
<div class="acts">${button(say('review-accept'), { picture: 'check', key: 'a', tone: 'primary', name: 'decision', value: 'accepted' })}${button(say('review-refuse'), { picture: 'x', key: 'r', name: 'decision', value: 'refused' })}</div></form>`
}

/** Another value in its place: one field, or the fields of a row. */
function other(say: Say, shown: HeldDetail, next: HeldRow | undefined, place: Place, typed: Typed): Html | null {
  const { mendable, isRow, doubt } = shown
  if (mendable.length === 0) return null
  const field = ({ name, label, value: text, choices }: HeldDetail['mendable'][number], nth: number) => {
    const now = typed.values.get(name) ?? text
    const id = `value-${nth}`
    const attributes = html` id="${id}" name="value.${name}"${attribute('aria-invalid', isOther(typed) && typed.fault !== null ? 'true' : null)}`
    const isChoice = choices.length > 0 && (now === '' || choices.some(({ value: choice }) => choice === now))
    const option = ({ value: choice, label: title }: (typeof choices)[number]) =>
      html`<option value="${choice}"${attribute('selected', choice === now)}>${title}</option>`
    const input = isChoice
      ? html`<select class="in"${attributes}><option value=""></option>${choices.map(option)}</select>`
      : now.length > 80 || now.includes('\n')
        ? html`<textarea class="in" rows="5"${attributes}>${raw('\n')}${now}</textarea>`
        : html`<input class="in"${attributes} value="${now}" autocomplete="off">`
    return html`<div class="f"><label for="${id}">${label}</label>${input}</div>`
  }
  return html`<details class="other"${attribute('open', isOther(typed) || doubt !== null)}><summary class="btn" data-key="e">${icon('edit')}${say('review-other')} <kbd>e</kbd></summary>
<form class="stack-s" method="post" action="/review">${about(shown, next, place)}${hidden(isRow ? { row: 'yes' } : {})}
${isOther(typed) && typed.fault !== null ? html`<p class="bad">${typed.fault}</p>` : null}
<div class="grid-f">${mendable.map(field)}</div>
<div class="f"><label for="why-other">${say('review-why')}</label><input class="in" id="why-other" name="why" value="${isOther(typed) ? typed.why : ''}" maxlength="500" autocomplete="off"></div>
<div class="acts">${button(say('review-accept-other'), { picture: 'check', name: 'decision', value: 'other' })}</div></form></details>`
}
