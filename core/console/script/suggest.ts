// Names below a field that refers to a record, while somebody types: at most eight that they may see, as the browser's own list of a field shows
// them. A chosen record is written as its id; without script a name or an id is typed.

import { one } from './dom.ts'

interface Found {
  readonly hid: string | null
  readonly name: string
  readonly type: string
}

const waitMs = 150
const listId = 'suggested'

/** One list is enough: one field is written at a time. */
function listOf(input: HTMLInputElement): HTMLDataListElement {
  let list = one<HTMLDataListElement>(`#${listId}`)
  if (list === null) {
    list = document.createElement('datalist')
    list.id = listId
    document.body.append(list)
  }
  if (input.getAttribute('list') !== listId) list.replaceChildren()
  input.setAttribute('list', listId)
  return list
}

let asked = new AbortController()

async function suggest(input: HTMLInputElement): Promise<void> {
  const words = input.value.trim()
  const asking = new AbortController()
  asked = asking
  try {
    const answer = await fetch(`/find/quick?${new URLSearchParams({ q: words, type: input.dataset.refers ?? '' })}`, {
      credentials: 'same-origin',
      signal: asking.signal,
    })
    if (!answer.ok || answer.headers.get('content-type')?.startsWith('application/json') !== true) return
    const found = (await answer.json()) as readonly Found[]
    if (asking.signal.aborted) return
    const options = found.flatMap(({ hid, name, type }) => {
      if (hid === null) return []
      const option = document.createElement('option')
      option.value = hid
      // what a person wrote goes in as text
      option.textContent = `${name} · ${type}`
      return [option]
    })
    listOf(input).replaceChildren(...options)
  } catch {
    // the next letter asks again
  }
}

export function startSuggest(): void {
  let timer = 0
  document.addEventListener('input', event => {
    const input = event.target
    if (!(input instanceof HTMLInputElement) || input.dataset.refers === undefined) return
    clearTimeout(timer)
    asked.abort()
    listOf(input)
    if (input.value.trim().length < 2) return
    timer = setTimeout(() => void suggest(input), waitMs)
  })
}
