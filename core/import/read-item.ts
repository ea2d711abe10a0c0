// From an item's bytes to what it asks for: opened if sealed, then recognised by its first characters. Bytes are hostile.

import { looksLikeTextForm, parseTextForm } from '@satchel/forms/text-form-parse'
import { isSealed, open } from '@satchel/protocol/envelope-open'
import type { PrivateKey } from '@satchel/protocol/keys'
import { limits } from '@satchel/protocol/limits'
import { parseReply } from '@satchel/protocol/reply'
import type { FormShelf } from '../dispatch/form-shelf.ts'
import { problem } from '../problems.ts'
import type { Act, NamedFile } from './act.ts'
import { readMailItem } from './read-mail-item.ts'
import { readSubmission } from './read-submission.ts'
import { dataOfForm, dataOfReply, type ReplyData } from './reply-data.ts'
import { saidInText } from './said-in-mail.ts'
import type { SpoolDoor } from './spools.ts'

export interface Reader {
  /** Every key that an item may be sealed to. */
  readonly keys: readonly PrivateKey[]
  readonly shelf: FormShelf
  readonly reach: (step: string) => void
  /** The installation's own address: what came to it and to its plus-addresses is for us. */
  readonly mail: string
  /** Mail servers whose Authentication-Results are believed. */
  readonly mailServers: readonly string[]
  /** As letters name it. */
  readonly organisation: string
}

/**
 * @param trusted the item was written by one of us (a local folder or mailbox), so an unsealed reply in it is strong evidence.
 * @throws Problem of protocol, forms, dispatcher or core: the item goes to quarantine.
 */
export async function readItem(bytes: Uint8Array, door: SpoolDoor, trusted: boolean, reader: Reader): Promise<Act> {
  if (door === 'mail') return readMailItem(bytes, trusted, reader)
  if (isSealed(bytes)) return readOpened(await openText(bytes, reader), reader)
  // a file that was saved on another system: its line ends are no part of what it says
  const text = new TextDecoder().decode(bytes).replace(/\r\n?/g, '\n')
  return { ...replyAct(readText(text, reader), trusted ? 'strong' : 'weak'), ...saidInText(text, reader) }
}

/** What was sealed, by its text. Sealed means private, not proven: it is weak, wherever the file lay since. */
export async function readOpened(opened: string, reader: Reader): Promise<Act> {
  if (/^\s*\(satchel-submission[\s)]/.test(opened)) return readSubmission(opened, reader)
  if (/^\s*\(satchel-upload[\s)]/.test(opened)) return { act: 'upload' }
  return { ...replyAct(readText(opened, reader), 'weak'), ...saidInText(opened, reader) }
}

export async function openText(bytes: Uint8Array, reader: Pick<Reader, 'keys' | 'reach'>): Promise<string> {
  const opened = await open(bytes, { keys: reader.keys }, { maxBytes: limits.sealedUploadBytes })
  reader.reach('import/opened')
  return opened.text
}

/** A reply file or a text form. @throws Problem of protocol or forms; item/not-a-reply for anything else. */
export function readText(text: string, reader: Reader): ReplyData {
  if (/^\s*\(satchel-reply[\s)]/.test(text)) return dataOfReply(parseReply(text))
  if (looksLikeTextForm(text)) {
    const form = parseTextForm(text, (name, version) => reader.shelf.find(name, version))
    return dataOfForm(form.packet, form.token, form.statements)
  }
  throw notReply()
}

export const replyAct = (
  reply: ReplyData,
  evidence: 'weak' | 'strong',
  received: Date | null = null,
  files: readonly NamedFile[] = [],
): Act => ({ act: 'reply', reply, evidence, received, files })

export function notReply() {
  return problem('item/not-a-reply', 'The item is neither a reply file, nor a text form, nor a sealed reply.', {
    hint: 'answer by the form in the letter, or with a program that writes reply files',
  })
}
