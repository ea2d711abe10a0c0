// The pages with a form, from words and settings alone. A visitor's own text is shown again only in the answer to the very post that it came
// with, where something is missing in it.

import { type Html, html, raw } from './html.ts'
import type { Purpose } from '@satchel/protocol/pull/purpose-list'
import { intakeLimits } from '../limits.ts'
import { wordsOf } from '../words/page-words.ts'
import type { Words } from '../words/word-keys.ts'
import type { Ask } from '../receive/ask-again.ts'
import { email, guards, input, saidAgain, workPart } from './form-parts.ts'
import { fill, layout, type PageContext, to } from './layout.ts'

const arrow = raw('<svg viewBox="0 0 24 24" aria-hidden="true"><path d="m9 5 7 7-7 7"/></svg>')

const button = (label: string): Html => html`<button class="btn full">${label}</button>`

/** The address to which somebody's own form goes, if it is known. */
function updateForm(page: PageContext, words: Words, again: Ask | null): Html {
  const fault = again?.reason === 'address' ? words.emailFault : null
  const field = { ...email(words), hint: words.emailHint, fault, value: again?.value('email') ?? '' }
  return html`<form method="post" action="${to(page, '/update')}" class="card">
${workPart(again)}${input(words, field)}${guards(page, words, again)}${button(words.updateButton)}
</form>`
}

export function homePage(page: PageContext): string {
  const words = wordsOf(page.language)
  const links = [
    ['/reply', words.reply, words.replyHint],
    ['/unsubscribe', words.unsubscribe, words.unsubscribeHint],
    ['/inquiry', words.inquiry, words.inquiryHint],
    ['/receipt', words.receipt, words.receiptHint],
  ].map(
    ([path = '', label = '', hint = '']) =>
      html`<li><a href="${to(page, path)}"><span><b>${label}</b><br><span class="soft">${hint}</span></span>${arrow}</a></li>\n`,
  )
  const content = html`<p class="lead">${words.homeText}</p>
${updateForm(page, words, null)}
<h2>${words.somethingElse}</h2>
<ul class="card rows go">
${links}</ul>
<p class="soft">${words.sealedText}</p>`
  return layout(page, { title: words.home, content, here: '/' })
}

export function updatePage(page: PageContext, again: Ask | null = null): string {
  const words = wordsOf(page.language)
  const content = html`${saidAgain(words, again)}<p class="lead">${words.homeText}</p>
${updateForm(page, words, again)}
<p class="soft">${words.sealedText}</p>`
  return layout(page, { title: words.update, content, here: '/update' })
}

export interface Leave {
  /** As it stands in the address, for the link to act on; null for the page by address. */
  readonly token: string | null
  readonly purposes: readonly Purpose[]
}

export function unsubscribePage(page: PageContext, { token, purposes }: Leave, again: Ask | null = null): string {
  const words = wordsOf(page.language)
  const path = token === null ? '/unsubscribe' : `/unsubscribe/${encodeURIComponent(token)}`
  const fault = again?.reason === 'address' ? words.emailFault : null
  const address = token === null ? input(words, { ...email(words), fault, value: again?.value('email') ?? '' }) : null
  const text = token === null ? words.unsubscribeAddress : words.unsubscribeText
  const action = `${to(page, path)}${page.isChosen ? '&' : '?'}some=1`
  const isSome = purposes.length > 0 && choseSome(again)
  const some = purposes.length === 0 ? html`` : someOfThem(page, action, purposes, again)
  const all = html`${button(words.unsubscribeButton)}\n`
  const content = html`${saidAgain(words, again)}<p class="lead">${fill(text, { org: page.settings.organisation })}</p>
<form method="post" action="${to(page, path)}">
${workPart(again)}${address}${isSome ? [some, all] : [all, some]}</form>
<h2>${words.stillReaches}</h2>
<ul class="card rows"><li>${words.stillAnswers}</li><li>${words.stillConfirms}</li></ul>`
  return layout(page, { title: words.unsubscribe, content, here: path })
}

/** Then their button stands first and in sight: a no to some must not become a no to everything by pressing the only button there is. */
const choseSome = (again: Ask | null): boolean =>
  again !== null && (again.value('some') || again.value('purpose')) !== ''

/** The kinds to choose from, with a button of their own; the button above stops everything, whatever is ticked here. */
function someOfThem(page: PageContext, action: string, purposes: readonly Purpose[], again: Ask | null): Html {
  const words = wordsOf(page.language)
  const ticks = purposes.map(({ name, labels }) => {
    const label = labels.get(page.language)
    const ticked = raw(again?.values('purpose').includes(name) ? ' checked' : '')
    const spoken =
      label === undefined ? html`<span lang="en" dir="ltr">${labels.get('en') ?? name}</span>` : html`${label}`
    return html`<label class="tick"><input type="checkbox" name="purpose" value="${name}"${ticked}>${spoken}</label>\n`
  })
  const missing = again?.reason === 'purpose'
  return html`<details${raw(choseSome(again) ? ' open' : '')}><summary>${words.someOnly}</summary>
<fieldset${raw(missing ? ' aria-describedby="purpose-fault"' : '')}><legend>${words.someText}</legend>
${missing ? html`<p class="error" id="purpose-fault">${words.someFault}</p>\n` : null}${ticks}</fieldset>
<button class="btn" formaction="${action}">${words.someButton}</button></details>
`
}

export function inquiryPage(page: PageContext, again: Ask | null = null): string {
  const words = wordsOf(page.language)
  const mib = 1024 * 1024
  const files = fill(words.filesText, { count: intakeLimits.uploads, size: intakeLimits.uploadBytes / mib })
  const typed = (name: string) => again?.value(name) ?? ''
  const reach = {
    name: 'reach',
    label: words.reach,
    hint: words.reachHint,
    complete: 'email',
    most: intakeLimits.emailLength,
    fault: again?.reason === 'reach' ? words.reachFault : null,
    value: typed('reach'),
    isLtr: true,
  }
  const message = {
    name: 'message',
    label: words.message,
    type: 'textarea',
    fault: again?.reason === 'message' ? words.messageFault : null,
    value: typed('message'),
  }
  const name = { name: 'name', label: words.name, complete: 'name', optional: true, value: typed('name') }
  const content = html`${saidAgain(words, again)}<p class="lead">${words.inquiryText}</p>
<form method="post" action="${to(page, '/inquiry')}" enctype="multipart/form-data">
${workPart(again)}${input(words, message)}${input(words, reach)}${input(words, name)}<div><label for="files">${words.files} <small>(${words.optional})</small></label>
<span class="hint" id="files-help">${files}</span>
<input id="files" name="files" type="file" multiple aria-describedby="files-help"></div>
${guards(page, words, again)}${button(words.send)}
</form>
<p class="soft">${words.sealedText}</p>`
  return layout(page, { title: words.inquiry, content, here: '/inquiry' })
}

export function replyPage(page: PageContext, again: Ask | null = null): string {
  const words = wordsOf(page.language)
  const content = html`${saidAgain(words, again)}<p class="lead" id="reply-help">${words.replyText}</p>
<form method="post" action="${to(page, '/reply')}" enctype="multipart/form-data" class="card">
${workPart(again)}<div><label for="file">${words.replyFile}</label>
<input id="file" name="file" type="file" required aria-describedby="reply-help"></div>
${button(words.send)}
</form>`
  return layout(page, { title: words.reply, content, here: '/reply' })
}
