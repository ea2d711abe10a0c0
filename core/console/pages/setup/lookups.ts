// Lists of choices: one is added, named, put in its place, or no longer offered. What two people do to one choice comes back as a slip.

import type { Problem } from '@satchel/protocol/problem'
import { lookupChoices, lookupLists } from '../../../db/calls/lookups.ts'
import { addChoice, changeChoice } from '../../../records/choices.ts'
import { problem } from '../../../problems/problems.ts'
import { html, part } from '../../page/html.ts'
import { type Answer, done, type Page, type Visit } from '../../page/page.ts'
import { head, linkButton, panel } from '../../page/parts.ts'
import { type ChoiceState, choiceForm, choiceTable, newChoiceForm, newListForm, slipOf } from './choice-parts.ts'
import { faultOf, tried } from './setup-fields.ts'
import { office } from '../../page/places.ts'

/** Nothing that was typed is lost. */
interface State {
  readonly fault: Problem | null
  /** What was typed of a new choice. */
  readonly added?: { readonly word: string; readonly title: string }
  /** The choice that is being changed, with what was typed. */
  readonly changed?: ChoiceState
}
const nothingSaid: State = { fault: null }

/** A list of one's own as it was typed. */
interface Begun {
  readonly list: string
  readonly title: string
  readonly word: string
  readonly fault: Problem | null
}
const nothingBegun: Begun = { list: '', title: '', word: '', fault: null }

async function listed({ context, say, visitor }: Visit, begun: Begun): Promise<Answer> {
  const lists = await context.asStaff(database => database.run(lookupLists, {}))
  const begin = office.includes(visitor.role) ? newListForm(say, begun) : null
  return {
    kind: 'page',
    title: say('place-lookups'),
    ...(begun.fault === null ? {} : { status: 422 }),
    body: html`${head(say('place-lookups'), say('lookups-how'))}${faultOf(say, begun.fault)}<div class="stack">${panel(
      { id: 'lists', title: say('lookups-lists'), count: say.number(lists.length) },
      html`<div class="tw"><table><thead><tr><th scope="col">${say('column-name')}</th><th scope="col" class="c1">${say('lookups-fields')}</th><th scope="col" class="num">${say('lookups-offered')}</th><th scope="col" class="num c1">${say('lookups-not')}</th></tr></thead><tbody>${lists.map(({ domain, choices, active, fields }) => html`<tr data-row><th scope="row"><a href="/lookups/${part(domain)}">${domain}</a></th><td class="c1 soft">${fields ?? ''}</td><td class="num">${say.number(active)}</td><td class="num c1">${say.number(choices - active)}</td></tr>`)}</tbody></table></div>`,
    )}${begin}</div>`,
  }
}

/** A list begins with its first choice. */
async function beginList(visit: Visit): Promise<Answer> {
  const { context, form } = visit
  const begun = { list: form.get('list').trim(), title: form.get('title'), word: form.get('word') }
  const fault = await tried(() => addChoice(context, begun))
  return fault === null ? done(`/lookups/${part(begun.list)}`, 'choice-added') : listed(visit, { ...begun, fault })
}

/** The words of this list are PostgreSQL's roles: they can be named otherwise, and no more. */
const rolesList = 'staff-role'

async function one(visit: Visit, state: State): Promise<Answer> {
  const { context, say, params, query, visitor } = visit
  const list = params.domain ?? ''
  const choices = await context.asStaff(database => database.run(lookupChoices, { domain: list }))
  if (choices.length === 0) throw problem('record/bad-value', `There is no list "${list}".`)
  const mayChange = office.includes(visitor.role)
  const asked = choices.find(({ word }) => word === (state.changed?.word ?? query.get('change')))
  const isRoles = list === rolesList
  const changing = mayChange && asked !== undefined ? (state.changed ?? stateOf(asked)) : null
  return {
    kind: 'page',
    title: list,
    ...(state.fault === null && state.changed === undefined ? {} : { status: 422 }),
    body: html`${head(list, say('lookups-one-how'), linkButton('/lookups', say('lookups-back'), { picture: 'back' }))}${faultOf(say, state.fault)}<div class="stack">${changing?.kept === undefined ? null : slipOf(say, changing)}${changing === null ? null : choiceForm(say, list, changing, isRoles)}${choiceTable(say, list, choices, mayChange)}${mayChange && !isRoles ? newChoiceForm(say, list, state.added ?? { word: '', title: '' }) : null}</div>`,
  }
}

const stateOf = ({
  word,
  name,
  sort,
  active,
}: {
  word: string
  name: string
  sort: number
  active: boolean
}): ChoiceState => {
  const values = { title: name, sort: String(sort), active }
  return { word, was: values, wanted: values }
}

async function post(visit: Visit): Promise<Answer> {
  const { context, form, params } = visit
  const list = params.domain ?? ''
  const path = `/lookups/${part(list)}`
  const word = form.get('word')
  if (form.get('do') !== 'change') {
    const added = { word, title: form.get('title') }
    const fault = await tried(() => addChoice(context, { list, ...added }))
    return fault === null ? done(path, 'choice-added') : one(visit, { fault, added })
  }
  const was = { title: form.get('was.title'), sort: form.get('was.sort'), active: form.get('was.active') === 'yes' }
  // a list of roles has no box: what was stays
  const wanted = {
    title: form.get('title'),
    sort: form.get('sort'),
    active: form.get('boxes') === '' ? was.active : form.get('active') === 'yes',
  }
  const typed = { word, was, wanted }
  let kept: NonNullable<ChoiceState['kept']> = {}
  const fault = await tried(async () => {
    const outcome = await changeChoice(context, { list, word, was: numbered(was), wanted: changedOf(was, wanted) })
    kept = outcome.kept
  })
  if (fault !== null) return one(visit, { fault, changed: typed })
  if (Object.keys(kept).length > 0) return one(visit, { fault: null, changed: { ...typed, kept } })
  return done(path, 'choice-changed')
}

type Typed = ChoiceState['wanted']

const numbered = ({ title, sort, active }: Typed) => ({ title, sort: Number(sort), active })

/** What is as it was seen is not sent. */
function changedOf(was: Typed, wanted: Typed): Partial<ReturnType<typeof numbered>> {
  const { title, active } = wanted
  return {
    ...(title === was.title ? {} : { title }),
    // the use case refuses what is no number
    ...(wanted.sort === was.sort ? {} : { sort: wanted.sort.trim() === '' ? Number.NaN : Number(wanted.sort) }),
    ...(active === was.active ? {} : { active }),
  }
}

export const lookupPages: readonly Page[] = [
  { path: '/lookups', place: 'lookups', get: visit => listed(visit, nothingBegun), post: beginList },
  { path: '/lookups/:domain', place: 'lookups', get: visit => one(visit, nothingSaid), post },
]
