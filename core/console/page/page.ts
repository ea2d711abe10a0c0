// A page of the console: its path, its content, and the posts that it takes. Each request is one visit of one colleague.

import type { Readable } from 'node:stream'
import type { Context } from '../../context/context.ts'
import type { Live } from '../live/streams.ts'
import type { Form } from '../server/form.ts'
import type { OwnLogin } from '../server/own-logins.ts'
import type { Visitor } from '../server/session.ts'
import type { Html } from './html.ts'
import type { Say } from './words.ts'

export interface Visit {
  /** Acts under the role of the visitor: `asStaff` goes through the console's own login. */
  readonly context: Context
  readonly visitor: Visitor
  readonly say: Say
  /** Path without parameters. */
  readonly path: string
  /** The named parts of the path, decoded. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly form: Form
  /** The page is fetched by the script of another one: its main part is enough. */
  readonly isPart: boolean
  /** Aborted when the browser goes away. */
  readonly gone: AbortSignal
  readonly live: Live
  /** The visitor's own login, whose password this session knows or not. */
  readonly ownLogin: OwnLogin
  /** Whether the session goes on. Asking does not keep it. */
  readonly isGoingOn: () => Promise<boolean>
}

export type Answer =
  | {
      readonly kind: 'page'
      readonly title: string
      readonly body: Html
      /** 200 where nothing is said. */
      readonly status?: number
      /** The record that the page is open on, and its version: it is told of changes. */
      readonly live?: { readonly record: string; readonly version: number }
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

export type Handler = (visit: Visit) => Promise<Answer>

export interface Page {
  /** Like /records/:record; a part with a colon is a name of `params`. */
  readonly path: string
  /** The entry of the column on the left that is marked. */
  readonly place?: string
  readonly get?: Handler
  readonly post?: Handler
}

export const go = (to: string): Answer => ({ kind: 'go', to })

/** Back to a page, which says there what was done: `done` is a key of the words without its beginning `done-`. */
export function done(to: string, key: string): Answer {
  const [path = '', fragment] = to.split('#')
  return go(`${path}${path.includes('?') ? '&' : '?'}done=${key}${fragment === undefined ? '' : `#${fragment}`}`)
}
