// Mailboxes on disk (Maildir): one per address, readable by any mail program. A letter's file is named by the letter, so that
// a delivery repeated after a crash finds it and writes no second one.

import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { diskProblem, syncFolder } from '@satchel/protocol/spool'
import { checkAddress } from './compose.ts'

/** Folder of an address's mailbox: the address in lower case, anything unusual as %XX, so it can be no path. */
export function mailboxFolder(root: string, address: string): string {
  const safe = checkAddress(address)
    .toLowerCase()
    .replace(/[^a-z0-9@._+-]|^\./gu, letter =>
      [...Buffer.from(letter)].map(byte => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join(''),
    )
  return join(root, safe)
}

/** @returns whether the mailbox holds this letter already, unread (new) or read (cur, with flags behind the name). */
async function holds(mailbox: string, file: string): Promise<boolean> {
  for (const part of ['new', 'cur']) {
    const files = await readdir(join(mailbox, part))
    if (files.some(name => name === file || name.startsWith(`${file}:`))) return true
  }
  return false
}

/**
 * Delivers a letter durably: tmp, fsync, link to new, fsync the folder.
 * @param letterId stable id of this sending; becomes the file's name.
 * @returns false when the mailbox held it already.
 * @throws Problem address/not-valid, disk/full.
 */
export async function deliver(
  root: string,
  address: string,
  letterId: string,
  bytes: Uint8Array,
  reach: (step: string) => void = () => undefined,
): Promise<boolean> {
  const mailbox = mailboxFolder(root, address)
  const file = letterId.replace(/[^A-Za-z0-9._-]/g, '_')
  const growing = join(mailbox, 'tmp', `${file}.${randomBytes(4).toString('hex')}`)
  try {
    for (const part of ['tmp', 'new', 'cur']) await mkdir(join(mailbox, part), { recursive: true, mode: 0o700 })
    if (await holds(mailbox, file)) return false
    const handle = await open(growing, 'wx', 0o600)
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    reach('maildir/written')
    await link(growing, join(mailbox, 'new', file))
    reach('maildir/linked')
    await unlink(growing)
    await syncFolder(join(mailbox, 'new'))
    reach('maildir/synced')
    return true
  } catch (error) {
    await unlink(growing).catch(() => undefined)
    throw diskProblem(error)
  }
}
