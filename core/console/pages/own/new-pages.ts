// A new type, a new table, or new fields: the form, what is wrong at its fields, a preview, and what is made.

import type { Problem } from '@satchel/protocol/problem'
import type { Context } from '../../../context/context.ts'
import type { Wanted } from '../../../db/shapes/own.ts'
import { newField, newTable, newType, wantedFields, wantedTable, wantedType } from '../../../own/new-own.ts'
import { checkWanted, faultsIn, type OwnFault } from '../../../own/run-own.ts'
import { type Html, html, part } from '../../page/html.ts'
import type { Answer, Page, Visit } from '../../page/page.ts'
import { button, head, linkButton, notice, panel } from '../../page/parts.ts'
import { type Form, noForm } from '../../server/form.ts'
import { onceField } from '../../work/start-work.ts'
import { faultOf } from '../setup/setup-fields.ts'
import { summaryOf } from './new-summary.ts'
import { boxIn, choiceIn, faultsAt, fieldRow, isAdmin, notThere, textIn } from './own-parts.ts'
import { tryOrMake } from './preview.ts'
import {
  type Kind,
  kinds,
  type Offered,
  patterns,
  readNewFields,
  readOffered,
  readTable,
  readType,
  rowsOf,
  saidRows,
} from './read-own.ts'

interface State {
  readonly form: Form
  /** Rows of fields that the form shows. */
  readonly rows: readonly number[]
  readonly faults: readonly OwnFault[]
  readonly problem: Problem | null
  /** Given in the address. */
  readonly of: string
}

const firstRows = [0, 1, 2]
/** As many as a table has. */
const mostRows = 100

const kindOf = ({ params }: Visit): Kind | null => kinds.find(kind => kind === params.kind) ?? null

/** The wanted tables and fields, as the database checks and makes them. */
function asked(
  kind: Kind,
  form: Form,
): { readonly wanted: Wanted; readonly run: (context: Context, dryRun: boolean) => ReturnType<typeof newType> } {
  if (kind === 'type') {
    const input = readType(form)
    return {
      wanted: wantedType(input),
      run: (context, dryRun) => newType(context, { ...input, dryRun }),
    }
  }
  if (kind === 'table') {
    const input = readTable(form)
    return {
      wanted: wantedTable(input),
      run: (context, dryRun) => newTable(context, { ...input, dryRun }),
    }
  }
  const input = readNewFields(form)
  return {
    wanted: wantedFields(input),
    run: (context, dryRun) => newField(context, { ...input, dryRun }),
  }
}

/** The first button is what Enter in a field presses: the preview, and not further rows. */
async function shown(visit: Visit, kind: Kind, state: State): Promise<Answer> {
  const { context, say } = visit
  const { form, faults, problem } = state
  const offered = await readOffered(context)
  const said = saidRows(form)
  const rowFaults = (row: number) => (said.includes(row) ? faultsAt(say, faults, `fields.${said.indexOf(row)}`) : [])
  const whole = [...faultsAt(say, faults, ''), ...faultsAt(say, faults, 'fields')]
  const above = { type: typePanel, table: tablePanel, field: holderPanel }[kind](visit, offered, state)
  const title = say(`own-new-${kind}`)
  return {
    kind: 'page',
    title,
    place: 'own',
    ...(faults.length === 0 && problem === null ? {} : { status: 422 }),
    body: html`${head(title, say(`own-new-${kind}-how`), linkButton('/own', say('own-back'), { picture: 'back' }))}${faultOf(say, problem)}${whole.length === 0 ? null : notice('bad', 'warn', html`<p>${whole.join('; ')}</p>`)}<form method="post" action="/own/new/${kind}" class="stack"><button class="vh" name="do" value="try" tabindex="-1" aria-hidden="true">${say('own-preview')}</button>${onceField()}${above}${panel(
      { id: 'fields', title: say('own-fields'), foot: html`${say('own-fields-help')}` },
      html`<div class="pad stack" data-own-rows>${state.rows.map(row => fieldRow(say, offered, form, row, rowFaults(row)))}<p>${button(say('own-more'), { name: 'do', value: 'more', picture: 'plus' })}</p></div>`,
    )}<p class="flex">${button(say('own-preview'), { name: 'do', value: 'try', tone: 'primary', picture: 'eye', key: 's' })}${linkButton('/own', say('setup-cancel'), { tone: 'quiet' })}</p></form>`,
  }
}

