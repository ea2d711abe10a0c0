// One type or table with its own fields, and one such field: it gets another name, type or rights, or is dropped while nothing uses it. Each
// change is tried and shown before it is made.

import type { Problem } from '@satchel/protocol/problem'
import { ownHolders } from '../../../db/calls/own.ts'
import { dropOwn, giveRights, ownList, renameOwn, retypeOwn } from '../../../own/change-own.ts'
import { address, type Html, html, part } from '../../page/html.ts'
import type { Answer, Page, Visit } from '../../page/page.ts'
import { button, head, linkButton, nothing, panel } from '../../page/parts.ts'
import { type Form, noForm } from '../../server/form.ts'
import { onceField } from '../../work/start-work.ts'
import { faultLines } from './fault-lines.ts'
import { fieldTable, type OwnRow, typeText } from './own-list.ts'
import { choiceIn, fieldControls, isAdmin, notThere, textIn, typeName } from './own-parts.ts'
import { type Act, tryOrMake } from './preview.ts'
import { patterns, readField, readOffered } from './read-own.ts'

interface Found {
  /** A type or table, of one's own or of the program. */
  readonly holder: { readonly word: string; readonly label: string; readonly source: string; readonly part: string }
  /** Its row in the list, where it is one's own. */
  readonly own: OwnRow | null
  readonly fields: readonly OwnRow[]
}

interface State {
  readonly form: Form
  readonly problem: Problem | null
}
const nothingSaid: State = { form: noForm, problem: null }

async function find({ context, params }: Visit): Promise<Found | null> {
  const name = params.name ?? ''
  const holders = await context.asStaff(database => database.run(ownHolders, {}))
  const holder = holders.find(({ word }) => word === name)
  if (holder === undefined) return null
  const { own } = await ownList(context, {})
  return {
    holder: { ...holder, label: holder.label ?? holder.word },
    own: own.find(row => row.what !== 'field' && row.name === name) ?? null,
    fields: own.filter(row => row.what === 'field' && row.of === name),
  }
}

/** One act of the page, in a form of its own, with its fault. */
function actPanel({ say }: Visit, path: string, act: string, { form, problem }: State, controls: Html): Html {
  const fault = problem === null || form.get('act') !== act ? null : faultLines(say, problem)
  return panel(
    { id: act, title: say(`own-${act}`) },
    html`<form class="pad stack-s" method="post" action="${path}">${fault}<p class="soft">${say(`own-${act}-how`)}</p><input type="hidden" name="act" value="${act}">${onceField()}${controls}<div class="flex">${button(say('own-preview'), { name: 'do', value: 'try', picture: 'eye' })}</div></form>`,
  )
}

/** The typed words of an act; else those that are there. */
const typedOf =
  ({ form }: State, act: string) =>
  (name: string, otherwise: string): string =>
    form.get('act') === act ? form.get(name) : otherwise

function renamePanel(visit: Visit, path: string, state: State, word: string, label: string, most: number): Html {
  const { say } = visit
  const typed = typedOf(state, 'rename')
  return actPanel(
    visit,
    path,
    'rename',
    state,
    html`<div class="grid-f">${textIn({ name: 'word', label: say('own-name'), value: typed('word', word), most, isRequired: true })}${textIn({ name: 'label', label: say('own-label'), value: typed('label', label), most: 100, isRequired: true })}</div>`,
  )
}

const status = ({ problem }: State) => (problem === null ? {} : { status: 422 })

async function shownHolder(visit: Visit, state: State): Promise<Answer> {
  const found = await find(visit)
  if (found === null) return notThere(visit)
  const { say } = visit
  const { holder, own, fields } = found
  const path = `/own/of/${part(holder.word)}`
  const rights = typedOf(state, 'rights')('rights', own?.rights ?? 'record')
  const changes =
    own === null
      ? null
      : html`${renamePanel(visit, path, state, own.name, own.label ?? '', 20)}${actPanel(visit, path, 'rights', state, choiceIn({ name: 'rights', label: say('own-rights'), value: rights, options: patterns.map(each => [each, say(`own-rights-${each}`)] as const) }))}${actPanel(visit, path, 'drop', state, html``)}`
  const isType = holder.part === 'subtype'
  const places = [
    ...(isType ? [linkButton(`/list/${part(holder.source)}`, say('own-see-list'), { picture: 'sheet' })] : []),
    ...(isType ? [linkButton(`/add/${part(holder.source)}`, say('new'), { picture: 'plus' })] : []),
    linkButton('/own', say('own-back'), { picture: 'back' }),
  ]
  const more = linkButton(address('/own/new/field', { of: holder.word }), say('own-new-field'), { isSmall: true })
  const about =
    own === null
      ? say('own-shipped')
      : html`<span class="mono">${own.name}</span> · ${say(`own-rights-${own.rights ?? 'record'}`)} · ${say('own-rows')}: ${say.number(own.n ?? 0)}`
  return {
    kind: 'page',
    title: holder.label,
    place: 'own',
    ...status(state),
    body: html`${head(holder.label, about, ...places)}<div class="stack">${panel({ id: 'fields', title: say('own-fields'), count: say.number(fields.length), more }, fields.length === 0 ? nothing(say('own-fields-none')) : fieldTable(say, fields, true))}${changes}</div>`,
  }
}

