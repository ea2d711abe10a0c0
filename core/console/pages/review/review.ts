// Held changes, decided by the office: the list on the left, one change on the right. Each decision carries the stamp of what was shown; where
// that is no longer so, nothing is decided, and the page shows what stands now.

import { Problem } from '@satchel/protocol/problem'
import { readReportFile } from '../../../review/report-files.ts'
import { resolveChanges } from '../../../review/resolve-changes.ts'
import { reviewHeld } from '../../../review/held-page.ts'
import { liveRows } from '../../live/live-rows.ts'
import { address, type Html, html } from '../../page/html.ts'
import { type Answer, done, type Page, type Visit } from '../../page/page.ts'
import { head, linkButton, notice, nothing, panel } from '../../page/parts.ts'
import type { Say } from '../../page/words.ts'
import { changePanel } from './change-panel.ts'
import { heldList } from './held-list.ts'
import { isNumber, type Place, type Typed } from './typed.ts'

const rowsShown = 50

const nothingTyped: Typed = { why: '', values: new Map(), chosen: [], fault: null }

export const reviewPages: readonly Page[] = [
  {
    path: '/review',
    place: 'review',
    get: ({ query, ...visit }) =>
      showReview(
        visit,
        {
          reason: query.get('reason') ?? '',
          after: numberOf(query.get('after')) ?? 0,
          change: numberOf(query.get('change')),
          all: query.has('all'),
        },
        nothingTyped,
      ),
    post: decide,
  },
  { path: '/review/:change/files/:place', place: 'review', get: sendFile },
]

const numberOf = (text: string | null): number | undefined => (isNumber(text) ? Number(text) : undefined)

async function decide(visit: Visit): Promise<Answer> {
  const { form, context, say } = visit
  const chosen = form.all('id')
  const decision = form.get('decision')
  const place: Place = {
    reason: form.get('reason'),
    after: numberOf(form.get('after')) ?? 0,
    change: numberOf(form.get('shown')),
    all: false,
  }
  const fields = form.names().flatMap(name => (name.startsWith('value.') ? [name.slice('value.'.length)] : []))
  const values = new Map(fields.map(name => [name, form.get(`value.${name}`)]))
  const typed = { why: form.get('why'), values, chosen }
  const again = (fault: string) => showReview(visit, place, { ...typed, fault })
  if (chosen.length === 0) return again(say('review-none-chosen'))
  const isRow = form.get('row') !== ''
  const value = [...values].map(([name, text]) => (isRow ? `${name}=${text}` : text))
  const notes: string[] = []
  try {
    await resolveChanges(
      context,
      { changes: [...chosen], decision: decision === 'refused' ? 'refused' : 'accepted', why: typed.why, value },
      { step: () => undefined, note: text => notes.push(text) },
    )
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return again(faultOf(say, error))
  }
  const next = address('/review', {
    reason: place.reason,
    after: place.after === 0 ? '' : String(place.after),
    change: isNumber(form.get('next')) ? form.get('next') : '',
  })
  if (notes.length > 0) return showReview(visit, { ...place, change: numberOf(form.get('next')) }, nothingTyped, notes)
  return done(next, decision === 'refused' ? 'review-refused' : value.length > 0 ? 'review-other' : 'review-accepted')
}

const faultOf = (say: Say, problem: Problem): string => {
  const { code } = problem
  const key = `review-${code.replace('/', '-')}`
  return code !== 'change/value-wrong' && say.has(key) ? say(key) : say.told(problem).sentence
}

async function showReview(
  { context, say }: Pick<Visit, 'context' | 'say'>,
  place: Place,
  typed: Typed,
  notes: readonly string[] = [],
): Promise<Answer> {
  const { reason, after, change } = place
  const read = await reviewHeld(context, {
    after,
    limit: rowsShown,
    language: say.language,
    reason,
    ...(change === undefined ? {} : { change }),
  })
  const total = read.reasons.reduce((sum, { count }) => sum + count, 0)
  const refused = linkButton('/review/refused', say('review-refused-link'), { picture: 'x' })
  const isGone = change !== undefined && read.shown === null
  const fault =
    typed.fault === null
      ? null
      : notice('bad', 'warn', html`<p class="strong">${typed.fault}</p><p>${say('review-nothing-decided')}</p>`)
  const shown = read.shown ?? null
  const title = say('review-title', { count: say.number(total) })
  return {
    kind: 'page',
    title,
    live: liveRows('show', [read], () => 'held'),
    status: typed.fault === null ? 200 : 422,
    body: html`<span hidden data-undo="${say('review-undo-how')}"></span>${fault}${notes.map(note => notice('held', 'warn', html`<p>${note}</p>`))}${head(title, say('review-how'), refused)}
${isGone && fault === null ? notice('held', 'review', html`<p>${say('review-change-not-held')}</p>`) : null}
${total === 0 ? nothingHeld(say) : html`<div class="cols cols-list review">${heldList(say, read, place, typed, context.now())}${shown === null ? null : changePanel(say, shown, read.rows, place, typed)}</div>`}`,
  }
}

const nothingHeld = (say: Say): Html => panel({ id: 'held', title: say('review-held') }, nothing(say('review-nothing')))

async function sendFile({ context, params }: Visit): Promise<Answer> {
  const [change, place] = [params.change ?? '', params.place ?? '']
  if (!isNumber(change) || !isNumber(place)) return { kind: 'go', to: '/review' }
  const { name, type, bytes } = await readReportFile(context, { change: Number(change), place: Number(place) })
  return { kind: 'file', name, type: savedType(type), body: bytes }
}

/** What a browser should do with a saved file is for the file to say, and not for a stranger. */
const savedType = (type: string): string =>
  /^image\/(png|jpeg|webp|gif)$/.test(type) ? type : 'application/octet-stream'