/** How it is called, and who sees its rows. */
function naming({ say }: Visit, { form, faults }: State, nameHelp: string): Html {
  const isFirst = rowsOf(form).length === 0
  return html`${textIn({ name: 'name', label: say('own-name'), value: form.get('name'), most: 20, help: say(nameHelp), isRequired: isFirst, faults: faultsAt(say, faults, 'name') })}${textIn({ name: 'label', label: say('own-label'), value: form.get('label'), most: 100, help: say('own-label-help'), faults: faultsAt(say, faults, 'label') })}${choiceIn({ name: 'rights', label: say('own-rights'), value: form.get('rights'), options: patterns.map(each => [each, say(`own-rights-${each}`)] as const), faults: faultsAt(say, faults, 'rights') })}`
}

function typePanel(visit: Visit, { types }: Offered, state: State): Html {
  const { say } = visit
  const { form, faults } = state
  const under = form.all('under')
  const isNew = form.names().length === 0
  const wrong = faultsAt(say, faults, 'under')
  return panel(
    { id: 'what', title: say('own-what') },
    html`<div class="pad stack"><div class="grid-f">${naming(visit, state, 'own-name-help')}${textIn({ name: 'stages', label: say('own-stages'), value: form.get('stages'), help: say('own-stages-help'), faults: faultsAt(say, faults, 'stages') })}</div><fieldset class="own-under"><legend>${say('own-under')}</legend>${boxIn('top', say('own-top'), isNew || form.get('top') === 'yes')}${types.map(({ word, label }) => boxIn('under', label, under.includes(word), word))}${wrong.length === 0 ? null : html`<p class="bad" role="alert">${wrong.join('; ')}</p>`}</fieldset></div>`,
  )
}

function tablePanel(visit: Visit, { types }: Offered, state: State): Html {
  const { say } = visit
  const { form, faults, of } = state
  return panel(
    { id: 'what', title: say('own-what') },
    html`<div class="pad grid-f">${naming(visit, state, 'own-table-name-help')}${choiceIn({ name: 'of', label: say('own-of'), value: form.get('of') || of, options: [['', say('own-of-all')], ...types.map(({ word, label }) => [word, label] as const)], faults: faultsAt(say, faults, 'record') })}</div>`,
  )
}

function holderPanel({ say }: Visit, { holders }: Offered, { form, faults, of }: State): Html {
  return panel(
    { id: 'what', title: say('own-what') },
    html`<div class="pad grid-f">${choiceIn({ name: 'of', label: say('own-holder'), value: form.get('of') || of, options: holders.map(({ word, label }) => [word, label] as const), faults: faultsAt(say, faults, 'record') })}</div>`,
  )
}

async function post(visit: Visit): Promise<Answer> {
  const kind = kindOf(visit)
  if (kind === null || !isAdmin(visit)) return notThere(visit)
  const { context, form, say } = visit
  const rows = rowsOf(form)
  const last = rows.at(-1) ?? -1
  const state = { form, rows: rows.length === 0 ? firstRows : rows, faults: [], problem: null, of: '' }
  const act = form.get('do')
  if (act === 'more') {
    const more = firstRows.map(nth => last + 1 + nth).filter(row => row < mostRows)
    return shown(visit, kind, { ...state, rows: [...rows, ...more] })
  }
  if (act === 'edit') return shown(visit, kind, state)
  const fault = (place: string, key: string) => shown(visit, kind, { ...state, faults: [{ place, text: say(key) }] })
  if (kind === 'field' && saidRows(form).length === 0) return fault('fields', 'own-no-fields')
  const { wanted, run } = asked(kind, form)
  const { faults } = await checkWanted(context, wanted)
  if (faults.length > 0) return shown(visit, kind, { ...state, faults })
  const name = kind === 'field' ? form.get('of') : (wanted.name ?? '')
  return tryOrMake(visit, {
    path: `/own/new/${kind}`,
    title: say(`own-new-${kind}`),
    run,
    summary: summaryOf(say, await readOffered(context), wanted),
    to: `/own/of/${part(name)}`,
    done: 'own-made',
    again(problem) {
      const faults = problem === null ? [] : faultsIn(problem)
      return shown(visit, kind, { ...state, faults, problem: faults.length === 0 ? problem : null })
    },
    back: '/own',
  })
}

export const newPages: readonly Page[] = [
  {
    path: '/own/new/:kind',
    place: 'own',
    async get(visit) {
      const kind = kindOf(visit)
      if (kind === null || !isAdmin(visit)) return notThere(visit)
      const of = visit.query.get('of') ?? ''
      return shown(visit, kind, { form: noForm, rows: firstRows, faults: [], problem: null, of })
    },
    post,
  },
]
