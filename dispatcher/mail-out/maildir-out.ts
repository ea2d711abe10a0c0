// Mailboxes on disk (Maildir): one per address, readable by any mail program. A letter's file is named by the letter, so that
// a delivery repeated after a crash finds it and writes no second one.

import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { diskProblem, linkNew, syncFolder } from '@satchel/protocol/spool/spool'
import { checkAddress } from './compose.ts'
import type { MailOut } from '../transport.ts'

/** The longest name of a file or folder on common file systems is 255 bytes; the rest is room for what is put behind it. */
const maxName = 200

/** Bytes outside of an allow-list as %XX, so that a name is no path, not hidden, and never the name of another. */
function safeName(text: string, allowed: RegExp): string {
  const name = [...Buffer.from(text)]
    .map((byte, index) => {
      const letter = String.fromCharCode(byte)
      const isHidden = index === 0 && letter === '.'
      return allowed.test(letter) && !isHidden ? letter : `%${byte.toString(16).padStart(2, '0').toUpperCase()}`
    })
    .join('')
  if (name.length <= maxName) return name
  return `${name.slice(0, maxName - 65)}.${createHash('sha256').update(text).digest('hex')}`
}

/**
 * Folder of an address's mailbox: the address in lower case, since nobody has two mailboxes that differ in that.
 * @throws Problem address/not-valid.
 */
export function mailboxFolder(root: string, address: string): string {
  return join(root, safeName(checkAddress(address).normalize('NFC').toLowerCase(), /[a-z0-9@._+-]/))
}

/** @returns whether the mailbox holds this letter already, unread (new) or read (cur, with flags behind the name). */
async function holds(mailbox: string, file: string): Promise<boolean> {
  // in the order in which a reader moves them, so that one moved meanwhile is still found
  for (const part of ['new', 'cur']) {
    const files = await readdir(join(mailbox, part))
    if (files.some(name => name === file || name.startsWith(`${file}:`))) return true
  }
  return false
}

async function makeMailbox(root: string, mailbox: string): Promise<void> {
  let made = false
  for (const part of ['tmp', 'new', 'cur']) {
    if ((await mkdir(join(mailbox, part), { recursive: true, mode: 0o700 })) !== undefined) made = true
  }
  if (!made) return
  // a letter in a folder that a power cut takes away is lost
  await syncFolder(mailbox)
  await syncFolder(root)
}

/** Files that a killed delivery of this letter left in tmp. */
async function removeLeftovers(mailbox: string, file: string): Promise<void> {
  for (const name of await readdir(join(mailbox, 'tmp'))) {
    if (name.startsWith(`${file}.`) && /^[0-9a-f]{8}$/.test(name.slice(file.length + 1))) {
      await unlink(join(mailbox, 'tmp', name)).catch(() => undefined)
    }
  }
}

async function writeGrowing(growing: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(growing, 'wx', 0o600)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Delivers a letter durably: tmp, fsync, link to new, fsync the folder. One letter is delivered by one process at a time.
 * @param letterId stable id of this sending; becomes the file's name.
 * @returns false when the mailbox held it already.
 * @throws Problem address/not-valid, disk/full; nothing half-written remains.
 */
export async function deliver(
  root: string,
  address: string,
  letterId: string,
  bytes: Uint8Array,
  failpoint: (step: string) => void = () => undefined,
): Promise<boolean> {
  if (letterId === '') throw new TypeError('a letter without an id')
  const mailbox = mailboxFolder(root, address)
  const file = safeName(letterId, /[A-Za-z0-9._@+-]/)
  const growing = join(mailbox, 'tmp', `${file}.${randomBytes(4).toString('hex')}`)
  try {
    await makeMailbox(root, mailbox)
    await removeLeftovers(mailbox, file)
    let isOurs = false
    if (!(await holds(mailbox, file))) {
      await writeGrowing(growing, bytes)
      failpoint('maildir/written')
      isOurs = await linkNew(growing, join(mailbox, 'new', file))
      failpoint('maildir/linked')
      await unlink(growing)
    }
    // also where it was held: who linked it may have been killed before this
    await syncFolder(join(mailbox, 'new'))
    failpoint('maildir/synced')
    return isOurs
  } catch (error) {
    await unlink(growing).catch(() => undefined)
    throw diskProblem(error)
  }
}

/** Mailboxes on disk as a way out. Sending a letter again makes no second copy. */
export function maildirOut(root: string, failpoint?: (step: string) => void): MailOut {
  return {
    send: async letter => {
      await deliver(root, letter.to, letter.id, letter.bytes, failpoint)
      return 'sent'
    },
    close: () => Promise.resolve(),
  }
}
