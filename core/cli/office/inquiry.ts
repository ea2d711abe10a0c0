// satchel inquiry: questions from the public page, and what people wrote beside a form or instead of one. Nothing of them writes
// anything by itself.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { readMail } from '@satchel/dispatcher/mail-reader/read-mail'
import { open } from '@satchel/protocol/envelope/envelope-open'
import { limits } from '@satchel/protocol/limits'
import { parseUpload } from '@satchel/protocol/messages/upload'
import { readItem } from '@satchel/protocol/spool/spool'
import { attachmentPath, findItem, openSpools } from '../../home/item-spools.ts'
import { openingKeys } from '../../keys/core-keys.ts'
import { problem } from '../../problems/problems.ts'
import type { Context } from '../../context/context.ts'
import { endInquiry, openInquiries, showInquiry } from '../../db/calls/review.ts'
import { action, openContext } from '../command.ts'
import type { World } from '../../context/world.ts'
import { inquiryId } from '../typed-id.ts'
import { summaries } from '../summaries.ts'

const notKnown = () =>
  problem('inquiry/not-known', 'There is no such inquiry in the queue.', {
    hint: 'satchel inquiry list shows what waits',
  })

export function inquiryCommands(program: Command, world: World): void {
  const inquiry = program.command('inquiry').description(summaries.inquiry)

  inquiry
    .command('list', { isDefault: true })
    .description('list open inquiries, oldest first')
    .option('--limit <number>', 'how many', '50')
    .addHelpText('after', '\nExample:\n  satchel inquiry list')
    .action(
      action(world, async (io, command) => {
        const limit = Number(command.opts<{ limit: string }>().limit)
        if (!Number.isInteger(limit) || limit < 1) throw problem('usage/wrong', '--limit takes a whole number above 0.')
        const rows = await openContext(world, command).asStaff(database => database.run(openInquiries, { limit }))
        io.rows(rows, 'No inquiry waits.')
        return 0
      }),
    )

  inquiry
    .command('show')
    .description('one inquiry, with its files')
    .argument('<inquiry>', 'like inquiry-3')
    .option('--save <folder>', 'open the files and write them there, under generated names')
    .addHelpText('after', '\nExample:\n  satchel inquiry show inquiry-3 --save ./inquiry-3')
    .action(
      action(world, async (io, command, typed: string) => {
        const id = inquiryId(typed)
        const context = openContext(world, command)
        const row = await context.asStaff(database => database.run(showInquiry, { inquiry: id }))
        if (row === null) throw notKnown()
        const { save } = command.opts<{ save?: string }>()
        const inside = row.inside ?? []
        const saved =
          save === undefined ? [] : await saveFiles(context, id, { ...row, files: row.files ?? [], inside }, save)
        io.data({ ...row, saved })
        const shown = [
          'received',
          'packet',
          'recipient',
          'record',
          'name',
          'email',
          'phone',
          'language',
          'status',
          'note',
        ] as const
        for (const name of shown) {
          const value = row[name]
          if (value !== null) io.say(`${name.padEnd(10)}${value instanceof Date ? value.toISOString() : value}`)
        }
        for (const file of row.files ?? []) io.say(`file      ${file.name} (${file.type})`)
        for (const file of inside)
          io.say(`file      ${file.name || 'without a name'} (${file.type}, ${file.size} bytes)`)
        for (const path of saved) io.say(`saved     ${path}`)
        io.say(`\n${row.message}`)
        return 0
      }),
    )

  inquiry
    .command('done')
    .description('close an inquiry')
    .argument('<inquiry>', 'like inquiry-3')
    .option('--note <text>', 'note about the answer', '')
    .addHelpText('after', '\nExample:\n  satchel inquiry done inquiry-3 --note "called her back"')
    .action(
      action(world, async (io, command, typed: string) => {
        const id = inquiryId(typed)
        const { note } = command.opts<{ note: string }>()
        const { done } = await openContext(world, command).asStaff(database =>
          database.run(endInquiry, { inquiry: id, note }),
        )
        if (done !== true) throw notKnown()
        io.data({ inquiry: id, done: true })
        io.say(`${id} is done.`)
        return 0
      }),
    )
}

/** Kept beside the database; a run that was killed may have left it in the spool. */
async function keptFile(context: Context, item: string, extension: string): Promise<Uint8Array> {
  const kept = attachmentPath(context.home, item, extension)
  if (existsSync(kept)) return new Uint8Array(readFileSync(kept))
  for (const spool of Object.values(await openSpools(context.home))) {
    const found = await findItem(spool, item)
    if (found !== null) return readItem(spool, found)
  }
  throw problem('inquiry/file-missing', 'A file of the inquiry is not in the home folder.', {
    hint: 'bring the folder attachments back from your backup',
  })
}

interface Sent {
  readonly item: string
  /** Sealed, each an item of its own. */
  readonly files: readonly { readonly item: string; readonly name: string }[]
  /** In the mail that the inquiry came in. */
  readonly inside: readonly { readonly name: string; readonly type: string; readonly size: number }[]
}

/** Names come from strangers: a file gets the inquiry's name, a number, and an ending only where that is a plain one. */
async function saveFiles(context: Context, inquiry: string, sent: Sent, folder: string): Promise<readonly string[]> {
  const keys = await openingKeys(context.home)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const paths: string[] = []
  const save = (name: string, bytes: Uint8Array) => {
    const ending = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase()
    const path = join(folder, `${inquiry}-${paths.length + 1}${ending === undefined ? '' : `.${ending}`}`)
    writeFileSync(path, bytes, { mode: 0o600, flag: 'wx' })
    paths.push(path)
  }
  for (const file of sent.files) {
    const { text } = await open(
      await keptFile(context, file.item, 'sexp.pgp'),
      { keys },
      { maxBytes: limits.sealedUploadBytes },
    )
    save(file.name, parseUpload(text).bytes)
  }
  if (sent.inside.length > 0) {
    const { mail: ours } = context.settings
    const mail = await readMail(await keptFile(context, sent.item, 'raw'), { ours, trustedServers: [] })
    const isWanted = (file: Sent['inside'][number]) =>
      sent.inside.some(({ name, type, size }) => name === file.name && type === file.type && size === file.size)
    for (const { name, type, bytes } of mail.attachments)
      if (isWanted({ name, type, size: bytes.length })) save(name, bytes)
  }
  return paths
}
