// The one error type of all folders. Anything thrown that is not a Problem is a bug: the run stops, the item stays.
// Never put a person's value, a token or a key into a message or into details: both reach logs.

/** The one who has to act for the problem to go away. */
type Blame = 'sender' | 'operator' | 'peer'

/** `later`: the same call may succeed without anybody changing anything (a full disk, a busy server). */
type Retry = 'never' | 'later'

/** The meaning of a code, wherever it is raised. One flat table per folder; codes are never reused. */
interface ProblemKind {
  readonly blame: Blame
  readonly retry: Retry
  /** Process exit code when the problem ends a command: 2 usage, 10 database, 11 lock, 12 key; 3 refused input. */
  readonly exit: 2 | 3 | 10 | 11 | 12
  /** Its meaning in one sentence, for docs/problems.md. */
  readonly about: string
}

/** A folder's table: code (`noun/what-is-wrong`) to its meaning. */
export type ProblemTable<Code extends string> = Readonly<Record<Code, ProblemKind>>

export interface ProblemOptions {
  /** One or more things to do about it; shown as `hint:` lines. */
  readonly hint?: string | readonly string[]
  /** Facts for an operator or a program: numbers, names of settings, line and column. Never values of people. */
  readonly details?: Readonly<Record<string, string | number | boolean>>
  readonly cause?: unknown
}

export class Problem extends Error {
  readonly code: string
  readonly blame: Blame
  readonly retry: Retry
  readonly exit: number
  readonly hints: readonly string[]
  readonly details: Readonly<Record<string, string | number | boolean>>

  constructor(code: string, kind: ProblemKind, message: string, options: ProblemOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'Problem'
    this.code = code
    this.blame = kind.blame
    this.retry = kind.retry
    this.exit = kind.exit
    this.hints = options.hint === undefined ? [] : typeof options.hint === 'string' ? [options.hint] : options.hint
    this.details = options.details ?? {}
  }
}

/**
 * Makes a folder's `problem` function from its table, so that a code that is not in the table does not compile.
 * @returns a function that builds (does not throw) the Problem.
 */
export function problemsOf<Code extends string>(table: ProblemTable<Code>) {
  return (code: Code, message: string, options?: ProblemOptions): Problem =>
    new Problem(code, table[code], message, options)
}