async function shownField(visit: Visit, state: State): Promise<Answer> {
  const { context, say, params } = visit
  const found = await find(visit)
  const field = found?.fields.find(({ name }) => name === params.field)
  if (found === null || field === undefined) return notThere(visit)
  const path = `/own/of/${part(found.holder.word)}/${part(field.name)}`
  const label = field.label ?? field.name
  const back = linkButton(`/own/of/${part(found.holder.word)}`, found.holder.label, { picture: 'back' })
  const isRetyped = state.form.get('act') === 'retype'
  // what it is now is where the choice begins
  const list = /^choice of (.+)$/.exec(field.type ?? '')?.[1]
  const current: Readonly<Record<string, string>> = {
    'f0.type': list === undefined ? (field.type ?? '') : 'choice',
    'f0.list': list ?? '',
  }
  const now: Form = { ...noForm, get: name => current[name] ?? '' }
  const offered = await readOffered(context)
  return {
    kind: 'page',
    title: label,
    place: 'own',
    ...status(state),
    body: html`${head(label, html`<span class="mono">${found.holder.word}.${field.name}</span> · ${typeText(say, field)}`, back)}<div class="stack">${renamePanel(visit, path, state, field.name, label, 24)}${actPanel(visit, path, 'retype', state, html`<div class="own-field">${fieldControls(say, offered, isRetyped ? state.form : now, 0, { isNamed: false })}</div>`)}${actPanel(visit, path, 'drop', state, html``)}</div>`,
  }
}

type Change = Pick<Act, 'run' | 'to' | 'done'> & { readonly says: string }

/** The change that the form asks for; null for one that it may not. */
function changeOf({ form, say }: Visit, { holder, own }: Found, field: OwnRow | null): Change | null {
  const act = form.get('act')
  const name = holder.word
  const whole = `/own/of/${part(name)}`
  const of = field === null ? {} : { field: field.name }
  const called = field === null ? (own?.label ?? name) : (field.label ?? field.name)
  // what came with the program has no acts of its own
  if (field === null && own === null) return null
  if (act === 'drop') {
    const to = field === null ? '/own' : whole
    return {
      run: (context, dryRun) => dropOwn(context, { name, ...of, dryRun }),
      to,
      done: 'own-dropped',
      says: called,
    }
  }
  if (act === 'rename') {
    const word = form.get('word').trim()
    const label = form.get('label').trim()
    const said = {
      ...(word === (field?.name ?? name) ? {} : { word }),
      ...(label === called ? {} : { label }),
    }
    const to = field === null ? `/own/of/${part(word)}` : `${whole}/${part(word)}`
    return {
      run: (context, dryRun) => renameOwn(context, { name, ...of, ...said, dryRun }),
      to,
      done: 'own-changed',
      says: `${called} → ${label} (${word})`,
    }
  }
  if (act === 'rights' && field === null) {
    const rights = patterns.find(pattern => pattern === form.get('rights'))
    if (rights === undefined) return null
    return {
      run: (context, dryRun) => giveRights(context, { name, rights, dryRun }),
      to: whole,
      done: 'own-changed',
      says: `${called}: ${say(`own-rights-${rights}`)}`,
    }
  }
  if (act !== 'retype' || field === null) return null
  // it keeps its name and its label
  const wanted = { ...readField(form, 0, name), name: field.name, label: called }
  const { list: asked = '', ...typed } = wanted
  const list =
    wanted.type !== 'choice' ? {} : { list: form.get('f0.list') === '' ? `own-${name}-${field.name}` : asked }
  return {
    run: (context, dryRun) => retypeOwn(context, { name, field: { ...typed, ...list }, dryRun }),
    to: `${whole}/${part(field.name)}`,
    done: 'own-changed',
    says: called,
  }
}

async function post(visit: Visit): Promise<Answer> {
  if (!isAdmin(visit)) return notThere(visit)
  const { context, form, say, params } = visit
  const found = await find(visit)
  const field =
    params.field === undefined ? null : (found?.fields.find(({ name }) => name === params.field) ?? undefined)
  if (found === null || field === undefined) return notThere(visit)
  const shown = (state: State) => (field === null ? shownHolder(visit, state) : shownField(visit, state))
  const change = changeOf(visit, found, field)
  if (change === null) return notThere(visit)
  if (form.get('do') === 'edit') return shown({ form, problem: null })
  const path = `/own/of/${part(found.holder.word)}${field === null ? '' : `/${part(field.name)}`}`
  const act = form.get('act')
  const type = act === 'retype' ? typeName(say, await readOffered(context), form.get('f0.type')) : null
  const summary = panel(
    { id: 'would', title: say(`own-${act}`) },
    html`<p class="pad" dir="auto">${change.says}${type === null ? null : html` → ${type}`}</p>`,
  )
  return tryOrMake(visit, {
    ...change,
    path,
    title: `${say(`own-${act}`)}: ${field === null ? found.holder.label : (field.label ?? field.name)}`,
    summary,
    ...(act === 'drop' ? { tone: 'bad' as const } : {}),
    again: problem => shown({ form, problem }),
    back: path,
  })
}

export const changePages: readonly Page[] = [
  {
    path: '/own/of/:name',
    place: 'own',
    get: async visit => (isAdmin(visit) ? shownHolder(visit, nothingSaid) : notThere(visit)),
    post,
  },
  {
    path: '/own/of/:name/:field',
    place: 'own',
    get: async visit => (isAdmin(visit) ? shownField(visit, nothingSaid) : notThere(visit)),
    post,
  },
]
