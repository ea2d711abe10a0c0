// From a path to its page.

import type { Page } from '../page/page.ts'

export interface Route {
  readonly page: Page
  readonly params: Readonly<Record<string, string>>
}

/** @param pages the first that fits is taken. */
export function makeRouter(pages: readonly Page[]): (path: string) => Route | null {
  const known = pages.map(page => ({ page, parts: page.path.split('/') }))
  return path => {
    const given = path.length > 1 ? path.replace(/\/$/, '').split('/') : ['', '']
    for (const { page, parts } of known) {
      const params = given.length === parts.length ? paramsOf(parts, given) : null
      if (params !== null) return { page, params }
    }
    return null
  }
}

function paramsOf(parts: readonly string[], given: readonly string[]): Record<string, string> | null {
  const params: Record<string, string> = {}
  for (const [at, part] of parts.entries()) {
    const text = given[at] ?? ''
    if (!part.startsWith(':')) {
      if (part !== text) return null
    } else {
      const decoded = decode(text)
      if (decoded === null || decoded === '') return null
      params[part.slice(1)] = decoded
    }
  }
  return params
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
