// Find: one box for records of every type, with counts by type, owner, group and stage beside what was found. Records that one may not see are
// neither listed nor counted.

import { z } from 'zod'
import { findFacets, findRecords as findRows } from '../../db/calls/search.ts'
import { findRecords } from '../../search/find-records.ts'
import { address, attribute, type Html, html, part } from '../page/html.ts'
import type { Page } from '../page/page.ts'
import { chip, head, icon, linkButton, notice, panel } from '../page/parts.ts'
import type { Say } from '../page/words.ts'

const shown = 50
const facetNames = ['type', 'owner', 'group', 'stage'] as const

type Found = z.infer<typeof findRows.row>
type Facet = z.infer<typeof findFacets.row>
type Narrow = Readonly<Record<(typeof facetNames)[number], string>>

const pictures: Readonly<Record<string, string>> = {
  person: 'person',
  organization: 'org',
  grp: 'group',
  deal: 'deal',
  ticket: 'ticket',
  product: 'goods',
  staff: 'person',
}

/** The picture of a type of record. */
export const typeIcon = (type: string): Html => icon(pictures[type] ?? 'file')

export const findPages: readonly Page[] = [
  {
    path: '/find',
    place: 'find',
    async get({ context, query, say }) {
      const words = (query.get('q') ?? '').trim()
      const narrow: Narrow = {
        type: query.get('type') ?? '',
        owner: query.get('owner') ?? '',
        group: query.get('group') ?? '',
        stage: query.get('stage') ?? '',
      }
      if (words === '')
        return {
          kind: 'page',
          title: say('place-find'),
          body: html`${head(say('place-find'), say('find-how'))}${findForm(say)}`,
        }
      const { records, facets = [] } = await findRecords(context, { words, ...narrow, limit: shown, facets: true })
      const isNear = records.some(({ near }) => near)
      const total = facets.filter(({ facet }) => facet === 'type').reduce((sum, { records: many }) => sum + many, 0)
      const sentence =
        records.length === 0
          ? say('find-none', { words })
          : say('find-found', { count: say.number(Math.max(total, records.length)) })
      return {
        kind: 'page',
        title: words,
        body: html`${head(words, sentence, linkButton(address('/add', { name: words }), say('find-add'), { picture: 'plus' }))}
${isNear ? notice('held', 'find', html`<p>${say('find-near')}</p>`) : null}
<div class="cols cols-side"><div class="stack">${facetNames.map(name => facetList(say, name, facets, words, narrow))}</div>
${resultPanel(say, records)}</div>`,
      }
    },
  },
  {
    // for the box on top, while somebody types
    path: '/find/quick',
    async get({ context, query }) {
      const words = (query.get('q') ?? '').trim()
      if (words.length < 2) return { kind: 'data', value: [] }
      const { records } = await findRecords(context, { words, type: query.get('type') ?? '', limit: 8 })
      return {
        kind: 'data',
        value: records.map(({ hid, entity, name, type, owner }) => ({
          href: `/records/${part(hid ?? String(entity))}`,
          hid,
          name,
          type,
          owner,
        })),
      }
    },
  },
]

const findForm = (say: Say): Html =>
  html`<form class="flex" action="/find"><label class="vh" for="fq">${say('find-label')}</label><input class="in grow" id="fq" name="q" type="search" autofocus placeholder="${say('find-placeholder')}"><button class="btn btn-primary">${icon('find')}${say('place-find')}</button></form>`

function facetList(
  say: Say,
  name: (typeof facetNames)[number],
  facets: readonly Facet[],
  words: string,
  narrow: Narrow,
): Html | null {
  const rows = facets.filter(({ facet }) => facet === name)
  const chosen = narrow[name]
  if (rows.length < 2 && chosen === '') return null
  const link = ({ value, name: title, records }: Facet) =>
    html`<li><a href="${address('/find', { q: words, ...narrow, [name]: value === chosen ? '' : (value ?? '') })}"${attribute('aria-current', value === chosen && chosen !== '' ? 'true' : null)}><span>${title ?? value ?? say('facet-nobody')}</span><span class="faint">${say.number(records)}</span></a></li>`
  const all =
    chosen === ''
      ? null
      : html`<li><a href="${address('/find', { q: words, ...narrow, [name]: '' })}">${say('facet-all')}</a></li>`
  return html`<nav class="facet" aria-label="${say(`facet-${name}`)}"><h3>${say(`facet-${name}`)}</h3><ul>${rows.slice(0, 12).map(link)}${all}</ul></nav>`
}

function resultPanel(say: Say, records: readonly Found[]): Html | null {
  if (records.length === 0) return null
  const row = ({ hid, entity, name, type, owner, matched, removed }: Found) =>
    html`<tr data-row><td>${typeIcon(type)} <a class="strong" href="/records/${part(hid ?? String(entity))}">${name}</a> <span class="faint mono xs">${hid ?? ''}</span>${removed === null ? null : html` ${chip(say('removed'), 'bad')}`}${matched === null || matched === name ? null : html`<span class="sub">${matched}</span>`}</td><td class="soft c1">${type}</td><td class="soft c2">${owner ?? ''}</td></tr>`
  return panel(
    { id: 'found', title: say('find-results') },
    html`<div class="tw"><table><thead><tr><th scope="col">${say('column-name')}</th><th scope="col" class="c1">${say('facet-type')}</th><th scope="col" class="c2">${say('facet-owner')}</th></tr></thead><tbody>${records.map(row)}</tbody></table></div>`,
  )
}
