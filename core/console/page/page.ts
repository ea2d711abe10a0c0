// A page of the console: its path, its content, and the posts that it takes. Each request is one visit of one colleague.

import type { Context } from '../../context/context.ts'
import type { Live } from '../live/streams.ts'
import type { AttemptKind } from '../server/attempts.ts'
import type { Codes } from '../server/codes.ts'
import type { Form } from '../server/form.ts'
import type { OwnLogin } from '../server/own-logins.ts'
import type { Visitor } from '../server/session.ts'
import type { Works } from '../work/works.ts'
import type { Answer } from './answer.ts'
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
  /** Long work of all visitors. */
  readonly works: Works
  /** Codes of the telephone. */
  readonly codes: Codes
  /** Attempts of this visitor to open something with a secret. */
  readonly attempts: {
    /** @returns until when it may not be made; null where it may. */
    readonly begin: (kind: AttemptKind) => Promise<Date | null>
    readonly right: (kind: AttemptKind) => Promise<void>
  }
  /** Another page, as this visitor gets it now; null where it is none that is read. */
  readonly look: (target: string) => Promise<Answer | null>
  /** Whether the session goes on. Asking does not keep it. */
  readonly isGoingOn: () => Promise<boolean>
}

export type Handler = (visit: Visit) => Promise<Answer>

export interface Page {
  /** Like /records/:record; a part with a colon is a name of `params`. */
  readonly path: string
  /** The entry of the column on the left that is marked. */
  readonly place?: string
  readonly get?: Handler
  readonly post?: Handler
}

export { type Answer, done, go } from './answer.ts'
