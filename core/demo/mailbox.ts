// Stands in for a recipient's mail program, as far as the demo needs it: finds the newest letter, saves its attachments.

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { mailboxFolder } from '@satchel/dispatcher/mail-out/maildir-out'

export interface ReceivedLetter {
  readonly path: string
  readonly subject: string
  /** Where answers go. */
  readonly replyTo: string
  /** Where one click ends letters like this one; empty where there is no such place. */
  readonly oneClick: string
  /** Attachments by file name. */
  readonly attachments: ReadonlyMap<string, string>
}

/** Letters of one mailbox, oldest first. Reads only what Satchel itself composes. */
export function readMailbox(mailRoot: string, address: string): readonly ReceivedLetter[] {
  const folder = join(mailboxFolder(mailRoot, address), 'new')
  return (
    readdirSync(folder)
      .map(file => ({ path: join(folder, file), stat: statSync(join(folder, file)) }))
      // a fast disk takes two within one tick of its clock: their numbers tell which came first
      .sort((a, b) => a.stat.mtimeMs - b.stat.mtimeMs || a.stat.ino - b.stat.ino)
      .map(({ path }) => readLetter(path))
  )
}

function readLetter(path: string): ReceivedLetter {
  const mail = readFileSync(path, 'utf8')
  // a signed letter has parts in parts
  const boundaries = [...mail.matchAll(/boundary="([^"]+)"/g)].map(([, boundary = '']) => `--${boundary}`)
  const attachments = new Map<string, string>()
  for (const part of boundaries.reduce((parts, line) => parts.flatMap(one => one.split(line)), [mail])) {
    const [head = '', body = ''] = part.split(/\r?\n\r?\n/, 2)
    const name = /filename="?([^"\r\n;]+)/.exec(head)?.[1]
    if (name !== undefined) attachments.set(name, Buffer.from(body, 'base64').toString('utf8'))
  }
  const unfolded = mail.replace(/\r?\n[ \t]+/g, ' ')
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(unfolded)?.[1]?.trim() ?? ''
  return {
    path,
    subject: header('Subject'),
    replyTo: header('Reply-To').replace(/[<>]/g, ''),
    oneClick: /<(https?:[^>]+)>/.exec(header('List-Unsubscribe'))?.[1] ?? '',
    attachments,
  }
}

/** The one attachment with this ending. */
export function attachment(letter: ReceivedLetter, ending: string): string {
  const found = [...letter.attachments].find(([name]) => name.endsWith(ending))
  if (found === undefined) throw new Error(`the letter has no attachment ${ending}`)
  return found[1]
}
