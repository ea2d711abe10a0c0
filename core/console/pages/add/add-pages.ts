// A new record of any type: first its type, then what is known of it. Somebody who may be there already is shown before a second one is
// made, and what was typed stays whatever is wrong with it.

import { Problem } from '@satchel/protocol/problem'
import { fileProblem } from '../../../problems/file-problem.ts'
import { addRecord } from '../../../records/add-record.ts'
import type { SaidField } from '../../../records/read/said-fields.ts'
import { address, html, part } from '../../page/html.ts'
import { type Answer, done, type Page, type Visit } from '../../page/page.ts'
import { head, nothing, panel } from '../../page/parts.ts'
import { typeIcon } from '../find.ts'
import { filesIn, typedOf } from '../record/save-fields.ts'
import { addForm, type AddState, controlOf } from './add-form.ts'
import { type AddForm, addTypes, readAddForm } from './read-add.ts'

/** What the address gives: `name` is split for people, and other parameters are names of fields. */
function given({ query }: Visit, { fields }: AddForm): (control: string) => string {
  const values = new Map<string, string>(
    fields.flatMap(field => {
      const value = query.get(field.name)
      return value === null ? [] : [[controlOf(field), value] as const]
    }),
  )
  const words = (query.get('name') ?? '').trim().split(/\s+/)
  if (words[0] !== '' && fields.some(({ name }) => name === 'given-name')) {
    values.set('f.given-name', words.length === 1 ? (words[0] ?? '') : words.slice(0, -1).join(' '))
    if (words.length > 1) values.set('f.family-name', words.at(-1) ?? '')
  }
  values.set('under', query.get('under') ?? '')
  return control => values.get(control) ?? ''
}

function shownForm(visit: Visit, form: AddForm, state: AddState, status = 200): Answer {
  const title = visit.say('add-type', { type: form.type.label })
  return { kind: 'page', title, status, body: html`${head(title, null)}${addForm(form, state)}` }
}

/** What was typed, field by field; what is empty is not said. */
const saidOf = ({ form }: Visit): readonly SaidField[] =>
  form.names().flatMap(control => {
    const value = form.get(control)
    if (!control.startsWith('f.') || value.trim() === '') return []
    return [{ name: control.slice(2), how: '=' as const, value }]
  })

async function add(visit: Visit): Promise<Answer> {
  const { context, form, params, say } = visit
  const made = await readAddForm(context, say, params.type ?? '')
  const optional = (name: string) => (form.get(name).trim() === '' ? {} : { [name]: form.get(name).trim() })
  try {
    const { record, fields } = await addRecord(context, {
      type: made.type.type,
      set: [...saidOf(visit), ...filesIn(form).map(({ said }) => said)],
      ...optional('under'),
      ...(made.mayChooseOwner ? optional('owner') : {}),
      anyway: form.get('anyway') === '1',
    })
    const isHeld = fields.some(({ outcome }) => outcome === 'held' || outcome === 'refused')
    const to = form.get('another') === '1' ? `/add/${part(made.type.type)}` : `/records/${part(record)}`
    return done(to, isHeld ? 'added-held' : 'added')
  } catch (error) {
    const known = fileProblem(error)
    if (!(known instanceof Problem)) throw error
    const values = typedOf(visit)
    const typed = (control: string) => values.get(control) ?? ''
    // the last hint is for a terminal
    const isThere = known.code === 'record/there'
    const state = isThere ? { typed, doubles: known.hints.slice(0, -1) } : { typed, doubles: [], problem: known }
    return shownForm(visit, made, state, isThere ? 409 : 422)
  }
}

export const addPages: readonly Page[] = [
  {
    path: '/add',
    async get({ context, query, say }): Promise<Answer> {
      const types = await addTypes(context)
      const name = query.get('name') ?? ''
      const links = types.map(
        each =>
          html`<li class="panel" data-row><a href="${address(`/add/${part(each.type)}`, { name })}">${typeIcon(each.type)} ${each.label}</a></li>`,
      )
      return {
        kind: 'page',
        title: say('add-title'),
        body: html`${head(say('add-title'), name === '' ? say('add-how') : html`<span dir="auto">${name}</span>`)}${types.length === 0 ? panel({ id: 'types', title: say('add-title') }, nothing(say('add-nothing'))) : html`<ul class="types">${links}</ul>`}`,
      }
    },
  },
  {
    path: '/add/:type',
    async get(visit): Promise<Answer> {
      const form = await readAddForm(visit.context, visit.say, visit.params.type ?? '')
      return shownForm(visit, form, { typed: given(visit, form), doubles: [] })
    },
    post: add,
  },
]
