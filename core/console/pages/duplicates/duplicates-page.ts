// Duplicates: pairs that may be one person, likeliest first; what one decides about them, and merges that can be undone.

import { Problem } from '@satchel/protocol/problem'
import { markDifferent } from '../../../duplicates/decide-duplicates.ts'
import { findDuplicates } from '../../../duplicates/find-duplicates.ts'
import { mergeRecords, undoMerge } from '../../../duplicates/merge-records.ts'
import { fileProblem } from '../../../problems/file-problem.ts'
import { type Html, html, part } from '../../page/html.ts'
import { type Answer, done, go, type Page, type Visit } from '../../page/page.ts'
import { chip, head, nothing, notice, panel, postButton } from '../../page/parts.ts'
import type { Say } from '../../page/words.ts'
import { onceOf, onceValue, startWork } from '../../work/start-work.ts'
import { sentencesOf } from '../record/folder-state.ts'
import { comparePanel, scoreOf, seenOf } from './compare-panel.ts'
import { type Duplicates, type Merge, readDuplicates, type Wanted } from './read-pairs.ts'

/** Pairs from this score on are worth a look, as in `satchel duplicate find`. */
const leastScore = 0.5

export const duplicatesPage: Page = {
  path: '/duplicates',
  place: 'duplicates',
  get: visit =>
    answer(
      visit,
      wantedOf(name => visit.query.get(name) ?? ''),
    ),
  async post(visit) {
    try {
      return await decide(visit)
    } catch (error) {
      return refused(visit, error)
    }
  },
}

/** What was refused, above what was shown. */
function refused(visit: Visit, error: unknown): Promise<Answer> {
  const known = fileProblem(error)
  if (!(known instanceof Problem) || known.code === 'database/no-right') throw error
  return again(visit, notice('bad', 'warn', html`<p>${sentencesOf(visit.say, known)} ${visit.say('dup-refused')}</p>`))
}

async function decide(visit: Visit): Promise<Answer> {
  const { context, form } = visit
  const number = (name: string) => Number(form.get(name)) || 0
  if (form.get('do') === 'find') {
    const order = { kind: 'duplicates', about: null, key: onceOf('duplicates', form) }
    return startWork(visit, order, async (working, progress) => {
      await findDuplicates(working, { least: leastScore, all: false }, progress)
      return done('/duplicates', 'dup-found')
    })
  }
  if (form.get('do') === 'undo') {
    const { undone, kept } = await undoMerge(context, { merge: number('merge') })
    return go(`/duplicates?undone=${undone}&left=${kept}`)
  }
  if (form.get('do') === 'different') {
    await markDifferent(context, { pairs: [number('pair')] })
    return done('/duplicates', 'dup-different')
  }
  return merge(visit)
}

async function merge(visit: Visit): Promise<Answer> {
  const { context, form, say } = visit
  const dryRun = form.get('do') === 'try'
  const { compared } = await readDuplicates(
    context,
    say,
    wantedOf(name => form.get(name)),
  )
  // two people decide at once: what was not shown is not merged
  if (compared === null || seenOf(compared) !== form.get('seen'))
    return again(visit, notice('held', 'warn', html`<p>${say('dup-changed')}</p>`))
  const order = { kept: compared.kept.head.hid, lost: compared.lost.head.hid, take: takenOf(visit) }
  if (!dryRun) {
    const about = `${order.lost} → ${order.kept}`
    return startWork(visit, { kind: 'merge', about, key: onceOf('merge', form) }, async working => {
      try {
        await mergeRecords(working, { ...order, dryRun })
        return done('/duplicates', 'dup-merged')
      } catch (error) {
        return refused(visit, error)
      }
    })
  }
  const { moved } = await mergeRecords(context, { ...order, dryRun })
  const rows = Object.entries(moved).map(([table, count]) => `${say.number(count)} ${table.replaceAll('_', ' ')}`)
  const sentence = rows.length === 0 ? say('dup-moves-none') : say('dup-moves', { rows: rows.join(', ') })
  return again(visit, notice('', 'eye', html`<p>${sentence}</p>`), 200)
}

