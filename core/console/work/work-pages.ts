// The page of long work: how far it is, then what became of it. With script it is told by the server; without, the page is loaded again.

import { PassThrough } from 'node:stream'
import { html, raw } from '../page/html.ts'
import { type Answer, go, type Page, type Visit } from '../page/page.ts'
import { head, notice, panel, postButton } from '../page/parts.ts'
import { refusedPage } from '../page/problem-page.ts'
import { countText, progressBar, workName } from './work-panel.ts'
import type { WorkRow } from './works.ts'

const againSeconds = 3
const lookMs = 1_000
/** The session is asked for again after so many looks. */
const looksOfSession = 15
const mostStreams = 100

const numberOf = ({ params }: Visit) => (/^\d{1,15}$/.test(params.work ?? '') ? Number(params.work) : null)

async function readWork(visit: Visit): Promise<WorkRow | null> {
  const number = numberOf(visit)
  if (number === null) return null
  const [row = null] = await visit.works.list(visit.visitor.staff, number)
  return row
}

const notThere = ({ say }: Visit): Answer => ({
  kind: 'page',
  title: say('not-there'),
  status: 404,
  body: refusedPage(say, 'not-there-how'),
})

async function show(visit: Visit): Promise<Answer> {
  const { say, works, visitor } = visit
  const row = await readWork(visit)
  if (row === null) return notThere(visit)
  if (row.state === 'running') return showRunning(visit, row)
  await works.see(visitor.staff, row.work)
  const { answer } = row
  const isDone = row.state === 'done'
  if (answer !== null && 'to' in answer && isDone) return go(answer.to)
  const said = isDone
    ? null
    : notice(
        row.state === 'failed' ? 'bad' : 'held',
        'warn',
        html`<p class="strong">${say(`work-is-${row.state}`)}</p><p>${say(`work-kept-${row.kind}`)} ${countText(say, row)}</p>${answer !== null && 'to' in answer ? html`<p><a href="${answer.to}">${say('work-result')}</a></p>` : null}`,
      )
  if (answer === null || 'to' in answer)
    return {
      kind: 'page',
      title: workName(say, row),
      body: html`${said}${head(workName(say, row), say(`work-is-${row.state}`))}${isDone ? html`<p>${countText(say, row)} ${say('work-forgotten')}</p>` : null}`,
    }
  return {
    kind: 'page',
    title: answer.title,
    status: answer.status,
    ...(answer.place === null ? {} : { place: answer.place }),
    body: html`${said}${raw(answer.html)}`,
  }
}

function showRunning({ say }: Visit, row: WorkRow): Answer {
  const stop = row.stop
    ? html`<p class="soft">${say('work-stopping')}</p>`
    : postButton(`/work/${row.work}`, say('work-stop'), { do: 'stop' }, { picture: 'x' })
  return {
    kind: 'page',
    title: workName(say, row),
    refresh: againSeconds,
    body: html`${head(workName(say, row), say('work-how'))}${panel(
      { id: 'work', title: say('work-is-running') },
      html`<div class="pad stack-s working" data-work="/live/work/${row.work}">${progressBar(say, row)}<p class="faint small">${say('work-begun')} ${say.moment(row.begun)}</p>${stop}</div>`,
    )}<p><a href="/work/${row.work}">${say('work-again')}</a></p>`,
  }
}

async function post(visit: Visit): Promise<Answer> {
  const number = numberOf(visit)
  const isMine = number !== null && (await readWork(visit)) !== null
  if (!isMine) return notThere(visit)
  if (visit.form.get('do') === 'stop') await visit.works.stop(visit.visitor.staff, number)
  return go(`/work/${number}`)
}

let streams = 0

/** Tells how far it is each second, until it is over. */
async function follow(visit: Visit): Promise<Answer> {
  const first = await readWork(visit)
  if (first === null) return notThere(visit)
  const out = new PassThrough()
  if (streams >= mostStreams) return { kind: 'file', type: 'text/event-stream', body: 'retry: 60000\n\n' }
  streams++
  void tellOf(visit, out).finally(() => {
    streams--
    out.end()
  })
  return { kind: 'file', type: 'text/event-stream', body: out }
}

async function tellOf(visit: Visit, out: PassThrough): Promise<void> {
  const { say, gone } = visit
  const tell = (event: string, data: unknown) => out.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  out.write('retry: 2000\n\n')
  for (let looks = 1; !gone.aborted && !visit.works.closed.aborted; looks++) {
    const row = await readWork(visit).catch(() => undefined)
    if (row === null || (looks % looksOfSession === 0 && !(await visit.isGoingOn().catch(() => true)))) return
    if (row !== undefined) {
      tell('progress', { count: row.count, all: row.total, text: countText(say, row) })
      if (row.state !== 'running') {
        tell('over', null)
        return
      }
    }
    await new Promise(resolve => setTimeout(resolve, lookMs).unref())
  }
}

export const workPages: readonly Page[] = [
  { path: '/work/:work', place: 'today', get: show, post },
  { path: '/live/work/:work', get: follow },
]
