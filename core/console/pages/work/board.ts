// A board for every process: who is in which stage, for how long, and who is stuck. Cards move by a choice and a button, and by keys with
// script. Where the database refuses a move, its sentence is shown, and the card stays.

import { Problem } from '@satchel/protocol/problem'
import type { z } from 'zod'
import { boardCards, boardColumns, listProcesses } from '../../../db/calls/processes.ts'
import { listStaff } from '../../../db/calls/staff.ts'
import { enterStage } from '../../../processes/enter-stage.ts'
import { namedRecord } from '../../../records/read/named-record.ts'
import { problem } from '../../../problems/problems.ts'
import { liveRows } from '../../live/live-rows.ts'
import { address, attribute, type Html, html, part } from '../../page/html.ts'
import { type Answer, done, go, type Page, type Visit } from '../../page/page.ts'
import { button, head, linkButton, notice, nothing } from '../../page/parts.ts'
import { field } from '../../page/places.ts'
import type { Say } from '../../page/words.ts'
import { boardOf } from './board-cards.ts'

const cardsShown = 15
const mostCounted = 1000

/** Nothing of a move is lost: what was chosen, and what the database said of each. */
interface Said {
  readonly faults: readonly string[]
  readonly chosen: readonly string[]
  readonly add: string
}
const nothingSaid: Said = { faults: [], chosen: [], add: '' }

const whose = ({ query }: Visit) => ({ staff: query.get('owner') ?? '', stuck: query.get('stuck') === 'yes' })

function boardAddress(visit: Visit): string {
  const { staff, stuck } = whose(visit)
  return address(`/board/${part(visit.params.process ?? '')}`, { owner: staff, stuck: stuck ? 'yes' : '' })
}

type Columns = readonly z.infer<typeof boardColumns.row>[]

async function readBoard(visit: Visit) {
  const { context, visitor, params } = visit
  const { staff, stuck } = whose(visit)
  const process = params.process ?? ''
  return context.asStaff(async database => {
    const columns = await database.run(boardColumns, { process, staff, most: mostCounted })
    if (columns.length === 0) throw problem('process/not-known', `There is no process "${process}".`)
    const colleagues = field.includes(visitor.role) && visitor.role !== 'sales' ? await database.run(listStaff, {}) : []
    const all = await database.run(listProcesses, {})
    return {
      columns,
      cards: await database.run(boardCards, { process, staff, stuck, limit: cardsShown }),
      staff: colleagues.filter(({ active }) => active),
      processes: [...new Set(all.map(one => one.process))],
    }
  })
}

async function shown(visit: Visit, said: Said): Promise<Answer> {
  const { say } = visit
  const read = await readBoard(visit)
  const title = read.columns[0]?.process ?? ''
  const open = read.columns.filter(({ outcome }) => outcome === null)
  const sum = (of: 'records' | 'stuck') => open.reduce((total, column) => total + column[of], 0)
  const isCut = open.some(({ records }) => records > mostCounted)
  const sentence = say(isCut ? 'board-many' : 'board-sum', {
    records: say.number(sum('records')),
    stuck: say.number(sum('stuck')),
  })
  return {
    kind: 'page',
    title,
    live: liveRows('show', [...read.cards, { entity: 'columns', columns: read.columns }], ({ entity }) => entity),
    ...(said.faults.length === 0 ? {} : { status: 422 }),
    body: html`${head(title, sentence, processChoice(visit, read.processes))}
${filters(visit, read.staff)}
<form id="board" method="post" action="${boardAddress(visit)}" data-part="#board">${said.faults.length === 0 ? null : notice('bad', 'warn', html`${said.faults.map(fault => html`<p>${fault}</p>`)}`)}
${moveBar(visit, read.columns, said)}${undoPart(visit)}
${boardOf({ say, columns: read.columns, cards: read.cards, chosen: said.chosen, most: mostCounted, owner: whose(visit).staff })}</form>
${addForm(visit, read.columns, said)}
<p class="keys noprint"><span><kbd>j</kbd> <kbd>k</kbd> ${say('key-rows')}</span><span><kbd>←</kbd> <kbd>→</kbd> ${say('board-key-choose')}</span><span><kbd>Shift</kbd> <kbd>←</kbd> <kbd>→</kbd> ${say('board-key-move')}</span><span><kbd>m</kbd> ${say('board-key-stage')}</span><span><kbd>l</kbd> ${say('board-to-list')}</span></p>`,
  }
}

function processChoice({ say, params }: Visit, processes: readonly string[]): Html | null {
  if (processes.length < 2) return null
  return html`<form class="flex" action="/board"><label class="vh" for="bp">${say('board-process')}</label><select class="in in-auto" id="bp" name="process">${processes.map(process => html`<option${attribute('selected', process === params.process)}>${process}</option>`)}</select>${button(say('board-open'))}</form>`
}

function filters(visit: Visit, staff: readonly { readonly hid: string; readonly name: string }[]): Html {
  const { say, params } = visit
  const { staff: owner, stuck } = whose(visit)
  return html`<form class="flex filterbar noprint" action="/board/${part(params.process ?? '')}">${staff.length === 0 ? null : html`<label for="bo">${say('facet-owner')}</label><select class="in in-auto" id="bo" name="owner" data-key="f"><option value="">${say('list-anybody')}</option>${staff.map(({ hid, name }) => html`<option value="${hid}"${attribute('selected', hid === owner)}>${name}</option>`)}</select>`}
<label class="check"><input type="checkbox" name="stuck" value="yes"${attribute('checked', stuck)}> ${say('board-only-stuck')}</label>${button(say('list-narrow'))}</form>`
}

