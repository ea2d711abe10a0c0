// How commands speak: results to stdout (words, or data with --json), progress and warnings to stderr.

import type { Command } from 'commander'
import { bugText } from '../problems/bug-text.ts'
import { Problem } from '@satchel/protocol/problem'
import type { Streams, World } from '../context/world.ts'
import { shown, shownJson } from '@satchel/protocol/shown'

/** The options of the program itself, which every command takes. */
export interface GlobalOptions {
  readonly home?: string
  readonly json?: boolean
  readonly as?: string
}

export interface Io {
  readonly json: boolean
  /** A result in words; nothing with --json. */
  say(line: string): void
  /** The result as data; printed only with --json. */
  data(value: unknown): void
  /** Rows as a table for people, as an array with --json. */
  rows(rows: readonly object[], empty: string): void
  /** Rows as a table for people; nothing with --json. */
  table(rows: readonly object[], empty: string): void
  /** A line for the operator on stderr. */
  note(line: string): void
  /** One line that is drawn again and again on a terminal, and left out elsewhere. `null` clears it. */
  progress(line: string | null): void
}

export function cell(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString().slice(0, 16).replace('T', ' ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function width(text: string): number {
  return [...text].length
}

/** A plain table: header in capitals, columns by their widest cell, the last one as long as it is. */
export function table(objects: readonly object[]): string {
  const rows = objects.map(row => new Map<string, unknown>(Object.entries(row)))
  const names = [...(rows[0]?.keys() ?? [])]
  const lines = [
    names.map(name => shown(name.toUpperCase())),
    ...rows.map(row => names.map(name => shown(cell(row.get(name))).replaceAll('\n', ' '))),
  ]
  const widths = names.map((_, index) => Math.min(48, Math.max(...lines.map(line => width(line[index] ?? '')))))
  return lines
    .map(line =>
      line
        .map((text, index) => {
          if (index === names.length - 1) return text
          const cut = width(text) > 48 ? `${[...text].slice(0, 47).join('')}…` : text
          return cut + ' '.repeat((widths[index] ?? 0) - width(cut))
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

export function makeIo(streams: Streams, json: boolean): Io {
  let drawn = false
  const clear = () => {
    if (drawn) streams.err.write('\r\u001B[K')
    drawn = false
  }
  return {
    json,
    say(line) {
      clear()
      if (!json) streams.out.write(`${shown(line)}\n`)
    },
    data(value) {
      clear()
      if (json) streams.out.write(`${shownJson(value)}\n`)
    },
    rows(rows, empty) {
      clear()
      if (json) streams.out.write(`${shownJson(rows)}\n`)
      else streams.out.write(`${rows.length === 0 ? empty : table(rows)}\n`)
    },
    table(rows, empty) {
      clear()
      if (!json) streams.out.write(`${rows.length === 0 ? empty : table(rows)}\n`)
    },
    note(line) {
      clear()
      streams.err.write(`${shown(line)}\n`)
    },
    progress(line) {
      if (streams.err.isTTY !== true) return
      clear()
      if (line === null) return
      streams.err.write(shown(line).slice(0, (streams.err.columns ?? 80) - 1))
      drawn = true
    },
  }
}

export function ioOf(world: World, command: Command): Io {
  return makeIo(world.streams, command.optsWithGlobals<GlobalOptions>().json === true)
}

/** `[######....] 60 %  text` of a share between 0 and 1. */
export function bar(share: number, text: string): string {
  const held = Math.min(1, Math.max(0, share))
  const full = Math.round(held * 20)
  return `[${'#'.repeat(full)}${'.'.repeat(20 - full)}] ${String(Math.round(held * 100)).padStart(3)} %  ${text}`
}

/** Says what went wrong and what to do. @returns the exit code. */
export function report(io: Io, error: unknown): number {
  io.progress(null)
  if (error instanceof Problem) {
    if (io.json)
      io.data({ problem: { code: error.code, message: error.message, hints: error.hints, details: error.details } })
    io.note(`satchel: ${error.message} (${error.code})`)
    for (const hint of error.hints) io.note(`hint: ${hint}`)
    return error.exit
  }
  io.note(`satchel: a bug stopped the command; nothing half-done was kept.`)
  io.note(bugText(error))
  return 1
}
