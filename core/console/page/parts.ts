// Parts that pages are made of.

import { staticFiles } from '../server/static.ts'
import { attribute, type Html, html, type Value } from './html.ts'

/** A picture beside a word; it says nothing by itself. */
export const icon = (name: string): Html =>
  html`<svg class="icon" aria-hidden="true"><use href="${staticFiles().href('icons.svg')}#${name}"/></svg>`

/** The head of a page: its title, a sentence, and the one main button with what stands beside it. */
export const head = (title: Value, sentence: Value, ...acts: readonly (Html | null)[]): Html =>
  html`<div class="head"><div><h1>${title}</h1>${sentence ? html`<p>${sentence}</p>` : null}</div>${acts.some(act => act !== null) ? html`<div class="acts">${acts}</div>` : null}</div>`

interface PanelOptions {
  readonly id: string
  readonly title: string
  /** Beside the title: how many. */
  readonly count?: string
  /** At the end of the title's line. */
  readonly more?: Html | null
  readonly foot?: Html | null
}

export const panel = ({ id, title, count, more, foot }: PanelOptions, body: Value): Html =>
  html`<section class="panel" id="${id}" aria-labelledby="h-${id}"><header><h2 id="h-${id}">${title}</h2>${count === undefined ? null : html`<span class="n">${count}</span>`}${more ? html`<span class="end">${more}</span>` : null}</header>${body}${foot ? html`<footer>${foot}</footer>` : null}</section>`

/** Says quietly that there is nothing. */
export const nothing = (text: string): Html => html`<p class="pad soft">${text}</p>`

export const chip = (text: string, tone: 'held' | 'bad' | 'ask' | 'ok' | 'line' | '' = ''): Html =>
  html`<span class="chip${tone === '' ? '' : ` chip-${tone}`}">${text}</span>`

export const notice = (tone: 'ok' | 'held' | 'bad' | '', picture: string, body: Value): Html =>
  html`<div class="notice${tone === '' ? '' : ` notice-${tone}`}"${attribute('role', tone === 'bad' ? 'alert' : 'status')}>${icon(picture)}<div class="grow">${body}</div></div>`

interface ButtonOptions {
  readonly picture?: string
  /** A single key that presses it. */
  readonly key?: string
  readonly tone?: 'primary' | 'quiet' | 'bad'
  readonly isSmall?: boolean
}

const classes = ({ tone, isSmall }: ButtonOptions) =>
  `btn${tone === undefined ? '' : ` btn-${tone}`}${isSmall ? ' btn-s' : ''}`
const inside = (text: string, { picture, key }: ButtonOptions) =>
  html`${picture === undefined ? null : icon(picture)}${text}${key === undefined ? null : html` <kbd>${key}</kbd>`}`

/** A way to another page, as a button. */
export const linkButton = (href: string, text: string, options: ButtonOptions = {}): Html =>
  html`<a class="${classes(options)}" href="${href}"${attribute('data-key', options.key)}>${inside(text, options)}</a>`

/** A button of a form around it. @param value what the form then says under `name`. */
export const button = (
  text: string,
  options: ButtonOptions & { readonly name?: string; readonly value?: string } = {},
): Html =>
  html`<button class="${classes(options)}"${attribute('name', options.name)}${attribute('value', options.value)}${attribute('data-key', options.key)}>${inside(text, options)}</button>`

/** A form of one button: `values` go along unseen. */
export const postButton = (
  action: string,
  text: string,
  values: Readonly<Record<string, string>> = {},
  options: ButtonOptions = {},
): Html =>
  html`<form class="inline" method="post" action="${action}">${Object.entries(values).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}${button(text, options)}</form>`