function moveBar({ say }: Visit, columns: Columns, { chosen }: Said): Html {
  return html`<fieldset class="panel bulk noprint"><legend class="vh">${say('board-with')}</legend><div class="flex"><label for="bm">${say('board-with')}</label><select class="in in-auto" id="bm" name="to" data-key="m"><option value=""></option>${columns.map(({ stage, name }) => html`<option value="${stage}">${name}</option>`)}</select><kbd>m</kbd>${button(say('board-move'), { name: 'do', value: 'move', picture: 'move', ...(chosen.length > 0 ? { tone: 'primary' as const } : {}) })}</div></fieldset>`
}

function addForm(visit: Visit, columns: Columns, { add }: Said): Html {
  const { say } = visit
  const first = columns.find(({ outcome }) => outcome === null)
  return html`<form class="flex noprint board-add" method="post" action="${boardAddress(visit)}"><input type="hidden" name="to" value="${first?.stage ?? ''}"><label for="ba">${say('board-add-who')}</label><input class="in in-auto" id="ba" name="add" data-refers="" value="${add}" maxlength="200" required>${button(say('board-add', { stage: first?.name ?? '' }), { name: 'do', value: 'add', picture: 'plus' })}</form>`
}

async function post(visit: Visit): Promise<Answer> {
  const { form, say } = visit
  if (form.get('do') === 'back') return takenBack(visit)
  // a card's own button says itself where it goes: "P12/contacted farmer-exchange"
  const [card = '', target = ''] = form.get('step').split(' ')
  const isStep = card !== ''
  const to = isStep ? target : form.get('to')
  const isAdd = !isStep && form.get('do') === 'add'
  const chosen = isStep ? [card] : isAdd ? [] : [...new Set(form.all('card'))]
  const add = form.get('add').trim()
  if (to === '') return shown(visit, { faults: [say('board-which-stage')], chosen, add })
  if (!isAdd && chosen.length === 0) return shown(visit, { faults: [say('board-choose-some')], chosen, add })
  const left: string[] = []
  const faults: string[] = []
  for (const one of isAdd ? [add] : chosen) {
    const fault = isAdd ? await added(visit, one, to) : await moved(visit, one, to)
    if (fault === null) continue
    faults.push(fault)
    left.push(one)
  }
  if (faults.length > 0) return shown(visit, { faults, chosen: left, add })
  const back = isAdd
    ? []
    : chosen
        .slice(0, mostBack)
        .map(one => `${one.slice(0, one.lastIndexOf('/'))}/${to} ${one.slice(one.lastIndexOf('/') + 1)}`)
  const here = boardAddress(visit)
  const way = address('', { back }).slice(1)
  return done(
    way === '' ? here : `${here}${here.includes('?') ? '&' : '?'}${way}`,
    isAdd ? 'board-added' : 'board-moved',
  )
}

/** So many cards are taken back together: more than a screen of them is a move of its own. */
const mostBack = 20

/** After a move, the way back: each card to the stage that it came from, unless somebody has moved it since. */
function undoPart({ say, query }: Visit): Html | null {
  const back = query.getAll('back').slice(0, mostBack)
  if (query.get('done') !== 'board-moved' || back.length === 0) return null
  return html`<p class="noprint">${back.map(step => html`<input type="hidden" name="back" value="${step}">`)}<button class="btn btn-s" name="do" value="back" data-undo="">${say('board-undo')} <kbd>Ctrl Z</kbd></button></p>`
}

async function takenBack(visit: Visit): Promise<Answer> {
  const faults: string[] = []
  for (const step of visit.form.all('back').slice(0, mostBack)) {
    const [card = '', target = ''] = step.split(' ')
    const fault = await moved(visit, card, target)
    if (fault !== null) faults.push(fault)
  }
  return faults.length > 0 ? shown(visit, { ...nothingSaid, faults }) : done(boardAddress(visit), 'board-back')
}

/** @returns what the database said, or null. */
async function moved({ context, say }: Visit, card: string, to: string): Promise<string | null> {
  const at = card.lastIndexOf('/')
  const [record, was] = [card.slice(0, at), card.slice(at + 1)]
  if (was === to) return say('board-there', { record })
  return refusal(say, record, enterStage(context, { stage: to, records: [record], was }))
}

async function added({ context, say }: Visit, key: string, to: string): Promise<string | null> {
  const record = context.asStaff(database => namedRecord(database, key))
  return refusal(
    say,
    key,
    record.then(({ hid }) => enterStage(context, { stage: to, records: [hid] })),
  )
}

async function refusal(say: Say, record: string, work: Promise<unknown>): Promise<string | null> {
  try {
    await work
    return null
  } catch (error) {
    if (error instanceof Problem) return `${record}: ${say.told(error).sentence}`
    throw error
  }
}

export const boardPages: readonly Page[] = [
  {
    path: '/board',
    place: 'board',
    async get({ context, query, say }) {
      const all = await context.asStaff(database => database.run(listProcesses, {}))
      const asked = query.get('process') ?? ''
      const process = asked === '' ? all[0]?.process : asked
      if (process !== undefined) return go(`/board/${part(process)}`)
      return {
        kind: 'page',
        title: say('place-board'),
        body: html`${head(say('place-board'), null, linkButton('/processes', say('board-processes')))}${nothing(say('board-none'))}`,
      }
    },
  },
  { path: '/board/:process', place: 'board', get: visit => shown(visit, nothingSaid), post },
]
