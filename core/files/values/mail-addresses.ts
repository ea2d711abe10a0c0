// E-mail addresses out of a cell, as mail programs and address books write them. Whether each is an address, the database says.

/** In words: two addresses with one of these between. */
const between = /^(?:or|and|und|oder|et|ou|au|na|y|o|[|&/+-])$/i
/** `Amina Okello <amina@example.org>`, or with the name in quotes, or the address in round brackets. */
const withName = /((?:"[^"]*"|[^"<>(),;\n])*)[<(]\s*(?:mailto:)?([^<>()\s]+@[^<>()\s]+)\s*[>)]/gi

export interface Mails {
  readonly addresses: readonly string[]
  /** A name stood beside an address. */
  readonly isNamed: boolean
}

export function mailsOf(cell: string): Mails {
  let isNamed = false
  // what is in brackets is an address; what stands before it is its name, but where it is an address, too
  const rest = cell.replace(withName, (_, name: string, address: string) => {
    const before = name.replace(/"[^"]*"|[\s']+/g, '')
    if (before.includes('@')) return `;${name};${address};`
    isNamed ||= name.trim() !== ''
    return `;${address};`
  })
  const found = rest.split(/[;,]/).flatMap(part => apart(part.trim()))
  return { addresses: [...new Set(found.map(bare).filter(address => address !== ''))], isNamed }
}

/** Two in one part, with a space, a slash or a word between; what is anything else stays whole, to be refused. */
function apart(part: string): readonly string[] {
  if ((part.match(/@/g) ?? []).length < 2) return [part]
  const words = part.split(/\s+/).filter(word => !between.test(word))
  const each = words.flatMap(word => (word.split('@').length > 2 ? word.split(/[/|]/) : [word]))
  return each.every(word => /^[^@]+@[^@]+$/.test(word)) ? each : [part]
}

/** Without the link that it was, its parameters, quotes around it, and the full stop of a sentence. */
function bare(address: string): string {
  const [, linked = address] = /^mailto:([^?]*)/i.exec(address) ?? []
  return linked
    .trim()
    .replace(/^'(.*)'$/, '$1')
    .replace(/\.+$/, '')
}
