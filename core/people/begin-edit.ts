// The office's own change of a record begins: a packet to the one who edits, and its text form as a file for their editor.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { wordsFor } from '@satchel/forms/loader'
import { printTextForm } from '@satchel/forms/text/text-form-print'
import { say } from '@satchel/forms/words/form-words'
import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { openPacket } from '../db/calls/packets.ts'
import { loadCatalog } from '../forms/form-catalog.ts'
import { refuseForm, usualForm } from '../forms/form-of-record.ts'
import { buildPacket } from '../packets/packet-file.ts'
import { caseSources, newPacketTokens, tokenHashes } from '../packets/write-packet.ts'
import { accepted, refusal } from '../problems/refusal.ts'

/** Opens a packet to the operator and writes its text form. @throws Problem of the packet: not seen, no such form. */
export const beginEdit = useCase(
  z.object({
    /** Human id or uuid. */
    record: z.string(),
    /** Name of the form; without it, the usual one of the record's type. */
    form: z.string().optional(),
  }),
  z.object({
    /** Holds the form with its token, readable by its owner alone. */
    file: z.string(),
    text: z.string(),
  }),
  async (context, { record, form: wished }) => {
    const key = await context.coreKey()
    return context.asDispatch(async database => {
      const catalog = await loadCatalog(database)
      const tokens = newPacketTokens()
      const formName = wished ?? (await usualForm(database, record))
      const order = { entity: record, staff: context.settings.operator, form: formName }
      const answer = await database.run(openPacket, {
        ...order,
        ...tokenHashes(tokens),
        ...caseSources(context),
        files: 0,
        days: 1,
        kind: 'edit',
        again: true,
        language: '',
        shown: false,
      })
      await refuseForm(database, answer.opened, order)
      const opened = accepted(answer.opened, code => refusal(code, order))
      if ('open' in opened) throw new Error('an edit was left out for a packet that is open')
      const form = catalog.find(opened.form_name, opened.form_version)
      if (form === null) throw refusal('form/not-known', { form: formName })
      const secrets = { id: tokens.id, token: tokens.reply, key: key.getFingerprint().toUpperCase() }
      const words = wordsFor(catalog.forms.words, opened.language)
      // who edits a record has it before them: the form alone
      const { case: _, ...packet } = buildPacket(
        opened,
        secrets,
        form,
        context.settings,
        say(words, 'packet-no-letters'),
      )
      const text = printTextForm(form, { ...packet, version: 1 }, words)
      const file = join(context.home.folder, `edit-${tokens.id}.txt`)
      await writeFile(file, text, { mode: 0o600, flag: 'wx' })
      return { file, text }
    })
  },
)
