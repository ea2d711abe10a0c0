// The answers of a page: itself, another address, a file, or data for script.

import type { Readable } from 'node:stream'
import type { LiveRows } from '../live/live-rows.ts'
import type { Html } from './html.ts'

export type Answer =
  | {
      readonly kind: 'page'
      readonly title: string
      readonly body: Html
      /** 200 where nothing is said. */
      readonly status?: number
      /** The record that the page is open on, and its version, or the rows that it shows: it is told of changes. */
      readonly live?: { readonly record: string; readonly version: number } | LiveRows
      /** Without script the page is loaded again after so many seconds. */
      readonly refresh?: number
      /** The entry of the column on the left that is marked, where it is another one than the page's. */
      readonly place?: string
    }
  | { readonly kind: 'go'; readonly to: string }
  | {
      readonly kind: 'file'
      readonly type: string
      readonly body: string | Buffer | Readable
      /** Saved under this name; else shown. */
      readonly name?: string
      /** In a frame of a page, where nothing of it may run. */
      readonly isShown?: boolean
    }
  | { readonly kind: 'data'; readonly value: unknown }

export const go = (to: string): Answer => ({ kind: 'go', to })

/** Back to a page, which says there what was done: `done` is a key of the words without its beginning `done-`. */
export function done(to: string, key: string): Answer {
  const [path = '', fragment] = to.split('#')
  return go(`${path}${path.includes('?') ? '&' : '?'}done=${key}${fragment === undefined ? '' : `#${fragment}`}`)
}
