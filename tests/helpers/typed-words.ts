// Every word that somebody types in a story is one that nobody else writes. Afterwards it is looked for in all that the database
// holds, and in the files that the office opens from a question: what was typed must be there, or the sender was told.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readMail } from '@satchel/dispatcher/mail-reader/read-mail'
import type { TestHome } from './home.ts'
import type { ReceivedLetter } from './letters.ts'
import { core } from './mailing.ts'

let count = 0

/** A word that nobody has written: letters alone, as a name has them. */
export function newWord(): string {
  const number = String(1000 + count++)
  return `Q${[...number].map(digit => 'bcdfghjklm'[Number(digit)]).join('u')}wen`
}

/** Tables that tell what the program did, not what the office has: keys, letters, bytes that wait, the audit of what stood before. */
const noted = ['audit', 'audit_content', 'audit_seal', 'audit_sealed', 'item', 'letter', 'migration', 'packet', 'token']

/** What was refused is a note that it was: nobody works through those values. */
const refused = "where change_outcome <> 'refused' or change_decision is not null"

/** All that the office can read: every column of every table, and the files of questions. */
export async function allThatIsKept(home: TestHome): Promise<string> {
  const tables = await home.rows<{ name: string; bytes: string[] }>(
    `select relname as name, array(select attname::text from pg_attribute where attrelid = c.oid and atttypid = 'bytea'::regtype and not attisdropped) as bytes
     from pg_class c where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> all ($1)`,
    [noted],
  )
  const texts = await home.rows<{ all: string | null }>(
    tables
      .map(({ name, bytes }) => {
        const files = bytes.map(column => ` || coalesce(encode(${column}, 'escape'), '')`).join('')
        return `select string_agg(to_jsonb(t)::text${files}, e'\\n') as all from ${name} t ${name === 'change' ? refused : ''}`
      })
      .join(' union all '),
  )
  return [...texts.map(({ all }) => all ?? ''), await filesOfQuestions(home)].join('\n').toLowerCase()
}

/** What `inquiry show --save` writes for somebody of the office, with mails among it opened. */
async function filesOfQuestions(home: TestHome): Promise<string> {
  const questions = await home.rows<{ hid: string; files: boolean }>(
    `select inquiry_hid as hid, exists (select from item_file where item_file_item = inquiry_item) or to_jsonb(i) ->> 'inquiry_files' <> '[]' as files from inquiry i`,
  )
  const texts: string[] = []
  for (const { hid } of questions.filter(({ files }) => files)) {
    const folder = mkdtempSync(join(tmpdir(), 'satchel-question-'))
    await home.satchel(['--as', 'grace', 'inquiry', 'show', hid, '--save', folder])
    for (const file of readdirSync(folder)) {
      const bytes = readFileSync(join(folder, file))
      texts.push(bytes.toString('latin1'))
      if (!/^[\w-]+: /m.test(bytes.toString('latin1', 0, 200))) continue
      const mail = await readMail(bytes, { ours: core, trustedServers: [] })
      texts.push(mail.text, ...mail.attachments.map(file => Buffer.from(file.bytes).toString('latin1')))
    }
    rmSync(folder, { recursive: true })
  }
  return texts.join('\n')
}

export interface Typed {
  readonly words: readonly string[]
  /** Letters that answer it. */
  readonly letters: readonly ReceivedLetter[]
  /** What the sender must have been told where a word is not kept. */
  readonly told?: RegExp
  /** The line with the next step that a colleague's letter shows of it: it says what the reply is about. */
  readonly shown?: RegExp
}

/** Those of these words that are not in a text. */
export const missingIn = (text: string, words: readonly (string | undefined)[]): readonly (string | undefined)[] =>
  words.filter(word => word === undefined || !text.toLowerCase().includes(word.toLowerCase()))

const without = (text: string, shown: RegExp | undefined): string =>
  shown === undefined ? text : text.replace(shown, '')

/** Words that are neither kept nor told about, and letters that say more than is true. Empty is good. */
export function lostOf({ words, letters, told, shown }: Typed, kept: string): readonly string[] {
  const missing = missingIn(kept, words)
  const said = letters.map(letter => letter.text.replace(/\s+/g, ' '))
  const isTold = told !== undefined && said.some(text => told.test(text))
  return [
    ...(isTold ? [] : missing.map(word => `${word} is nowhere`)),
    ...(missing.length === 0 ? [] : said)
      .filter(text => /have processed your reply|settled/.test(text))
      .map(text => `a letter says that all is done: ${text}`),
    // nothing that somebody wrote comes back to a wrong reader
    ...words
      .filter(word => said.some(text => without(text, shown).includes(word)))
      .map(word => `a letter repeats ${word}`),
    ...(letters.length === 0 ? ['the sender was told nothing'] : []),
  ]
}

/** The letters to somebody that are about a packet, but the one that brought it. */
export async function lettersAbout(
  home: TestHome,
  address: string,
  packet: string,
): Promise<readonly ReceivedLetter[]> {
  const rows = await home.rows<{ hid: string }>(
    "select letter_hid as hid from letter join packet on packet_id = letter_packet where packet_hid = $1 and letter_kind <> 'packet'",
    [packet],
  )
  return home.letters(address).filter(({ file }) => rows.some(({ hid }) => file.startsWith(hid)))
}
