// SQL of one's own, over one's own login: its password is asked for once a session. The typed text goes in the body of a post: an address
// would stand in the browser's history.

import { Problem } from '@satchel/protocol/problem'
import { ownQuery } from '../../../db/calls/installation.ts'
import { cellText, csvLine } from '../../../queries/format-rows.ts'
import { dropOwn, keepOwn } from '../../../queries/keep-own.ts'
import { runOwnSql, type SqlAnswer, tryOwnLogin } from '../../../queries/own-sql.ts'
import { maxRows } from '../../../queries/shipped-query.ts'
import { type Html, html } from '../../page/html.ts'
import { type Answer, done, type Page, type Visit } from '../../page/page.ts'
import { button, head, linkButton, notice, panel } from '../../page/parts.ts'
import { office } from '../../page/places.ts'
import { waitText } from '../../page/problem-page.ts'
import { rowsShown } from './result-table.ts'
import { faultNotice, sqlTable } from './sql-result.ts'

interface Typed {
  readonly text: string
  /** Of $1[1], $1[2] ... */
  readonly values: readonly string[]
  /** Under which it is kept. */
  readonly name: string
  readonly about: string
  /** Opened as a stored query. */
  readonly isKept: boolean
}

interface Said {
  readonly status?: number
  readonly top?: Html | null
  readonly below?: Html | null
}

const mostValues = 20

/** How many values the text takes. */
const countOf = (text: string) =>
  Math.min(
    mostValues,
    Math.max(0, ...[...text.matchAll(/\$1\s*\[\s*(\d{1,3})\s*\]/g)].map(([, number]) => Number(number))),
  )

const typedOf = ({ form }: Visit): Typed => ({
  text: form.get('sql'),
  values: Array.from({ length: countOf(form.get('sql')) }, (_, at) => form.get(`v${at + 1}`)),
  name: form.get('name'),
  about: form.get('about'),
  isKept: form.get('kept') !== '',
})

const bad = (text: string): Html => notice('bad', 'warn', html`<p>${text}</p>`)
const sentences = ({ message, hints }: Problem) => [message, ...hints].join(' ')

function page(visit: Visit, typed: Typed, { status, top, below }: Said = {}): Answer {
  const { say, visitor, ownLogin } = visit
  const isKnown = ownLogin.password() !== null
  const password = html`<div class="f"><label for="password">${say('sql-password', { login: visitor.login })}</label><input class="in" id="password" name="password" type="password" autocomplete="current-password" maxlength="200" aria-describedby="password-help"><span class="help" id="password-help">${say('sql-password-how')} <code>satchel staff login ${visitor.hid}</code></span></div>`
  const values = typed.values.map(
    (value, at) =>
      html`<div class="f"><label for="v${at + 1}">$1[${at + 1}]</label><input class="in" id="v${at + 1}" name="v${at + 1}" value="${value}" maxlength="1000"></div>`,
  )
  const kept = typed.isKept ? html`<input type="hidden" name="kept" value="1">` : null
  const keep = office.includes(visitor.role)
    ? html`<details><summary>${say('sql-keep')}</summary><div class="grid-f"><div class="f"><label for="name">${say('sql-name')}</label><input class="in" id="name" name="name" value="${typed.name}" maxlength="60" placeholder="user/by-place"></div><div class="f"><label for="about">${say('query-about')}</label><input class="in" id="about" name="about" value="${typed.about}" maxlength="200"></div></div>${button(say('sql-keep-now'), { name: 'act', value: 'keep' })}${typed.isKept ? html` ${button(say('sql-drop'), { name: 'act', value: 'drop', tone: 'bad' })}` : null}</details>`
    : null
  const forget = isKnown ? button(say('sql-forget'), { name: 'act', value: 'forget', tone: 'quiet' }) : null
  return {
    kind: 'page',
    title: say('sql'),
    ...(status === undefined ? {} : { status }),
    body: html`${head(say('sql'), say('sql-how'), linkButton('/queries', say('place-queries'), { picture: 'back' }))}<div class="stack">${top ?? null}
<form class="panel pad stack-s noprint" method="post" action="/queries/sql">${kept}<div class="f"><label for="sql">${say('sql-text')}</label><textarea class="in mono" id="sql" name="sql" rows="8" spellcheck="false" autocapitalize="off" maxlength="20000" dir="ltr">
${typed.text}</textarea></div>${values.length === 0 ? null : html`<div class="grid-f">${values}</div>`}${isKnown ? null : password}<div class="acts">${button(say('query-run'), { name: 'act', value: 'run', tone: 'primary' })}${button(say('list-csv'), { name: 'act', value: 'csv', picture: 'down' })}${forget}</div>${keep}</form>
${below ?? null}</div>`,
  }
}

