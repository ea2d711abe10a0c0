// Where nobody is logged in: the page of a link, and the page that says how to get one.

import { type Html, html } from './html.ts'
import { icon } from './parts.ts'
import type { Say } from './words.ts'

/** @param word of the link; @param isKnown the browser showed a certificate that our authority signed. */
export function enterPage(say: Say, word: string | null, isKnown: boolean): Html {
  if (word === null || word === '')
    return html`<div class="head"><div><h1>${say('enter')}</h1><p>${say(isKnown ? 'enter-certificate' : 'enter-how')}</p></div></div>
${isKnown ? null : html`<pre class="pad"><code>satchel console link --as NAME</code></pre>`}`
  return html`<div class="head"><div><h1>${say('enter')}</h1><p>${say('enter-once')}</p></div></div>
<form method="post" action="/enter"><input type="hidden" name="word" value="${word}"><button class="btn btn-primary" autofocus>${icon('move')}${say('enter-now')}</button></form>`
}

/** @param to the page that was asked for. */
export const askCodePage = (
  say: Say,
  fault: string | null,
  to: string,
): Html => html`<div class="head"><div><h1>${say('code-ask')}</h1><p>${say('code-ask-how')}</p></div></div>
${fault === null ? null : html`<div class="notice notice-bad" role="alert">${icon('warn')}<p class="grow">${fault}</p></div>`}
<form class="stack-s" method="post" action="/code"><input type="hidden" name="to" value="${to}"><div class="f"><label for="code">${say('code')}</label><input class="in" id="code" name="code" autocomplete="one-time-code" maxlength="40" required autofocus></div><div><button class="btn btn-primary">${say('enter-now')}</button></div></form>
<form method="post" action="/leave"><button class="btn btn-quiet">${say('leave')}</button></form>`
