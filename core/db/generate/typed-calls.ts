// The typed calls of core/db/calls, made from the headers of sql/queries: one file a domain. `npm run generate` writes them.

import type { StoredQuery } from '../query-header.ts'
import { readShape, type Shape } from './notation.ts'

/** The domain of each folder of sql/queries that the program calls. */
const domains: Readonly<Record<string, string>> = {
  activities: 'processes',
  backup: 'backup',
  changes: 'review',
  commands: 'commands',
  consents: 'consent',
  console: 'console',
  duplicates: 'duplicates',
  entrance: 'entrance',
  'form-requests': 'forms',
  folder: 'folder',
  forms: 'forms',
  instance: 'installation',
  inquiries: 'inquiries',
  items: 'import',
  letters: 'letters',
  labels: 'lookups',
  lookups: 'lookups',
  mentions: 'commands',
  files: 'files',
  load: 'files',
  packets: 'packets',
  people: 'people',
  privacy: 'privacy',
  processes: 'processes',
  queries: 'installation',
  records: 'records',
  replies: 'import',
  restore: 'backup',
  runs: 'intake',
  search: 'search',
  schema: 'installation',
  own: 'own',
  session: 'installation',
  staff: 'staff',
  tables: 'tables',
  receipts: 'intake',
  forgotten: 'intake',
  tokens: 'intake',
  verify: 'installation',
  works: 'works',
}

const types: Readonly<Record<string, string>> = {
  bigint: 'number',
  integer: 'number',
  real: 'number',
  numeric: 'string',
  text: 'string',
  name: 'string',
  'text[]': 'string[]',
  boolean: 'boolean',
}

/** What zod has and the notation has not. */
const special: Readonly<Record<string, Shape>> = {
  timestamptz: { code: 'z.date()', names: [] },
  bytea: { code: 'Bytes', names: ['Bytes'] },
}

type Field = StoredQuery['params'][number] | StoredQuery['columns'][number]

function shapeOf(query: string, { name, type, nullable, shape }: Field): Shape {
  const notation = shape ?? types[type]
  const read = notation === undefined ? special[type] : readShape(notation)
  if (read === undefined) throw new Error(`sql/queries/${query}.sql: ${name} is ${type} and needs a @shape`)
  return nullable && read.code !== 'z.unknown()' ? { ...read, code: `${read.code}.nullable()` } : read
}

function callOf(query: StoredQuery, call: string): Shape {
  const names: string[] = []
  // people are told what a column is in a word, which its name says to a programmer
  const comment = ({ about }: Field) =>
    about === '' || query.use === 'people' ? '' : `    /** ${about}${/[.?]$/.test(about) ? '' : '.'} */\n`
  const object = (fields: readonly Field[]): string => {
    const lines = fields.map(field => {
      const shape = shapeOf(query.name, field)
      names.push(...shape.names)
      return { comment: comment(field), code: `${field.name}: ${shape.code}` }
    })
    const short = lines.length === 0 ? 'z.object({})' : `z.object({ ${lines.map(({ code }) => code).join(', ')} })`
    if (short.length < 117 && lines.every(line => line.comment === '')) return short
    return `z.object({\n${lines.map(line => `${line.comment}    ${line.code},\n`).join('')}  })`
  }
  const columns = query.returns === 'none' ? [] : query.columns
  const parts = [`'${query.name}'`, `'${query.returns}'`, object(query.params), object(columns)]
  const line = `export const ${call} = statement(${parts.join(', ')})`
  const isShort = line.length <= 120 && !line.includes('\n')
  const code = isShort ? line : `export const ${call} = statement(\n${parts.map(part => `  ${part},\n`).join('')})`
  return { code: `/** ${query.about} */\n${code}\n`, names }
}

/**
 * @param shapes the file of core/db/shapes that exports each name.
 * @returns the text of each file, by the name of its domain.
 */
export function typedCalls(
  queries: Iterable<StoredQuery>,
  shapes: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const calls = new Map<string, Shape[]>()
  for (const query of queries) {
    if (query.call === undefined) continue
    const noun = query.name.split('/')[0] ?? ''
    const domain = domains[noun]
    if (domain === undefined) throw new Error(`sql/queries/${noun} has no domain in core/db/generate/typed-calls.ts`)
    const found = calls.get(domain) ?? []
    calls.set(domain, [...found, callOf(query, query.call)])
  }
  return new Map([...calls].map(([domain, made]) => [domain, fileOf(made, shapes)]))
}

function fileOf(calls: readonly Shape[], shapes: ReadonlyMap<string, string>): string {
  const names = [...new Set(calls.flatMap(call => call.names))].filter(name => name !== 'Bytes').toSorted()
  const files = Map.groupBy(names, name => {
    const file = shapes.get(name)
    if (file === undefined) throw new Error(`no file of core/db/shapes exports ${name}`)
    return file
  })
  const bytes = calls.some(call => call.names.includes('Bytes')) ? 'Bytes, ' : ''
  const imports = [...files]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([file, of]) => `import { ${of.join(', ')} } from '../shapes/${file}'\n`)
  return `// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
${imports.join('')}import { ${bytes}statement } from '../statement.ts'

${calls.map(call => call.code).join('\n')}`
}
