// Queries that only call a function are what its signature and its comment say. `npm run generate` writes them.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CatalogFunction, forwardingQuery } from '@satchel/core/db/generate/forwarding-queries'
import { shipped } from '@satchel/core/db/shipped'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

const folder = join(shipped('sql'), 'queries')

let stage: Stage
let functions: readonly CatalogFunction[]
const generated = new Map<string, string>()
beforeAll(async () => {
  stage = await openStage()
  functions = await stage.rows<CatalogFunction>(
    `select proname as name, obj_description(p.oid, 'pg_proc') as comment, proretset as many, format_type(prorettype, null) as result,
       (select coalesce(jsonb_agg(jsonb_build_object('name', a.name, 'type', format_type(a.type, null), 'mode', a.mode) order by place), '[]')
        from unnest(coalesce(proallargtypes, proargtypes::oid[]), proargnames, coalesce(proargmodes, array_fill('i'::"char", array[pronargs::integer])))
          with ordinality a (type, name, mode, place)) as args
     from pg_proc p where pronamespace = 'public'::regnamespace and obj_description(p.oid, 'pg_proc') is not null order by proname`,
  )
  for (const called of functions) {
    const query = forwardingQuery(called)
    if (query !== null) generated.set(query.path, query.text)
  }
})
afterAll(() => stage.close())

const written = () =>
  readdirSync(folder).flatMap(noun =>
    readdirSync(join(folder, noun)).map(file => ({
      path: `${noun}/${file.replace(/\.sql$/, '')}`,
      text: readFileSync(join(folder, noun, file), 'utf8'),
    })),
  )

test('each function with a @query has its query', async () => {
  expect(generated.size).toBeGreaterThan(100)
  for (const [path, text] of generated) await expect(text).toMatchFileSnapshot(join(folder, `${path}.sql`))
})

test('a query that says that it is generated has its function', () => {
  const marked = written()
    .filter(({ text }) => text.startsWith('-- Generated'))
    .map(({ path }) => path)
  expect(marked.toSorted()).toEqual([...generated.keys()].toSorted())
})

test('no query that only calls a function of ours is written by hand', () => {
  const names = new Set(functions.map(({ name }) => name))
  const forwarding = /^select (?:[a-z_]+(?:, [a-z_]+)* from )?([a-z_]+)\([$0-9:a-z[\], \n]*\)(?: as [a-z_]+)?$/
  const byHand = written()
    .filter(({ path }) => !generated.has(path))
    .filter(({ text }) => names.has(forwarding.exec(text.replace(/^--.*\n/gm, '').trim())?.[1] ?? ''))
  expect(byHand.map(({ path }) => path)).toEqual([])
})

test.each([
  [
    'another type',
    (called: CatalogFunction) => ({ ...called, args: called.args.map(arg => ({ ...arg, type: 'text' })) }),
  ],
  ['one argument less', (called: CatalogFunction) => ({ ...called, args: called.args.slice(1) })],
  [
    'another argument name',
    (called: CatalogFunction) => ({
      ...called,
      args: called.args.map(arg => ({ ...arg, name: arg.name.replace('p_run', 'p_other') })),
    }),
  ],
  ['a set of rows', (called: CatalogFunction) => ({ ...called, many: true })],
  ['another comment', (called: CatalogFunction) => ({ ...called, comment: called.comment.replace('Gives', 'Takes') })],
])('a function with %s makes another query', (_, change) => {
  const called = functions.find(({ name }) => name === 'end_item')
  if (called === undefined) throw new Error('no end_item')
  expect(forwardingQuery(change(called))?.text).not.toBe(generated.get('items/end'))
})

test('a comment that names what the function has not is refused', () => {
  const called = { name: 'x', args: [], result: 'text', many: false }
  expect(forwardingQuery({ ...called, comment: 'Does it' })).toBeNull()
  expect(() => forwardingQuery({ ...called, comment: 'Does it\n@query x/x' })).toThrow('@column has to name its result')
  expect(() => forwardingQuery({ ...called, comment: 'Does it\n@query x/x\n@param y null\n@column z' })).toThrow(
    'there is no param y',
  )
})
