// Every file of sql/queries is what its header and the program say it is: described by PostgreSQL, never executed.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { StoredQuery } from '@satchel/core/db/query-header'
import { shipped } from '@satchel/core/db/shipped'
import { readQueries } from '@satchel/core/db/sql-files'
import { Bytes, type Statement } from '@satchel/core/db/statement'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type DescribedStatement, describeStatement } from '../helpers/describe-statement.ts'
import { openStage, type Stage } from '../helpers/stage.ts'

type AnyStatement = Statement<z.ZodObject, z.ZodObject>

const isStatement = (value: unknown): value is AnyStatement =>
  typeof value === 'object' && value !== null && 'params' in value && 'row' in value && 'returns' in value

async function boundStatements(): Promise<readonly AnyStatement[]> {
  const folder = join(shipped('sql'), '..', 'core', 'db', 'calls')
  const found: AnyStatement[] = []
  for (const file of readdirSync(folder)) {
    const module: Record<string, unknown> = await import(`@satchel/core/db/calls/${file.replace(/\.ts$/, '')}`)
    found.push(...Object.values(module).filter(isStatement))
  }
  return found
}

const queries = [...readQueries().values()]
const statements = await boundStatements()
const bound = queries.flatMap(query =>
  statements
    .filter(statement => statement.name === query.name)
    .map(statement => ({ name: query.name, query, statement })),
)

let stage: Stage
const described = new Map<string, DescribedStatement>()
beforeAll(async () => {
  stage = await openStage()
  const client = stage.as('satchel')
  for (const query of queries) described.set(query.name, await describeStatement(client, query.text))
})
afterAll(() => stage.close())

const of = (query: StoredQuery) => described.get(query.name) as DescribedStatement

describe('the header of a query', () => {
  test.each(queries)('$name: parameters in order, with their types', query => {
    expect(query.params.map(param => param.type)).toEqual(of(query).params)
  })

  test.each(queries.filter(query => query.returns !== 'none'))('$name: columns in order, with their types', query => {
    expect(query.columns.map(column => [column.name, column.type])).toEqual(
      of(query).columns.map(column => [column.name, column.type]),
    )
  })

  test.each(queries.filter(query => query.returns !== 'none'))('$name: what is called filled is filled', query => {
    const wrong = query.columns.filter((column, index) => {
      const filled = of(query).columns[index]?.filled
      // of an expression the database does not know it: the program checks each row
      return column.checked === true ? filled !== null : !column.nullable && filled !== true
    })
    expect(wrong).toEqual([])
  })

  test.each(queries.filter(query => query.returns !== 'none' && !/\b(left|right|full) join\b/.test(query.text)))(
    '$name: what is always filled is called filled',
    query => {
      const wrong = query.columns.filter(
        (column, index) => column.nullable && of(query).columns[index]?.filled === true,
      )
      expect(wrong).toEqual([])
    },
  )

  test.each(queries.filter(query => query.use === 'people'))('$name: people are told what each column is', query => {
    expect(query.columns.filter(column => column.about === '')).toEqual([])
  })

  test.each(queries.filter(query => query.use === 'people' && query.params.some(({ name }) => name === 'limit')))(
    '$name: a limit that is left out has a value',
    query => {
      const limit = query.params.find(({ name }) => name === 'limit')
      expect(limit).toMatchObject({ standard: expect.stringMatching(/^[1-9][0-9]{0,4}$/) })
    },
  )

  test('a statement is described without being executed', async () => {
    await describeStatement(
      stage.as('satchel'),
      "insert into person (person_hid, person_given) values ('P-none', 'None')",
    )
    expect(await stage.rows("select 1 from person where person_hid = 'P-none'")).toEqual([])
  })

  test('a wrong statement is told by the database', async () => {
    await expect(describeStatement(stage.as('satchel'), 'select nothing from nowhere')).rejects.toMatchObject({
      code: '42P01',
    })
    expect(await describeStatement(stage.as('satchel'), 'select $1::bigint as n')).toEqual({
      params: ['bigint'],
      columns: [{ name: 'n', type: 'bigint', filled: null }],
    })
  })
})

/** The shape under nullable and optional. */
const inner = (shape: z.core.$ZodType): z.core.$ZodType =>
  shape instanceof z.ZodNullable || shape instanceof z.ZodOptional ? inner(shape.unwrap()) : shape

const fits: Readonly<Record<string, (shape: z.core.$ZodType) => boolean>> = {
  bigint: shape => shape instanceof z.ZodNumber,
  integer: shape => shape instanceof z.ZodNumber,
  real: shape => shape instanceof z.ZodNumber,
  numeric: shape => shape instanceof z.ZodString,
  text: shape => shape instanceof z.ZodString || shape instanceof z.ZodEnum || shape instanceof z.ZodLiteral,
  name: shape => shape instanceof z.ZodString,
  'text[]': shape => shape instanceof z.ZodArray,
  boolean: shape => shape instanceof z.ZodBoolean,
  timestamptz: shape => shape instanceof z.ZodDate,
  bytea: shape => shape === Bytes,
  jsonb: shape => [z.ZodObject, z.ZodRecord, z.ZodUnion, z.ZodUnknown, z.ZodArray].some(kind => shape instanceof kind),
}
const misfits = (fields: readonly { readonly name: string; readonly type: string }[], shapes: z.core.$ZodShape) =>
  fields.filter(field => {
    const shape = shapes[field.name]
    return shape === undefined || fits[field.type]?.(inner(shape)) !== true
  })
const takesNull = (shape: z.core.$ZodType | undefined) =>
  shape instanceof z.ZodNullable || shape instanceof z.ZodUnknown

describe('what the program binds', () => {
  test('every statement has its file, and every file its statement, once', () => {
    const names = statements.map(statement => statement.name)
    expect(names.filter(name => !queries.some(query => query.name === name))).toEqual([])
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
    expect(
      queries.filter(query => query.use === 'program' && !names.includes(query.name)).map(query => query.name),
    ).toEqual([])
    expect(bound.length).toBeGreaterThan(20)
  })

  test.each(bound)('$name: returns what its header says', ({ query, statement }) => {
    expect(statement.returns).toBe(query.returns)
  })

  test.each(bound)('$name: names and types of its parameters', ({ query, statement }) => {
    expect(Object.keys(statement.params.shape).toSorted()).toEqual(query.params.map(param => param.name).toSorted())
    expect(misfits(query.params, statement.params.shape)).toEqual([])
  })

  test.each(bound.filter(({ query }) => query.returns !== 'none'))(
    '$name: names and types of its columns',
    ({ query, statement }) => {
      const names = query.columns.map(column => column.name)
      expect(Object.keys(statement.row.shape).filter(name => !names.includes(name))).toEqual([])
      const used = query.columns.filter(column => column.name in statement.row.shape)
      expect(misfits(used, statement.row.shape)).toEqual([])
    },
  )

  test.each(bound.filter(({ query }) => query.returns !== 'none'))(
    '$name: a column that may be empty is taken empty, one that is filled is not',
    ({ query, statement }) => {
      const wrong = query.columns.filter((column, index) => {
        const shape = statement.row.shape[column.name]
        if (shape === undefined) return false
        // a computed column may be called filled by the program: it checks each row; a table's own column may not
        const ownEmpty = of(query).columns[index]?.filled === false
        return (ownEmpty && !takesNull(shape)) || (!column.nullable && takesNull(shape))
      })
      expect(wrong).toEqual([])
    },
  )
})
