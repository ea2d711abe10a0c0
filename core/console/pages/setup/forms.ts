// The forms: those that come with the program, those of this installation, and files of the home folder that are not published yet.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { FormDefinition, FormField, Texts } from '@satchel/forms/definition/definition'
import { parseDefinition } from '@satchel/forms/definition/read-definition'
import { languagesWith } from '@satchel/protocol/languages'
import { Problem } from '@satchel/protocol/problem'
import { checkForm } from '../../../forms/check-form.ts'
import { filesOf, publishOwnForms } from '../../../forms/home-forms.ts'
import { listForms } from '../../../forms/list-forms.ts'
import { findNamed, showForm } from '../../../packets/preview-form.ts'
import { address, type Html, html, part } from '../../page/html.ts'
import { type Answer, done, type Page, type Visit } from '../../page/page.ts'
import { chip, head, linkButton, notice, panel, postButton } from '../../page/parts.ts'
import { refusedPage } from '../../page/problem-page.ts'

const files = ({ context }: Visit) =>
  filesOf(context.home.forms)
    .filter(file => /^[a-z][a-z0-9-]*\.sexp$/.test(file))
    .map(file => file.replace(/\.sexp$/, ''))

async function listed(visit: Visit, faults: readonly string[] = []): Promise<Answer> {
  const { context, say, visitor } = visit
  const forms = await listForms(context, {})
  const unread = files(visit).filter(name => forms.every(form => form.name !== name))
  const from = { 'the program': 'forms-program', you: 'forms-own', 'you, not published': 'forms-unpublished' } as const
  const isWaiting = unread.length > 0 || forms.some(form => form.from === 'you, not published')
  const publish =
    visitor.role === 'admin' && isWaiting
      ? postButton('/forms', say('forms-publish'), {}, { tone: 'primary', picture: 'send' })
      : null
  return {
    kind: 'page',
    title: say('place-forms'),
    ...(faults.length === 0 ? {} : { status: 422 }),
    body: html`${head(say('place-forms'), say('forms-how'), publish)}${faults.length === 0 ? null : notice('bad', 'warn', html`<p>${say('forms-refused')}</p>${faults.map(fault => html`<p class="mono">${fault}</p>`)}`)}${panel(
      { id: 'forms', title: say('place-forms'), count: say.number(forms.length + unread.length) },
      html`<div class="tw"><table><thead><tr><th scope="col">${say('column-name')}</th><th scope="col" class="c1">${say('setup-type')}</th><th scope="col" class="num c2">${say('forms-version')}</th><th scope="col">${say('forms-from')}</th></tr></thead><tbody>${forms.map(form => html`<tr data-row><th scope="row"><a href="/forms/${part(form.name)}">${form.title === '' ? form.name : form.title}</a><span class="sub mono">${form.name}</span></th><td class="c1">${form.type}</td><td class="num c2">${form.version}</td><td>${chip(say(from[form.from]), form.from === 'you, not published' ? 'held' : '')}</td></tr>`)}${unread.map(name => html`<tr data-row><th scope="row"><a href="/forms/${part(name)}">${name}</a></th><td class="c1"></td><td class="c2"></td><td>${chip(say('forms-faulty'), 'bad')}</td></tr>`)}</tbody></table></div>`,
    )}`,
  }
}

async function one(visit: Visit): Promise<Answer> {
  const { context, say, params, query } = visit
  const name = params.form ?? ''
  const own = join(context.home.forms, `${name}.sexp`)
  const isFile = files(visit).includes(name) && existsSync(own)
  const { definition } = await findNamed(context, name)
  const checked = isFile ? await checkForm(context, { file: own }) : null
  const form = parsed(definition)
  const languages = languagesWith('labels')
  const language = languages.includes(query.get('language') ?? '') ? (query.get('language') ?? '') : 'en'
  const faults =
    checked === null || checked.faults.length === 0
      ? null
      : panel(
          { id: 'faults', title: say('forms-faults'), count: say.number(checked.faults.length) },
          html`<div class="tw"><table><thead><tr><th scope="col" class="num">${say('forms-line')}</th><th scope="col">${say('forms-fault')}</th></tr></thead><tbody>${checked.faults.map(({ line, fault }) => html`<tr><td class="num">${line}</td><td>${fault}</td></tr>`)}</tbody></table></div>`,
        )
  const title = form?.title.get(say.language) ?? form?.title.get('en') ?? name
  return {
    kind: 'page',
    title,
    body: html`${head(title, html`<span class="mono">${name}${form === null ? null : ` ${form.version}`}</span>`, linkButton('/forms', say('forms-back'), { picture: 'back' }))}<div class="stack">${faults}${form === null ? null : html`${fieldsPanel(visit, form)}${previewPanel(visit, name, language, languages)}`}</div>`,
  }
}

