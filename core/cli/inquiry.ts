// satchel inquiry: questions from the public page. Nothing of them writes anything by itself.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { open } from '@satchel/protocol/envelope-open'
import { limits } from '@satchel/protocol/limits'
import { parseUpload } from '@satchel/protocol/upload'
import { readItem } from '@satchel/protocol/spool'
import { attachmentPath, findItem, openSpools } from '../import/spools.ts'
import { openingKeys } from '../keys.ts'
import { problem } from '../problems.ts'
import { asOperator, type Session } from '../session.ts'
import { endInquiry, openInquiries, showInquiry } from '../statements/doors.ts'
import { action, openSession, type World } from './command.ts'
import { inquiryId } from './typed-id.ts'

const notKnown = () =>
  problem('inquiry/not-known', 'There is no such inquiry in the queue.', {
    hint: 'satchel inquiry list shows what waits',
  })

export function inquiryCommands(program: Command, world: World): void {
  const inquiry = program.command('inquiry').description('questions from the public page: list, show, done')

  inquiry
    .command('list', { isDefault: true })
    .description('inquiries that wait for a person, oldest first')
    .option('--limit <number>', 'how many', '50')
    .addHelpText('after', '\nExample:\n  satchel inquiry list')
    .action(
      action(world, async (io, command) => {
        const limit = Number(command.opts<{ limit: string }>().limit)
        if (!Number.isInteger(limit) || limit < 1) throw problem('usage/wrong', '--limit takes a whole number above 0.')
        const rows = await asOperator(openSession(world, command), database => database.run(openInquiries, { limit }))
        io.rows(rows, 'No inquiry waits.')
        return 0
      }),
    )

  inquiry
    .command('show')
    .description('one inquiry, with its files')
    .argument('<inquiry>', 'like inquiry-3')
    .option('--save <folder>', 'open the files and write them there, under names of ours')
    .addHelpText('after', '\nExample:\n  satchel inquiry show inquiry-3 --save ./inquiry-3')
    .action(
      action(world, async (io, command, typed: string) => {
        const id = inquiryId(typed)
        const session = openSession(world, command)
        const row = await asOperator(session, database => database.run(showInquiry, { inquiry: id }))
        if (row === null) throw notKnown()
        const { save } = command.opts<{ save?: string }>()
        const saved = save === undefined ? [] : await saveFiles(session, id, row.files ?? [], save)
        io.data({ ...row, saved })
        for (const name of ['received', 'name', 'email', 'phone', 'language', 'status', 'note'] as const) {
          const value = row[name]
          if (value !== null) io.say(`${name.padEnd(10)}${value instanceof Date ? value.toISOString() : value}`)
        }
        for (const file of row.files ?? []) io.say(`file      ${file.name} (${file.type})`)
        for (const path of saved) io.say(`saved     ${path}`)
        io.say(`\n${row.message}`)
        return 0
      }),
    )

  inquiry
    .command('done')
    .description('take an inquiry off the queue')
    .argument('<inquiry>', 'like inquiry-3')
    .option('--note <text>', 'what was done', '')
    .addHelpText('after', '\nExample:\n  satchel inquiry done inquiry-3 --note "called her back"')
    .action(
      action(world, async (io, command, typed: string) => {
        const id = inquiryId(typed)
        const { note } = command.opts<{ note: string }>()
        const { done } = await asOperator(openSession(world, command), database =>
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
async function sealedFile(session: Session, item: string): Promise<Uint8Array> {
  const kept = attachmentPath(session.home, item)
  if (existsSync(kept)) return new Uint8Array(readFileSync(kept))
  for (const spool of Object.values(await openSpools(session.home))) {
    const found = await findItem(spool, item)
    if (found !== null) return readItem(spool, found)
  }
  throw problem('inquiry/file-missing', 'A file of the inquiry is not in the home folder.', {
    hint: 'bring the folder attachments back from your backup',
  })
}

/** Names come from strangers: a file gets the inquiry's name, a number, and an ending only where that is a plain one. */
async function saveFiles(
  session: Session,
  inquiry: string,
  files: readonly { readonly item: string; readonly name: string }[],
  folder: string,
): Promise<readonly string[]> {
  const keys = await openingKeys(session.home)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const paths: string[] = []
  for (const [index, file] of files.entries()) {
    const sealed = await sealedFile(session, file.item)
    const { text } = await open(sealed, { keys }, { maxBytes: limits.sealedUploadBytes })
    const ending = /\.([a-z0-9]{1,8})$/i.exec(file.name)?.[1]?.toLowerCase()
    const path = join(folder, `${inquiry}-${index + 1}${ending === undefined ? '' : `.${ending}`}`)
    writeFileSync(path, parseUpload(text).bytes, { mode: 0o600, flag: 'wx' })
    paths.push(path)
  }
  return paths
}
