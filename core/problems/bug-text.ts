// The text about a fault of the program itself. It goes to a terminal and to the journal of `satchel run`, so it says where the
// fault is and of which kind, and no value of anybody: messages of the database and of parsers quote what they were given.

/** The engine writes these itself, of names in the program. */
const ownWords = new Set(['TypeError', 'ReferenceError', 'RangeError'])

/** Kind of a fault, code and place in the program, over several lines. */
export function bugText(error: unknown): string {
  if (!(error instanceof Error)) return `a fault of type ${typeof error}`
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : ''
  const rule = 'constraint' in error && typeof error.constraint === 'string' ? `, rule ${error.constraint}` : ''
  const message = ownWords.has(error.name) ? `: ${error.message}` : ''
  const where = (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line))
  return [`${error.name}${code}${rule}${message}`, ...where].join('\n')
}
