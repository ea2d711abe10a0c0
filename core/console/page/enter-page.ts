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
