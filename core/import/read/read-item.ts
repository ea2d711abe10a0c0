// From an item's bytes to what it asks for: opened if sealed, then recognised by its first characters. Bytes are hostile.

import { textOfFile } from '@satchel/dispatcher/mail-text/charset'
import { isSealed } from '@satchel/protocol/envelope/envelope-open'
import { Problem } from '@satchel/protocol/problem'
import { foldPacketId, foldToken, tokenHash } from '@satchel/protocol/messages/token'
import type { Act } from './act.ts'
import { actOfCopies, type Found, noProof, provenCopies, withCall } from './find-forms.ts'
import { readMailItem } from './read-mail-item.ts'
import { readSubmission } from './read-submission.ts'
import { saidInText } from './read-mail-words.ts'
import { openText, type Reader } from './reader.ts'
import type { SpoolChannel } from '../../home/item-spools.ts'

/**
 * @param trusted the item was written by one of us (a local folder or mailbox), so an unsealed reply in it is strong evidence.
 * @throws Problem of protocol, forms, dispatcher or core: the item goes to quarantine.
 */
export async function readItem(
  bytes: Uint8Array,
  channel: SpoolChannel,
  trusted: boolean,
  reader: Reader,
): Promise<Act> {
  if (channel === 'mail') return readMailItem(bytes, trusted, reader)
  if (channel === 'folder' && isMail(bytes)) return readSavedMail(bytes, trusted, reader)
  if (isSealed(bytes)) return readOpened(await openText(bytes, reader), channel, reader)
  // a file that was saved on another system: its line ends are no part of what it says
  const text = (textOfFile(bytes, undefined) ?? '').replace(/\r\n?/g, '\n')
  return readReply(text, false, trusted ? 'strong' : 'weak', channel, reader)
}

/** A mail that somebody saved as a file, with the headers that say where it went. */
const isMail = (bytes: Uint8Array) => {
  const [head = ''] = Buffer.from(bytes.subarray(0, 64 * 1024))
    .toString('latin1')
    .split(/\r?\n\r?\n/, 1)
  return /^[!-9;-~]+:/.test(head) && /^(?:to|delivered-to|x-original-to):/im.test(head)
}

/** Its addresses name the letter that it answers. Nobody believes its words about its sender: no server of ours received it. */
async function readSavedMail(bytes: Uint8Array, trusted: boolean, reader: Reader): Promise<Act> {
  const act = await readMailItem(bytes, false, { ...reader, mailServers: [] })
  return trusted && (act.act === 'reply' || act.act === 'copies') ? { ...act, evidence: 'strong' } : act
}

/** Reads sealed content by its text. Sealed means private: it proves something only where the token left sealed, too. The database knows. */
export async function readOpened(opened: string, channel: SpoolChannel, reader: Reader): Promise<Act> {
  if (/^\s*\(satchel-submission[\s)]/.test(opened)) return readSubmission(opened, reader)
  if (/^\s*\(satchel-upload[\s)]/.test(opened)) return { act: 'upload' }
  return readReply(opened, true, 'weak', channel, reader)
}

function readReply(
  text: string,
  sealed: boolean,
  evidence: 'weak' | 'strong',
  channel: SpoolChannel,
  reader: Reader,
): Act {
  const found = provenCopies(text, reader.catalog, { ...noProof, sealed })
  const kept = withCall(found, saidInText(text, reader).kept, { author: null, language: null })
  const said = kept === undefined ? {} : { kept }
  // who answers by the web sees on the page what went wrong
  if (channel !== 'folder') return { ...actOfCopies(found, { evidence }), ...said }
  const hints = hintsIn(found)
  try {
    return { ...actOfCopies(found, { evidence, hints }), ...said }
  } catch (error) {
    if (!(error instanceof Problem) || error.blame !== 'sender') throw error
    return { act: 'unread', fault: error, hints }
  }
}

/** A file names its letter by the token; by the packet alone where the token was damaged. */
const hintsIn = (found: readonly Found[]) => ({
  tokens: found.filter(({ token }) => token !== '').map(({ token }) => tokenHash(token)),
  packets: found
    .filter(({ token }) => foldToken(token) === null)
    .flatMap(one => foldPacketId(('reply' in one ? one.reply.packet : one.packet) ?? '') ?? []),
})
