// A form or link with `data-part` is sent by script, and the answer's part of the page is put in the place of the one that is there. What fails
// goes the plain way: the browser loads the page.

import { one, tell } from './dom.ts'

/** Puts the answer of a page in place. @param where selector of the part that changes. */
function putIn(text: string, where: string, address: string): boolean {
  const made = new DOMParser().parseFromString(text, 'text/html')
  const old = one(where)
  const fresh = made.querySelector(where)
  const content = one('#content')
  if (where === '#content' && content !== null) content.replaceChildren(...made.body.childNodes)
  else if (old !== null && fresh !== null) old.replaceWith(fresh)
  else return false
  if (where === '#content') {
    document.title = made.title
    history.pushState(null, '', address)
  }
  const said = made.querySelector('[role=status]')?.textContent.trim() ?? ''
  if (said !== '' && where !== '#content') tell(said)
  return true
}

async function load(address: string, options: RequestInit, where: string): Promise<boolean> {
  const answer = await fetch(address, { ...options, headers: { 'X-Part': '1' }, credentials: 'same-origin' })
  const isOurs = answer.headers.get('content-type')?.startsWith('text/html') === true
  if (!isOurs || answer.status === 401) return false
  return putIn(await answer.text(), where, answer.url)
}

export function startParts(): void {
  document.addEventListener('submit', event => {
    const form = event.target as HTMLFormElement
    const where = form.dataset.part
    if (where === undefined) return
    event.preventDefault()
    const data = new FormData(form, event.submitter)
    const fields = new URLSearchParams(
      [...data].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    )
    const isGet = form.method === 'get'
    const address = isGet ? `${form.action.split('?')[0]}?${fields}` : form.action
    // what cannot be put in place is loaded: a post is never sent twice
    load(address, isGet ? {} : { method: 'POST', body: fields }, where)
      .then(isPut => {
        if (!isPut) location.assign(isGet ? address : location.href)
      })
      .catch(() => location.reload())
  })
  addEventListener('popstate', () => location.reload())
}