/** Fields whose value of the record that goes was chosen. */
const takenOf = ({ form }: Visit): string[] =>
  form
    .names()
    .filter(name => name.startsWith('take.') && form.get(name) === 'lost')
    .map(name => name.slice('take.'.length))

const wantedOf = (get: (name: string) => string): Wanted => ({ pair: Number(get('pair')) || 0, kept: get('kept') })

/** The same pair again, with what was chosen. */
const again = (visit: Visit, said: Html, status = 422): Promise<Answer> =>
  answer(
    visit,
    wantedOf(name => visit.form.get(name)),
    said,
    status,
  )

async function answer(visit: Visit, wanted: Wanted, said: Html | null = null, status = 200): Promise<Answer> {
  const { context, say } = visit
  const read = await readDuplicates(context, say, wanted)
  const sentence = read.pairs.length === 0 ? say('dup-none') : say('dup-how')
  const find = postButton('/duplicates', say('dup-find'), { do: 'find', ...onceValue() }, { picture: 'dup' })
  return {
    kind: 'page',
    title: say('place-duplicates'),
    status,
    body: html`${undoneNotice(visit)}${head(titleOf(say, read), sentence, find)}
<div class="cols cols-list"><div class="stack">${pairsPanel(say, read)}${mergesPanel(say, read.merges)}</div>
<div class="stack">${read.compared === null ? said : comparePanel(say, read.compared, new Set(takenOf(visit)), said)}</div></div>`,
  }
}

const titleOf = (say: Say, { pairs, hasMore }: Duplicates): string =>
  say(hasMore ? 'dup-many' : 'dup-title', { count: say.number(pairs.length) })

function undoneNotice({ query, say }: Visit): Html | null {
  const [undone, left] = [Number(query.get('undone') ?? Number.NaN), Number(query.get('left') ?? Number.NaN)]
  if (!Number.isSafeInteger(undone) || !Number.isSafeInteger(left)) return null
  return notice(
    'ok',
    'check',
    html`<p>${say('dup-undone', { undone: say.number(undone), left: say.number(left) })}</p>`,
  )
}

function pairsPanel(say: Say, { pairs, compared }: Duplicates): Html {
  const row = (pair: Duplicates['pairs'][number]) => {
    const isShown = pair.pair === compared?.pair.pair
    return html`<li data-row${isShown ? html` class="at"` : null}><a href="/duplicates?pair=${pair.pair}#pair"${isShown ? html` aria-current="true"` : null}><span class="flex"><b class="grow"><span dir="auto">${pair.left_name}</span> <span class="faint mono xs">${pair.left}</span></b><span class="score"><span class="vh">${say('dup-score')} </span>${scoreOf(say, pair.score)}</span></span><span class="small"><span dir="auto">${pair.right_name}</span> <span class="mono xs">${pair.right}</span> · ${pair.reason}</span></a></li>`
  }
  return panel(
    { id: 'pairs', title: say('dup-pairs'), count: say.number(pairs.length) },
    pairs.length === 0 ? nothing(say('dup-none')) : html`<ul class="pairs">${pairs.map(row)}</ul>`,
  )
}

function mergesPanel(say: Say, merges: readonly Merge[]): Html {
  const first = merges.find(({ undone }) => undone === null)
  const row = (merge: Merge) => {
    const undo = postButton(
      '/duplicates',
      say('dup-undo'),
      { do: 'undo', merge: String(merge.merge) },
      { picture: 'back', isSmall: true, ...(merge === first ? { key: 'u' } : {}) },
    )
    return html`<tr><td><a href="/records/${part(merge.kept ?? '')}"><span dir="auto">${merge.kept_name}</span></a> <span class="faint mono xs">${merge.kept}</span><span class="sub">${say('dup-took', { other: merge.lost ?? merge.lost_name, by: merge.by, when: say.moment(merge.at) })}</span></td><td class="num">${merge.undone === null ? undo : chip(say('dup-two-again'))}</td></tr>`
  }
  return panel(
    { id: 'merges', title: say('dup-merges') },
    merges.length === 0
      ? nothing(say('dup-merges-none'))
      : html`<table class="tight"><thead class="vh"><tr><th scope="col">${say('dup-merges')}</th><th scope="col">${say('dup-undo')}</th></tr></thead><tbody>${merges.map(row)}</tbody></table>`,
  )
}
