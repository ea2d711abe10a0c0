// From an item's bytes to a reply: opened if sealed, then recognised by its first characters. Bytes are hostile.

import { looksLikeTextForm, parseTextForm } from '@satchel/forms/text-form-parse'
import { isSealed, open } from '@satchel/protocol/envelope-open'
import type { PrivateKey } from '@satchel/protocol/keys'
import { parseReply } from '@satchel/protocol/reply'
import { parseSubmission } from '@satchel/protocol/submission'
import type { FormShelf } from '../dispatch/form-shelf.ts'
import { problem } from '../problems.ts'
import { dataOfForm, dataOfReply, type ReplyData } from './reply-data.ts'

export interface ReadItem {
  readonly reply: ReplyData
  readonly evidence: 'weak' | 'strong'
  /** When the intake received it, as it says inside the seal; null: the item's own receipt counts. */
  readonly received: Date | null
}

interface Reader {
  readonly key: PrivateKey
  readonly shelf: FormShelf
  readonly reach: (step: string) => void
}

/**
 * @param trusted the item was written by one of us (a local folder), so an unsealed reply in it is strong evidence.
 * @throws Problem of protocol, forms or core: the item goes to quarantine.
 */
export async function readItem(bytes: Uint8Array, trusted: boolean, reader: Reader): Promise<ReadItem> {
  if (isSealed(bytes)) {
    const opened = await open(bytes, { keys: [reader.key] })
    reader.reach('import/opened')
    // sealed means private, not proven: what came over the public page is weak, wherever the file lay since
    return /^\s*\(satchel-submission[\s)]/.test(opened.text)
      ? readSubmission(opened.text, reader)
      : readText(opened.text, false, reader)
  }
  // a file that was saved on another system: its line ends are no part of what it says
  return readText(new TextDecoder().decode(bytes).replace(/\r\n?/g, '\n'), trusted, reader)
}

function readText(text: string, trusted: boolean, reader: Reader): ReadItem {
  const evidence = trusted ? 'strong' : 'weak'
  if (/^\s*\(satchel-reply[\s)]/.test(text)) {
    return { reply: dataOfReply(parseReply(text)), evidence, received: null }
  }
  if (looksLikeTextForm(text)) {
    const form = parseTextForm(text, (name, version) => reader.shelf.find(name, version))
    return { reply: dataOfForm(form.packet, form.token, form.statements), evidence, received: null }
  }
  throw notReply()
}

/** Only inside a seal: an open one could name any time of receipt, and so come late without being late. */
function readSubmission(text: string, reader: Reader): ReadItem {
  const submission = parseSubmission(text)
  const body = submission.fields.find(([name]) => name === 'body')?.[1]
  if (submission.kind !== 'reply' || body === undefined) throw notReply()
  return { ...readText(body, false, reader), received: new Date(submission.received) }
}

function notReply() {
  return problem('item/not-a-reply', 'The file is neither a reply file, nor a text form, nor a sealed reply.', {
    hint: 'a packet file is not an answer: fill in the text form, or save a reply file from the packet',
  })
}
