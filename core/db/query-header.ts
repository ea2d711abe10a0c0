// The header of a stored query: what it is for, what it takes and what it gives. The typed calls are generated from it.

import { z } from 'zod'
import { problem } from '../problems/problems.ts'

const returnsKinds = z.enum(['none', 'one', 'maybe', 'many'])

interface QueryColumn {
  readonly name: string
  readonly type: string
  /** May be empty. */
  readonly nullable: boolean
  /** An expression of which the database does not know whether it may be empty: the program refuses a row in which it is. */
  readonly checked?: true
  readonly about: string
  /** A narrower type than that of the database, in the notation of generate/notation.ts. */
  readonly shape?: string
}

interface QueryParam {
  readonly name: string
  readonly type: string
  readonly nullable: boolean
  readonly about: string
  /** Taken where nothing is given, as text. */
  readonly standard?: string
  readonly shape?: string
}

/** A stored query: one statement with its header. */
export interface StoredQuery {
  readonly name: string
  readonly about: string
  readonly use: 'people' | 'program'
  /** Name of the typed call, where the program runs the query. */
  readonly call?: string
  readonly params: readonly QueryParam[]
  readonly returns: z.infer<typeof returnsKinds>
  readonly columns: readonly QueryColumn[]
  readonly text: string
}

export interface Tag {
  readonly tag: string
  readonly rest: string
  readonly shape?: string
}

/** @shape belongs to the @param or @column before it; a line that is indented goes on with the one before. */
export function headerTags(text: string): readonly Tag[] {
  const header = text.replace(/\n-- {3,}/g, ' ')
  const tags: (Tag & { shape?: string })[] = []
  for (const [, tag = '', rest = ''] of header.matchAll(/^-- @([a-z]+) +(.*)$/gm)) {
    const last = tags.at(-1)
    if (tag === 'shape' && last !== undefined) last.shape = rest.trim()
    else tags.push({ tag, rest: rest.trim() })
  }
  return tags
}

const words = (text: string): readonly string[] => text.split(/ +/)

function readParam({ rest, shape }: Tag): QueryParam {
  const [name = '', typed = '', ...others] = words(rest)
  // integer=100: what is taken where nothing is given
  const [type = '', standard] = typed.split('=')
  const nullable = others[0] === 'null'
  return {
    name,
    type,
    nullable,
    about: others.slice(nullable ? 1 : 0).join(' '),
    ...(standard === undefined ? {} : { standard }),
    ...(shape === undefined ? {} : { shape }),
  }
}

function readColumn({ rest, shape }: Tag): QueryColumn {
  const [name = '', type = '', absence = '', ...others] = words(rest)
  return {
    name,
    type,
    nullable: absence === 'null',
    ...(absence === 'checked' ? { checked: true } : {}),
    about: others.join(' '),
    ...(shape === undefined ? {} : { shape }),
  }
}

/** Reads a query file. @throws Problem statement/wrong that names what the header lacks. */
export function parseQuery(path: string, text: string): StoredQuery {
  const tags = headerTags(text)
  const one = (tag: string) => tags.find(entry => entry.tag === tag)?.rest ?? ''
  const all = (tag: string) => tags.filter(entry => entry.tag === tag)
  const returns = returnsKinds.safeParse(one('returns'))
  const absences = all('column').map(({ rest }) => words(rest)[2] ?? '')
  const fault =
    one('name') !== path
      ? `@name must be ${path}`
      : one('about') === ''
        ? '@about is missing'
        : absences.some(absence => !['null', 'not-null', 'checked'].includes(absence))
          ? 'the third word of @column must be null, not-null or checked'
          : !returns.success
            ? '@returns must be none, one, maybe or many'
            : null
  if (fault !== null || !returns.success) throw problem('statement/wrong', `sql/queries/${path}.sql: ${fault}.`)
  return {
    name: path,
    about: one('about'),
    use: one('use') === 'people' ? 'people' : 'program',
    ...(one('call') === '' ? {} : { call: one('call') }),
    params: all('param').map(readParam),
    returns: returns.data,
    columns: all('column').map(readColumn),
    text: text.replace(/^--.*\n/gm, '').trim(),
  }
}
