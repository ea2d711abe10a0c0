// The world that the entry of the process hands to the command line: streams, clock, environment and the signal to stop.

/** The keys of a terminal, one by one. */
export interface Keys extends NodeJS.ReadableStream {
  readonly isTTY?: boolean
  setRawMode?(on: boolean): unknown
}

export interface Streams {
  /** Where a person types; passwords alone are asked for. */
  readonly keys?: Keys
  readonly out: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number }
  readonly err: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number }
}

export interface World {
  readonly streams: Streams
  readonly env: NodeJS.ProcessEnv
  readonly now: () => Date
  /** Aborted by SIGINT and SIGTERM: long work stops at the next item. */
  readonly stop: AbortSignal
  /** `stopped`: being told to stop is how this command ends, so it ended well. */
  setExitCode(code: number | 'stopped'): void
}
