// An edited text form is merged by the way that every answer goes: raw in the spool first, then parser, merge, audit. An edit that is
// stopped in the middle has lost nothing.

import { rm } from 'node:fs/promises'
import { parseTextForm } from '@satchel/forms/text/text-form-parse'
import { writeItem } from '@satchel/protocol/spool/spool'
import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { useCase } from '../context/use-case.ts'
import { receiveItems, tryItems, waitingItem } from '../db/calls/import.ts'
import { beginRun, endRun } from '../db/calls/intake.ts'
import type { Database } from '../db/database.ts'
import { ReplyOutcome } from '../db/shapes/import.ts'
import { loadCatalog } from '../forms/form-catalog.ts'
import { openSpools } from '../home/item-spools.ts'
import type { ImportEvents } from '../import/import-events.ts'
import { importItem } from '../import/import-item.ts'
import { claimImportLock } from '../import/import-run.ts'
import type { RunTools } from '../import/import-tools.ts'
import { readItem } from '../import/read/read-item.ts'
import { saidInText } from '../import/read/read-mail-words.ts'
import { openingKeys } from '../keys/core-keys.ts'
import { problem } from '../problems/problems.ts'

/** Reads an edited text as the import will. @throws Problem of the text form, with its line; usage/wrong for words beside the form. */
export const checkEdit = useCase(z.object({ text: z.string() }), z.object({}), (context, { text }) =>
  context.asDispatch(async database => {
    const catalog = await loadCatalog(database)
    parseTextForm(text, (name, version) => catalog.find(name, version), true)
    if (saidInText(text, { catalog, organisation: context.settings.organisation }).kept !== undefined) {
      throw problem('usage/wrong', 'Some words stand outside the form, where no field takes them.', {
        hint: 'write them below a label, such as the note, or take them out',
      })
    }
    return {}
  }),
)

/**
 * Merges an edited text. @returns what became of each slot.
 * @throws Problem run/locked: the import under way, or the next one, takes it.
 */
export const mergeEdit = useCase(
  z.object({
    text: z.string(),
    /** The file in which it was edited. It goes once its bytes are an item of the spool; from then on any import goes on with it. */
    file: z.string().optional(),
    /** The sender is another one than the one who typed it, and gets the answer by a letter, too. */
    tellsSender: z.boolean().default(false),
  }),
  ReplyOutcome,
  async (context, { text, file, tellsSender }) => {
    const spools = await openSpools(context.home)
    const bytes = Buffer.from(text)
    const item = await writeItem(spools.folder, 'reply', 'raw', bytes, context.failpoint, context.now())
    context.failpoint('edit/spooled')
    if (file !== undefined) await rm(file, { force: true })
    return context.asImport(async database => {
      await claimImportLock(database)
      const { run } = await database.run(beginRun, { source: 'edit' })
      let outcome: ReplyOutcome | undefined
      let fault: unknown
      const tools: RunTools = {
        awaited: new Set(),
        uploads: [],
        context,
        keys: await openingKeys(context.home),
        // nobody signs an edit: its writer sits here
        signers: () => Promise.resolve([]),
        catalog: await loadCatalog(database),
        events: faultsOnly(error => {
          fault = error
        }),
        stop: new AbortController().signal,
        quietMs: 0,
        spools,
        run,
        tellsSender,
        show(shown) {
          outcome = shown
        },
      }
      await importEdit(context, database, tools, { name: item.name, bytes })
      await database.run(endRun, { run })
      if (outcome !== undefined) return outcome
      throw fault ?? problem('edit/not-taken', 'The edit was not taken.')
    })
  },
)

const faultsOnly = (onFault: (error: unknown) => void): ImportEvents => ({
  passedOver: () => undefined,
  again: () => undefined,
  failed: (_, error) => onFault(error),
  ended(_, __, code, message) {
    if (code !== null) onFault(problem('edit/not-taken', message ?? code))
  },
})

/** Imports the one item that an edit is, in the run under way. */
async function importEdit(
  context: Context,
  database: Database,
  tools: RunTools,
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
): Promise<void> {
  const file = { hash: name, size: bytes.length, received: null }
  await database.run(receiveItems, { run: tools.run, channel: 'folder', trust: 'local', items: [file] })
  const waiting = await database.run(waitingItem, { hash: name })
  if (waiting === null) throw new Error('an edit is no item of the database')
  const [tried] = await database.run(tryItems, { items: [waiting.item] })
  const { mail, mailServers, organisation } = context.settings
  const { failpoint } = context
  // its writer sits here, and was told of words around the form: they are no question
  const { kept: _, ...act } = await readItem(bytes, 'folder', true, {
    ...tools,
    failpoint,
    now: context.now,
    mail,
    mailServers,
    organisation,
  })
  const held = { pool: 'reply', name, extension: 'raw', size: bytes.length }
  await importItem(database, tools, { tried: { waiting, attempts: tried?.attempts ?? 1, file: held }, act })
}
