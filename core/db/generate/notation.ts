// The notation of @shape in the headers of sql/queries, and the zod shape that it stands for. A small part of TypeScript's own:
// string, number, boolean, Date, unknown, null, 'word', true, T[], Record<string, T>, { a: T, b?: T, c: T = 'default' }, A | B, (T),
// and the name of a shape in core/db/shapes.

export interface Shape {
  /** The TypeScript that makes the zod shape. */
  readonly code: string
  /** Names of shapes that it uses. */
  readonly names: readonly string[]
}

const simple: Readonly<Record<string, string>> = {
  string: 'z.string()',
  number: 'z.number()',
  boolean: 'z.boolean()',
  unknown: 'z.unknown()',
  true: 'z.literal(true)',
  Date: 'z.date()',
}

/** @throws Error that shows where the notation is none. */
export function readShape(text: string): Shape {
  const tokens = text.match(/'[^']*'|[A-Za-z_][A-Za-z_0-9]*|-?\d+|\[\]|\S/g) ?? []
  const names = new Set<string>()
  let at = 0
  const fail = (): never => {
    throw new Error(`a shape cannot be read at "${tokens.slice(at).join(' ')}": ${text}`)
  }
  const take = (wanted: string): boolean => {
    if (tokens[at] !== wanted) return false
    at += 1
    return true
  }
  const need = (wanted: string): void => {
    if (!take(wanted)) fail()
  }
  const next = (): string => tokens[at++] ?? fail()

  function union(): string {
    const parts = [list()]
    while (take('|')) parts.push(list())
    const filled = parts.filter(part => part !== 'null')
    const words = filled.filter(part => part.startsWith("'"))
    const code =
      words.length > 1 && words.length === filled.length
        ? `z.enum([${words.join(', ')}])`
        : filled.length > 1
          ? `z.union([${filled.map(literal).join(', ')}])`
          : literal(filled[0] ?? fail())
    return filled.length < parts.length ? `${code}.nullable()` : code
  }
  function list(): string {
    let code = single()
    while (take('[]')) code = `z.array(${literal(code)})`
    return code
  }
  function single(): string {
    if (take('{')) return object()
    if (take('(')) {
      const code = union()
      need(')')
      return code
    }
    const word = next()
    if (word === 'null' || word.startsWith("'")) return word
    if (word === 'Record') {
      for (const token of ['<', 'string', ',']) need(token)
      const code = union()
      need('>')
      return `z.record(z.string(), ${code})`
    }
    const known = simple[word]
    if (known !== undefined) return known
    if (!/^[A-Z]/.test(word)) fail()
    names.add(word)
    return word
  }
  function object(): string {
    const fields: string[] = []
    while (!take('}')) {
      const name = next()
      if (!/^[a-z_0-9]+$/.test(name)) fail()
      const isOptional = take('?')
      need(':')
      const code = union()
      const standard = take('=') ? `.default(${next()})` : ''
      fields.push(`${name}: ${code}${isOptional ? '.optional()' : ''}${standard}`)
      if (tokens[at] !== '}') need(',')
    }
    return `z.object({ ${fields.join(', ')} })`
  }

  const code = union()
  if (at < tokens.length) fail()
  return { code, names: [...names] }
}

const literal = (code: string): string => (code.startsWith("'") ? `z.literal(${code})` : code)