/** Takes the password that was typed. @returns why it cannot go on; null where a password is there. */
async function enter({ context, form, visitor, ownLogin, say, attempts }: Visit): Promise<string | null> {
  const typed = form.get('password')
  if (typed === '') return ownLogin.password() === null ? say('sql-no-password') : null
  const waits = await attempts.begin('sql')
  if (waits !== null) return waitText(say, waits)
  try {
    await tryOwnLogin(context, visitor.login, typed)
  } catch (error) {
    if (error instanceof Problem && error.code === 'staff/no-login') return say('sql-wrong', { name: visitor.hid })
    throw error
  }
  await attempts.right('sql')
  ownLogin.keep(typed)
  return null
}

/** @returns null where another statement of this colleague, or too many of others, are under way. */
async function run(visit: Visit, { text, values }: Typed, most: number): Promise<SqlAnswer | null> {
  const { context, visitor, ownLogin } = visit
  const password = ownLogin.password() ?? ''
  const given = values.length === 0 ? null : [...values]
  try {
    return await ownLogin.alone(() => runOwnSql(context, { login: visitor.login, password, text, values: given, most }))
  } catch (error) {
    // it was changed since
    if (error instanceof Problem && error.code === 'staff/no-login') ownLogin.forget()
    throw error
  }
}

async function answered(visit: Visit, typed: Typed): Promise<Answer> {
  const { say, form } = visit
  const refusal = await enter(visit)
  if (refusal !== null) return page(visit, typed, { status: 422, top: bad(refusal) })
  if (typed.text.trim() === '')
    return page(visit, typed, { top: notice('ok', 'check', html`<p>${say('sql-open')}</p>`) })
  const isFile = form.get('act') === 'csv'
  const answer = await run(visit, typed, isFile ? maxRows : rowsShown)
  if (answer === null) return page(visit, typed, { status: 422, top: bad(say('sql-busy')) })
  if ('ended' in answer)
    return page(visit, typed, { status: 422, top: bad(say(answer.ended === 'stopped' ? 'sql-stopped' : 'sql-large')) })
  if ('fault' in answer) return page(visit, typed, { status: 422, top: faultNotice(say, answer.fault) })
  const { rows } = answer
  if (isFile) {
    const names = rows.columns.map(({ name }) => name)
    return {
      kind: 'file',
      type: 'text/csv; charset=utf-8',
      name: 'query.csv',
      body: [names, ...rows.rows].map(row => csvLine(row.map(value => cellText(value ?? '')))).join(''),
    }
  }
  const shown = panel(
    {
      id: 'result',
      title: say('query-result'),
      count: say.number(rows.rows.length),
      foot: rows.cut ? html`${say('sql-cut', { count: say.number(rowsShown), most: say.number(maxRows) })}` : null,
    },
    sqlTable(say, rows),
  )
  return page(visit, typed, { below: shown })
}

async function keep(visit: Visit, typed: Typed): Promise<Answer> {
  try {
    const { name } = await keepOwn(visit.context, typed)
    return done(`/queries/sql?query=${encodeURIComponent(name)}`, 'sql-kept')
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return page(visit, typed, { status: 422, top: bad(sentences(error)) })
  }
}

export const ownSqlPage: Page = {
  path: '/queries/sql',
  place: 'queries',
  async get(visit) {
    const name = visit.query.get('query') ?? ''
    const found = name === '' ? null : await visit.context.asStaff(database => database.run(ownQuery, { name }))
    if (found === null || found.search !== null)
      return page(visit, { text: '', values: [], name: '', about: '', isKept: false })
    const { text, about } = found
    return page(visit, { text, about, name, isKept: true, values: Array.from({ length: countOf(text) }, () => '') })
  },
  async post(visit) {
    const typed = typedOf(visit)
    const act = visit.form.get('act')
    if (act === 'forget') {
      visit.ownLogin.forget()
      return page(visit, typed, { top: notice('ok', 'check', html`<p>${visit.say('sql-forgotten')}</p>`) })
    }
    if (act === 'keep') return keep(visit, typed)
    if (act === 'drop') {
      await dropOwn(visit.context, { name: typed.name })
      return done('/queries', 'sql-dropped')
    }
    return answered(visit, typed)
  },
}
