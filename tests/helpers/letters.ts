// What a recipient's mail program does, as far as tests need it: the letters of a mailbox, with text and attachments decoded.
// Reads only what Satchel composes itself.

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { mailboxFolder } from '@satchel/dispatcher/mail-out/maildir-out'
import { parseOutcome } from '@satchel/protocol/messages/outcome'
import { loadForms } from '@satchel/forms/loader'
import { parseTextForm } from '@satchel/forms/text/text-form-parse'
import { type Packet, type PacketRow, parsePacket } from '@satchel/protocol/messages/packet'

export interface ReceivedLetter {
  readonly file: string
  readonly headers: ReadonlyMap<string, string>
  readonly text: string
  /** The same as HTML; empty where a letter has text alone. */
  readonly html: string
  /** The whole text form: a file beside the letter of a packet, or in the letter itself. */
  readonly form: string
  /** Attachments by file name. */
  readonly attachments: ReadonlyMap<string, string>
}

/** Letters of one mailbox, oldest first; none where there is no mailbox. */
export function lettersOf(mailRoot: string, address: string): readonly ReceivedLetter[] {
  const folder = join(mailboxFolder(mailRoot, address), 'new')
  let names: readonly string[]
  try {
    names = readdirSync(folder)
  } catch {
    return []
  }
  return (
    names
      .map(file => ({ file, path: join(folder, file), stat: statSync(join(folder, file)) }))
      // a fast disk takes two within one tick of its clock: their numbers tell which came first
      .sort((a, b) => a.stat.mtimeMs - b.stat.mtimeMs || a.stat.ino - b.stat.ino)
      .map(({ file, path }) => readLetter(file, readFileSync(path, 'utf8')))
  )
}

export function readLetter(file: string, mail: string): ReceivedLetter {
  const [head = ''] = mail.split(/\r?\n\r?\n/)
  const headers = headersOf(head)
  // a signed letter has parts in parts
  const boundaries = [...mail.matchAll(/boundary="([^"]+)"/g)].map(([, boundary = '']) => `--${boundary}`)
  const split = boundaries.reduce((found, line) => found.flatMap(one => one.split(line)), [mail])
  const parts = boundaries.length === 0 ? [mail] : split.slice(1)
  const attachments = new Map<string, string>()
  let [text, html] = ['', '']
  for (const part of parts) {
    const [partHead = '', ...body] = part.replace(/^\r?\n/, '').split(/\r?\n\r?\n/)
    const partHeaders = headersOf(partHead)
    const name = /filename="?([^"\r\n;]+)/.exec(partHeaders.get('content-disposition') ?? '')?.[1]
    const content = decode(body.join('\n\n'), partHeaders.get('content-transfer-encoding') ?? '7bit')
    if (name !== undefined) attachments.set(name, content)
    else if (text === '' && partHeaders.get('content-type')?.startsWith('text/plain') === true) text = content
    else if (html === '' && partHeaders.get('content-type')?.startsWith('text/html') === true) html = content
  }
  const form = [...attachments].find(([name]) => /^packet-.*\.txt$/.test(name))?.[1] ?? text
  return { file, headers, text, html, form, attachments }
}

function headersOf(head: string): ReadonlyMap<string, string> {
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)
  return new Map(
    lines.flatMap(line => {
      const at = line.indexOf(':')
      return at < 0 ? [] : [[line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()] as const]
    }),
  )
}

function decode(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8')
  if (encoding !== 'quoted-printable') return body
  const bytes = body
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

/** The one attachment with this ending. */
export function attachmentOf(letter: ReceivedLetter, ending: string): string {
  const found = [...letter.attachments].find(([name]) => name.endsWith(ending))
  if (found === undefined) throw new Error(`no attachment ${ending} among ${[...letter.attachments.keys()].join(', ')}`)
  return found[1]
}

const shipped = loadForms()
/** Which the text form does not say; makeHome knows it. */
export const epochs = { ofHome: 1 }

/** The packet of a letter that carries one; null for other letters. Where no packet file came, what its text form says of it. */
export function packetOf(letter: ReceivedLetter): Packet | null {
  if (!letter.file.startsWith('packet-')) return null
  const file = [...letter.attachments].find(([name]) => name.endsWith('.sexp'))?.[1]
  return file === undefined ? packetOfForm(letter) : parsePacket(file)
}

function packetOfForm(letter: ReceivedLetter): Packet {
  const { form, packet, token, language, statements } = parseTextForm(
    letter.form,
    (name, version) => shipped.definitions.find(one => one.name === name && one.version === version) ?? null,
  )
  const kept = (fields: ReadonlyMap<string, string | null>) =>
    new Map([...fields].flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])))
  const rows = new Map<string, PacketRow[]>()
  for (const { collection, row, fields } of statements.rows)
    rows.set(collection, [...(rows.get(collection) ?? []), { id: row, fields: kept(fields) }])
  return {
    version: 1,
    id: packet,
    epoch: epochs.ofHome,
    kind: form.name === 'self-update' ? 'self-update' : 'work',
    form,
    language,
    issued: new Date(letter.headers.get('date') ?? 0).toISOString(),
    expires: '',
    token,
    replyTo: { mail: letter.headers.get('reply-to') ?? '' },
    key: '',
    record: { kind: 'person', version: 1, fields: kept(statements.set), rows },
    background: [],
    report: [],
  }
}

/** Outcome and reason by slot, from the outcome file of an acknowledgement: `applied`, `held needs-review`. */
export function outcomeIn(letter: ReceivedLetter): {
  readonly packet: string
  readonly status: string
  readonly slots: Record<string, string>
} {
  const outcome = parseOutcome(attachmentOf(letter, '.sexp'))
  return {
    packet: outcome.packet,
    status: outcome.status,
    slots: Object.fromEntries(
      outcome.slots.map(slot => [
        slot.kind === 'report' ? 'report' : [slot.kind, slot.name, slot.row].filter(Boolean).join('/'),
        [slot.outcome, slot.reason].filter(Boolean).join(' '),
      ]),
    ),
  }
}
