// The records before and after in the list that one came from. The page of a list leaves its records in the tab as it is left; nothing of it
// goes to the server, and it ends with the tab.

import { all, isTyping, one, tell } from './dom.ts'

const kept = 'satchel-list'

const recordsHere = (): string[] => [
  ...new Set(
    all<HTMLAnchorElement>('main [data-row] a[href^="/records/"]').flatMap(link => {
      const path = new URL(link.href).pathname
      return path.split('/').length === 3 ? [path] : []
    }),
  ),
]

function listKept(): string[] {
  const found: unknown = JSON.parse(sessionStorage.getItem(kept) ?? '[]')
  return Array.isArray(found) ? found.filter(path => typeof path === 'string') : []
}

function go(by: number): void {
  const list = listKept()
  const at = list.indexOf(location.pathname)
  const next = at < 0 ? undefined : list[at + by]
  if (next !== undefined) location.assign(next)
  else tell(document.body.dataset.listEnd ?? '')
}

export function startBeside(): void {
  const isRecord = /^\/records\/[^/]+$/.test(location.pathname)
  if (!isRecord) {
    // a record leads to other records, and is no list of them
    document.addEventListener('click', () => {
      const records = recordsHere()
      if (records.length > 1) sessionStorage.setItem(kept, JSON.stringify(records))
    })
    return
  }
  document.addEventListener('keydown', event => {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return
    if ((event.key !== '[' && event.key !== ']') || one(`[data-key="${event.key}"]`) !== null) return
    event.preventDefault()
    go(event.key === ']' ? 1 : -1)
  })
}