/** Null where the file is no definition; its faults are told. */
function parsed(definition: string): FormDefinition | null {
  try {
    return parseDefinition(definition)
  } catch (error) {
    if (error instanceof Problem) return null
    throw error
  }
}

function fieldsPanel({ say }: Visit, form: FormDefinition): Html {
  const text = (texts: Texts) => texts.get(say.language) ?? texts.get('en') ?? ''
  const row = (field: FormField) =>
    html`<tr><th scope="row">${text(field.label)}<span class="sub">${text(field.help)}</span></th><td class="mono c1">${field.name}</td><td>${field.type}</td><td class="c2">${field.required ? say('forms-required') : ''} ${field.change ? '' : say('forms-read-only')}</td></tr>`
  const groups = [
    [say('forms-fields'), form.fields] as const,
    ...form.collections.map(each => [text(each.label), each.fields] as const),
    [say('forms-report'), form.report] as const,
  ].filter(([, fields]) => fields.length > 0)
  return panel(
    { id: 'fields', title: say('forms-fields') },
    html`<p class="pad">${text(form.intro)}</p><div class="tw"><table><thead><tr><th scope="col">${say('column-name')}</th><th scope="col" class="c1">${say('lookups-word')}</th><th scope="col">${say('forms-type')}</th><th scope="col" class="c2">${say('forms-rule')}</th></tr></thead>${groups.map(([title, fields]) => html`<tbody><tr><th scope="rowgroup" colspan="4">${title}</th></tr>${fields.map(row)}</tbody>`)}</table></div>`,
  )
}

function previewPanel({ say }: Visit, name: string, language: string, languages: readonly string[]): Html {
  const path = `/forms/${part(name)}`
  const frame = (what: 'page' | 'letter') =>
    html`<h3 class="pad">${say(`forms-${what}`)}</h3><iframe class="preview" sandbox title="${say(`forms-${what}`)}" src="${address(`${path}/${what}`, { language })}"></iframe>`
  return panel(
    {
      id: 'preview',
      title: say('forms-preview'),
      more: html`<span class="seg">${languages.map(each => html`<a href="${address(path, { language: each })}#preview"${each === language ? html` aria-current="true"` : null}>${each}</a>`)}</span>`,
      foot: html`${say('forms-invented')}`,
    },
    html`${frame('page')}${frame('letter')}`,
  )
}

async function preview({ context, params, query, say }: Visit): Promise<Answer> {
  const { form = '', what = '' } = params
  if (what !== 'page' && what !== 'letter')
    return { kind: 'page', title: say('not-there'), status: 404, body: refusedPage(say, 'not-there-how') }
  const asked = query.get('language') ?? 'en'
  const shown = await showForm(context, { form, language: languagesWith('labels').includes(asked) ? asked : 'en' })
  return { kind: 'file', type: 'text/html; charset=utf-8', body: shown[what], isShown: true }
}

async function publish(visit: Visit): Promise<Answer> {
  const { faults } = await publishOwnForms(visit.context, {})
  return faults.length === 0 ? done('/forms', 'forms-published') : listed(visit, faults)
}

export const formPages: readonly Page[] = [
  { path: '/forms', place: 'forms', get: visit => listed(visit), post: publish },
  { path: '/forms/:form', place: 'forms', get: one },
  { path: '/forms/:form/:what', place: 'forms', get: preview },
]
