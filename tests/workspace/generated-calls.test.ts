// core/db/calls is what the headers of sql/queries say. `npm run generate` writes it.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readShape } from '@satchel/core/db/generate/notation'
import { typedCalls } from '@satchel/core/db/generate/typed-calls'
import { parseQuery } from '@satchel/core/db/query-header'
import { shipped } from '@satchel/core/db/shipped'
import { readQueries } from '@satchel/core/db/sql-files'
import { describe, expect, test } from 'vitest'

const folder = join(shipped('sql'), '..', 'core', 'db')

/** The file that exports each shape. */
const shapes = new Map(
  readdirSync(join(folder, 'shapes')).flatMap(file =>
    [...readFileSync(join(folder, 'shapes', file), 'utf8').matchAll(/^export const (\w+)/gm)].map(
      ([, name = '']) => [name, file] as const,
    ),
  ),
)
const files = typedCalls(readQueries().values(), shapes)

describe('the typed calls', () => {
  test.each([...files])('%s.ts is what the headers say', async (domain, text) => {
    await expect(text).toMatchFileSnapshot(join(folder, 'calls', `${domain}.ts`))
  })

  test('are all there is in their folder', () => {
    expect(readdirSync(join(folder, 'calls')).toSorted()).toEqual(
      [...files.keys()].map(name => `${name}.ts`).toSorted(),
    )
  })

  test('have as many lines as a source may have', () => {
    expect([...files].filter(([, text]) => text.split('\n').length > 301).map(([name]) => name)).toEqual([])
  })

  test('each shape of core/db/shapes is used', () => {
    expect([...shapes.keys()].filter(name => ![...files.values()].some(text => text.includes(name)))).toEqual([])
  })

  test.each([
    ['another name', '@call resolveChange', '@call endChange'],
    ['another parameter', '@param stamp text', '@param mark text'],
    ['another type', '@param note text', '@param note bigint'],
    ['another shape', "'accepted' | 'refused'", "'accepted'"],
    ['another number of rows', '@returns one', '@returns maybe'],
    ['a column that may be empty', 'jsonb checked', 'jsonb null'],
    ['a shape of one kind less', 'Refusal | ReplyOutcome', 'ReplyOutcome'],
  ])('differ when a header has %s', (_, from, to) => {
    const path = 'changes/resolve'
    const text = readFileSync(join(shipped('sql'), 'queries', `${path}.sql`), 'utf8')
    expect(text).toContain(from)
    const queries = new Map(readQueries()).set(path, parseQuery(path, text.replace(from, to)))
    expect(typedCalls(queries.values(), shapes).get('review')).not.toBe(files.get('review'))
  })

  test('a jsonb without a shape, a shape that nobody wrote and a noun without a domain are refused', () => {
    const header = (name: string, line: string) =>
      parseQuery(name, `-- @name ${name}\n-- @call x\n-- @about X.\n${line}\n-- @returns one\nselect 1\n`)
    for (const [name, line, fault] of [
      ['changes/x', '-- @param x jsonb', 'x is jsonb and needs a @shape'],
      ['changes/x', '-- @param x jsonb\n-- @shape Nobody', 'no file of core/db/shapes exports Nobody'],
      ['nothing/x', '-- @param x text', 'sql/queries/nothing has no domain'],
    ] as const)
      expect(() => typedCalls([header(name, line)], shapes)).toThrow(fault)
  })
})

describe('the notation of a shape', () => {
  test.each([
    ['string | null', 'z.string().nullable()'],
    ["'a' | 'b' | null", "z.enum(['a', 'b']).nullable()"],
    ["('a' | 'b')[]", "z.array(z.enum(['a', 'b']))"],
    ['(string | null)[]', 'z.array(z.string().nullable())'],
    ['Record<string, { at: Date }[]>', 'z.record(z.string(), z.array(z.object({ at: z.date() })))'],
    [
      "{ a?: true, b: 'x', c: number = 0 }",
      "z.object({ a: z.literal(true).optional(), b: z.literal('x'), c: z.number().default(0) })",
    ],
    ['Refusal | { a: unknown }', 'z.union([Refusal, z.object({ a: z.unknown() })])'],
  ])('%s', (notation, code) => {
    expect(readShape(notation).code).toBe(code)
  })

  test.each(['', 'text', 'string |', '{ a: string', '{ a }', 'string string', "'a", 'Record<number, string>'])(
    'refuses %j',
    notation => {
      expect(() => readShape(notation)).toThrow('a shape cannot be read')
    },
  )
})
