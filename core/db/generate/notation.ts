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

/** The words and signs of a notation, one after the other. */
function tokensOf(text: string) {
  const tokens = text.match(/'[^']*'|[A-Za-z_][A-Za-z_0-9]*|-?\d+|\[\]|\S/g) ?? []
  let at = 0
  const fail = (): never => {
    throw new Error(`a shape cannot be read at "${tokens.slice(at).join(' ')}": ${text}`)
  }
  const take = (wanted: string): boolean => {
    if (tokens[at] !== wanted) return false
    at += 1
    return true
  }
  return {
    fail,
    take,
    need: (wanted: string): void => {
      if (!take(wanted)) fail()
    },
    next: (): string => tokens[at++] ?? fail(),
    peek: () => tokens[at],
  }
}

/** @throws Error that shows where the notation is none. */
export function readShape(text: string): Shape {
  const { fail, take, need, next, peek } = tokensOf(text)
  const names = new Set<string>()

  function union(): string {
    const parts = [list()]
    while (take('|')) parts.push(list())
    return unionOf(parts) ?? fail()
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
      if (peek() !== '}') need(',')
    }
    return `z.object({ ${fields.join(', ')} })`
  }

  const code = union()
  if (peek() !== undefined) fail()
  return { code, names: [...names] }
}

/** One of several; of words alone a list of them. Undefined where it is null and nothing else. */
function unionOf(parts: readonly string[]): string | undefined {
  const filled = parts.filter(part => part !== 'null')
  const words = filled.filter(part => part.startsWith("'"))
  const [first] = filled
  if (first === undefined) return undefined
  const code =
    words.length > 1 && words.length === filled.length
      ? `z.enum([${words.join(', ')}])`
      : filled.length > 1
        ? `z.union([${filled.map(literal).join(', ')}])`
        : literal(first)
  return filled.length < parts.length ? `${code}.nullable()` : code
}

const literal = (code: string): string => (code.startsWith("'") ? `z.literal(${code})` : code)
