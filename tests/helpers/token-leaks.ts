// Looks for live tokens in whatever a reader of the database could see: not for those that a test knows, but for every word that
// the table of tokens has the hash of, in the clear or in any of the ways that mails and databases write bytes as text.

import { createHash } from 'node:crypto'
import { foldToken } from '@satchel/protocol/messages/token'
import { withClient } from './database.ts'
import type { TestHome } from './home.ts'

const tokenLength = 26

/** How one text may also be read: hex of bytes, base64, quoted-printable, text in JSON. */
function readings(text: string): readonly string[] {
  const found = [text]
  for (const [hex] of text.matchAll(/(?:[0-9a-f]{2}){26,}/gi)) found.push(Buffer.from(hex, 'hex').toString('latin1'))
  for (const [block] of text.matchAll(/(?:[A-Za-z0-9+/_-]{4,}[\r\n]*){9,}={0,2}/g)) {
    for (const shift of [0, 1, 2, 3]) found.push(Buffer.from(block.slice(shift), 'base64').toString('latin1'))
  }
  const unfolded = text.replace(/\\r|\\n/g, match => (match === '\\r' ? '\r' : '\n'))
  found.push(
    unfolded
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
  )
  found.push(decodeURIComponent(text.replace(/%(?![0-7][0-9a-f])/gi, '%25')))
  return found
}

/** Hashes of the tokens that can be read out of the text. */
export function tokensIn(text: string, hashes: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>()
  const seen = new Set<string>()
  const look = (one: string, depth: number) => {
    if (seen.has(one)) return
    seen.add(one)
    // a whole bytea, as the database writes one: its bytes are what is read
    if (/^\\x(?:[0-9a-f]{2})*$/.test(one)) {
      look(Buffer.from(one.slice(2), 'hex').toString('latin1'), depth)
      return
    }
    // tokens are typed with spaces and dashes, too
    for (const [run] of one.matchAll(/(?:[0-9A-Za-z][ -]?){26,}/g)) {
      const word = run.replace(/[ -]/g, '')
      for (let at = 0; at + tokenLength <= word.length; at++) {
        const token = foldToken(word.slice(at, at + tokenLength))
        if (token === null) continue
        const hash = createHash('sha256').update(token).digest('hex')
        if (hashes.has(hash)) found.add(hash)
      }
    }
    if (depth > 0) for (const other of readings(one)) look(other, depth - 1)
  }
  look(text, 3)
  return found
}

export async function tokenHashesOf(home: TestHome): Promise<ReadonlySet<string>> {
  return new Set((await home.rows<{ hash: string }>('select token_hid as hash from token')).map(row => row.hash))
}

/** Every column of every table that the owner reads, searched: `table.column row` of each that gives a token away. */
export async function tokenLeaks(home: TestHome): Promise<readonly string[]> {
  const hashes = await tokenHashesOf(home)
  return withClient(home.database.url('satchel'), async client => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', nspname, relname) as name from pg_class join pg_namespace n on n.oid = relnamespace
       where relkind in ('r', 'm', 'p') and nspname not in ('pg_catalog', 'information_schema') and nspname not like 'pg\\_t%' order by 1`,
    )
    const leaks: string[] = []
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: Record<string, unknown> }>(`select to_jsonb(t) as row from ${name} t`)
      for (const { row } of rows) {
        for (const [column, value] of Object.entries(row)) {
          const count = tokensIn(typeof value === 'string' ? value : JSON.stringify(value), hashes).size
          if (count > 0) leaks.push(`${name}.${column}: ${count}`)
        }
      }
    }
    return leaks
  })
}
