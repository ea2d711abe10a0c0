// The files of sql/ as the program reads them. SQL text lives there and nowhere in TypeScript.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseQuery, type StoredQuery } from './query-header.ts'
import { shipped } from './shipped.ts'

export interface SqlFile {
  readonly name: string
  readonly text: string
}

/** Names of the files of one folder of sql/, in their order. */
export function sqlNames(folder: string): readonly string[] {
  return readdirSync(join(shipped('sql'), folder))
    .filter(file => file.endsWith('.sql'))
    .map(file => file.replace(/\.sql$/, ''))
    .sort()
}

/** Files of one folder of sql/: first those named here, in this order, then the others in the order of their names. */
export function sqlFiles(folder: string, first: readonly string[] = []): readonly SqlFile[] {
  const path = join(shipped('sql'), folder)
  return [...new Set([...first, ...sqlNames(folder)])].map(name => ({
    name,
    text: readFileSync(join(path, `${name}.sql`), 'utf8'),
  }))
}

/** Functions of all domains, in an order in which they can be made. PostgreSQL checks other bodies afterwards, but resolves the names
 * in a RETURN at once. So the domains whose functions stand in the RETURN of another domain come first; and in each domain the
 * helpers come before api.sql, which is built on them. */
export function sqlFunctions(): readonly SqlFile[] {
  const domains = new Set(['access', 'values', ...readdirSync(join(shipped('sql'), 'functions')).sort()])
  return [...domains].flatMap(domain => {
    const files = sqlFiles(`functions/${domain}`)
    return [...files.filter(file => file.name !== 'api'), ...files.filter(file => file.name === 'api')]
  })
}

/** The stored query of this name; undefined where none ships. A command asks for a few, so each is read when it is asked for. */
export function readQuery(name: string): StoredQuery | undefined {
  // what an operator typed never names a file elsewhere
  if (!/^[a-z0-9-]+\/[a-z0-9-]+$/.test(name)) return undefined
  const file = join(shipped('sql'), 'queries', `${name}.sql`)
  return existsSync(file) ? parseQuery(name, readFileSync(file, 'utf8')) : undefined
}

/** All stored queries that ship with the program, by name. */
export function readQueries(): ReadonlyMap<string, StoredQuery> {
  const root = join(shipped('sql'), 'queries')
  const found = new Map<string, StoredQuery>()
  for (const noun of readdirSync(root).sort()) {
    for (const file of readdirSync(join(root, noun)).sort()) {
      const path = `${noun}/${file.replace(/\.sql$/, '')}`
      found.set(path, parseQuery(path, readFileSync(join(root, noun, file), 'utf8')))
    }
  }
  return found
}
