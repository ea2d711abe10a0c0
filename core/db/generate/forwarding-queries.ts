// A query that only calls one function is generated from that function: names and types from its signature, the rest from its
// comment, in the words of a query's header without types. `npm run generate` writes them into sql/queries.

import { headerTags } from '../query-header.ts'

/** A function as the catalog has it. */
export interface CatalogFunction {
  readonly name: string
  /** Its first line says what it does; the lines that begin with @ are about the query. */
  readonly comment: string
  readonly args: readonly { readonly name: string; readonly type: string; readonly mode: string }[]
  readonly result: string
  readonly many: boolean
}

interface Field {
  readonly name: string
  readonly type: string
}

const typeName = (type: string): string => (type === 'timestamp with time zone' ? 'timestamptz' : type)

/** Breaks a line after 140 characters, where there is a space. */
function fill(line: string, indent: string): string {
  const lines: string[] = []
  for (const word of line.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && `${last} ${word}`.length <= 140) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(last === undefined ? word : `${indent}${word}`)
  }
  return lines.join('\n')
}

/** @returns the file of sql/queries and its text; null where the comment has no @query. @throws Error that names what is wrong. */
export function forwardingQuery(called: CatalogFunction): { readonly path: string; readonly text: string } | null {
  const [about = '', ...others] = called.comment.split('\n')
  // several tags may stand on one line
  const header = others.join('\n').replace(/ (?=@(call|use|param|column|shape) )/g, '\n')
  const tags = headerTags(header.replace(/^(?=@| {3})/gm, '-- '))
  const one = (tag: string) => tags.find(entry => entry.tag === tag)?.rest
  const path = one('query')
  if (path === undefined) return null
  const fail = (fault: string): never => {
    throw new Error(`the comment of ${called.name}(): ${fault}`)
  }
  const params = called.args
    .filter(({ mode }) => mode === 'i')
    .map(arg => ({ name: arg.name.replace(/^p_/, ''), type: typeName(arg.type) }))
  const table = called.args
    .filter(({ mode }) => mode === 't' || mode === 'o')
    .map(arg => ({ name: arg.name, type: typeName(arg.type) }))
  const single = tags.filter(({ tag }) => tag === 'column').map(({ rest }) => rest.split(/ +/)[0] ?? '')
  const isTable = table.length > 0
  if (!isTable && called.result !== 'void' && single.length !== 1) fail('@column has to name its result')
  const columns = isTable ? table : single.map(column => ({ name: column, type: typeName(called.result) }))

  /** Lines of the header: what the comment says of a parameter or a column stands behind its name and type. */
  const lines = (tag: 'param' | 'column', fields: readonly Field[], standard: string): readonly string[] => {
    const said = new Map(tags.filter(entry => entry.tag === tag).map(entry => [entry.rest.split(/ +/)[0], entry]))
    const unknown = [...said.keys()].find(key => !fields.some(field => field.name === key))
    if (unknown !== undefined) fail(`there is no ${tag} ${unknown}`)
    return fields.flatMap(field => {
      const entry = said.get(field.name)
      const rest = entry?.rest.slice(field.name.length).trim() ?? ''
      // =100 is taken where nothing is given: part of the type
      const space = rest.startsWith('=') ? '' : ' '
      const line = `-- @${tag} ${field.name} ${field.type}${space}${rest === '' ? standard : rest}`.trimEnd()
      return entry?.shape === undefined ? [line] : [line, fill(`-- @shape ${entry.shape}`, '--    ')]
    })
  }
  const values = params.map(({ type }, index) => `$${index + 1}::${type}`).join(', ')
  const statement = `${called.name}(${values})`
  return {
    path,
    text: `-- Generated from the function ${called.name}() and its comment by npm run generate. Do not edit.
${[
  `-- @name ${path}`,
  ...(one('call') === undefined ? [] : [`-- @call ${one('call')}`]),
  `-- @about ${about}.`,
  ...(one('use') === undefined ? [] : [`-- @use ${one('use')}`]),
  ...lines('param', params, ''),
  `-- @returns ${called.result === 'void' ? 'none' : called.many ? 'many' : 'one'}`,
  ...lines('column', columns, 'null'),
].join('\n')}
${fill(
  isTable
    ? `select ${table.map(column => column.name).join(', ')} from ${statement}`
    : `select ${statement}${columns.map(column => ` as ${column.name}`).join('')}`,
  '  ',
)}
`,
  }
}
