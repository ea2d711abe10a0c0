// Types, tables and fields of one's own, and the ways to change them. The office reads the list; an administrator changes what is in it.

import type { z } from 'zod'
import type { listOwn } from '../../../db/calls/own.ts'
import { ownList } from '../../../own/change-own.ts'
import { address, type Html, html, part } from '../../page/html.ts'
import type { Answer, Visit } from '../../page/page.ts'
import { head, linkButton, nothing, panel } from '../../page/parts.ts'
import { office } from '../../page/places.ts'
import type { Say } from '../../page/words.ts'
import { isAdmin, notThere } from './own-parts.ts'

export type OwnRow = z.infer<typeof listOwn.row>

/** The type of a field, as the reader calls it: of a choice with its list. */
export function typeText(say: Say, { type }: OwnRow): Html {
  const list = /^choice of (.+)$/.exec(type ?? '')?.[1]
  if (list !== undefined)
    return html`${say('own-type-choice')} <a class="mono" href="/lookups/${part(list)}">${list}</a>`
  const key = `own-type-${type ?? ''}`
  return html`${say.has(key) ? say(key) : (type ?? '')}`
}

/** @param mayChange names lead to the page of each. */
export function fieldTable(say: Say, fields: readonly OwnRow[], mayChange: boolean): Html {
  const named = ({ of, name, label }: OwnRow) =>
    mayChange
      ? html`<a href="/own/of/${part(of ?? '')}/${part(name)}">${label ?? name}</a>`
      : html`<span>${label ?? name}</span>`
  return html`<div class="tw"><table><thead><tr><th scope="col">${say('own-field')}</th><th scope="col">${say('own-type')}</th><th scope="col" class="c2">${say('own-file')}</th></tr></thead><tbody>${fields.map(row => html`<tr data-row><th scope="row">${named(row)}<span class="sub mono">${row.name}</span></th><td>${typeText(say, row)}</td><td class="mono small c2">${row.file ?? ''}</td></tr>`)}</tbody></table></div>`
}

function holderTable(say: Say, rows: readonly OwnRow[], mayChange: boolean): Html {
  const named = ({ name, label }: OwnRow) =>
    mayChange ? html`<a href="/own/of/${part(name)}">${label ?? name}</a>` : html`<span>${label ?? name}</span>`
  return html`<div class="tw"><table><thead><tr><th scope="col">${say('column-name')}</th><th scope="col">${say('own-rights')}</th><th scope="col" class="num">${say('own-rows')}</th><th scope="col" class="c2">${say('own-file')}</th></tr></thead><tbody>${rows.map(row => html`<tr data-row><th scope="row">${named(row)}<span class="sub mono">${row.name}</span>${row.of === null ? null : html`<span class="sub">${say('own-of')}: ${row.of === 'every type' ? say('own-of-all') : row.of}</span>`}</th><td>${say(`own-rights-${row.rights ?? 'record'}`)}</td><td class="num">${row.n === null ? '' : say.number(row.n)}</td><td class="mono small c2">${row.file ?? ''}</td></tr>`)}</tbody></table></div>`
}

export async function listed(visit: Visit): Promise<Answer> {
  const { context, say, visitor } = visit
  if (!office.includes(visitor.role)) return notThere(visit)
  const { own } = await ownList(context, {})
  const mayChange = isAdmin(visit)
  const of = (what: OwnRow['what']) => own.filter(row => row.what === what)
  const holders = new Set(own.filter(({ what }) => what !== 'field').map(({ name }) => name))
  // of what came with the program
  const others = [...new Set(of('field').flatMap(({ of: holder }) => (holder === null ? [] : [holder])))].filter(
    holder => !holders.has(holder),
  )
  const acts = ['type', 'table', 'field'].map((kind, nth) =>
    linkButton(`/own/new/${kind}`, say(`own-new-${kind}`), {
      picture: 'plus',
      ...(nth === 0 ? { tone: 'primary' as const } : {}),
    }),
  )
  const holderPanel = (id: 'types' | 'tables', rows: readonly OwnRow[]) =>
    rows.length === 0
      ? null
      : panel({ id, title: say(`own-${id}`), count: say.number(rows.length) }, holderTable(say, rows, mayChange))
  const fieldPanel = (holder: string) => {
    const fields = of('field').filter(row => row.of === holder)
    const more = mayChange
      ? linkButton(address('/own/new/field', { of: holder }), say('own-new-field'), { isSmall: true })
      : null
    const title = say('own-fields-of', { holder })
    return panel(
      { id: `of-${holder}`, title, count: say.number(fields.length), more },
      fieldTable(say, fields, mayChange),
    )
  }
  const body =
    own.length === 0
      ? panel({ id: 'types', title: say('own-types') }, nothing(say('own-none')))
      : html`${holderPanel('types', of('type'))}${holderPanel('tables', of('table'))}${others.map(fieldPanel)}`
  return {
    kind: 'page',
    title: say('place-own'),
    place: 'own',
    body: html`${head(say('place-own'), say(mayChange ? 'own-how' : 'own-how-office'), ...(mayChange ? acts : []))}<div class="stack">${body}<p class="soft">${say('own-lists')} <a href="/lookups">${say('place-lookups')}</a></p></div>`,
  }
}
