// The office's own change of a record: a packet to the one who edits, its text form in their editor, and the answer by the way
// that every answer goes: raw in the spool first, then parser, merge, audit. Whoever is stopped in the middle has lost nothing.

import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { wordsFor } from '@satchel/forms/loader'
import { say } from '@satchel/forms/words/form-words'
import { parseTextForm } from '@satchel/forms/text/text-form-parse'
import { printTextForm } from '@satchel/forms/text/text-form-print'
import { writeItem } from '@satchel/protocol/spool/spool'
import { loadCatalog } from '../forms/form-catalog.ts'
import { buildPacket } from '../packets/packet-file.ts'
import { newPacketTokens, tokenHashes } from '../packets/queue-packet.ts'
import { refusal } from '../problems/refusal.ts'
import { importItem } from '../import/import-item.ts'
import type { ImportEvents } from '../import/import-events.ts'
import { readItem } from '../import/read/read-item.ts'
import { saidInText } from '../import/read/read-mail-words.ts'
import { takeImportLock } from '../import/import-run.ts'
import type { RunTools } from '../import/import-tools.ts'
import { openSpools } from '../home/item-spools.ts'
import { corePrivateKey, openingKeys } from '../keys/core-keys.ts'
import { problem } from '../problems/problems.ts'
import type { Context } from '../context/context.ts'
import { openPacket } from '../db/calls/packets.ts'
import { beginRun, endRun, takeItems, tryItems, waitingItem } from '../db/calls/import.ts'
import type { ReplyOutcome } from '../db/shapes/import.ts'

/** A record in an editor's file. */
export interface Editing {
  /** Holds the form with its token, readable by its owner alone. */
  readonly file: string
  readonly text: string
}

/** Opens a packet to the operator and writes its text form. @throws Problem of the packet: not seen, no such form. */
export async function beginEdit(context: Context, entity: string, formName: string): Promise<Editing> {
  const key = await corePrivateKey(context.home)
  return context.asDispatch(async database => {
    const catalog = await loadCatalog(database)
    const tokens = newPacketTokens()
    const order = { entity, staff: context.settings.operator, form: formName }
    const { opened } = await database.run(openPacket, {
      ...order,
      ...tokenHashes(tokens),
      days: 1,
      kind: 'edit',
      again: true,
    })
    if ('problem' in opened) throw refusal(opened.problem, order)
    if ('open' in opened) throw new Error('an edit was left out for a packet that is open')
    const form = catalog.find(opened.form_name, opened.form_version)
    if (form === null) throw refusal('form/not-known', { form: formName })
    const secrets = { id: tokens.id, token: tokens.reply, key: key.getFingerprint().toUpperCase() }
    const words = wordsFor(catalog.forms.words, opened.language)
    const packet = buildPacket(opened, secrets, form, context.settings, say(words, 'packet-no-letters'))
    const text = printTextForm(form, packet, words)
    const file = join(context.home.folder, `edit-${tokens.id}.txt`)
    await writeFile(file, text, { mode: 0o600, flag: 'wx' })
    return { file, text }
  })
}

/** Reads an edited text as the import will. @throws Problem of the text form, with its line; usage/wrong for words beside the form. */
export async function checkEdit(context: Context, edited: string): Promise<void> {
  await context.asDispatch(async database => {
    const catalog = await loadCatalog(database)
    parseTextForm(edited, (name, version) => catalog.find(name, version), true)
    if (saidInText(edited, { catalog, organisation: context.settings.organisation }).kept !== undefined) {
      throw problem('usage/wrong', 'Some words stand outside the form, where no field takes them.', {
        hint: 'write them below a label, such as the note, or take them out',
      })
    }
  })
}

/**
 * Merges an edited text. The file goes once its bytes are an item of the spool; from then on any import goes on with it.
 * @returns what became of each slot. @throws Problem run/locked: the import under way, or the next one, takes it.
 */
export async function mergeEdit(context: Context, editing: Editing, edited: string): Promise<ReplyOutcome> {
  const spools = await openSpools(context.home)
  const bytes = Buffer.from(edited)
  const item = await writeItem(spools.folder, 'reply', 'raw', bytes, context.failpoint, context.now())
  context.failpoint('edit/spooled')
  await rm(editing.file, { force: true })
  return context.asImport(async database => {
    await takeImportLock(database)
    const { run } = await database.run(beginRun, { source: 'edit' })
    const catalog = await loadCatalog(database)
    let outcome: ReplyOutcome | undefined
    let fault: unknown
    const events: ImportEvents = {
      passedOver: () => undefined,
      again: () => undefined,
      failed(_, error) {
        fault = error
      },
      ended(_, __, code, message) {
        if (code !== null) fault = problem('edit/not-taken', message ?? code)
      },
    }
    const tools: RunTools = {
      awaited: new Set(),
      uploads: [],
      context,
      keys: await openingKeys(context.home),
      catalog,
      events,
      stop: new AbortController().signal,
      quietMs: 0,
      spools,
      run,
      show(shown) {
        outcome = shown
      },
    }
    const file = { hash: item.name, size: bytes.length, received: null }
    await database.run(takeItems, { run, door: 'folder', trust: 'local', items: [file] })
    const waiting = await database.run(waitingItem, { hash: item.name })
    if (waiting === null) throw new Error('an edit is no item of the database')
    const [tried] = await database.run(tryItems, { items: [waiting.item] })
    const { mail, mailServers, organisation } = context.settings
    const act = await readItem(bytes, 'folder', true, {
      ...tools,
      failpoint: context.failpoint,
      mail,
      mailServers,
      organisation,
    })
    const held = { pool: 'reply', name: item.name, extension: 'raw', size: bytes.length }
    // its writer sits here, and was told of words around the form: they are no question
    const { kept: _, ...taken } = act
    await importItem(database, tools, { tried: { waiting, attempts: tried?.attempts ?? 1, file: held }, act: taken })
    await database.run(endRun, { run })
    if (outcome !== undefined) return outcome
    throw fault ?? problem('edit/not-taken', 'The edit was not taken.')
  })
}
