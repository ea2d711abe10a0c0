// What stands around every page: the column on the left, the search box, who is logged in, what was just done.

import { staticFiles } from '../server/static.ts'
import { digestOfRows } from '../live/live-rows.ts'
import { address, attribute, type Html, html, part, raw } from './html.ts'
import type { Answer, Visit } from './page.ts'
import { icon } from './parts.ts'
import { type Entry, sections } from './places.ts'
import type { Say } from './words.ts'

type Shown = Extract<Answer, { kind: 'page' }>

const document = (say: Say, title: string, body: Html, refresh?: number): string =>
  html`<!DOCTYPE html>
<html lang="${say.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Satchel</title>
${refresh === undefined ? null : html`<noscript><meta http-equiv="refresh" content="${refresh}"></noscript>`}<link rel="icon" href="${staticFiles().href('icons.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${staticFiles().href('console.css')}">
<script src="${staticFiles().href('console.js')}" defer></script>
</head>
${body}
</html>
`.html

export function frame(organisation: string, visit: Visit, place: string, shown: Shown): string {
  const { say, visitor } = visit
  const entries = (list: readonly Entry[]) =>
    list.filter(({ roles }) => roles === undefined || roles.includes(visitor.role))
  const link = ({ href, key, icon: picture, go }: Entry) =>
    html`<li><a href="${href}"${attribute('aria-current', key === place ? 'page' : null)}${attribute('data-go', go)}>${icon(picture)}${say(`place-${key}`)}</a></li>`
  // types of one's own stand with the others, by their own labels
  const ownLinks = visitor.own.map(
    ({ type, label }) =>
      html`<li><a href="/list/${part(type)}"${attribute('aria-current', place === `list-${type}` ? 'page' : null)}>${icon('file')}<span dir="auto">${label}</span></a></li>`,
  )
  const nav = sections.map(({ title, list }) => {
    const seen = entries(list)
    return seen.length === 0
      ? null
      : html`${title === '' ? null : html`<h2>${say(`section-${title}`)}</h2>`}<ul>${seen.map(link)}${title === 'records' ? ownLinks : null}</ul>`
  })
  return document(
    say,
    shown.title,
    html`<body data-page="${place}" data-role="${visitor.role}" data-list-end="${say('list-end')}">
<a class="skip" href="#content">${say('skip')}</a>
<div class="app">
<aside class="side" id="nav" aria-label="${say('sections')}">
<a class="brand" href="/">${mark}<span><b>Satchel</b><span>${organisation}</span></span></a>
<a class="menu-close btn btn-icon" href="#content" aria-label="${say('menu-close')}">${icon('x')}</a>
<nav class="nav" aria-label="${say('main-menu')}">${nav}</nav>
<div class="side-foot"><a href="/keys" data-keys>${say('keys')} <kbd>?</kbd></a><a href="/me">${say('place-me')}</a></div>
</aside>
<div class="main">
<header class="top">
<a class="menu-open btn btn-icon" href="#nav" aria-label="${say('menu')}">${icon('menu')}</a>
<form class="find" role="search" action="/find" data-list="${say('find-results')}" data-found="${say('find-found', { count: '{count}' })}" data-none="${say('find-none', { words: '{words}' })}"><label class="vh" for="q">${say('find-label')}</label>${icon('find')}<input id="q" name="q" type="search" autocomplete="off" placeholder="${say('find-placeholder')}" value="${visit.path === '/find' ? (visit.query.get('q') ?? '') : ''}"><span class="hint"><kbd>/</kbd></span></form>
<a class="btn" href="/add" data-key="c">${icon('plus')}<span class="c1t">${say('new')}</span> <kbd>c</kbd></a>
<form class="who" method="post" action="/leave"><span class="ava" aria-hidden="true">${initials(visitor.name)}</span><span class="name">${visitor.name} <span class="faint">${visitor.role}</span></span><button class="btn btn-quiet btn-s">${say('leave')}</button></form>
</header>
${liveNotice(visit, shown)}
<main class="page" id="content" tabindex="-1">
${mainOf(visit, shown)}
</main>
</div>
</div>
</body>`,
    shown.refresh,
  )
}

/** Filled by the script; without it the page is as it was when it was opened. */
function liveNotice({ say, path, query }: Visit, { live }: Shown): Html | null {
  if (live === undefined) return null
  const isRows = 'rows' in live
  const shown = new URLSearchParams(query)
  shown.delete('done')
  const href = isRows
    ? address('/live/page', { at: `${path}?${shown.toString()}`, seen: digestOfRows(live) })
    : address(`/live/${part(live.record)}`, { version: String(live.version) })
  return html`<div class="notice live" id="mention" role="status" hidden>${icon('ask')}<p class="grow" data-text></p><a class="btn btn-s" href="">${say('live-open')}</a></div><div class="notice notice-held live" id="live" role="status" hidden data-live="${href}"${attribute('data-way', isRows ? live.way : null)} data-changed="${say(isRows ? 'live-rows' : 'live-changed', { count: '{count}' })}" data-who="${say('live-who', { names: '{names}' })}">${icon('eye')}<p class="grow" data-text></p><a class="btn btn-s" href="" hidden>${say('live-show')}</a></div>`
}

/** The main part alone, for a page whose script puts it in place. Its title goes first. */
export const partOf = (visit: Visit, shown: Shown): string =>
  html`<title>${shown.title} · Satchel</title>${mainOf(visit, shown)}`.html

function mainOf({ query, say }: Visit, { body }: Shown): Html {
  const key = `done-${query.get('done') ?? ''}`
  const said =
    query.has('done') && say.has(key)
      ? html`<div class="notice notice-ok" role="status">${icon('check')}<p class="grow">${say(key)}</p></div>`
      : null
  return html`${said}${body}`
}

/** Without a visitor: a link, a refusal. */
export const bareFrame = (say: Say, organisation: string, body: Html): string =>
  document(
    say,
    organisation,
    html`<body data-page="bare"><main class="page bare" id="content">
<p class="brand">${mark}<span><b>Satchel</b><span>${organisation}</span></span></p>
${body}
</main></body>`,
  )

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map(word => [...word][0] ?? '')
    .join('')
    .toUpperCase()

/** A satchel with its flap and buckle. */
const mark = raw(
  '<svg class="mark" viewBox="0 0 26 26" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round" aria-hidden="true"><path d="M9 7V5.500A2.500 2.500 0 0 1 11.500 3h3A2.500 2.500 0 0 1 17 5.500V7"/><path fill="currentColor" fill-opacity=".14" d="M3 9.500C3 8 4 7 5.500 7h15C22 7 23 8 23 9.500V21c0 1-.8 2-2 2H5c-1.200 0-2-1-2-2z"/><path d="M3 9.500C5 14 9 15.500 13 15.500s8-1.500 10-6"/><path fill="currentColor" d="M11.200 13.500h3.600v4.500h-3.600z"/></svg>',
)
